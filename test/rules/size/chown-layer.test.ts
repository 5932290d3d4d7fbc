import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/chown-layer.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const silent: RuleCase[] = [
  ['not recursive', 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN chown node:node /app\n'],
  ['no copied files', 'FROM node:22\nRUN mkdir -p /data && chown -R node:node /data\n'],
  ['another folder', 'FROM node:22\nCOPY . /app\nRUN chown -R node:node /data\n'],
  ['a folder with a like name', 'FROM node:22\nCOPY . /app2\nRUN chown -R node:node /app\n'],
  ['a part of what was copied', 'FROM node:22\nCOPY . /app\nRUN mkdir /app/uploads && chown -R node:node /app/uploads\n'],
  ['copied afterwards', 'FROM node:22\nRUN chown -R node:node /app\nCOPY . /app\n'],
  ['a stage that is thrown away', 'FROM node:22 AS b\nCOPY . /app\nRUN chown -R node:node /app\nFROM node:22\nCOPY --from=b /app /app\n'],
  ['--chown already', 'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node . .\n'],
  ['a text', 'FROM node:22\nCOPY . /app\nRUN echo "chown -R node:node /app"\n'],
  ['an owner by reference', 'FROM node:22\nCOPY . /app\nRUN chown -R --reference=/x /app\n'],
  ['an unknown folder', 'FROM node:22\nARG DIR\nCOPY . /app\nRUN chown -R node:node $DIR\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: [] })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'the RUN does only that', text: 'FROM node:22\nCOPY . /app\nRUN chown -R node:node /app\n', findings: ['chown -R node:node /app'], fixed: 'FROM node:22\nCOPY --chown=node:node . /app\n' },
  { name: 'the folder of WORKDIR keeps its owner', text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN chown -R node:node .\n', findings: 1, fixed: 'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node . .\nRUN chown node:node .\n' },
  { name: 'one link of a chain', text: 'FROM node:22\nCOPY a /app/a\nCOPY --from=node:20 /b /app/b\nRUN addgroup x \\\n    && chown -R node:node /app \\\n    && echo ok\n', findings: 1, fixed: 'FROM node:22\nCOPY --chown=node:node a /app/a\nCOPY --from=node:20 --chown=node:node /b /app/b\nRUN addgroup x \\\n    && echo ok\n' },
  { name: 'a user that an earlier RUN makes', text: 'FROM debian:12\nRUN useradd -r app && groupadd app\nCOPY . /app\nRUN chown -R app:app /app\n', findings: 1, fixed: 'FROM debian:12\nRUN useradd -r app && groupadd app\nCOPY --chown=app:app . /app\n' },
  { name: 'by number', text: 'FROM corp.example/base:1\nCOPY . /app\nRUN chown --recursive 1000:1000 /app\n', findings: 1, fixed: 'FROM corp.example/base:1\nCOPY --chown=1000:1000 . /app\n' },
  { name: 'the group stays with root', text: 'FROM node:22\nCOPY . /app\nRUN chown -R node /app\n', findings: 1, fixed: 'FROM node:22\nCOPY --chown=node:root . /app\n' },
  { name: 'chmod', text: 'FROM node:22\nCOPY bin /opt/bin\nRUN chmod -R 0755 /opt/bin\n', findings: ['chmod -R 0755 /opt/bin'], fixed: 'FROM node:22\nCOPY --chmod=0755 bin /opt/bin\n' },
  { name: 'a COPY in JSON form', text: 'FROM node:22\nCOPY ["a b", "/app/"]\nRUN chown -R node:node /app\n', findings: 1, fixed: 'FROM node:22\nCOPY --chown=node:node ["a b", "/app/"]\n' },
  { name: 'a variable', text: 'FROM node:22\nENV HOME_DIR=/app\nCOPY . $HOME_DIR\nRUN chown -R node:node $HOME_DIR\n', findings: 1, fixed: 'FROM node:22\nENV HOME_DIR=/app\nCOPY --chown=node:node . $HOME_DIR\n' },
  { name: 'an inherited layer ships', text: 'FROM node:22 AS base\nCOPY . /app\nRUN chown -R node:node /app\nFROM base\n', findings: 1 },
]; // prettier-ignore

const unfixable: [string, string][] = [
  ['the user comes later', 'FROM debian:12\nCOPY . /app\nRUN useradd app && chown -R app:app /app\n'],
  ['symbolic mode', 'FROM node:22\nCOPY . /app\nRUN chmod -R u+x /app\n'],
  ['a mode that takes away', 'FROM node:22\nCOPY . /app\nRUN chmod -R -x /app\n'],
  ['several folders', 'FROM node:22\nCOPY . /app\nRUN chown -R node:node /app /data\n'],
  ['only perhaps', 'FROM node:22\nCOPY . /app\nRUN test -d /x || chown -R node:node /app\n'],
  ['names without an image', 'FROM node:22\nCOPY --link . /app\nRUN chown -R node:node /app\n'],
  ['another owner on purpose', 'FROM node:22\nCOPY --chown=1:1 . /app\nRUN chown -R node:node /app\n'],
  ['under sudo', 'FROM node:22\nCOPY . /app\nRUN sudo chown -R node:node /app\n'],
  ['a user in a variable', 'FROM node:22\nCOPY . /app\nRUN chown -R $USER /app\n'],
]; // prettier-ignore

describe('size/chown-layer', () => {
  it.each([
    ['COPY run.sh nginx.conf /app/', 0],
    ['COPY run.sh data.bin /app/', 1],
    ['COPY conf /app', 1],
    ['COPY run.sh gone.sh /app/', 1],
  ])('measures %s: %i', async (copy, count) => {
    const text = `FROM nginx:1.31\n${copy}\nRUN chown -R nginx:nginx /app\n`;
    const files = {
      'run.sh': '#!/bin/sh\n',
      'nginx.conf': '',
      'data.bin': 'x'.repeat(200_000),
      'conf/a': '',
    };
    expect(findingsOf(rule, text, await factsFor(text, files))).toHaveLength(count);
  });

  it('does not ask for the owner that is set', async () => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node . .\nRUN chown -R node:node /app\n';
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding!.message).toContain('That COPY sets the owner already: leave out `-R`.');
  });

  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(unfixable)('leaves to the user: %s', async (_, text) => {
    const findings = findingsOf(rule, text, await factsFor(text));
    expect(findings.map((finding) => finding.fixes())).toEqual([[]]);
  });

  it.each([
    ['copied files only', 'FROM node:22\nCOPY . /app\nRUN chown -R node:node /app\n', 'safe'],
    ['system packages before', 'FROM node:22\nRUN apt-get update && apt-get install -y x\nCOPY . /app\nRUN chown -R node:node /app\n', 'safe'],
    ['an install between', 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN chown -R node:node /app\n', 'suggested'],
    ['an install in the same RUN', 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && chown -R node:node /app\n', 'suggested'],
    ['files of the image', 'FROM nginx:1.31\nCOPY site /usr/share/nginx/html\nRUN chown -R nginx:nginx /usr/share/nginx/html\n', 'suggested'],
    ['files of the stage below', 'FROM node:22 AS base\nCOPY a /app/a\nFROM base\nCOPY b /app/b\nRUN chown -R node:node /app\n', 'suggested'],
  ])('%s', async (_, text, applicability) => {
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding!.fixes().map((fix) => [fix.applicability, fix.preferred])).toEqual([[applicability, applicability === 'safe']]);
  }); // prettier-ignore

  it('names the copy that brings most', async () => {
    const messageOf = async (copies: string): Promise<string | undefined> => {
      const text = `FROM node:22\nWORKDIR /app\n${copies}RUN chown -R node:node /app\n`;
      return findingsOf(rule, text, await factsFor(text))[0]?.message;
    };
    expect(await messageOf('COPY package.json ./\nCOPY . .\n')).toContain(
      'files of `COPY . .` and 1 more copy a',
    );
    expect(await messageOf('COPY package.json ./\nCOPY src ./src\nCOPY web ./web\n')).toContain('files of `COPY web ./web` and 2 more copies a'); // prettier-ignore
    expect(await messageOf('COPY . .\n')).toContain('files of `COPY . .` a');
  });
});
