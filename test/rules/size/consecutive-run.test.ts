import { describe, it } from 'vitest';
import rule from '../../../server/rules/size/consecutive-run.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const silent: RuleCase[] = [
  ['one RUN', 'FROM alpine:3.24\nRUN a && b\n'],
  ['a stage that is thrown away', 'FROM alpine:3.24 AS build\nRUN a\nRUN b\nFROM alpine:3.24\nCOPY --from=build /x /x\n'],
  ['a COPY between', 'FROM alpine:3.24\nRUN a\nCOPY x /x\nRUN b\n'],
  ['other mounts', 'FROM alpine:3.24\nRUN --mount=type=cache,target=/c a\nRUN b\n'],
  ['another network', 'FROM alpine:3.24\nRUN --network=none a\nRUN b\n'],
  ['a directory that would last', 'FROM alpine:3.24\nRUN cd /src && make\nRUN ls\n'],
  ['a variable that would last', 'FROM alpine:3.24\nRUN X=1\nRUN echo "$X"\n'],
  ['an option that would last', 'FROM alpine:3.24\nRUN set -o pipefail && a | b\nRUN c | d\n'],
  ['a second chain that goes on after a failure', 'FROM alpine:3.24\nRUN a\nRUN b; c\n'],
  ['a second chain with an alternative', 'FROM alpine:3.24\nRUN a\nRUN b || true\n'],
  ['JSON form', 'FROM alpine:3.24\nRUN ["a"]\nRUN ["b"]\n'],
  ['heredocs', 'FROM alpine:3.24\nRUN <<EOF\na\nEOF\nRUN <<EOF\nb\nEOF\n'],
  ['a comment of the shell at the end', 'FROM alpine:3.24\nRUN a # first\nRUN b\n'],
  ['in the background', 'FROM alpine:3.24\nRUN a &\nRUN b\n'],
  ['the user changes between', 'FROM alpine:3.24\nRUN a\nUSER 1000\nRUN b\n'],
  ['PowerShell', '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2025\nSHELL ["powershell", "-Command"]\nRUN a\nRUN b\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: 0 })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'three in a row are one finding', text: 'FROM alpine:3.24\nRUN a\nRUN b\n\nRUN c\n', findings: ['RUN'], fixed: 'FROM alpine:3.24\nRUN a && b && c\n' },
  { name: 'a row with one that stays apart', text: 'FROM alpine:3.24\nRUN a\nRUN b\nRUN cd /x && c\nRUN d\n', findings: 1, fixed: 'FROM alpine:3.24\nRUN a && b && cd /x && c\nRUN d\n' },
  { name: 'comments move along', text: 'FROM alpine:3.24\nRUN a\n# why b\nRUN b\n', findings: 1, fixed: 'FROM alpine:3.24\nRUN a \\\n    # why b\n    && b\n' },
  { name: 'broken lines keep their way', text: 'FROM alpine:3.24\nRUN a && \\\n  b\nRUN c && \\\n  d\n', findings: 1, fixed: 'FROM alpine:3.24\nRUN a && \\\n  b && \\\n  c && \\\n  d\n' },
  { name: 'operators at the line starts', text: 'FROM alpine:3.24\nRUN a \\\n\t&& b\nRUN c\n', findings: 1, fixed: 'FROM alpine:3.24\nRUN a \\\n\t&& b \\\n\t&& c\n' },
  { name: 'the same mounts in another order', text: 'FROM alpine:3.24\nRUN --mount=type=cache,target=/c --network=none a\nRUN --network=none --mount=type=cache,target=/c b\n', findings: 1, fixed: 'FROM alpine:3.24\nRUN --mount=type=cache,target=/c --network=none a && b\n' },
  { name: 'an alternative in the first', text: 'FROM alpine:3.24\nRUN a || true\nRUN b\n', findings: 1, fixed: 'FROM alpine:3.24\nRUN a || true && b\n' },
  { name: 'cd in a subshell', text: 'FROM alpine:3.24\nRUN (cd /src && make)\nRUN ls\n', findings: 1, fixed: 'FROM alpine:3.24\nRUN (cd /src && make) && ls\n' },
  { name: 'lower case', text: 'from alpine:3.24\nrun a\nrun b\n', findings: ['run'], fixed: 'from alpine:3.24\nrun a && b\n' },
  { name: 'a stage that the last one builds on', text: 'FROM alpine:3.24 AS base\nRUN a\nRUN b\nFROM base\n', findings: 1 },
]; // prettier-ignore

describe('size/consecutive-run', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });
});
