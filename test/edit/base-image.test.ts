import { expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { applyEdits } from '../../server/dockerfile/span.ts';
import { replaceBase } from '../../server/edit/base-image.ts';

it.each([
  ['FROM a:1\n', 'b:2', 'FROM b:2\n'],
  ['FROM --platform=x a:1 AS y\n', 'b:2', 'FROM --platform=x b:2 AS y\n'],
  ['ARG V=1\nFROM a:${V}\n', 'a:1-slim', 'ARG V=1\nFROM a:${V}-slim\n'],
  ['ARG V=1\nFROM a:$V\n', 'a:1-slim', 'ARG V=1\nFROM a:$V-slim\n'],
  ['ARG V=1\nFROM a:$V\n', 'a:10', 'ARG V=10\nFROM a:$V\n'],
  ['ARG V=1\nFROM a:${V}-slim\n', 'a:2-slim', 'ARG V=2\nFROM a:${V}-slim\n'],
  ['ARG BASE=a:1\nFROM $BASE\n', 'b:2', 'ARG BASE=b:2\nFROM $BASE\n'],
  // The same variable elsewhere would change too.
  ['ARG V=1\nFROM a:$V AS x\nFROM b:$V\n', 'a:2', undefined],
  ['ARG V=1\nFROM a:$V\nARG V\nRUN echo $V\n', 'a:2', undefined],
  ['ARG V\nFROM a:$V\n', 'a:2', undefined],
  ['ARG V="1"\nFROM a:$V\n', 'a:2', undefined],
  ['FROM scratch\n', 'a:2', undefined],
])('%j with %s', (text, reference, expected) => {
  const model = parseDockerfile(text);
  const edits = replaceBase(model, model.stages[0]!, reference);
  expect(edits && applyEdits(text, edits)).toBe(expected);
});
