import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';

/** Kinds of problems with the text they are at. */
const problems = (text: string): string[] =>
  parseDockerfile(text).problems.map(({ kind, span }) => `${kind}: ${text.slice(span.start, span.end)}`);

// What BuildKit refuses (frontend/dockerfile/parser and instructions).
describe('refused', () => {
  it.each<[string, string[]]>([
    ['', ['empty: ']],
    ['# only this', ['empty: # only this']],
    ['ARG A=1', ['no-from: ARG']],
    ['RUN a\nFROM b', ['before-from: RUN']],
    ['FROM', ['missing-arguments: FROM']],
    ['FROM a b', ['surplus-arguments: b']],
    ['FROM a AS', ['missing-arguments: AS']],
    ['FROM a AS 1x', ['bad-name: 1x']],
    ['FROM a AS b/c', ['bad-name: b/c']],
    ['FROM "a', ['unterminated-quote: "a']],
    ['FROM a:${V', ['bad-substitution: a:${V']],
    ['FROM a\nRUM b', ['unknown-instruction: RUM']],
    ['FROM a\nRUN', ['missing-arguments: RUN']],
    ['FROM a\nRUN --mout=x b', ['bad-flag: --mout']],
    ['FROM a\nRUN --network b', ['bad-flag: --network']],
    ['FROM a\nCOPY b', ['missing-arguments: COPY']],
    ['FROM a\nCOPY --from=x --from=y b c', ['bad-flag: --from=y']],
    ['FROM a\nCOPY --chown= b c', ['bad-flag: --chown=']],
    ['FROM a\nCOPY --link=yes b c', ['bad-flag: --link=yes']],
    ['FROM a\nCOPY "b c" d', ['unterminated-quote: "b', 'unterminated-quote: c"']],
    ['FROM a\nCMD --port 80', ['bad-flag: --port']],
    ['FROM a\nUSER --x', ['bad-flag: --x', 'missing-arguments: USER']],
    ['FROM a\nENV', ['missing-arguments: ENV']],
    ['FROM a\nENV b', ['missing-arguments: b']],
    ['FROM a\nENV b=c d', ['missing-arguments: d']],
    ['FROM a\nENV =b', ['missing-arguments: =b']],
    ['FROM a\nENV b="c', ['unterminated-quote: "c']],
    ['FROM a\nENV b c "d', ['unterminated-quote: c "d']],
    ['FROM a\nENV b=${c!d}', ['bad-substitution: ${c!d}']],
    ['FROM a\nLABEL b', ['missing-arguments: b']],
    ['FROM a\nEXPOSE', ['missing-arguments: EXPOSE']],
    ['FROM a\nWORKDIR', ['missing-arguments: WORKDIR']],
    ['FROM a\nSHELL /bin/bash -c', ['missing-arguments: SHELL']],
    ['FROM a\nSHELL []', ['missing-arguments: SHELL']],
    ['FROM a\nCMD ["a", 1]', ['bad-json: ["a", 1]']],
    ['FROM a\nHEALTHCHECK', ['missing-arguments: HEALTHCHECK']],
    ['FROM a\nHEALTHCHECK curl x', ['missing-arguments: curl']],
    ['FROM a\nHEALTHCHECK CMD', ['missing-arguments: CMD']],
    ['FROM a\nHEALTHCHECK NONE x', ['surplus-arguments: x']],
    ['FROM a\nONBUILD', ['missing-arguments: ONBUILD']],
    ['FROM a\nONBUILD FROM b', ['bad-onbuild: FROM']],
    ['FROM a\nONBUILD ONBUILD RUN b', ['bad-onbuild: ONBUILD']],
    ['FROM a\nONBUILD COPY b', ['missing-arguments: COPY']],
    ['FROM a\nRUN <<EOF\nb', ['unterminated-heredoc: <<EOF']],
    ['FROM a\nCOPY <<EOF /b\necho ${c^^}\nEOF', ['bad-substitution: <<EOF']],
    ["FROM a\nCOPY <<'EOF' /b\necho ${c^^}\nEOF\nRUN <<EOF\necho ${c^^}\nEOF", []],
    ['# escape=x\nFROM a', ['bad-directive: # escape=x']],
    ['# escape=`\n# escape=\\\nFROM a', ['bad-directive: # escape=\\']],
    ['FROM a\0', ['nul-byte: \0']],
    [`FROM a\nRUN ${'b'.repeat(70_000)}`, ['long-line: R']],
    [`FROM a\nRUN ${'ä'.repeat(33_000)}`, ['long-line: R']],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});

describe('accepted', () => {
  it.each([
    'FROM a',
    'FROM a as B-1.x_y',
    'ARG A\nFROM $A',
    'FROM --platform=$BUILDPLATFORM a',
    'FROM a\nRUN --mount=type=cache,target=/a --mount=type=bind,target=/b c',
    'FROM a\nRUN --security=insecure --network=none --device=x b',
    'FROM a\nCOPY --link --parents --exclude=a --exclude=b x y/',
    'FROM a\nCOPY --link=FALSE x y',
    'FROM a\nADD --keep-git-dir=true --checksum=sha256:x --unpack b c',
    'FROM a\nCOPY ["b c", "d"]',
    'FROM a\nCMD []',
    'FROM a\nCMD',
    "FROM a\nCMD ['b']",
    'FROM a\nCMD [ "$b" = c ]',
    'FROM a\nENTRYPOINT b "c',
    'FROM a\nARG --x B',
    'FROM a\nENV b=',
    'FROM a\nLABEL "b c"="d"',
    "FROM a\nRUN echo it's",
    'FROM a\nHEALTHCHECK --interval=1s --retries=3 CMD b',
    'FROM a\nHEALTHCHECK none',
    'FROM a\nONBUILD RUN <<EOF\nb\nEOF',
    'FROM a\nRUN b \\\n\n# c\n  && d',
    `FROM a\nRUN ${'b'.repeat(30_000)} \\\n${'b'.repeat(60_000)}`,
  ])('%j', (text) => {
    expect(problems(text)).toEqual([]);
  });
});

it('suggests the near miss', () => {
  const { problems: found } = parseDockerfile('FROM a\nRUM b\nCOPY --form=x c d');
  expect(found.map(({ suggestion }) => suggestion)).toEqual(['RUN', '--from']);
});
