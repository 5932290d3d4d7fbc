import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Connection } from 'vscode-languageserver';
import type { ContextWalker, WalkOptions } from '../../server/context/walk/walker.ts';
import { createPortWalker } from '../../server/context/walk/walker.ts';
import { readClientFeatures } from '../../server/lsp/client-features.ts';
import { withProgress } from '../../server/lsp/measuring.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const request = { context: 'file:///project', folder: '', dockerignore: '' };
let said: string[] = [];
const reporter = {
  begin: (title: string) => void said.push(title),
  report: (message: string) => void said.push(message),
  done: () => void said.push('done'),
};
const connection = {
  window: { createWorkDoneProgress: () => Promise.resolve(reporter) },
} as unknown as Connection;

beforeEach(() => {
  said = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

/** A walk that takes so many milliseconds. */
function slow(milliseconds: number): ContextWalker {
  const walker = createPortWalker(createMemoryFileSystem({ a: 'x' }));
  return {
    ...walker,
    async measure(asked, options: WalkOptions = {}) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      options.progress?.(12_345);
      return walker.measure(asked);
    },
  };
}

async function measured(milliseconds: number, workDoneProgress: boolean): Promise<number> {
  const features = readClientFeatures({
    processId: null,
    rootUri: null,
    capabilities: { window: { workDoneProgress } },
  });
  const answer = withProgress(slow(milliseconds), connection, features, logger).measure(request);
  await vi.advanceTimersByTimeAsync(milliseconds);
  return (await answer).sent.files;
}

it('shows progress of a walk that takes longer than a second', async () => {
  expect(await measured(2000, true)).toBe(1);
  expect(said).toEqual(['Measuring the build context', '12,345 entries', 'done']);
});

it('says nothing about a short one, or where the editor shows no progress', async () => {
  expect(await measured(900, true)).toBe(1);
  expect(await measured(2000, false)).toBe(1);
  expect(said).toEqual([]);
});
