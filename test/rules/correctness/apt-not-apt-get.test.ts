import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/apt-not-apt-get.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

const debian = 'FROM debian:trixie-slim\n';
const user = 'USER 10001\n';

const cases: readonly RuleCase[] = [
  { name: 'apt-get', text: `${debian}RUN apt-get update\n${user}`, findings: 0 },
  { name: 'apt-cache', text: `${debian}RUN apt-cache policy tini\n${user}`, findings: 0 },
  { name: 'a path of that name', text: `${debian}RUN rm -rf /var/lib/apt && cd apt\n${user}`, findings: 0 },
  { name: 'an argument', text: `${debian}RUN echo apt install\n${user}`, findings: 0 },
  { name: 'in a comment', text: `${debian}RUN true # apt install\n${user}`, findings: 0 },
  { name: 'of npm', text: `${debian}RUN npx apt update\n${user}`, findings: 0 },
  {
    name: 'Windows',
    text: '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN apt update\n',
    findings: 0,
  },
  {
    name: 'one finding for a RUN',
    text: `${debian}RUN apt update && apt install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n${user}`,
    findings: ['apt'],
    fixed: `${debian}RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n${user}`,
  },
  {
    name: 'with its folder, under env, over lines',
    text: `${debian}RUN /usr/bin/apt update \\\n # packages\n && DEBIAN_FRONTEND=noninteractive apt -y install \\\n    tini\n${user}`,
    findings: ['/usr/bin/apt'],
    fixed: `${debian}RUN /usr/bin/apt-get update \\\n # packages\n && DEBIAN_FRONTEND=noninteractive apt-get -y install \\\n    tini\n${user}`,
  },
  {
    name: 'questions go to apt-cache, full-upgrade has another name',
    text: `${debian}RUN apt show tini && apt full-upgrade -y\n${user}`,
    findings: 1,
    fixed: `${debian}RUN apt-cache show tini && apt-get dist-upgrade -y\n${user}`,
  },
  {
    name: 'upgrade installs new packages',
    text: `${debian}RUN apt upgrade -y\n${user}`,
    findings: 1,
    fixed: `${debian}RUN apt-get upgrade --with-new-pkgs -y\n${user}`,
  },
  {
    name: 'JSON form',
    text: `${debian}RUN ["apt", "update"]\n${user}`,
    findings: 1,
    fixed: `${debian}RUN ["apt-get", "update"]\n${user}`,
  },
  { name: 'apt list has no like: no fix', text: `${debian}RUN apt list\n${user}`, findings: 1, fixed: `${debian}RUN apt list\n${user}` },
  {
    name: 'in a script of a script',
    text: `${debian}RUN bash -c "apt update"\n${user}`,
    findings: 1,
    fixed: `${debian}RUN bash -c "apt-get update"\n${user}`,
  },
  {
    name: 'a heredoc',
    text: `${debian}RUN <<EOF\napt update\nEOF\n${user}`,
    findings: 1,
    fixed: `${debian}RUN <<EOF\napt-get update\nEOF\n${user}`,
  },
]; // prettier-ignore

describe('correctness/apt-not-apt-get', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('is only safe where the commands are the same', async () => {
    for (const [verb, expected] of [
      ['install -y tini', 'safe'],
      ['upgrade -y', 'suggested'],
    ] as const) {
      const text = `${debian}RUN apt ${verb}\n${user}`;
      expect(preferredFix(findingsOf(rule, text, await factsFor(text))[0]!)?.applicability).toBe(expected);
    }
  });
});
