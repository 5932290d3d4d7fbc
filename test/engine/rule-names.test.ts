import { describe, expect, it } from 'vitest';
import { rulesNamed } from '../../server/engine/rule-names.ts';
import { allRules } from '../../server/rules/registry.ts';

describe('the names of a rule', () => {
  it.each<[string, string]>([
    ['its id', 'cache/apt-update-alone'],
    ['in any case', 'Cache/APT-update-alone'],
    ["Trivy's", 'DS-0017'],
    ["Trivy's of older releases", 'DS017'],
    ["Trivy's with the prefix of its database", 'AVD-DS-0017'],
    ["Checkov's", 'CKV_DOCKER_5'],
  ])('%s', (_, name) => {
    expect(rulesNamed(name)).toEqual(['cache/apt-update-alone']);
  });

  it('may stand for several rules', () => {
    expect(rulesNamed('DS-0031')).toEqual(['security/secret-file', 'security/secret-in-env']);
    expect(rulesNamed('security')).toEqual(
      allRules.filter(({ group }) => group === 'security').map(({ id }) => id),
    );
  });

  it.each(['DS-17', 'AVD-CKV_DOCKER_5', 'cache/apt', ''])('%j is none', (name) => {
    expect(rulesNamed(name)).toEqual([]);
  });

  it.each(['trivy', 'checkov'])('%s has one way of writing its ids', (tool) => {
    const ids = allRules.flatMap(({ equivalents }) => equivalents.filter((one) => one.tool === tool));
    const form = tool === 'trivy' ? /^DS-0\d{3}$/ : /^CKV2?_DOCKER_\d+$/;
    expect(ids.filter(({ id }) => !form.test(id))).toEqual([]);
  });
});
