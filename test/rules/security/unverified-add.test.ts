import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/security/unverified-add.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const base = 'FROM alpine:3.24\n';
const user = 'USER 10001\n';
const sum = `sha256:${'0123456789abcdef'.repeat(4)}`;

const cases: readonly RuleCase[] = [
  ['a checksum', `ADD --checksum=${sum} https://example.org/a.tgz /a.tgz`, 0],
  ['a checksum from a variable', 'ARG SUM\nADD --checksum=$SUM https://example.org/a.tgz /a.tgz', 0],
  ['a git repository', 'ADD https://github.com/example/a.git#v1.2 /a', 0],
  ['a git repository over ssh', 'ADD git@github.com:example/a.git /a', 0],
  ['a file of the context', 'ADD a.tgz /a', 0],
  ['a server of the own network', 'ADD https://files.internal/a.tgz https://nexus:8443/b.tgz https://10.1.2.3/c /a/', 0],
  ['plain http, which is another rule', 'ADD http://example.org/a.tgz /a.tgz', 0],
  ['a server that nobody knows', 'ARG MIRROR\nADD $MIRROR/a.tgz /a.tgz', 0],
  ['COPY', 'COPY a.tgz /a', 0],
  ['a URL in the target', 'ADD a https://example.org/', 0],
  ['a file', 'ADD https://example.org/a.tgz /a.tgz', ['https://example.org/a.tgz']],
  ['a file in JSON form', 'ADD ["https://example.org/a.tgz", "/a.tgz"]', ['"https://example.org/a.tgz"']],
  ['another flag', 'ADD --chmod=755 https://example.org/a /a', ['https://example.org/a']],
  ['a version in a variable', 'ARG TOOL_VERSION=1.2\nADD https://example.org/v$TOOL_VERSION/a /a', ['https://example.org/v$TOOL_VERSION/a']],
  ['a host in a variable', 'ARG HOST\nADD https://$HOST/a /a', ['https://$HOST/a']],
  ['several files', 'ADD https://example.org/a https://example.org/b /c/', ['https://example.org/a']],
  ['ONBUILD', 'ONBUILD ADD https://example.org/a /a', ['https://example.org/a']],
  ['a path that looks like git', 'ADD https://example.org/.github/a /a', ['https://example.org/.github/a']],
].map(([name, line, findings]) => ({ name: String(name), text: `${base}${String(line)}\n${user}`, findings: findings as number | string[] })); // prettier-ignore

describe('security/unverified-add', () => {
  it.each(cases)('$name', async (test) => {
    await checkCase(rule, test);
  });

  it('says where the hash belongs', async () => {
    const text = `${base}ARG TOOL_VERSION=1.2\nADD https://example.org/v\${TOOL_VERSION}/tool.tgz?raw=1 /a\nADD https://example.org/ /b\n${user}`;
    expect(findingsOf(rule, text, await factsFor(text)).map(({ message }) => message)).toEqual([
      'ADD takes whatever example.org sends for tool.tgz. Add `--checksum=sha256:…` with the hash of the file you tested, in an ARG beside TOOL_VERSION.',
      'ADD takes whatever example.org sends for this file. Add `--checksum=sha256:…` with the hash of the file you tested.',
    ]);
  });
});
