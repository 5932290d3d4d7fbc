import { describe, expect, it } from 'vitest';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { run } from './terminal.ts';

const project: MemoryTree = {
  Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\n',
  '.dockerignore': 'node_modules\n**/*.log\n[\n',
  '.env': 'API_TOKEN=3f9ac1e07b5d42689e1f\n',
  'key.pem': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
  'package.json': '{}',
  'src/index.js': { size: 1500 },
  'src/debug.log': { size: 20_000 },
  'node_modules/x/index.js': { size: 3_000_000 },
  'locked/': '',
  'locked/away': { unreadable: 'directory' },
};

describe('context', () => {
  it('says what is sent and what is held back by which line', async () => {
    const { code, stdout, stderr } = await run(['context'], project);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Context +\. · its own folder\n/);
    expect(stdout).toMatch(/^Dockerfile +Dockerfile$/m);
    expect(stdout).toMatch(/^Sent +at least 1\.\d+ kB in 6 files$/m);
    expect(stdout).toMatch(/^Held back +at least 3\.02 MB in 2 files$/m);
    expect(stdout).toMatch(
      /^ +3 MB +1 file {2}node_modules \(line 1\)\n +20 kB +1 file {2}\*\*\/\*\.log \(line 2\)$/m,
    );
    expect(stdout).toMatch(/^ +1\.5 kB +1 file {2}src\/$/m);
    expect(stdout).toMatch(/^ +\.env +environment file\n +key\.pem +private key$/m);
    expect(stdout).toMatch(/^ +\.dockerignore:3 +\[$/m);
    expect(stdout).toMatch(/can't be read\n +locked\/away$/m);
  });

  it('is JSON for programs', async () => {
    const { code, stdout } = await run(['context', '.', '--json'], project);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      context: '.',
      reason: 'its own folder',
      dockerfile: 'Dockerfile',
      otherContexts: [],
      dockerignore: { path: '.dockerignore', problem: null, invalid: [{ line: 3, pattern: '[' }] },
      total: { files: 8, complete: false },
      sent: { files: 6, folders: 3, others: 0, complete: false },
      heldBack: {
        files: 2,
        bytes: 3_020_000,
        by: [
          { line: 1, pattern: 'node_modules', bytes: 3_000_000, examples: ['node_modules'] },
          { line: 2, pattern: '**/*.log', bytes: 20_000, examples: ['src/debug.log'] },
        ],
      },
      secrets: [
        { path: '.env', label: 'environment file', sent: true },
        { path: 'key.pem', label: 'private key', sent: true },
      ],
      unreadable: { count: 1, paths: ['locked/away'] },
    });
  });

  it('takes the context that the Dockerfile is built in, and the folder that is named with it', async () => {
    const tree = {
      'docker/api.Dockerfile': 'FROM scratch\nCOPY api/main.c /\n',
      'docker/api.Dockerfile.dockerignore': 'web\n',
      'api/main.c': 'x',
      'web/page': 'y',
    };
    const found = await run(['context', '--dockerfile', 'docker/api.Dockerfile', '--json'], tree);
    expect(JSON.parse(found.stdout)).toMatchObject({
      context: '.',
      reason: 'COPY api/main.c exists there',
      dockerignore: { path: 'docker/api.Dockerfile.dockerignore' },
      heldBack: { files: 1 },
    });
    const named = await run(['context', 'api', '--dockerfile', 'docker/api.Dockerfile', '--json'], tree);
    expect(JSON.parse(named.stdout)).toMatchObject({
      context: 'api',
      reason: 'as given',
      sent: { files: 1 },
    });
    const bare = await run(['context', 'api'], tree);
    expect(bare.stdout).toMatch(/^Context +api · as given\nDockerfile +none\nIgnoring by +none\n/);
  });

  it('lists what is sent', async () => {
    const tree = { 'a/b/keep': '', 'a/c': '', 'd/e': '', 'f\n': '', '.dockerignore': '*\n!a/b/keep\n!f*\n' };
    expect((await run(['context', '--list'], tree)).stdout).toBe('a/\na/b/\na/b/keep\nf\n\n');
    expect((await run(['context', '--list', '--json'], tree)).code).toBe(2);
  });

  it('says which folder or file there is none', async () => {
    expect(await run(['context', 'nowhere'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('nowhere') as string,
    });
    const ran = await run(['context', '--dockerfile', 'x.Dockerfile'], { a: '' });
    expect(ran).toMatchObject({ code: 2, stderr: 'x.Dockerfile: there is no such file\n' });
    expect((await run(['context', 'a', 'b'], { 'a/b': '' })).code).toBe(2);
  });
});
