import { describe, expect, test } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { containersOf, developedWith, isForDevelopment } from '../../server/tools/development.ts';
import { factsFor } from '../support/facts.ts';

const image = 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';

describe('an image is for development', () => {
  test.each([
    ['by the name of its last stage', 'FROM node:22 AS dev-envs\n', true],
    ['by the mode that it sets', 'FROM node:22\nENV NODE_ENV=development\n', true],
    ['not by a stage before', 'FROM node:22 AS dev\nFROM node:22 AS prod\n', false],
    ['not by a name that only begins so', 'FROM node:22 AS device\n', false],
    ['not by a mode that nobody knows', 'FROM node:22\nARG MODE\nENV NODE_ENV=$MODE\n', false],
  ])('%s', async (_, text, expected) => {
    expect(isForDevelopment(parseDockerfile(text), await factsFor(text))).toBe(expected);
  });
});

describe('everybody develops with it', () => {
  const service = (more: string) => `services:\n  web:\n    build: .\n${more.replace(/^(?=.)/gm, '    ')}`;
  test.each<[string, Record<string, string>, boolean]>([
    ['sources over those of the image', { 'compose.yaml': service('volumes: [".:/app"]\n') }, true],
    ['a folder of sources over the image', { 'compose.yaml': service('volumes: ["./src:/app/src"]\n') }, true],
    ['a developer’s command', { 'compose.yaml': service('command: npm run dev\n') }, true],
    ['the mode', { 'compose.yaml': service('environment: { NODE_ENV: development }\n') }, true],
    ['the file’s name', { 'docker-compose.dev.yml': service('') }, true],
    ['a dev container', { '.devcontainer.json': '{"build":{"dockerfile":"Dockerfile"}}' }, true],
    ['a folder for data', { 'compose.yaml': service('volumes: ["./uploads:/app/uploads"]\n') }, false],
    ['a volume that Docker keeps', { 'compose.yaml': service('volumes: ["data:/app"]\n') }, false],
    ['an ordinary service', { 'compose.yaml': service('') }, false],
    [
      'one of two does not',
      { 'compose.yaml': `${service('volumes: [".:/app"]\n')}  api:\n    build: .\n` },
      false,
    ],
    ['nobody', {}, false],
  ])('%s', async (_, files, expected) => {
    const facts = await factsFor(image, files);
    expect(developedWith(parseDockerfile(image), facts) !== undefined).toBe(expected);
  }); // prettier-ignore

  test('only the uses of the final stage count', async () => {
    const text = 'FROM node:22 AS dev\nWORKDIR /app\nFROM node:22 AS prod\nWORKDIR /app\n';
    const files = { 'compose.yaml': service('volumes: [".:/app"]\nuser: node\n').replace('build: .', 'build: { context: ., target: dev }') };
    const facts = await factsFor(text, files);
    expect(developedWith(parseDockerfile(text), facts)).toBeUndefined();
    expect(containersOf(parseDockerfile(text), facts)).toEqual([]);
  }); // prettier-ignore
});
