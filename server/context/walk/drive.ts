/** Runs a walk: reads the folders that it asks for. */
import { CancelledError } from '../../ports.ts';
import type { ReadFolder, ReadStatus, Visit, Walk } from './tree.ts';

export interface SyncReader<Handle> {
  read(folder: ReadFolder<Handle>): ReadStatus;
}

export interface AsyncReader<Handle> {
  read(handle: Handle, visit: Visit<Handle>): Promise<ReadStatus>;
}

/** `isCancelled` is asked before each folder. @throws CancelledError */
export function driveSync<Handle>(
  walk: Walk<Handle>,
  reader: SyncReader<Handle>,
  isCancelled: () => boolean,
): void {
  let step = walk.next();
  while (!step.done) {
    if (isCancelled()) throw new CancelledError();
    step = walk.next(reader.read(step.value));
  }
}

/** `isCancelled` is asked before each folder. @throws CancelledError */
export async function driveAsync<Handle>(
  walk: Walk<Handle>,
  reader: AsyncReader<Handle>,
  isCancelled: () => boolean,
): Promise<void> {
  let step = walk.next();
  while (!step.done) {
    if (isCancelled()) throw new CancelledError();
    step = walk.next(await reader.read(step.value.handle, step.value.visit));
  }
}
