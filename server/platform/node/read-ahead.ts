/**
 * A reader that lets a second thread read folders that will be needed soon: looking at files is nearly all of a walk,
 * and two threads do it in little more than half of the time.
 */
import { availableParallelism } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { SyncReader } from '../../context/walk/drive.ts';
import type { EntryType } from '../../ports.ts';
import { readFolder, withSeparator } from './folder-reader.ts';
import type { FolderPath } from './folder-reader.ts';

/** Of a folder with a name that is no text there are no listings. */
export interface Listing {
  readonly status: 'read' | 'unreadable' | 'missing' | 'bytes';
  /** Names one behind the other: no name holds a `/`. */
  readonly names: string;
  readonly types: string;
  /** NaN for a file that is gone. */
  readonly sizes: Float64Array;
}

export interface ReaderData {
  readonly role: 'reader';
  readonly port: MessagePort;
  /** One Int32: how many batches are done. */
  readonly done: SharedArrayBuffer;
}

/** Folders read before a second thread is worth its start. */
const aloneFolders = 100;
const looksAhead = 128;
/** What the second thread reads at a time, and what is left to this one meanwhile, which has to judge them all, too. */
const batchFolders = 32;
const ownFolders = 16;
/** Milliseconds for a batch: then the disk is asked again by the thread that needs the answer. */
const patience = 10_000;

const letters: Readonly<Record<EntryType, string>> = { file: 'f', directory: 'd', symlink: 'l', other: 'o' };
const typesByLetter: Readonly<Record<string, EntryType>> = {
  f: 'file',
  d: 'directory',
  l: 'symlink',
  o: 'other',
};

export class ReadAheadReader implements SyncReader<FolderPath> {
  readonly #done = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #listings = new Map<string, Listing>();
  /** The batch that the other thread has. */
  #asked: ReadonlySet<string> = new Set();
  #batches = 0;
  #read = 0;
  #port: MessagePort | undefined;
  #failed = availableParallelism() < 2;

  /** `script` runs `serveReads` when its data says so. */
  constructor(private readonly script: string) {}

  read({
    handle,
    visit,
    ahead,
  }: Parameters<SyncReader<FolderPath>['read']>[0]): ReturnType<typeof readFolder> {
    this.#read += 1;
    if (typeof handle !== 'string' || this.#failed || this.#read < aloneFolders)
      return readFolder(handle, visit);
    this.#receive();
    if (this.#asked.size === 0) this.#ask(ahead(looksAhead), handle);
    if (this.#asked.has(handle)) this.#wait();
    const listing = this.#listings.get(handle);
    if (listing === undefined || listing.status === 'bytes') return readFolder(handle, visit);
    this.#listings.delete(handle);
    if (listing.status !== 'read') return listing.status;
    if (listing.types === '') return 'read';
    const prefix = withSeparator(handle);
    for (const [i, name] of listing.names.split('/').entries()) {
      const type = typesByLetter[listing.types[i]!]!;
      const size = listing.sizes[i]!;
      visit(
        name,
        type,
        Number.isNaN(size) ? undefined : size,
        type === 'directory' ? prefix + name : undefined,
      );
    }
    return 'read';
  }

  /** A walk begins: what was read for another one may have changed. */
  reset(): void {
    if (this.#asked.size > 0) this.#wait();
    this.#listings.clear();
    this.#read = 0;
  }

  /** The nearest folders are read here, the ones behind them there. */
  #ask(next: readonly FolderPath[], current: string): void {
    const open = next.filter(
      (folder): folder is string =>
        typeof folder === 'string' && folder !== current && !this.#listings.has(folder),
    );
    const own = Math.min(ownFolders, Math.floor(open.length / 3));
    const batch = open.slice(own, own + batchFolders);
    if (batch.length === 0) return;
    this.#asked = new Set(batch);
    this.#batches += 1;
    (this.#port ??= this.#start()).postMessage(batch);
  }

  #start(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const data: ReaderData = { role: 'reader', port: port2, done: this.#done.buffer };
    const thread = new Worker(this.script, { workerData: data, transferList: [port2] });
    thread.unref();
    thread.on('error', () => (this.#failed = true));
    return port1;
  }

  #wait(): void {
    const before = this.#batches - 1;
    if (Atomics.wait(this.#done, 0, before, patience) === 'timed-out') {
      this.#failed = true;
      this.#asked = new Set();
    } else this.#receive();
  }

  #receive(): void {
    if (this.#port === undefined || Atomics.load(this.#done, 0) < this.#batches) return;
    const received = receiveMessageOnPort(this.#port) as { readonly message: readonly Listing[] } | undefined;
    if (received === undefined) return;
    for (const [i, folder] of [...this.#asked].entries()) this.#listings.set(folder, received.message[i]!);
    this.#asked = new Set();
  }
}

/** The second thread: answers each list of folders with their listings. */
export function serveReads({ port, done }: ReaderData): void {
  const counter = new Int32Array(done);
  port.on('message', (folders: readonly string[]) => {
    port.postMessage(folders.map(list));
    Atomics.add(counter, 0, 1);
    Atomics.notify(counter, 0);
  });
}

function list(folder: string): Listing {
  const names: string[] = [];
  const sizes: number[] = [];
  let types = '';
  let hasBytes = false;
  const status = readFolder(folder, (name, type, bytes, handle) => {
    names.push(name);
    sizes.push(bytes ?? Number.NaN);
    types += letters[type];
    hasBytes ||= handle !== undefined && typeof handle !== 'string';
  });
  return {
    status: hasBytes ? 'bytes' : status,
    names: names.join('/'),
    types,
    sizes: new Float64Array(sizes),
  };
}
