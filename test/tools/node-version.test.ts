import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { nodeMajor, npmOmit } from '../../server/tools/node-version.ts';
import { factsFor } from '../support/facts.ts';

const lockfile = (version: number): string =>
  JSON.stringify({ name: 'shop', lockfileVersion: version, dependencies: {}, packages: {} });

describe('the versions of Node and npm', () => {
  it.each<[string, number, number, string]>([
    ['node:22', 22, 1, '--omit=dev'],
    ['node:14-alpine', 14, 3, '--production'],
    ['node:10', 10, 3, '--production'],
    ['example.org/node', NaN, 1, '--production'],
    ['example.org/node', NaN, 3, '--omit=dev'],
    ['debian:13', NaN, 2, '--omit=dev'],
  ])('%s', async (image, major, lock, omit) => {
    const text = `FROM ${image}\n`;
    const files = { 'package.json': '{"name":"shop"}', 'package-lock.json': lockfile(lock) };
    const facts = await factsFor(text, files);
    const [stage] = parseDockerfile(text).stages;
    expect(nodeMajor(stage!, facts)).toBe(major);
    expect(npmOmit(stage!, facts, facts.project.node(''))).toBe(omit);
  });
});
