import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinLocation } from '../../../server/location.ts';
import { createNodeFileSystem } from '../../../server/platform/node/file-system.ts';

const files = createNodeFileSystem();
let folder = '';
let root = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-system-'));
  root = pathToFileURL(folder).href;
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'plain.txt'), 'häl\nlo\r\n');
  writeFileSync(join(folder, 'bom.txt'), '\uFEFFtext');
  writeFileSync(join(folder, 'binary'), Buffer.from([65, 0, 66]));
  writeFileSync(join(folder, 'latin'), Buffer.from([0xe4, 65]));
  writeFileSync(join(folder, 'empty'), '');
  writeFileSync(join(folder, 'program'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(folder, 'a b#?%.txt'), 'odd name');
  symlinkSync('plain.txt', join(folder, 'link'));
  symlinkSync('loop', join(folder, 'loop'));
  symlinkSync('sub', join(folder, 'linked-sub'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Windows knows no such bit. */
const bit = (value: boolean): boolean | undefined => (process.platform === 'win32' ? undefined : value);

const at = (path: string): string => joinLocation(root, path);

describe('readText', () => {
  it.each([
    ['plain.txt', 'häl\nlo\r\n'],
    ['bom.txt', 'text'],
    ['empty', ''],
    ['latin', '\uFFFDA'],
    ['a b#?%.txt', 'odd name'],
    ['link', 'häl\nlo\r\n'],
  ])('%s', async (name, text) => {
    expect(await files.readText(at(name), 100)).toEqual({ ok: true, text });
  });

  it.each([
    ['binary', 'binary'],
    ['sub', 'not-a-file'],
    ['none', 'missing'],
    ['plain.txt/below', 'missing'],
    ['x'.repeat(5000), 'missing'],
    ['loop', 'unreadable'],
  ])('%s is %s', async (name, reason) => {
    expect(await files.readText(at(name), 100)).toEqual({ ok: false, reason });
  });

  it('allows exactly the limit', async () => {
    expect(await files.readText(at('bom.txt'), 7)).toEqual({ ok: true, text: 'text' });
    expect(await files.readText(at('bom.txt'), 6)).toEqual({ ok: false, reason: 'too-large' });
  });

  it.skipIf(process.platform === 'win32')('does not wait for a FIFO or read a device', async () => {
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    expect(await files.readText(at('fifo'), 100)).toEqual({ ok: false, reason: 'not-a-file' });
    expect(await files.readText('file:///dev/zero', 100)).toEqual({ ok: false, reason: 'not-a-file' });
    expect(await files.stat(at('fifo'))).toEqual({ type: 'other', size: 0 });
  });

  it.skipIf(process.platform !== 'linux')('reads files that claim to be empty, up to the limit', async () => {
    const read = await files.readText('file:///proc/self/status', 100_000);
    expect(read.ok && read.text.includes('Pid:')).toBe(true);
    expect(await files.readText('file:///proc/self/status', 10)).toEqual({ ok: false, reason: 'too-large' });
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'reports unreadable files',
    async () => {
      writeFileSync(join(folder, 'secret'), 'x');
      chmodSync(join(folder, 'secret'), 0);
      expect(await files.readText(at('secret'), 100)).toEqual({ ok: false, reason: 'unreadable' });
    },
  );
});

describe('stat and readDirectory', () => {
  it.each([
    ['plain.txt', { type: 'file', size: 9, executable: bit(false) }],
    ['program', { type: 'file', size: 10, executable: bit(true) }],
    ['sub', { type: 'directory', size: 0 }],
    ['link', { type: 'symlink', size: 0 }],
    ['loop', { type: 'symlink', size: 0 }],
    ['linked-sub', { type: 'symlink', size: 0 }],
    ['none', undefined],
  ])('stat %s', async (name, expected) => {
    expect(await files.stat(at(name))).toEqual(expected);
  });

  it('lists names with their types', async () => {
    const listed = await files.readDirectory(root);
    expect(listed).toContainEqual({ name: 'linked-sub', type: 'symlink' });
    expect(listed).toContainEqual({ name: 'sub', type: 'directory' });
    expect(listed).toContainEqual({ name: 'a b#?%.txt', type: 'file' });
    expect(await files.readDirectory(at('none'))).toBeUndefined();
    expect(await files.readDirectory(at('plain.txt'))).toBeUndefined();
  });

  it.each(['vscode-vfs://github/a/b', 'file:///a%2Fb', 'file:///%zz', 'file://otherhost/x', 'nonsense', ''])(
    'answers %j as missing',
    async (location) => {
      expect(await files.stat(location)).toBeUndefined();
      expect(await files.readDirectory(location)).toBeUndefined();
      expect(await files.readText(location, 10)).toEqual({ ok: false, reason: 'missing' });
    },
  );
});
