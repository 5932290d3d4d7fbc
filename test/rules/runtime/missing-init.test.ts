import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/missing-init.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const head = 'FROM node:22-alpine\nWORKDIR /srv\nCOPY . .\n';
const files = { 'package.json': '{"name":"shop","scripts":{"start":"node server.js"}}', 'server.js': '', 'app.py': '' }; // prettier-ignore

const silent: RuleCase[] = [
  ['tini', `${head}ENTRYPOINT ["/sbin/tini", "--"]\nCMD ["node", "server.js"]\n`],
  ['dumb-init in one command', `${head}CMD ["dumb-init", "node", "server.js"]\n`],
  ['an init in the stage above', `FROM node:22-alpine AS base\nENTRYPOINT ["tini", "--"]\nFROM base\nCMD ["node", "server.js"]\n`],
  ['an entry script', `${head}ENTRYPOINT ["./docker-entrypoint.sh"]\nCMD ["node", "server.js"]\n`],
  ['shell form', `${head}CMD node server.js\n`],
  ['npm', `${head}CMD ["npm", "start"]\n`],
  ['a server with handlers', 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n'],
  ['a module', 'FROM python:3.13-slim\nCMD ["python", "-m", "uvicorn", "app:app"]\n'],
  ['Go', 'FROM alpine:3.22\nCMD ["/shop"]\n'],
  ['a stage that is thrown away', `FROM node:22 AS build\nCMD ["node", "a.js"]\nFROM nginx:1.31\nCOPY --from=build /a /a\n`],
].map(([name, text]) => ({ name: name!, text: text!, findings: [], files })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'node', text: `${head}CMD ["node", "server.js"]\n`, files, findings: ['"node"'], fixed: 'FROM node:22-alpine\nRUN apk add --no-cache tini\nWORKDIR /srv\nCOPY . .\nENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]\n' },
  { name: 'python on Debian', text: 'FROM python:3.13-slim\nWORKDIR /srv\nCOPY app.py ./\nCMD ["python", "-u", "app.py"]\n', files, findings: ['"python"'], fixed: 'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nWORKDIR /srv\nCOPY app.py ./\nENTRYPOINT ["tini", "--"]\nCMD ["python", "-u", "app.py"]\n' },
  { name: 'exec', text: `${head}CMD exec node server.js\n`, files, findings: ['node'] },
  { name: 'ENTRYPOINT', text: `${head}ENTRYPOINT ["node"]\nCMD ["server.js"]\n`, files, findings: ['"node"'] },
]; // prettier-ignore

describe('runtime/missing-init', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('names what it starts', async () => {
    const text = `${head}CMD ["node", "server.js"]\n`;
    const facts = await factsFor(text, { ...files, 'server.js': "require('child_process').fork('a.js')" });
    expect(findingsOf(rule, text, facts)[0]!.message).toContain('child_process (server.js)');
  });
});
