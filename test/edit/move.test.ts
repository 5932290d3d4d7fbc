import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { applyEdits } from '../../server/dockerfile/span.ts';
import { moveAbove, moveBelow } from '../../server/edit/move.ts';
import { appendWord, removeWord } from '../../server/edit/words.ts';

const text = 'FROM a\n\n# about x\nARG X\n\nRUN b\n# about c\nRUN c';

describe('moving instructions', () => {
  it('takes comments along, and the blank line that would be doubled', () => {
    const model = parseDockerfile(text);
    const [, arg, , run] = model.instructions;
    expect(applyEdits(text, moveAbove(model, [arg!], run!))).toBe(
      'FROM a\n\nRUN b\n# about x\nARG X\n# about c\nRUN c',
    );
  });

  it('goes to the end of a file without a last line break', () => {
    const model = parseDockerfile(text);
    const [, arg, , run] = model.instructions;
    expect(applyEdits(text, moveBelow(model, [arg!], run!))).toBe(
      'FROM a\n\nRUN b\n# about c\nRUN c\n# about x\nARG X',
    );
  });

  it('keeps the order of several', () => {
    const source = 'FROM a\r\nARG X\r\nENV Y=$X\r\nRUN b\r\nRUN c\r\n';
    const model = parseDockerfile(source);
    const [, arg, env, , run] = model.instructions;
    expect(applyEdits(source, moveAbove(model, [arg!, env!], run!))).toBe(
      'FROM a\r\nRUN b\r\nARG X\r\nENV Y=$X\r\nRUN c\r\n',
    );
  });
});

describe('words', () => {
  const source = 'FROM a\nRUN x install \\\n    one \\\n    two \\\n  && y one two\n';
  const model = parseDockerfile(source);
  const at = (word: string, from = 0): { start: number; end: number } => {
    const start = source.indexOf(word, from);
    return { start, end: start + word.length };
  };

  it('adds a word on a line of its own where the other has one', () => {
    expect(applyEdits(source, [appendWord(model, at('two'), 'three')])).toBe(
      source.replace('two \\', 'two \\\n    three \\'),
    );
  });

  it('adds a word beside another one', () => {
    expect(applyEdits(source, [appendWord(model, at('two', source.indexOf('&&')), 'three')])).toBe(
      source.replace('one two\n', 'one two three\n'),
    );
  });

  it('removes a word with its line or with the blank before it', () => {
    expect(applyEdits(source, [removeWord(model, at('one'))])).toBe(source.replace('    one \\\n', ''));
    expect(applyEdits(source, [removeWord(model, at('one', source.indexOf('&&')))])).toBe(
      source.replace('y one two', 'y two'),
    );
  });
});
