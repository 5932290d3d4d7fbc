import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDockerignore } from '../../../server/context/dockerignore.ts';
import { createPortWalker } from '../../../server/context/walk/walker.ts';
import type { WalkBudget, WalkSummary } from '../../../server/context/walk/summary.ts';
import { CancelledError } from '../../../server/ports.ts';
import { createMemoryFileSystem } from '../../support/memory-file-system.ts';
import type { MemoryFileSystem, MemoryTree } from '../../support/memory-file-system.ts';

const plenty: WalkBudget = { entries: 10_000, heldEntries: 10_000 };

function measure(
  tree: MemoryTree | MemoryFileSystem,
  dockerignore = '',
  { folder = '', budget = plenty }: { folder?: string; budget?: WalkBudget } = {},
): Promise<WalkSummary> {
  const fileSystem = isFileSystem(tree) ? tree : createMemoryFileSystem(tree);
  return createPortWalker(fileSystem, budget).measure({ context: fileSystem.root, folder, dockerignore });
}

function isFileSystem(tree: MemoryTree | MemoryFileSystem): tree is MemoryFileSystem {
  return typeof tree['locate'] === 'function';
}

describe('a walk', () => {
  it('adds up what is sent and what each pattern keeps back', async () => {
    const summary = await measure(
      {
        'a.js': { size: 10 },
        'b.log': { size: 5 },
        'node_modules/x/index.js': { size: 100 },
        'node_modules/y.js': { size: 1 },
        'src/deep/c.js': { size: 20 },
        'src/deep/d.log': { size: 7 },
        'src/link': { symlink: '../a.js' },
        'src/socket': { other: true },
        'empty/': '',
      },
      'node_modules\n**/*.log\n',
    );
    expect(summary).toEqual({
      sent: { files: 2, bytes: 30, others: 2, folders: 3 },
      held: { files: 4, bytes: 113 },
      heldBy: [
        { line: 0, text: 'node_modules', files: 2, bytes: 101, entries: 1, complete: true, examples: ['node_modules'] },
        { line: 1, text: '**/*.log', files: 2, bytes: 12, entries: 2, complete: true, examples: ['b.log', 'src/deep/d.log'] },
      ],
      entries: [
        { path: 'src', type: 'directory', sent: { files: 1, bytes: 20 }, held: { files: 1, bytes: 7 } },
        { path: 'a.js', type: 'file', sent: { files: 1, bytes: 10 }, held: { files: 0, bytes: 0 } },
        { path: 'node_modules', type: 'directory', sent: { files: 0, bytes: 0 }, held: { files: 2, bytes: 101 } },
        { path: 'empty', type: 'directory', sent: { files: 0, bytes: 0 }, held: { files: 0, bytes: 0 } },
      ],
      heaviestFiles: [{ path: 'a.js', bytes: 10 }],
      unreadable: { count: 0, paths: [] },
      vanished: 0,
      sentComplete: true,
      heldComplete: true,
    });
  }); // prettier-ignore

  it('measures one folder of the context with the patterns of all', async () => {
    const tree = {
      'src/a.js': { size: 3 },
      'src/x/b.log': { size: 4 },
      'src/x/c.js': { size: 5 },
      'out/src/d.js': { size: 9 },
    };
    const summary = await measure(tree, 'out\n*/x/*.log', { folder: 'src' });
    expect(summary.sent).toMatchObject({ files: 2, bytes: 8 });
    expect(summary.entries.map(({ path }) => path)).toEqual(['src/x', 'src/a.js']);
    expect(summary.heldBy[0]).toMatchObject({ text: '*/x/*.log', examples: ['src/x/b.log'] });
    const held = await measure(tree, 'out', { folder: 'out/src' });
    expect(held).toMatchObject({ sent: { files: 0, folders: 0 }, held: { files: 1, bytes: 9 } });
  });

  it('looks into ignored folders where something may be taken back, and into no others', async () => {
    const fileSystem = createMemoryFileSystem({
      'lib/keep/a': { size: 1 },
      'lib/other/b': { size: 2 },
      'dist/c': { size: 4 },
    });
    const summary = await measure(fileSystem, '*\n!lib/keep', { budget: { entries: 100, heldEntries: 0 } });
    expect(fileSystem.accessed).toEqual(['', 'lib', 'lib/keep']);
    expect(summary.sent).toEqual({ files: 1, bytes: 1, others: 0, folders: 2 });
    expect(summary).toMatchObject({ sentComplete: true, heldComplete: false, held: { files: 0 } });
  });

  it('says where it could not look, and goes on', async () => {
    const summary = await measure({
      'a/secret': { unreadable: 'directory' },
      'a/b': { size: 3 },
      'c/d': { size: 4 },
    });
    expect(summary.unreadable).toEqual({ count: 1, paths: ['a/secret'] });
    expect(summary).toMatchObject({ sent: { files: 2, bytes: 7, folders: 3 }, sentComplete: false });
    const held = await measure({ 'a/secret': { unreadable: 'directory' }, b: { size: 3 } }, 'a');
    expect(held).toMatchObject({ sentComplete: true, heldComplete: false, unreadable: { count: 0 } });
  });

  it('counts files that vanish while it looks', async () => {
    const fileSystem = createMemoryFileSystem({ a: { size: 3 }, b: { size: 4 }, 'c/d': { size: 5 } });
    const gone: MemoryFileSystem = {
      ...fileSystem,
      stat: (location) => (location.endsWith('/a') ? Promise.resolve(undefined) : fileSystem.stat(location)),
      async readDirectory(location) {
        const entries = await fileSystem.readDirectory(location);
        if (location === fileSystem.root) fileSystem.remove('c');
        return entries;
      },
    };
    expect(await measure(gone)).toMatchObject({
      sent: { files: 1, bytes: 4 },
      vanished: 2,
      sentComplete: true,
      unreadable: { count: 0 },
    });
  });

  it('counts what no location can name', async () => {
    expect(
      await measure({ 'a\n\uD83D/b': { size: 3 }, '\uD83D': { size: 4 }, 'a\nb': { size: 5 } }),
    ).toMatchObject({
      sent: { files: 1, bytes: 5 },
      vanished: 2,
    });
  });

  it('ends at its budget and says so', async () => {
    const tree = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i % 5}/${i}`, { size: 1 }]));
    const summary = await measure(tree, '', { budget: { entries: 20, heldEntries: 100 } });
    expect(summary.sentComplete).toBe(false);
    expect(summary.sent.files).toBeLessThanOrEqual(15);
    const held = await measure(tree, 'f*', { budget: { entries: 20, heldEntries: 12 } });
    expect(held).toMatchObject({ sentComplete: true, heldComplete: false });
    expect(held.held.files).toBeGreaterThan(0);
    expect(held.held.files).toBeLessThanOrEqual(12);
    expect(held.heldBy[0]?.complete).toBe(false);
  });

  it('says how far it is and ends when nobody waits any more', async () => {
    const fileSystem = createMemoryFileSystem({ 'a/b': '1', 'c/d': '2' });
    const walker = createPortWalker(fileSystem);
    const seen: number[] = [];
    const request = { context: fileSystem.root, folder: '', dockerignore: '' };
    await walker.measure(request, { progress: (entries) => seen.push(entries) });
    expect(seen).toEqual([0, 2, 3]);
    const signal = {
      get isCancellationRequested() {
        return fileSystem.accessed.length > 4;
      },
      onCancellationRequested: () => ({ dispose: () => undefined }),
    };
    const other = { ...request, dockerignore: 'x' };
    await expect(walker.measure(other, { signal })).rejects.toThrow(CancelledError);
    // What a cancelled walk left behind is no answer.
    expect((await walker.measure(other)).sent.files).toBe(2);
  });

  it('has nothing to say about a folder that is not there', async () => {
    expect(await measure({ a: '1' }, '', { folder: 'nowhere' })).toMatchObject({
      sent: { files: 0, bytes: 0 },
      unreadable: { count: 0 },
    });
  });
});

const names = ['a', 'b', 'src', 'x.log', 'node_modules', 'new\nline'];
const paths = fc
  .array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'));
const lines = fc.constantFrom(
  'a',
  'b',
  '*',
  '**',
  '!a',
  '!a/b',
  '*/src',
  '**/x.log',
  '!**/src',
  'node_modules',
  'a/*',
  '!a/*/**',
  '?',
  'b/**',
);
const ignore = fc.array(lines, { maxLength: 5 }).map((all) => all.join('\n'));
const files = fc.dictionary(paths, fc.nat({ max: 200_000 }), { maxKeys: 25 });

/** Leaves only files whose parents are no files. */
function treeOf(sizes: Record<string, number>): Record<string, { size: number }> {
  const isFree = (path: string): boolean =>
    path.split('/').every((_, i, parts) => i === 0 || !Object.hasOwn(sizes, parts.slice(0, i).join('/')));
  return Object.fromEntries(
    Object.entries(sizes).flatMap(([path, size]) => (isFree(path) ? [[path, { size }]] : [])),
  );
}

it('gives the sums of asking for each file', async () => {
  await fc.assert(
    fc.asyncProperty(files, ignore, async (sizes, dockerignore) => {
      const tree = treeOf(sizes);
      const summary = await measure(tree, dockerignore);
      const matcher = parseDockerignore(dockerignore);
      const sent = Object.entries(tree).filter(([path]) => !matcher.ignores(path));
      const all = Object.values(tree).reduce((sum, { size }) => sum + size, 0);
      expect(summary.sent).toMatchObject({
        files: sent.length,
        bytes: sent.reduce((sum, [, { size }]) => sum + size, 0),
      });
      expect(summary.sent.bytes + summary.held.bytes).toBe(all);
      expect(summary.heldBy.reduce((sum, by) => sum + by.bytes, 0)).toBe(summary.held.bytes);
      expect(summary.entries.reduce((sum, entry) => sum + entry.sent.bytes, 0)).toBe(summary.sent.bytes);
    }),
  );
});

it('gives after changes what a new walk gives, and reads no other folders', async () => {
  await fc.assert(
    fc.asyncProperty(files, ignore, fc.array(fc.tuple(paths, fc.nat({ max: 9 })), { minLength: 1, maxLength: 4 }), async (sizes, dockerignore, changes) => {
      const fileSystem = createMemoryFileSystem({ 'quiet/here/x': '1', ...treeOf(sizes) });
      const walker = createPortWalker(fileSystem, plenty);
      const request = { context: fileSystem.root, folder: '', dockerignore };
      await walker.measure(request);
      const before = fileSystem.accessed.length;
      for (const [path, size] of changes) {
        fileSystem.remove(path);
        try {
          if (size > 0) fileSystem.write(path, { size });
        } catch {
          continue; // A parent is a file.
        }
      }
      walker.changed(changes.map(([path]) => fileSystem.locate(path)));
      const after = await walker.measure(request);
      expect(fileSystem.accessed.slice(before)).not.toContain('quiet/here');
      expect(after).toEqual(await measure(fileSystem, dockerignore));
    }),
  );
}); // prettier-ignore
