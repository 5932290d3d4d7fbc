/** The thread that walks contexts: a script of its own, started by context-walker.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { CancelledError } from '../../ports.ts';
import { nodeTrees } from './node-trees.ts';
import { ReadAheadReader, serveReads } from './read-ahead.ts';
import type { ReaderData } from './read-ahead.ts';
import type { FromWalkThread, ToWalkThread, WalkerData } from './walk-protocol.ts';

/** Milliseconds between two words about how far it is. */
const progressInterval = 200;

function serveWalks({ script }: WalkerData): void {
  const reader = new ReadAheadReader(script);
  let look: (entries: number) => boolean = () => false;
  const trees = nodeTrees((entries) => look(entries), reader);
  /** One after the other: a walk keeps its thread busy to the end. */
  let queue = Promise.resolve();
  parentPort?.on('message', (message: ToWalkThread) => {
    queue = queue.then(() => answer(message));
  });

  async function answer(message: ToWalkThread): Promise<void> {
    if (message.kind === 'changed') {
      trees.changed(message.locations);
      return;
    }
    const { id, request } = message;
    const flag = new Int32Array(message.cancelled);
    reader.reset();
    let told = performance.now();
    look = (entries) => {
      if (performance.now() - told > progressInterval) {
        told = performance.now();
        say({ kind: 'progress', id, entries });
      }
      return Atomics.load(flag, 0) !== 0;
    };
    try {
      say({ kind: 'measured', id, summary: await trees.measure(request) });
    } catch (error) {
      if (error instanceof CancelledError) say({ kind: 'cancelled', id });
      else say({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
    }
  }
}

function say(message: FromWalkThread): void {
  parentPort?.postMessage(message);
}

const data = workerData as WalkerData | ReaderData;
if (data.role === 'reader') serveReads(data);
else serveWalks(data);
