import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { variableReferences } from '../../server/dockerfile/references.ts';

/** Source texts of the references in the last instruction; guarded ones in brackets. */
function referencesOf(text: string): string[] {
  const model = parseDockerfile(text);
  return variableReferences(model.instructions.at(-1)!).map(({ span, guarded }) => {
    const source = text.slice(span.start, span.end);
    return guarded ? `(${source})` : source;
  });
}

describe('variableReferences', () => {
  it.each([
    ['FROM --platform=$P a:$T', ['$P', '$T']],
    ['FROM a\nCOPY --chown=$U --chmod=$M --from=$F $A ${B} /c', ['$U', '$M', '$A', '${B}']],
    ['FROM a\nADD --checksum=$C $A /c', ['$C', '$A']],
    ['FROM a\nCOPY ["$A", "b$B"]', ['$A', '$B']],
    ['FROM a\nENV A="x $B" C=${D:-$E}', ['$B', '(${D:-$E})', '$E']],
    ['FROM a\nENV A ${B:+:$B}', ['(${B:+:$B})', '($B)']],
    ['FROM a\nARG A=$B C', ['$B']],
    ['FROM a\nLABEL a=\'$B\' b=\\$C d="$E"', ['$E']],
    ['FROM a\nRUN --mount=type=cache,id=$I,from=$F,target=$T echo $X', ['$I', '$T']],
    ['FROM a\nCMD $A', []],
    ['FROM a\nHEALTHCHECK CMD $A', []],
    ['FROM a\nONBUILD COPY $A /b', []],
    ["FROM a\nCOPY <<EOF /b\n$A '$B' \\$C $1\nEOF", ['$A', '$B', '$1']],
    ["FROM a\nCOPY <<'EOF' /b\n$A\nEOF", []],
    ['FROM a\nRUN <<EOF\n$A\nEOF', []],
  ])('%j', (text, expected) => {
    expect(referencesOf(text)).toEqual(expected);
    const crlf = text.replaceAll('\n', '\r\n');
    expect(referencesOf(crlf)).toEqual(expected);
  });

  it('finds its way through continued lines', () => {
    expect(referencesOf('FROM a\nENV A=b \\\n  # $C\n  D="e \\\n  ${F}"\n')).toEqual(['${F}']);
  });

  it('gives the place of the name', () => {
    const text = 'FROM a\nCOPY ${SRC:-x} /b';
    const [reference] = variableReferences(parseDockerfile(text).instructions[1]!);
    expect(text.slice(reference!.nameSpan!.start, reference!.nameSpan!.end)).toBe('SRC');
  });

  it('gives the word where JSON escapes hide the place', () => {
    const text = 'FROM a\nCOPY ["\\"$A", "/b"]';
    const [reference] = variableReferences(parseDockerfile(text).instructions[1]!);
    expect(reference).toMatchObject({ name: 'A', nameSpan: undefined, span: { start: 13, end: 19 } });
  });
});
