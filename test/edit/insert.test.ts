import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../server/dockerfile/span.ts';
import { applyEdits } from '../../server/dockerfile/span.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import {
  insertAfter,
  insertBefore,
  insertDirectlyBefore,
  keywordCase,
  removeInstruction,
} from '../../server/edit/insert.ts';
import type { DockerfileModel, Instruction } from '../../server/dockerfile/model.ts';

type Edit = (model: DockerfileModel, instruction: Instruction) => TextEdit;
const lines = ['USER x', 'RUN y'];
const before: Edit = (model, instruction) => insertBefore(model, instruction, lines);
const directly: Edit = (model, instruction) => insertDirectlyBefore(model, instruction, lines);
const after: Edit = (model, instruction) => insertAfter(model, instruction, lines);

/** Edits the instruction with this index. */
function edited(text: string, index: number, edit: Edit): string {
  const model = parseDockerfile(text);
  return applyEdits(text, [edit(model, model.instructions[index]!)]);
}

describe('whole lines', () => {
  it.each<[string, string, number, Edit, string]>([
    ['before', 'FROM a\nCMD b\n', 1, before, 'FROM a\nUSER x\nRUN y\nCMD b\n'],
    ['before with comments', 'FROM a\n\n# c\n# d\nCMD b\n', 1, before, 'FROM a\n\nUSER x\nRUN y\n# c\n# d\nCMD b\n'],
    ['a comment further up stays', 'FROM a\n# c\n\nCMD b\n', 1, before, 'FROM a\n# c\n\nUSER x\nRUN y\nCMD b\n'],
    ['a directive is no comment', '# syntax=x\nFROM a\n', 0, before, '# syntax=x\nUSER x\nRUN y\nFROM a\n'],
    ['directly before', 'FROM a\n# c\nCMD b\n', 1, directly, 'FROM a\n# c\nUSER x\nRUN y\nCMD b\n'],
    ['indented', 'FROM a\n\t# c\n\tCMD b\n', 1, before, 'FROM a\n\tUSER x\n\tRUN y\n\t# c\n\tCMD b\n'],
    ['CRLF', 'FROM a\r\nCMD b\r\n', 1, before, 'FROM a\r\nUSER x\r\nRUN y\r\nCMD b\r\n'],
    ['behind a byte order mark', '\uFEFFFROM a\n', 0, before, '\uFEFFUSER x\nRUN y\nFROM a\n'],
    ['after', 'FROM a\nCMD b\n', 0, after, 'FROM a\nUSER x\nRUN y\nCMD b\n'],
    ['after continued lines', 'FROM a\nRUN b \\\n  c\nCMD d\n', 1, after, 'FROM a\nRUN b \\\n  c\nUSER x\nRUN y\nCMD d\n'],
    ['after a heredoc', 'RUN <<E\nb\nE\nCMD d\n', 0, after, 'RUN <<E\nb\nE\nUSER x\nRUN y\nCMD d\n'],
    ['after the last line', 'FROM a', 0, after, 'FROM a\nUSER x\nRUN y'],
    ['after the last line, CRLF', 'FROM a\r\nCMD b', 1, after, 'FROM a\r\nCMD b\r\nUSER x\r\nRUN y'],
    ['removed', 'FROM a\nRUN b \\\n c\nCMD d\n', 1, removeInstruction, 'FROM a\nCMD d\n'],
    ['removed, comment stays', 'FROM a\n# c\nRUN b\nCMD d\n', 1, removeInstruction, 'FROM a\n# c\nCMD d\n'],
    ['removed with the blank line', 'FROM a\n\nRUN b\n\nCMD d\n', 1, removeInstruction, 'FROM a\n\nCMD d\n'],
    ['removed at the end', 'FROM a\nRUN b', 1, removeInstruction, 'FROM a\n'],
    ['removed, CRLF', 'FROM a\r\n\r\nRUN b\r\n\r\nCMD d\r\n', 1, removeInstruction, 'FROM a\r\n\r\nCMD d\r\n'],
  ])('%s', (_, text, index, edit, expected) => {
    expect(edited(text, index, edit)).toBe(expected);
  }); // prettier-ignore
});

it.each([
  ['FROM a', 'RUN'],
  ['from a', 'run'],
  ['From a', 'RUN'],
  ['', 'RUN'],
])('keywordCase in %j', (text, expected) => {
  expect(keywordCase(parseDockerfile(text), 'RUN')).toBe(expected);
});
