import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/pipefail.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const user = 'USER 10001\n';
const alpine = (script: string): string => `FROM alpine:3.23\nRUN ${script}\n${user}`;
const debian = (script: string): string => `FROM debian:trixie-slim\nRUN ${script}\n${user}`;

const silent: readonly (readonly [string, string])[] = [
  ['no pipe', alpine('wget -qO /a https://example.com/a')],
  ['echo does not fail', alpine('echo hello | tee /a')],
  ['a version', debian('node --version | cut -c2- > /v')],
  ['tar notices', debian('curl -fsSL https://example.com/a.tgz | tar -xz -C /opt')],
  ['gpg notices', debian('curl -fsSL https://example.com/key | gpg --dearmor -o /key.gpg')],
  ['a checksum notices', debian('curl -fsSL https://example.com/sums | sha256sum -c -')],
  ['grep notices', debian('npm ls | grep express')],
  ['jq is told to notice', debian('curl -fsSL https://example.com/a | jq -e .tag > /tag')],
  ['a shell is another rule', debian('curl -fsSL https://example.com/setup | bash -')],
  ['head stops early', debian('npm ls | head -n1 > /a')],
  ['the failure is allowed', debian('npm ls | tee /a || true')],
  ['a condition', debian('if npm ls | tee /a; then echo yes; fi')],
  ['set -o pipefail', alpine('set -o pipefail && npm ls | tee /a')],
  ['set -eo pipefail', alpine('set -eo pipefail; npm ls | tee /a')],
  ['SHELL has it', `FROM node:22\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN npm ls | tee /a\n${user}`],
  ['SHELL has it in one word', `FROM node:22\nSHELL ["/bin/bash", "-euxo", "pipefail", "-c"]\nRUN npm ls | tee /a\n${user}`],
  ['an inherited SHELL has it', `FROM node:22 AS a\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nFROM a\nRUN npm ls | tee /a\n${user}`],
  ['nothing is known of the image', `FROM example.com/base:1\nRUN npm ls | tee /a\n${user}`],
  ['JSON form has no pipe', debian('["npm", "ls", "|", "tee", "/a"]')],
  ['Windows', '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN npm ls | tee a\n'],
  ['a quoted pipe', debian("echo 'npm ls | tee' > /a")],
]; // prettier-ignore

const found: readonly RuleCase[] = [
  {
    name: 'in the second command',
    text: alpine('mkdir /a && wget -qO- https://example.com/a | sort > /a/b'),
    findings: ['wget -qO- https://example.com/a'],
    fixed: alpine('set -o pipefail && mkdir /a && wget -qO- https://example.com/a | sort > /a/b'),
  },
  {
    name: 'a heredoc',
    text: `FROM fedora:43\nRUN <<EOF\n  curl -fsSL https://example.com/a | sort > /a\nEOF\n${user}`,
    findings: 1,
    fixed: `FROM fedora:43\nRUN <<EOF\n  set -o pipefail\n  curl -fsSL https://example.com/a | sort > /a\nEOF\n${user}`,
  },
  {
    name: 'dash',
    text: `${debian('true').slice(0, -user.length)}# the list\nRUN curl -fsSL https://example.com/a | tr a b > /a\n${user}`,
    findings: 1,
    fixed: `${debian('true').slice(0, -user.length)}SHELL ["/bin/bash", "-o", "pipefail", "-c"]\n# the list\nRUN curl -fsSL https://example.com/a | tr a b > /a\n${user}`,
  },
  {
    name: 'bash by SHELL',
    text: `FROM example.com/base:1\nSHELL ["/bin/bash", "-c"]\nRUN npm test | tee /log\n${user}`,
    findings: 1,
    fixed: `FROM example.com/base:1\nSHELL ["/bin/bash", "-c"]\nRUN set -o pipefail && npm test | tee /log\n${user}`,
  },
  {
    name: 'one finding for a RUN',
    text: alpine('wget -qO- https://example.com/a | sort > /a && wget -qO- https://example.com/b | sort > /b'),
    findings: 1,
  },
  { name: 'three commands', text: alpine('wget -qO- https://example.com/a | sort | uniq > /a'), findings: 1 },
]; // prettier-ignore

describe('correctness/pipefail', () => {
  it.each(silent)('is silent: %s', async (name, text) => {
    await checkCase(rule, { name, text, findings: 0 });
  });
  it.each(found.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
