import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { analyze } from '../../../server/engine/analyze.ts';
import rule from '../../../server/rules/correctness/unknown-pragma.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const pragma = (text: string): string => `FROM debian:13-slim\n# ${text}\nUSER 10001\n`;

const cases: readonly RuleCase[] = [
  { name: 'an id', text: pragma('dockerfile-optimizer ignore=size/heavy-base'), findings: 0 },
  { name: 'an id in another case', text: pragma('dockerfile-optimizer ignore=Size/Heavy-Base'), findings: 0 },
  { name: 'a group', text: pragma('dockerfile-optimizer ignore=size/*,security'), findings: 0 },
  { name: 'everything', text: pragma('dockerfile-optimizer ignore-file=all'), findings: 0 },
  { name: "another tool's names", text: pragma('dockerfile-optimizer ignore=DL3008,DS-0002,AVD-DS-0002,DS002,CKV_DOCKER_3,JSONArgsRecommended'), findings: 0 },
  { name: "another tool's names without a rule", text: pragma('dockerfile-optimizer ignore=DL9999,InvalidBaseImagePlatform,CKV_AWS_1'), findings: 0 },
  { name: "ShellCheck's codes", text: pragma('dockerfile-optimizer ignore=SC2086,shellcheck/SC2154,shellcheck/*'), findings: 0 },
  { name: 'a reason behind the ids', text: pragma('dockerfile-optimizer ignore=size/heavy-base reason=nobody, ever, asked'), findings: 0 },
  { name: "hadolint's own comment", text: pragma('hadolint ignore=DL9999,foo'), findings: 0 },
  { name: "BuildKit's own comment", text: pragma('check=skip=Foo'), findings: 0 },
  { name: 'a comment about us', text: pragma('dockerfile-optimizer ignores what it can not know'), findings: 0 },
  { name: 'a slip', text: pragma('dockerfile-optimizer ignore=size/heavy-bass'), findings: ['size/heavy-bass'], fixed: pragma('dockerfile-optimizer ignore=size/heavy-base') },
  { name: 'a slip among others', text: pragma('dockerfile-optimizer ignore=size/multi-stage, size/heavy-bass reason=x'), findings: ['size/heavy-bass'], fixed: pragma('dockerfile-optimizer ignore=size/multi-stage, size/heavy-base reason=x') },
  { name: 'a slip in another name', text: pragma('dockerfile-optimizer ignore-file=JSONArgRecommended'), findings: ['JSONArgRecommended'] },
  { name: 'no name of anything', text: pragma('dockerfile-optimizer ignore=whatever/this-was'), findings: ['whatever/this-was'] },
  { name: 'not five digits', text: pragma('dockerfile-optimizer ignore=SC20866'), findings: ['SC20866'] },
]; // prettier-ignore

describe('a silencing comment', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('that names nothing is said to silence nothing', async () => {
    const text = pragma('dockerfile-optimizer ignore=whatever/this-was');
    const { findings } = analyze(parseDockerfile(text), await factsFor(text), { only: [rule] });
    expect(findings[0]?.message).toBe(
      'No rule is called `whatever/this-was`. This comment silences nothing.',
    );
    expect(findings[0]?.fixes()).toEqual([]);
  });
});
