import { describe, expect, it, vi } from 'vitest';
import { run } from './terminal.ts';

vi.mock('../../server/rules/registry.ts', () => import('../lsp/rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('../lsp/plan.ts'));

describe('image', () => {
  it('shows sizes with their source, and smaller siblings', async () => {
    const { code, stdout } = await run(['image', 'node:22']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^node:22\n/);
    expect(stdout).toMatch(/on disk +.*B \(.+ of \d{4}/);
    expect(stdout).toMatch(/smaller +\S+.* \(−\d+ %\)/);
    expect(stdout).not.toMatch(/undefined|false|null/);
  });

  it('is JSON with the same keys for every image', async () => {
    const answer = async (name: string): Promise<Record<string, unknown>> =>
      JSON.parse((await run(['image', name, '--json'])).stdout) as Record<string, unknown>;
    const node = await answer('node:22-alpine');
    const go = await answer('docker.io/library/golang:1.24');
    expect(Object.keys(go)).toEqual(Object.keys(node));
    expect(node).toMatchObject({ reference: 'node:22-alpine', name: 'node:22-alpine', libc: 'musl' });
    expect(node['siblings']).toBeInstanceOf(Array);
  });

  it('ends with 1 for what is not known', async () => {
    const ran = await run(['image', 'example.com/nobody/knows:1', '--json']);
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      reference: 'example.com/nobody/knows:1',
      name: null,
      siblings: [],
    });
    expect(ran.stderr).toContain('not in the table');
  });
});

describe('rules', () => {
  it('lists them as JSON, sorted', async () => {
    const { code, stdout } = await run(['rules', '--json']);
    const rules = JSON.parse(stdout) as { id: string }[];
    expect(code).toBe(0);
    expect(rules.map(({ id }) => id)).toEqual([
      'context/no-dockerignore',
      'correctness/broken',
      'deprecated/maintainer',
      'reproducible/unpinned-base',
      'security/secret-in-env',
    ]);
    expect(rules[2]).toEqual({
      id: 'deprecated/maintainer',
      group: 'deprecated',
      severity: 'warning',
      summary: 'A rule for tests',
      fix: 'safe',
      equivalents: [],
    });
  });

  it('lists them as text', async () => {
    expect((await run(['rules'])).stdout).toMatch(
      /^deprecated\/maintainer +warning +fix: safe +A rule for tests$/m,
    );
  });
});
