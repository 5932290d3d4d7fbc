import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/security/sudo.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const debian = 'FROM debian:trixie-slim\n';
const unknown = 'FROM registry.example.org/tools/base:4\n';
const user = 'USER 10001\n';

const cases: readonly RuleCase[] = [
  { name: 'sudo as a package', text: `${debian}RUN apt-get install -y sudo\n${user}`, findings: 0 },
  {
    name: 'a rule for sudo',
    text: `${debian}RUN echo "app ALL=(ALL) NOPASSWD: ALL # sudo" > /etc/sudoers.d/app\n${user}`,
    findings: 0,
  },
  {
    name: 'a word in a comment',
    text: `${debian}# sudo true\nRUN true \\\n  # sudo\n  && id\n${user}`,
    findings: 0,
  },
  {
    name: 'root runs a command as another user',
    text: `${debian}RUN sudo -u builder makepkg && sudo --user=builder make && sudo -Hu builder ls\n${user}`,
    findings: 0,
  },
  { name: 'in the start command', text: `${debian}${user}CMD ["sudo", "true"]\n`, findings: 0 },
  {
    name: 'a script of another language',
    text: `${debian}RUN <<EOF\n#!/usr/bin/env python3\nsudo = 1\nEOF\n${user}`,
    findings: 0,
  },
  {
    name: 'with options',
    text: `${debian}RUN curl -fsS https://example.org/key | sudo -E tee /key\n${user}`,
    findings: ['sudo'],
    fixed: `${debian}RUN curl -fsS https://example.org/key | tee /key\n${user}`,
  },
  {
    name: 'with variables for the command',
    text: `${debian}RUN sudo DEBIAN_FRONTEND=noninteractive apt-get update\n${user}`,
    findings: ['sudo'],
  },
  {
    name: 'broken into lines',
    text: `${debian}RUN true \\\n    # why\n    && sudo chmod +x /a \\\n    && sudo mv /a /b\n${user}`,
    findings: ['sudo'],
    fixed: `${debian}RUN true \\\n    # why\n    && chmod +x /a \\\n    && mv /a /b\n${user}`,
  },
  {
    name: 'in a heredoc, tabs before it',
    text: `${debian}RUN <<EOF\n\tsudo mkdir /a\n\tmkdir /b\nEOF\n${user}`,
    findings: ['sudo'],
    fixed: `${debian}RUN <<EOF\n\tmkdir /a\n\tmkdir /b\nEOF\n${user}`,
  },
  {
    name: 'behind USER root',
    text: `${unknown}USER 0:0\nRUN sudo mkdir /a\n${user}`,
    findings: ['sudo'],
    fixed: `${unknown}USER 0:0\nRUN mkdir /a\n${user}`,
  },
  {
    name: 'an unknown user: no fix',
    text: `${unknown}RUN sudo mkdir /a\n`,
    findings: ['sudo'],
    fixed: `${unknown}RUN sudo mkdir /a\n`,
  },
  {
    name: 'an unknown user that installs packages is root',
    text: `${unknown}RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nRUN sudo mkdir /a\n${user}`,
    findings: ['sudo'],
    fixed: `${unknown}RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nRUN mkdir /a\n${user}`,
  },
  {
    name: 'an unknown user who may install packages: no fix',
    text: `${unknown}RUN apt-get update || true\nRUN sudo mkdir /a\n${user}`,
    findings: ['sudo'],
    fixed: `${unknown}RUN apt-get update || true\nRUN sudo mkdir /a\n${user}`,
  },
  {
    name: 'a user from a variable: no fix',
    text: `${unknown}ARG APP\nUSER $APP\nRUN sudo mkdir /a\n`,
    findings: ['sudo'],
    fixed: `${unknown}ARG APP\nUSER $APP\nRUN sudo mkdir /a\n`,
  },
  {
    name: 'not the only command of another user: no fix',
    text: `${unknown}USER dev\nRUN sudo mkdir /a && touch ~/b\n`,
    findings: ['sudo'],
    fixed: `${unknown}USER dev\nRUN sudo mkdir /a && touch ~/b\n`,
  },
  {
    name: 'in lower case, with comments above',
    text: `from registry.example.org/base:4\nuser dev\n# folder\nrun sudo mkdir /a\ncmd ["a"]\n`,
    findings: ['sudo'],
    fixed: `from registry.example.org/base:4\nuser dev\n# folder\nuser root\nrun mkdir /a\nuser dev\ncmd ["a"]\n`,
  },
  { name: 'ONBUILD', text: `${debian}ONBUILD RUN sudo mkdir /a\n${user}`, findings: ['sudo'] },
  { name: 'JSON form', text: `${debian}RUN ["sudo", "mkdir", "/a"]\n${user}`, findings: ['"sudo"'] },
];

describe('security/sudo', () => {
  it.each(cases)('$name', async (test) => {
    await checkCase(rule, test);
  });

  it('is one finding for a RUN', async () => {
    const text = `${debian}RUN sudo mkdir /a && sudo mkdir /b\n${user}`;
    const [finding, ...others] = findingsOf(rule, text, await factsFor(text));
    expect(others).toEqual([]);
    expect(finding?.related).toHaveLength(1);
  });

  it('says less where another user builds in a stage that is thrown away', async () => {
    const text = `${unknown.trim()} AS tools\nUSER dev\nRUN sudo mkdir /a\n${debian}COPY --from=tools /a /a\n${user}`;
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding?.effectiveSeverity).toBe('info');
    expect(finding?.message).toContain('USER dev below it');
  });
});
