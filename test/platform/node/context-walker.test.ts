import { build } from 'esbuild';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { CancelledError } from '../../../server/ports.ts';
import { createContextWalker } from '../../../server/platform/node/context-walker.ts';
import type { ContextWalker } from '../../../server/context/walk/walker.ts';
import { fillTree, newTree, removeTree } from '../../support/trees.ts';

const place = newTree();
const script = path.join(place, 'walk-thread.cjs');
let root = '';
let walker: ContextWalker;

beforeAll(async () => {
  await build({
    entryPoints: ['server/platform/node/walk-thread.ts'],
    bundle: true,
    platform: 'node',
    outfile: script,
    logLevel: 'error',
  });
});
beforeEach(() => {
  root = newTree();
  walker = createContextWalker(script);
});
afterEach(() => {
  walker.dispose();
  removeTree(root);
});
afterAll(() => removeTree(place));

function request(dockerignore = ''): { context: string; folder: string; dockerignore: string } {
  return { context: pathToFileURL(root).href, folder: '', dockerignore };
}

function signal(): { cancel(): void; isCancellationRequested: boolean; onCancellationRequested(listener: () => void): { dispose(): void } } {
  const listeners = new Set<() => void>();
  return {
    isCancellationRequested: false,
    cancel() {
      this.isCancellationRequested = true;
      for (const listener of listeners) listener();
    },
    onCancellationRequested(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
} // prettier-ignore

it('measures on another thread and learns of changes', async () => {
  const bytes = fillTree(root, 20, 5);
  expect((await walker.measure(request())).sent).toMatchObject({ files: 100, bytes });
  writeFileSync(path.join(root, 'package-0', 'new'), '12345');
  expect((await walker.measure(request())).sent.files).toBe(100);
  walker.changed([pathToFileURL(path.join(root, 'package-0', 'new')).href]);
  expect((await walker.measure(request())).sent).toMatchObject({ files: 101, bytes: bytes + 5 });
});

it('leaves its own thread free meanwhile, and stops for whoever does not wait any more', async () => {
  fillTree(root, 400, 50);
  const asked = signal();
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const walk = walker.measure(request('x'), { signal: asked });
  const second = walker.measure(request('y'));
  while (turns < 5) await new Promise((resolve) => setTimeout(resolve, 1));
  asked.cancel();
  await expect(walk).rejects.toThrow(CancelledError);
  clearInterval(timer);
  expect((await second).sent.files).toBe(20_000);
  await expect(walker.measure(request('z'), { signal: asked })).rejects.toThrow(CancelledError);
});

it('answers with what went wrong when its thread ends, and starts another one', async () => {
  mkdirSync(path.join(root, 'a'));
  const broken = createContextWalker(path.join(place, 'no-such-script.cjs'));
  await expect(broken.measure(request())).rejects.toThrow(/no-such-script/);
  const walk = walker.measure(request());
  walker.dispose();
  await expect(walk).rejects.toThrow(/ended/);
  expect((await walker.measure(request())).sent.folders).toBe(1);
});
