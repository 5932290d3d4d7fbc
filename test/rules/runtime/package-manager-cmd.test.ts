import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/package-manager-cmd.ts';
import { factsFor } from '../../support/facts.ts';
import { applyEdits } from '../../../server/dockerfile/span.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const manifest = (scripts: Record<string, string>, more: object = {}): Record<string, string> => ({
  'package.json': JSON.stringify({ name: 'x', scripts, dependencies: { express: '5.1.0', next: '15.0.0' }, ...more }),
  'server.js': '',
}); // prettier-ignore
const head = 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nUSER node\n';
const files = manifest({ start: 'node server.js' });

const silent: RuleCase[] = [
  { name: 'node itself', text: `${head}CMD ["node", "server.js"]\n`, files },
  { name: 'a step before the server', text: `${head}CMD npm run migrate && node server.js\n`, files },
  { name: 'in a stage that is thrown away', text: `FROM node:22 AS t\nCMD ["npm", "test"]\n${head}CMD ["node", "server.js"]\n`, files },
  { name: 'in a RUN', text: `${head}RUN npm run build\nCMD ["node", "server.js"]\n`, files },
  { name: 'overridden in the final stage', text: `FROM node:22-alpine AS base\nCMD ["npm", "start"]\nFROM base\nCMD ["node", "server.js"]\n`, files },
  { name: 'bun runs the program itself', text: `FROM oven/bun:1\nCMD ["bun", "run", "start"]\n`, files },
  { name: 'Plug’n’Play needs yarn', text: `${head}CMD ["yarn", "start"]\n`, files: { ...manifest({ start: 'node server.js' }, { packageManager: 'yarn@4.5.0' }), 'yarn.lock': '__metadata:\n  version: 8\n' } },
  { name: 'a subcommand that runs nothing', text: `${head}CMD ["npm", "--version"]\n`, files },
  { name: 'a development tool is another rule’s', text: `${head}CMD ["npm", "start"]\n`, files: manifest({ start: 'nodemon server.js' }) },
  { name: 'a development server is another rule’s', text: `${head}CMD ["npm", "start"]\n`, files: manifest({ start: 'next dev' }) },
  { name: 'neither a script nor a server.js', text: `${head}CMD ["npm", "start"]\n`, files: { 'package.json': '{"name":"x"}', 'index.js': '' } },
  { name: 'steps that another program goes through', text: `${head}CMD ["npm", "start"]\n`, files: manifest({ start: 'run-s migrate serve', migrate: 'node migrate.js', serve: 'node server.js' }) },
  { name: 'such steps of a project that another stage brings', text: 'FROM node:22-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN npm run build\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=build /src/.next/standalone ./\nUSER node\nCMD ["pnpm", "start-docker"]\n', files: manifest({ 'start-docker': 'npm-run-all check serve', check: 'node check.js', serve: 'node server.js' }) },
  { name: 'npm as a word', text: `${head}CMD ["node", "npm", "start"]\n`, files },
].map((test) => ({ ...test, findings: [] })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'npm start', text: `${head}CMD ["npm", "start"]\n`, files, findings: ['["npm", "start"]'], fixed: `${head}CMD ["node", "server.js"]\n` },
  { name: 'shell form', text: `${head}CMD npm start\n`, files, findings: ['npm start'], fixed: `${head}CMD ["node", "server.js"]\n` },
  { name: 'yarn by script name', text: `${head}CMD ["yarn", "serve"]\n`, files: manifest({ serve: 'node --enable-source-maps dist/main' }), findings: 1, fixed: `${head}CMD ["node", "--enable-source-maps", "dist/main"]\n` },
  { name: 'pnpm run', text: `${head}CMD ["pnpm", "run", "start:prod"]\n`, files: manifest({ 'start:prod': 'node dist/main.js' }), findings: 1, fixed: `${head}CMD ["node", "dist/main.js"]\n` },
  { name: 'through another script', text: `${head}CMD ["npm", "start"]\n`, files: manifest({ start: 'npm run serve', serve: 'node server.js' }), findings: 1, fixed: `${head}CMD ["node", "server.js"]\n` },
  { name: 'arguments behind --', text: `${head}CMD ["npm", "start", "--", "--port", "80"]\n`, files, findings: 1, fixed: `${head}CMD ["node", "server.js", "--port", "80"]\n` },
  { name: 'sh -c', text: `${head}CMD ["sh", "-c", "npm start"]\n`, files, findings: 1, fixed: `${head}CMD ["node", "server.js"]\n` },
  { name: 'ENTRYPOINT', text: `${head}ENTRYPOINT ["npm", "start"]\n`, files, findings: 1, fixed: `${head}ENTRYPOINT ["node", "server.js"]\n` },
  { name: 'under an init', text: `${head}ENTRYPOINT ["tini", "--"]\nCMD ["npm", "start"]\n`, files, findings: 1, fixed: `${head}ENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]\n` },
  { name: 'at the end of a script', text: `${head}CMD npx prisma migrate deploy && npm start\n`, files, findings: ['npm start'], fixed: `${head}CMD npx prisma migrate deploy && exec node server.js\n` },
  { name: 'at the end of a script in JSON form', text: `${head}CMD ["sh", "-c", "npm run migrate && npm start"]\n`, files, findings: 1 },
  { name: 'a variable that the image has', text: `${head}ENV NODE_ENV=production\nCMD ["npm", "start"]\n`, files: manifest({ start: 'NODE_ENV=production node server.js' }), findings: 1, fixed: `${head}ENV NODE_ENV=production\nCMD ["node", "server.js"]\n` },
  { name: 'a variable that the image gets', text: `${head}CMD ["npm", "start"]\n`, files: manifest({ start: 'cross-env NODE_ENV=production node server.js' }), findings: 1, fixed: `${head}ENV NODE_ENV=production\nCMD ["node", "server.js"]\n` },
  { name: 'a program of a dependency', text: `${head}CMD ["npm", "start"]\n`, files: manifest({ start: 'next start -p 80' }), findings: 1, fixed: `${head}CMD ["node_modules/.bin/next", "start", "-p", "80"]\n` },
  { name: 'inherited', text: `${head.replace('alpine', 'alpine AS base')}CMD ["npm", "start"]\nFROM base\n`, files, findings: 1 },
  { name: 'the branch for production', text: `${head}CMD if [ -n "$DEV" ]; then npm run dev; elif [ -n "$X" ]; then npm start; else npm run dev; fi\n`, files: manifest({ start: 'node server.js', dev: 'nodemon server.js' }), findings: ['npm start'] },
  { name: 'server.js where no script says what to start', text: `${head}CMD ["npm", "start"]\n`, files: manifest({ build: 'tsc' }), findings: 1, fixed: `${head}CMD ["node", "server.js"]\n` },
  { name: 'no package.json to look at', text: 'FROM node:22-alpine\nCMD ["npm", "start"]\n', findings: 1 },
]; // prettier-ignore

const unfixable: [string, Record<string, string>, string][] = [
  ['hooks', manifest({ start: 'node server.js', prestart: 'node setup.js' }), '["npm", "start"]'],
  ['several commands', manifest({ start: 'node setup.js && node server.js' }), '["npm", "start"]'],
  ['a variable of the shell', manifest({ start: 'node server.js --port $PORT' }), '["npm", "start"]'],
  ['a program of no dependency', manifest({ start: 'serve-files' }), '["npm", "start"]'],
  ['another folder', files, '["npm", "start", "--prefix", "server"]'],
]; // prettier-ignore

describe('runtime/package-manager-cmd', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(unfixable)('leaves to the user: %s', async (_, tree, cmd) => {
    const text = `${head}CMD ${cmd}\n`;
    const findings = findingsOf(rule, text, await factsFor(text, tree));
    expect(findings).toHaveLength(1);
    expect(findings[0]!.fixes()).toEqual([]);
  });

  it.each([
    [manifest({ start: 'node server.js' }), 'safe'],
    [manifest({ start: 'next start' }), 'suggested'],
    [manifest({ start: 'A=1 node server.js' }), 'suggested'],
  ])('%j: %s', async (tree, applicability) => {
    const text = `${head}CMD ["npm", "start"]\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text, tree));
    expect(finding!.fixes().map((fix) => fix.applicability)).toEqual([applicability]);
  });

  it('names the last command of a script in JSON form', async () => {
    const text = `${head}CMD ["sh", "-c", "npm run migrate && npm start"]\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding!.message).toMatch(/^`npm start` stays .* Start `node server.js` itself/);
    expect(applyEdits(text, finding!.fixes()[0]!.edits)).toContain(
      '"npm run migrate && exec node server.js"',
    );
  });

  it('names no script that is not there', async () => {
    const text = `${head}CMD ["npm", "start"]\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text, manifest({})));
    expect(finding!.message).toContain(
      'Start `node server.js` itself, which is what runs where package.json has no script `start`.',
    );
  });

  it('names the hooks that keep it from a fix', async () => {
    const text = `${head}CMD ["npm", "start"]\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text, unfixable[0]![1]));
    expect(finding!.message).toContain('`prestart`');
  });
});
