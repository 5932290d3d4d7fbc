import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/node-env.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const node = (dependencies: Record<string, string>, scripts: Record<string, string> = {}): MemoryTree => ({ 'package.json': JSON.stringify({ name: 'shop', scripts, dependencies }), 'server.js': '' }); // prettier-ignore
const express = node({ express: '5.1.0' }, { start: 'node server.js', prod: 'cross-env NODE_ENV=production node server.js', dev: 'nodemon server.js', migrate: 'node a.js && node b.js' }); // prettier-ignore
const head = 'FROM node:22-alpine\nWORKDIR /srv\nCOPY . .\n';

const silent: RuleCase[] = [
  ['set', `${head}ENV NODE_ENV=production\nCMD ["node", "server.js"]\n`],
  ['set to something else', `${head}ENV NODE_ENV=staging\nCMD ["node", "server.js"]\n`],
  ['set from an ARG', `${head}ARG NODE_ENV=production\nENV NODE_ENV=$NODE_ENV\nCMD ["node", "server.js"]\n`],
  ['set in the stage above', `FROM node:22-alpine AS base\nENV NODE_ENV=production\nFROM base\nWORKDIR /srv\nCOPY . .\nCMD ["node", "server.js"]\n`],
  ['set by the command', `${head}CMD NODE_ENV=production node server.js\n`],
  ['set by the script', `${head}CMD ["npm", "run", "prod"]\n`],
  ['a development server', `${head}CMD ["npm", "run", "dev"]\n`],
  ['a stage for development', `FROM node:22-alpine AS dev\nWORKDIR /srv\nCOPY . .\nCMD ["node", "server.js"]\n`],
  ['a stage that is thrown away', `FROM node:22-alpine AS build\nWORKDIR /srv\nCOPY . .\nCMD ["node", "server.js"]\nFROM nginx:1.31\nCOPY --from=build /srv /usr/share/nginx/html\n`],
  ['an unknown image', `FROM registry.example.com/node:22\nWORKDIR /srv\nCOPY . .\nCMD ["node", "server.js"]\n`],
  ['another program', `${head}CMD ["./start.sh"]\n`],
  ['several commands', `${head}CMD ["npm", "run", "migrate"]\n`],
  ['no command', head],
].map(([name, text]) => ({ name: name!, text: text!, findings: [], files: express })); // prettier-ignore

const quiet: RuleCase[] = [
  { name: 'nothing that looks at it', text: `${head}CMD ["node", "server.js"]\n`, findings: [], files: node({ fastify: '5.6.1' }) },
  { name: 'only for development', text: `${head}CMD ["node", "server.js"]\n`, findings: [], files: { 'package.json': '{"devDependencies":{"express":"5.1.0"}}', 'server.js': '' } },
  { name: 'a framework that sets it', text: `${head}CMD ["node", "server.js"]\n`, findings: [], files: node({ next: '15.5.0', 'react-dom': '19.1.0' }) },
  { name: 'no project', text: `${head}CMD ["node", "server.js"]\n`, findings: [] },
]; // prettier-ignore

const one = (name: string, text: string, span: string, fixed: string, files = express): RuleCase => ({ name, text, files, findings: [span], fixed }); // prettier-ignore

const found: RuleCase[] = [
  one('node', `${head}USER node\nEXPOSE 80\nCMD ["node", "server.js"]\n`, '["node", "server.js"]', `${head}ENV NODE_ENV=production\nUSER node\nEXPOSE 80\nCMD ["node", "server.js"]\n`),
  one('a script', `${head}RUN npm ci\nCMD ["npm", "start"]\n`, '["npm", "start"]', `${head}RUN npm ci\nENV NODE_ENV=production\nCMD ["npm", "start"]\n`),
  one('only while it is built', `FROM node:22-alpine\nARG NODE_ENV=production\nWORKDIR /srv\nCOPY . .\nCMD node server.js\n`, 'node server.js', `FROM node:22-alpine\nARG NODE_ENV=production\nWORKDIR /srv\nCOPY . .\nENV NODE_ENV=production\nCMD node server.js\n`),
  one('lower case', `from node:22-alpine\nworkdir /srv\ncopy . .\ncmd ["node", "server.js"]\n`, '["node", "server.js"]', `from node:22-alpine\nworkdir /srv\ncopy . .\nenv NODE_ENV=production\ncmd ["node", "server.js"]\n`),
  one('set in the build stage only', `FROM node:22 AS build\nENV NODE_ENV=production\nWORKDIR /srv\nCOPY . .\nFROM node:22-slim\nWORKDIR /srv\nCOPY --from=build /srv ./\nCMD ["node", "server.js"]\n`, '["node", "server.js"]', `FROM node:22 AS build\nENV NODE_ENV=production\nWORKDIR /srv\nCOPY . .\nFROM node:22-slim\nWORKDIR /srv\nCOPY --from=build /srv ./\nENV NODE_ENV=production\nCMD ["node", "server.js"]\n`),
  one('Nest', `${head}CMD ["node", "dist/main"]\n`, '["node", "dist/main"]', `${head}ENV NODE_ENV=production\nCMD ["node", "dist/main"]\n`, node({ '@nestjs/platform-express': '11.1.6' })),
]; // prettier-ignore

describe('runtime/node-env', () => {
  it.each([...silent, ...quiet])('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('says what it changes, and leaves it to the user', async () => {
    const text = `${head}CMD ["node", "server.js"]\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text, express));
    expect(finding!.message).toContain('Express sends stack traces to clients');
    expect(finding!.fixes().map(({ applicability, preferred }) => [applicability, preferred])).toEqual([
      ['suggested', undefined],
    ]);
  });
});
