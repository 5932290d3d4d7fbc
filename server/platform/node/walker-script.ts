/** The walker of this process: on a thread of its own where the script for it lies beside ours. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createPortWalker } from '../../context/walk/walker.ts';
import type { ContextWalker } from '../../context/walk/walker.ts';
import type { FileSystem } from '../../ports.ts';
import { createContextWalker } from './context-walker.ts';
import { nodeBudget } from './node-trees.ts';

/** What scripts/bundle.mjs makes of walk-thread.ts. */
const name = 'walker.js';

export function contextWalker(fileSystem: FileSystem): ContextWalker {
  // Bundles are CommonJS; a development build may be something else, and then has no such script either.
  const script = typeof __dirname === 'string' ? path.join(__dirname, name) : undefined;
  return script !== undefined && existsSync(script)
    ? createContextWalker(script)
    : createPortWalker(fileSystem, nodeBudget);
}
