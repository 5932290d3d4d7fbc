import { expect, test } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { finalStage } from '../../server/dockerfile/stages.ts';
import { judgedModel } from '../../server/engine/judged.ts';
import { factsFor } from '../support/facts.ts';

const text = 'FROM node:22 AS build\nFROM node:22-slim AS prod\nFROM build AS dev-envs\n';
const compose = (...targets: string[]) =>
  `services:\n${targets.map((target, i) => `  s${i}: { build: { context: ., target: ${target} } }\n`).join('')}`;

test.each([
  ['the target that compose names', text, compose('prod'), 'prod'],
  ['in any case', text, compose('PROD'), 'prod'],
  ['the one that is not for development', text, compose('dev-envs', 'prod'), 'prod'],
  ['the last where nobody names another', text, compose('dev-envs'), 'dev-envs'],
  ['the last where the name is wrong', text, compose('gone'), 'dev-envs'],
  ['the last where that is no stage for development', 'FROM node:22 AS build\nFROM node:22 AS app\n', compose('build'), 'app'],
])('the final stage is %s', async (_, dockerfile, file, expected) => {
  const facts = await factsFor(dockerfile, { 'compose.yaml': file });
  expect(finalStage(judgedModel(parseDockerfile(dockerfile), facts))?.name).toBe(expected);
}); // prettier-ignore

test('the same question gives the same object', async () => {
  const facts = await factsFor(text, { 'compose.yaml': compose('prod') });
  const model = parseDockerfile(text);
  expect(judgedModel(model, facts)).toBe(judgedModel(model, facts));
  expect(judgedModel(model, await factsFor(text))).toBe(model);
});
