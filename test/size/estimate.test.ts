import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { embeddedImages } from '../../server/images/table.ts';
import { estimateImage } from '../../server/size/estimate.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

const alpine = embeddedImages().lookup('node:22-alpine')!.onDisk!.bytes;

const files: MemoryTree = {
  'server.js': 'x'.repeat(1000),
  'public/logo.png': { size: 5000 },
  'public/notes.log': { size: 70 },
  'data.tar.gz': { size: 9000 },
  'node_modules/a/index.js': { size: 100_000 },
  '.dockerignore': 'node_modules\n**/*.log\nDockerfile\n.dockerignore\n*.gz\n',
};

async function estimate(text: string, tree: MemoryTree = files): Promise<number | undefined> {
  return estimateImage(parseDockerfile(text), await factsFor(text, tree));
}

describe('estimateImage', () => {
  it.each([
    ['the base alone', 'FROM node:22-alpine\nCMD ["node"]\n', alpine],
    ['a file', 'FROM node:22-alpine\nCOPY server.js ./\n', alpine + 1000],
    ['a folder without what is ignored in it', 'FROM node:22-alpine\nCOPY public ./public/\n', alpine + 5000],
    ['the whole context without what is ignored', 'FROM node:22-alpine\nCOPY . .\n', alpine + 6000],
    ['a pattern', 'FROM node:22-alpine\nCOPY *.js ./\n', alpine + 1000],
    ['scratch', 'FROM scratch\nCOPY server.js /\n', 1000],
    [
      'inherited layers',
      'FROM node:22-alpine AS a\nCOPY server.js ./\nFROM a\nCOPY public ./\n',
      alpine + 6000,
    ],
    [
      'only the last stage',
      'FROM node:22 AS a\nRUN npm ci\nFROM node:22-alpine\nCOPY server.js ./\n',
      alpine + 1000,
    ],
    ['inline text', 'FROM scratch\nCOPY <<EOF /a\n12345\nEOF\n', 6],
    ['commands that add nothing', 'FROM node:22-alpine\nRUN mkdir /a && rm -rf /tmp/b\nUSER node\n', alpine],
  ])('knows %s', async (_, text, bytes) => {
    expect(await estimate(text)).toBe(bytes);
  });

  it.each([
    ['an unknown base', 'FROM example.org/own:1\n'],
    ['a base from a variable without default', 'ARG BASE\nFROM $BASE\n'],
    ['no stage', '# nothing\n'],
    ['a syntax error', 'FROM node:22-alpine\nCOPPY . .\n'],
    ['an install', 'FROM node:22-alpine\nRUN npm ci\n'],
    ['a download among light commands', 'FROM node:22-alpine\nRUN mkdir a && wget http://example.org/a\n'],
    ['chown -R, which writes every file again', 'FROM node:22-alpine\nCOPY . .\nRUN chown -R node .\n'],
    [
      'a script of another language',
      'FROM node:22-alpine\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\n',
    ],
    ['a copy from another stage', 'FROM node:22 AS a\nFROM node:22-alpine\nCOPY --from=a /x /x\n'],
    ['a download by ADD', 'FROM node:22-alpine\nADD https://example.org/a.bin /a\n'],
    ['an archive that ADD unpacks', 'FROM node:22-alpine\nADD data.tar.gz /a/\n'],
    ['a source that is not there', 'FROM node:22-alpine\nCOPY dist ./dist\n'],
    ['a source from a variable', 'FROM node:22-alpine\nARG F\nCOPY $F ./\n'],
  ])('does not guess with %s', async (_, text) => {
    expect(await estimate(text)).toBeUndefined();
  });

  it('does not guess a folder that was not measured to its end', async () => {
    const text = 'FROM node:22-alpine\nCOPY . .\n';
    const facts = await factsFor(text, { 'node_modules/a.js': 'a', 'server.js': 'b' });
    const context = { ...facts.context, measured: () => ({ bytes: 1, files: 1, complete: false }) };
    expect(estimateImage(parseDockerfile(text), { ...facts, context })).toBeUndefined();
  });

  it('does not guess without a context, or with one that was not read to its end', async () => {
    const text = 'FROM node:22-alpine\nCOPY server.js ./\n';
    const facts = await factsFor(text, files);
    for (const changes of [{ known: false }, { complete: false }])
      expect(
        estimateImage(parseDockerfile(text), { ...facts, context: { ...facts.context, ...changes } }),
      ).toBeUndefined();
  });
});
