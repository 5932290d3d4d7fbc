import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driveSync } from '../../../server/context/walk/drive.ts';
import { summarise } from '../../../server/context/walk/summarise.ts';
import type { WalkSummary } from '../../../server/context/walk/summary.ts';
import { ContextTree } from '../../../server/context/walk/tree.ts';
import { folderReader } from '../../../server/platform/node/folder-reader.ts';
import type { FolderPath } from '../../../server/platform/node/folder-reader.ts';
import { nodeTrees } from '../../../server/platform/node/node-trees.ts';
import { fillTree, newTree, removeTree } from '../../support/trees.ts';

let root = '';
beforeEach(() => {
  root = newTree();
});
afterEach(() => {
  removeTree(root);
});

function measure(dockerignore = '', folder = ''): Promise<WalkSummary> {
  return nodeTrees(() => false).measure({ context: pathToFileURL(root).href, folder, dockerignore });
}

/** Files and bytes of the archive that `tar` makes of the tree. */
function tar(...options: string[]): { files: number; bytes: number } {
  const archive = execFileSync('tar', ['-cf', '-', '-C', root, ...options, '.'], { maxBuffer: 2 ** 30 });
  const listing = execFileSync('tar', ['-tvf', '-'], { input: archive, maxBuffer: 2 ** 30 }).toString();
  const files = listing.split('\n').filter((line) => line.startsWith('-'));
  return { files: files.length, bytes: files.reduce((sum, line) => sum + Number(line.split(/\s+/)[2]), 0) };
}

describe.skipIf(process.platform === 'win32')('a walk on disk', () => {
  it('measures 100,000 files as tar does', { timeout: 180_000 }, async () => {
    const bytes = fillTree(root, 1000, 100);
    const all = await measure();
    expect(all.sent).toMatchObject({ files: 100_000, bytes });
    expect(all.sent).toMatchObject(tar());
    const sent = tar(
      '--anchored', '--exclude=./package-7', '--exclude=./package-*/lib-3/part-3',
      '--no-anchored', '--exclude=dist', '--exclude=*.log',
    ); // prettier-ignore
    const summary = await measure('package-7\npackage-*/lib-3/part-3\n**/dist\n**/*.log\n');
    expect(summary.sent).toMatchObject(sent);
    expect(summary.held).toEqual({ files: 100_000 - sent.files, bytes: bytes - sent.bytes });
    expect(sent.files).toBeGreaterThan(10_000);
    expect(sent.files).toBeLessThan(90_000);
  });

  it('takes links as links, loops among them, and names what they are', async () => {
    mkdirSync(path.join(root, 'a', 'b'), { recursive: true });
    writeFileSync(path.join(root, 'a', 'file'), '123');
    symlinkSync('..', path.join(root, 'a', 'b', 'up'));
    symlinkSync('loop', path.join(root, 'loop'));
    symlinkSync('a', path.join(root, 'folder'));
    symlinkSync('/etc/hostname', path.join(root, 'outside'));
    execFileSync('mkfifo', [path.join(root, 'pipe')]);
    expect((await measure()).sent).toEqual({ files: 1, bytes: 3, others: 5, folders: 2 });
  });

  it('goes as deep as the system lets it', async () => {
    const segment = 'x'.repeat(15);
    mkdirSync(path.join(root, ...Array.from({ length: 240 }, () => segment)), { recursive: true });
    writeFileSync(path.join(root, ...Array.from({ length: 240 }, () => segment), 'deep'), 'deep');
    expect((await measure()).sent).toEqual({ files: 1, bytes: 4, others: 0, folders: 240 });
  });

  it('reads names with line breaks and names that are no text', async () => {
    const bad = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x62, 0xed, 0xa0, 0xbd])]);
    mkdirSync(bad);
    writeFileSync(Buffer.concat([bad, Buffer.from('/in')]), '12');
    writeFileSync(Buffer.concat([bad, Buffer.from([0x2f, 0xff])]), '345');
    writeFileSync(path.join(root, 'new\nline'), '6');
    const { sent, vanished } = await measure();
    expect(sent).toEqual({ files: 3, bytes: 6, others: 0, folders: 1 });
    expect(sent).toMatchObject(tar());
    expect(vanished).toBe(0);
    expect((await measure('new?line')).sent).toMatchObject({ files: 2, bytes: 5 });
  });

  it('goes on when folders and files vanish under it', () => {
    for (const name of ['a', 'b', 'c']) {
      mkdirSync(path.join(root, name, 'below'), { recursive: true });
      writeFileSync(path.join(root, name, 'below', 'file'), 'x');
    }
    const tree = new ContextTree<FolderPath>({
      dockerignore: '',
      start: '',
      budget: { entries: 100, heldEntries: 100 },
    });
    let reads = 0;
    driveSync(tree.walk(root), folderReader, () => {
      // After the first folder with something below it was listed.
      if (reads === 2) for (const name of ['a', 'b', 'c']) rmSync(path.join(root, name), { recursive: true });
      reads += 1;
      return false;
    });
    expect(summarise(tree.top, [], '')).toMatchObject({
      sent: { files: 0, bytes: 0 },
      vanished: 3,
      sentComplete: true,
    });
  });
});
