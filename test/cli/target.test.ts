/** --target: the stage that is shipped. */
import { expect, it } from 'vitest';
import { run } from './terminal.ts';

const tree = {
  Dockerfile:
    'FROM node:22-alpine AS prod\nWORKDIR /app\nCOPY server.js ./\nCMD ["node", "server.js"]\n\nFROM node:22-alpine AS dev\nUSER node\nCMD ["node", "--watch", "server.js"]\n',
  'server.js': "require('http').createServer().listen(3000);\n",
  'package.json': '{"name":"shop"}',
  '.dockerignore': '.git\n',
};

it('check judges the stage that is named', async () => {
  const last = await run(['check', '--format', 'json', '.'], tree);
  const named = await run(['check', '--format', 'json', '--target', 'prod', '.'], tree);
  expect(last.stdout).not.toContain('security/root-user');
  expect(named.stdout).toContain('security/root-user');
});

it('optimize makes the plan for it', async () => {
  const last = await run(['optimize', 'Dockerfile'], tree);
  expect(last.stdout).toContain('name it with `--target`');
  const named = await run(['optimize', '--target=prod', '--diff', 'Dockerfile'], tree);
  expect(named.stdout).toContain('+USER node');
  expect(named.stderr).not.toContain('--target');
});

it.each(['gone', '2', 'pro'])('says that a file has no stage %s', async (target) => {
  const ran = await run(['optimize', '--target', target, 'Dockerfile'], tree);
  expect(ran.stderr).toBe(`Dockerfile: has no stage ${target}; it has prod, dev\n`);
  expect(ran.stdout).toBe('');
  expect(ran.code).toBe(2);
});

it('takes one stage', async () => {
  const ran = await run(['check', '--target', 'a', '--target', 'b'], tree);
  expect(ran.stderr).toContain('--target is given more than once.');
  expect(ran.code).toBe(2);
});
