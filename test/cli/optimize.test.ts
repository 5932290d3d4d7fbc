import { applyPatch, parsePatch } from 'diff';
import { describe, expect, it, vi } from 'vitest';
import { run } from './terminal.ts';

vi.mock('../../server/rules/registry.ts', () => import('../lsp/rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('../lsp/plan.ts'));

const before = 'FROM alpine\nCOPY . .\n';
const after = 'FROM alpine\nCOPY . .\nUSER app\n';
const tree = { 'app/Dockerfile': before, 'app/index.js': '' };

describe('optimize', () => {
  it('shows findings, plan, sizes and diff', async () => {
    const ran = await run(['optimize', 'app/Dockerfile'], tree);
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toMatch(/^app\/Dockerfile: 1 finding: 1 warning\ncontext: app · .+\n/);
    expect(ran.stdout).toContain('Plan\n  1. Run as app (suggested)\n     It runs as root.\n');
    expect(ran.stdout).toContain('Image ≈ 1 kB → unknown\n');
    expect(ran.stdout).toContain('--- a/app/Dockerfile\n+++ b/app/Dockerfile\n');
    expect(ran.stdout).toContain('--- /dev/null\n+++ b/app/.dockerignore\n');
    expect(ran.code).toBe(0);
    expect(await ran.text('app/Dockerfile')).toBe(before);
  });

  it.each<[string, Record<string, string>, string]>([
    ['the default name', { 'app/Dockerfile.dev': before, 'app/Dockerfile': before }, 'app/Dockerfile'],
    ['Containerfile', { 'app/Containerfile': before, 'app/A.Dockerfile': before }, 'app/Containerfile'],
    ['the first by name', { 'app/b.Dockerfile': before, 'app/Dockerfile.dev': before }, 'app/Dockerfile.dev'],
  ])('takes a folder for its Dockerfile: %s', async (_title, files, path) => {
    const ran = await run(['optimize', 'app'], files);
    expect(ran.stdout).toContain(`${path}: 1 finding`);
    expect(ran.code).toBe(0);
  });

  it('says that a folder has no Dockerfile', async () => {
    const ran = await run(['optimize', 'app'], { 'app/Dockerfile.dockerignore': '', 'app/index.js': '' });
    expect(ran.stderr).toBe('app: is a folder without a Dockerfile\n');
    expect(ran.code).toBe(2);
  });

  it('prints a diff that can be applied, and nothing else, with --diff', async () => {
    const ran = await run(['optimize', 'app/Dockerfile', '--diff'], tree);
    const patches = parsePatch(ran.stdout);
    expect(patches.map(({ newFileName }) => newFileName)).toEqual([
      'b/app/Dockerfile',
      'b/app/.dockerignore',
    ]);
    expect(applyPatch(before, patches[0]!)).toBe(after);
    expect(applyPatch('', patches[1]!)).toBe('.git\n');
    expect(ran.stdout.startsWith('--- a/app/Dockerfile\n')).toBe(true);
    expect(ran.stderr).toContain('1. Run as app');
  });

  it('has the promised shape as JSON', async () => {
    const ran = await run(['optimize', '--json', 'app/Dockerfile'], tree);
    expect(JSON.parse(ran.stdout)).toEqual({
      path: 'app/Dockerfile',
      before: { text: before, sizeBytes: 1000 },
      after: {
        text: after,
        sizeBytes: null,
        dockerignore: '.git\n',
        dockerignorePath: 'app/.dockerignore',
      },
      steps: [
        {
          id: 'user',
          title: 'Run as app',
          reason: 'It runs as root.',
          applicability: 'suggested',
          savesBytes: null,
        },
      ],
      obstacles: [],
    });
  });

  it('writes both files with --write, and nothing the second time', async () => {
    const ran = await run(['optimize', 'app/Dockerfile', '--write'], tree);
    expect(ran.stdout).toContain('Wrote app/Dockerfile and app/.dockerignore.');
    expect(ran.stdout).not.toContain('+++');
    expect(await ran.text('app/Dockerfile')).toBe(after);
    expect(await ran.text('app/.dockerignore')).toBe('.git\n');
    const again = await run(['optimize', 'app/Dockerfile', '--write'], {
      ...tree,
      'app/Dockerfile': after,
      'app/.dockerignore': '.git\n',
    });
    expect(again.stdout).toContain('Nothing to change.');
    expect(again.stdout).not.toContain('Wrote');
  });

  it('reads standard input', async () => {
    const ran = await run(['optimize', '-', '--json'], {}, { stdin: 'FROM alpine\n' });
    expect(JSON.parse(ran.stdout)).toMatchObject({ path: '-', after: { text: 'FROM alpine\nUSER app\n' } });
  });

  it('ends with 2 for what it can not read or write', async () => {
    expect(await run(['optimize', 'nothing'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'nothing: there is no such file\n',
    });
    const writer = { replace: () => Promise.resolve({ ok: false, reason: 'the disk is full' } as const) };
    const ran = await run(['optimize', 'app/Dockerfile', '--write'], tree, { writer });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('not written: the disk is full');
  });

  it('colours the diff on a terminal', async () => {
    const ran = await run(['optimize', 'app/Dockerfile'], tree, { tty: true });
    expect(ran.stdout).toContain('\x1b[32m+USER app\x1b[0m');
  });
});
