import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { shellOf } from '../../server/dockerfile/shell.ts';
import { applyEdits } from '../../server/dockerfile/span.ts';
import { appendCommand, removeItem } from '../../server/edit/shell-items.ts';

function edited(run: string, item: number, action: 'append' | 'remove'): string | undefined {
  const text = `FROM x\n${run}\n`;
  const model = parseDockerfile(text);
  const instruction = model.instructions[1]!;
  const script = shellOf(instruction, model)!;
  const edit = action === 'append' ? appendCommand(model, instruction, script, item, 'new') : removeItem(model, script, item); // prettier-ignore
  return edit && applyEdits(text, [edit]).slice('FROM x\n'.length, -1);
}

describe('appendCommand', () => {
  it.each([
    ['RUN a', 0, 'RUN a && new'],
    ['RUN a && b', 0, 'RUN a && new && b'],
    ['RUN a || b', 0, 'RUN a || b && new'],
    ['RUN if a; then b; fi', 0, 'RUN if a; then b; fi && new'],
    ['RUN a \\\n  && b', 1, 'RUN a \\\n  && b \\\n  && new'],
    ['RUN a && \\\n\tb', 1, 'RUN a && \\\n\tb && \\\n\tnew'],
    ['RUN a \\\n    x \\\n    y', 0, 'RUN a \\\n    x \\\n    y \\\n    && new'],
    ['RUN set -e; a; b', 1, 'RUN set -e; a; new; b'],
    ['RUN <<EOF\nset -e\n  a\nEOF', 1, 'RUN <<EOF\nset -e\n  a\n  new\nEOF'],
    ['RUN <<EOF\na\nb\nEOF', 0, 'RUN <<EOF\na && new\nb\nEOF'],
  ])('%j, %i', (run, item, expected) => expect(edited(run, item, 'append')).toBe(expected));

  it.each([
    ['JSON form', 'RUN ["a"]', 0],
    ['the background', 'RUN a & b', 0],
    ['a command that reads a heredoc', 'RUN cat <<EOF > x\ntext\nEOF', 0],
    ['a script that is broken', 'RUN if a; then', 0],
    ['no such item', 'RUN a', 3],
  ])('does not write into %s', (_, run, item) => expect(edited(run, item, 'append')).toBeUndefined());
});

describe('removeItem', () => {
  it.each([
    ['RUN a && b && c', 1, 'RUN a && c'],
    ['RUN a && b', 0, 'RUN b'],
    ['RUN a \\\n  && b \\\n  && c', 1, 'RUN a \\\n  && c'],
    ['RUN a && \\\n  b && \\\n  c', 2, 'RUN a && \\\n  b'],
    ['RUN <<EOF\na\nb\nc\nEOF', 1, 'RUN <<EOF\na\nc\nEOF'],
  ])('%j, %i', (run, item, expected) => expect(edited(run, item, 'remove')).toBe(expected));

  it.each([
    ['is the only one', 'RUN a', 0],
    ['stands between different separators', 'RUN a; b && c', 1],
    ['has a comment of its own', 'RUN a \\\n  # why\n  && b', 1],
  ])('leaves one that %s', (_, run, item) => expect(edited(run, item, 'remove')).toBeUndefined());
});
