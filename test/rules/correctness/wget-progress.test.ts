import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/wget-progress.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const user = 'USER 10001\n';
const debian = (script: string): string => `FROM buildpack-deps:bookworm\nRUN ${script}\n${user}`;
const alpine = (script: string): string => `FROM alpine:3.23\nRUN ${script}\n${user}`;
const url = 'https://example.com/a';

const cases: readonly RuleCase[] = [
  ...['-q', '-nv', '--no-verbose', '--progress=dot:giga', '-qO-', '-O- -q', '-o /log', '--quiet'].map((option) => ({
    name: option,
    text: debian(`wget ${option} ${url}`),
    findings: 0,
  })),
  { name: 'its errors go elsewhere', text: debian(`wget ${url} 2>/dev/null`), findings: 0 },
  { name: 'options in a variable', text: debian(`wget $OPTIONS ${url}`), findings: 0 },
  { name: 'curl', text: debian(`curl -O ${url}`), findings: 0 },
  { name: 'installed, not used', text: alpine('apk add --no-cache wget'), findings: 0 },
  {
    name: 'GNU wget',
    text: debian(`wget ${url} -O /a`),
    findings: ['wget'],
    fixed: debian(`wget --progress=dot:giga ${url} -O /a`),
  },
  { name: 'of busybox', text: alpine(`wget -O /a ${url}`), findings: 1, fixed: alpine(`wget -q -O /a ${url}`) },
  {
    name: 'installed on Alpine',
    text: alpine(`apk add --no-cache wget && wget -O /a ${url}`),
    findings: 1,
    fixed: alpine(`apk add --no-cache wget && wget --progress=dot:giga -O /a ${url}`),
  },
  {
    name: 'an image that is not known: no fix',
    text: `FROM example.com/base:1\nRUN wget -O /a ${url}\n${user}`,
    findings: 1,
    fixed: `FROM example.com/base:1\nRUN wget -O /a ${url}\n${user}`,
  },
]; // prettier-ignore

describe('correctness/wget-progress', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
