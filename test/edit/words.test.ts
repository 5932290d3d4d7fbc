import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { shellOf } from '../../server/dockerfile/shell.ts';
import { applyEdits } from '../../server/dockerfile/span.ts';
import { removeWord, withoutLooseEnds } from '../../server/edit/words.ts';

/** The file without these words of its first RUN. */
function without(text: string, ...words: string[]): string {
  const model = parseDockerfile(text);
  const run = model.instructions.find(({ keyword }) => keyword === 'RUN')!;
  const found = shellOf(run, model)!.commands.flatMap((command) => command.args);
  const edits = found.filter(({ value }) => words.includes(value)).map(({ span }) => removeWord(model, span));
  return applyEdits(text, withoutLooseEnds(model, edits));
}

const file = (eol = '\n'): string =>
  ['FROM debian', 'RUN apt-get install -y \\', '  a \\', '  b \\', '  c', 'ENV X=1', ''].join(eol);

describe('words that are removed from a continued instruction', () => {
  it.each([
    [['a'], ['FROM debian', 'RUN apt-get install -y \\', '  b \\', '  c', 'ENV X=1', '']],
    [['c'], ['FROM debian', 'RUN apt-get install -y \\', '  a \\', '  b', 'ENV X=1', '']],
    [
      ['b', 'c'],
      ['FROM debian', 'RUN apt-get install -y \\', '  a', 'ENV X=1', ''],
    ],
    [
      ['a', 'c'],
      ['FROM debian', 'RUN apt-get install -y \\', '  b', 'ENV X=1', ''],
    ],
    [
      ['a', 'b', 'c'],
      ['FROM debian', 'RUN apt-get install -y', 'ENV X=1', ''],
    ],
  ])('leave no continuation that leads into the next instruction: %j', (words, lines) => {
    expect(without(file(), ...words)).toBe(lines.join('\n'));
    expect(without(file('\r\n'), ...words)).toBe(lines.join('\r\n'));
  });

  it('keep what joins the next command', () => {
    const text = 'FROM debian\nRUN apt-get install -y \\\n  a \\\n  b \\\n  && rm x\n';
    expect(without(text, 'b')).toBe('FROM debian\nRUN apt-get install -y \\\n  a \\\n  && rm x\n');
  });

  it('end the file as well', () => {
    expect(without('FROM debian\nRUN apt-get install -y \\\n  a \\\n  b', 'b')).toBe(
      'FROM debian\nRUN apt-get install -y \\\n  a',
    );
  });
});
