/** The ContextWalker of Node: walks on a thread of its own, so that typing never waits for a disk. */
import { Worker } from 'node:worker_threads';
import type { WalkSummary } from '../../context/walk/summary.ts';
import type { ContextWalker, WalkOptions } from '../../context/walk/walker.ts';
import { CancelledError } from '../../ports.ts';
import type { FromWalkThread, ToWalkThread, WalkerData } from './walk-protocol.ts';

interface Waiting {
  readonly resolve: (summary: WalkSummary) => void;
  readonly reject: (error: Error) => void;
  readonly progress: WalkOptions['progress'];
}

/** `script` is walk-thread.ts as a file that Node can run. The thread starts with the first question. */
export function createContextWalker(script: string): ContextWalker {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let lastId = 0;

  function start(): Worker {
    const data: WalkerData = { role: 'walker', script };
    const started = new Worker(script, { workerData: data });
    // The server ends with its client, whether or not somebody still waits for a figure.
    started.unref();
    started.on('message', take);
    const fail = (error: Error): void => {
      if (thread === started) thread = undefined;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.on('error', fail);
    started.on('exit', (code) => fail(new Error(`the thread that walks contexts ended with ${code}`)));
    return started;
  }

  function take(message: FromWalkThread): void {
    const asked = waiting.get(message.id);
    if (!asked) return;
    if (message.kind === 'progress') {
      asked.progress?.(message.entries);
      return;
    }
    waiting.delete(message.id);
    if (message.kind === 'measured') asked.resolve(message.summary);
    else if (message.kind === 'cancelled') asked.reject(new CancelledError());
    else asked.reject(new Error(message.message));
  }

  function say(message: ToWalkThread): void {
    thread ??= start();
    thread.postMessage(message);
  }

  return {
    async measure(request, { signal, progress } = {}) {
      if (signal?.isCancellationRequested === true) throw new CancelledError();
      const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
      const id = (lastId += 1);
      const subscription = signal?.onCancellationRequested(() => {
        Atomics.store(new Int32Array(cancelled), 0, 1);
        // Another walk may be under way before this one: nobody has to wait for its end.
        take({ kind: 'cancelled', id });
      });
      try {
        return await new Promise<WalkSummary>((resolve, reject) => {
          waiting.set(id, { resolve, reject, progress });
          say({ kind: 'measure', id, request, cancelled });
        });
      } finally {
        subscription?.dispose();
      }
    },
    changed(locations) {
      // A thread that does not run has nothing to forget.
      if (thread !== undefined && locations.length > 0) say({ kind: 'changed', locations });
    },
    dispose() {
      const ended = thread;
      thread = undefined;
      void ended?.terminate();
    },
  };
}
