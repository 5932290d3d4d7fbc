import { chmod, lstat, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileWriter } from '../../../server/platform/node/file-writer.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-writer-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);
const replace = (name: string, before: string | undefined, after: string) =>
  nodeFileWriter.replace(pathToFileURL(path(name)).href, before, after);

describe('the file writer', () => {
  it('replaces the text, keeps mode and byte order mark, and leaves nothing behind', async () => {
    await writeFile(path('Dockerfile'), '\uFEFFFROM a\r\n');
    await chmod(path('Dockerfile'), 0o640);
    expect(await replace('Dockerfile', 'FROM a\r\n', 'FROM b\r\n')).toEqual({ ok: true });
    expect(await readFile(path('Dockerfile'), 'utf8')).toBe('\uFEFFFROM b\r\n');
    expect((await stat(path('Dockerfile'))).mode & 0o777).toBe(0o640);
    expect(await readdir(folder)).toEqual(['Dockerfile']);
  });

  it('refuses a file that changed', async () => {
    await writeFile(path('Dockerfile'), 'FROM changed\n');
    expect(await replace('Dockerfile', 'FROM a\n', 'FROM b\n')).toEqual({
      ok: false,
      reason: 'it changed since it was read',
    });
    expect(await readFile(path('Dockerfile'), 'utf8')).toBe('FROM changed\n');
  });

  it('refuses a file that is not UTF-8', async () => {
    await writeFile(path('Dockerfile'), Buffer.from('# caf\xe9\nFROM a\n', 'latin1'));
    const result = await replace('Dockerfile', '# caf\uFFFD\nFROM a\n', 'FROM b\n');
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('not UTF-8') as string });
  });

  it('writes the file behind a link', async () => {
    await writeFile(path('real'), 'FROM a\n');
    await symlink('real', path('Dockerfile'));
    expect(await replace('Dockerfile', 'FROM a\n', 'FROM b\n')).toEqual({ ok: true });
    expect((await lstat(path('Dockerfile'))).isSymbolicLink()).toBe(true);
    expect(await readFile(path('real'), 'utf8')).toBe('FROM b\n');
  });

  it('creates a file, but not over one that came into being', async () => {
    expect(await replace('.dockerignore', undefined, '.git\n')).toEqual({ ok: true });
    expect(await readFile(path('.dockerignore'), 'utf8')).toBe('.git\n');
    expect(await replace('.dockerignore', undefined, 'other\n')).toEqual({
      ok: false,
      reason: 'it exists by now',
    });
    expect(await readFile(path('.dockerignore'), 'utf8')).toBe('.git\n');
    expect(await readdir(folder)).toEqual(['.dockerignore']);
  });

  it('answers for what is missing or no path of this machine', async () => {
    expect(await replace('gone', 'FROM a\n', 'FROM b\n')).toMatchObject({ ok: false });
    expect(await replace('no/such/folder', undefined, 'x')).toMatchObject({ ok: false });
    expect(await nodeFileWriter.replace('vscode-vfs://x/y', 'a', 'b')).toMatchObject({ ok: false });
  });
});
