import { describe, it } from 'vitest';
import rule from '../../../server/rules/cache/copy-from-moving.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const silent: RuleCase[] = [
  ['a version', 'FROM alpine:3.24\nCOPY --from=composer:2 /usr/bin/composer /bin/\n'],
  ['a digest', `FROM alpine:3.24\nCOPY --from=composer@sha256:${'a'.repeat(64)} /usr/bin/composer /bin/\n`],
  ['a stage', 'FROM alpine:3.24 AS tools\nFROM alpine:3.24\nCOPY --from=tools /x /\n'],
  ['a stage in another case', 'FROM alpine:3.24 AS Tools\nFROM alpine:3.24\nCOPY --from=tools /x /\n'],
  ['a stage by its number', 'FROM alpine:3.24\nFROM alpine:3.24\nCOPY --from=0 /x /\n'],
  ['a variable', 'ARG T=a\nFROM alpine:3.24\nCOPY --from=$T /x /\n'],
  ['a mount of a stage', 'FROM alpine:3.24 AS tools\nFROM alpine:3.24\nRUN --mount=from=tools,target=/t /t/x\n'],
  ['a mount without a source', 'FROM alpine:3.24\nRUN --mount=type=cache,target=/t x\n'],
  ['a stage that does not exist is another rule’s', 'FROM alpine:3.24\nCOPY --from=builder /x /\n'],
  ['the base image is another rule’s', 'FROM alpine\nRUN x\n'],
  ['distroless has no versions', 'FROM alpine:3.24\nCOPY --from=gcr.io/distroless/static-debian12 /etc/passwd /etc/\n'],
  ['a tag of a repository', 'FROM alpine:3.24\nADD https://example.org/a.git#v1.2 /a\n'],
  ['a commit', 'FROM alpine:3.24\nADD https://example.org/a.git#8f3c1a9d:docs /a\n'],
  ['a commit in the query', 'FROM alpine:3.24\nADD https://example.org/a.git?commit=8f3c1a9d /a\n'],
  ['a checksum', 'FROM alpine:3.24\nADD --checksum=8f3c1a9d8f3c1a9d8f3c1a9d8f3c1a9d8f3c1a9d https://example.org/a.git#main /a\n'],
  ['a reference that only the build knows', 'FROM alpine:3.24\nARG REF\nADD https://example.org/a.git#$REF /a\n'],
  ['a name that may be a tag', 'FROM alpine:3.24\nADD https://example.org/a.git#jammy /a\n'],
  ['a file', 'FROM alpine:3.24\nADD https://example.org/a.jar /a\n'],
  ['a local folder', 'FROM alpine:3.24\nADD a.git /a\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: 0 })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'no tag', text: 'FROM alpine:3.24\nCOPY --from=composer /usr/bin/composer /bin/\n', findings: ['composer'] },
  { name: 'latest', text: 'FROM alpine:3.24\nCOPY --chown=1:1 --from=ghcr.io/astral-sh/uv:latest /uv /bin/\n', findings: ['ghcr.io/astral-sh/uv:latest'] },
  { name: 'the same image twice', text: 'FROM alpine:3.24\nCOPY --from=composer /a /\nCOPY --from=composer /b /\n', findings: 1 },
  { name: 'a mount', text: 'FROM alpine:3.24\nRUN --mount=target=/uv,from=ghcr.io/astral-sh/uv,source=/uv /uv sync\n', findings: ['target=/uv,from=ghcr.io/astral-sh/uv,source=/uv'] },
  { name: 'the default branch', text: 'FROM alpine:3.24\nADD git@example.org:team/a.git /a\n', findings: ['git@example.org:team/a.git'] },
  { name: 'a branch with a folder', text: 'FROM alpine:3.24\nADD https://example.org/a.git#master:docs /a\n', findings: 1 },
  { name: 'a branch in the query', text: 'FROM alpine:3.24\nADD https://example.org/a.git?branch=dev&subdir=x /a\n', findings: 1 },
  { name: 'a branch in an ARG', text: 'FROM alpine:3.24\nARG REF=main\nADD https://example.org/a.git#${REF} /a\n', findings: 1 },
  { name: 'ONBUILD', text: 'FROM alpine:3.24\nONBUILD COPY --from=composer /usr/bin/composer /bin/\n', findings: ['composer'] },
]; // prettier-ignore

describe('cache/copy-from-moving', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });
});
