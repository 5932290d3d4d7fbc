/**
 * The walk of a context. It is written once, as generators that ask for folders, and driven with or without waiting
 * (drive.ts): a worker of Node reads synchronously, which is what makes it as fast as `du`, a web worker asks the
 * editor. It keeps sums for each folder, so that after a change only the folder concerned is read again.
 */
import { parseDockerignore } from '../dockerignore.ts';
import type { DockerignoreMatcher, MatchedPatterns } from '../dockerignore.ts';
import type { EntryType } from '../../ports.ts';
import { Folder } from './folder.ts';
import type { WalkBudget } from './summary.ts';

/**
 * What a reader says about an entry. `bytes` is undefined for a file that is gone meanwhile. `handle` is the
 * reader's own name of a folder; the walk only hands it back.
 */
export type Visit<Handle> = (
  name: string,
  type: EntryType,
  bytes: number | undefined,
  handle: Handle | undefined,
) => void;

export type ReadStatus = 'read' | 'unreadable' | 'missing';

export interface ReadFolder<Handle> {
  readonly handle: Handle;
  readonly visit: Visit<Handle>;
  /** Folders that will be asked for soon, at most `count`, the next one first. */
  readonly ahead: (count: number) => Handle[];
}

/** Yields folders to read, takes how that went. */
export type Walk<Handle> = Generator<ReadFolder<Handle>, void, ReadStatus>;

/** Folders that are done stay in the queue until there are so many: taking out each would move all the others. */
const kept = 1024;

interface Pending<Handle> {
  readonly folder: Folder;
  readonly handle: Handle;
  /** Relative to the context. */
  readonly path: string;
  readonly matched: MatchedPatterns | undefined;
}

export interface TreeOptions {
  /** Text of the .dockerignore file. */
  readonly dockerignore: string;
  /** The folder to start from, relative to the context; '' for all. */
  readonly start: string;
  readonly budget: WalkBudget;
  /** Called for every path that the builder receives; a folder may come after what is in it. */
  readonly onSent?: ((path: string, type: EntryType) => void) | undefined;
}

export class ContextTree<Handle> {
  readonly matcher: DockerignoreMatcher;
  readonly top: Folder;
  readonly #options: TreeOptions;
  readonly #startMatched: MatchedPatterns | undefined;
  #left = 0;
  #heldLeft = 0;

  constructor(options: TreeOptions) {
    this.#options = options;
    this.matcher = parseDockerignore(options.dockerignore);
    let matched: MatchedPatterns | undefined;
    let excludedBy: number | undefined;
    let path = '';
    for (const segment of options.start.split('/').filter((part) => part !== '')) {
      path = path === '' ? segment : `${path}/${segment}`;
      excludedBy = this.matcher.judgeIn(parentOf(path), matched)(path);
      matched = this.matcher.handedDown(path, matched);
    }
    this.#startMatched = matched;
    this.top = new Folder(path, undefined, excludedBy);
  }

  /** Entries looked at by the walks so far. */
  entries = 0;

  /** Reads everything. `handle` is the one of the start. */
  *walk(handle: Handle): Walk<Handle> {
    this.#refill();
    const held: Pending<Handle>[] = [];
    const { start } = this.#options;
    const first = { folder: this.top, handle, path: start, matched: this.#startMatched };
    if (start !== '' && this.matcher.ignores(start) && !this.matcher.mayReincludeBelow(start))
      held.push(first);
    else yield* this.#walkAll([first], held);
    yield* this.#measureHeld(held);
  }

  /**
   * Reads again what may have changed with these paths (relative to the start): the folder that holds each, and
   * the one at the path. `handleOf` names a folder below the start.
   */
  *update(paths: readonly string[], handleOf: (path: string) => Handle): Walk<Handle> {
    this.#refill();
    const folders = new Set<Folder>();
    for (const path of paths) {
      const segments = path.split('/').filter((segment) => segment !== '');
      const holder = this.#nearest(segments.slice(0, -1));
      folders.add(holder);
      const own = holder.children?.get(segments.at(-1) ?? '');
      if (own !== undefined) folders.add(own);
    }
    const held: Pending<Handle>[] = [];
    for (const folder of folders) {
      const pending = this.#pendingOf(folder, handleOf);
      if (folder.whole !== undefined) held.push(pending);
      else yield* this.#walkAll([pending], held);
    }
    yield* this.#measureHeld(held);
  }

  #refill(): void {
    this.#left = this.#options.budget.entries;
    this.#heldLeft = this.#options.budget.heldEntries;
  }

  #nearest(segments: readonly string[]): Folder {
    let folder = this.top;
    for (const segment of segments) {
      const next = folder.children?.get(segment);
      if (next === undefined) break;
      folder = next;
    }
    return folder;
  }

  #pendingOf(folder: Folder, handleOf: (path: string) => Handle): Pending<Handle> {
    const below = folder.path();
    const { start } = this.#options;
    let matched = this.#startMatched;
    let path = start;
    for (const segment of below.split('/').filter((part) => part !== '')) {
      path = path === '' ? segment : `${path}/${segment}`;
      matched = this.matcher.handedDown(path, matched);
    }
    return { folder, handle: handleOf(below), path, matched };
  }

  *#walkAll(queue: Pending<Handle>[], held: Pending<Handle>[]): Walk<Handle> {
    // Level by level: a budget ends far from the top, and a reader knows long before which folders come.
    for (let i = 0; i < queue.length; i += 1) {
      if (i === kept) {
        queue.splice(0, kept);
        i = 0;
      }
      const pending = queue[i]!;
      const { folder, handle } = pending;
      if (this.#left <= 0) {
        folder.state = 'cut';
        continue;
      }
      const before = folder.children;
      folder.clear();
      folder.children = undefined;
      const status = yield {
        handle,
        visit: this.#visitor(pending, before, queue, held),
        ahead: (count) => queue.slice(i + 1, i + 1 + count).map((each) => each.handle),
      };
      if (status !== 'read') folder.state = status;
    }
  }

  /** Sorts the entries of one folder. Folders that are known already are not read again. */
  #visitor(
    { folder, path, matched }: Pending<Handle>,
    before: ReadonlyMap<string, Folder> | undefined,
    queue: Pending<Handle>[],
    held: Pending<Handle>[],
  ): Visit<Handle> {
    const { matcher } = this;
    const { onSent } = this.#options;
    const prefix = path === '' ? '' : `${path}/`;
    const judges = matcher.patterns.length > 0;
    const judge = matcher.judgeIn(path, matched);
    return (name, type, bytes, handle) => {
      this.#left -= 1;
      this.entries += 1;
      if (this.#left < 0) {
        folder.state = 'cut';
        return;
      }
      const own = judges || onSent !== undefined ? prefix + name : '';
      const by = judges ? judge(own) : undefined;
      if (by === undefined) onSent?.(own, type);
      if (handle !== undefined) {
        const known = before?.get(name);
        if (known !== undefined && known.excludedBy === by) {
          (folder.children ??= new Map<string, Folder>()).set(name, known);
          return;
        }
        const child = folder.addChild(name, by);
        const down = judges ? matcher.handedDown(own, matched) : undefined;
        const pending = { folder: child, handle, path: prefix + name, matched: down };
        if (by === undefined || matcher.mayReincludeBelow(own)) queue.push(pending);
        else held.push(pending);
      } else if (type === 'file' && bytes === undefined) folder.vanished += 1;
      else if (by !== undefined) folder.addHeld(name, bytes ?? 0, by);
      else if (type === 'file') folder.addSent(name, bytes ?? 0);
      else folder.others += 1;
    };
  }

  /** Adds up folders that are held back as a whole; nearest ones first, so that a budget is not spent on one. */
  *#measureHeld(held: readonly Pending<Handle>[]): Walk<Handle> {
    for (const { folder, handle } of held) {
      const whole = { files: 0, bytes: 0, complete: true };
      folder.whole = whole;
      folder.children = undefined;
      const stack = [handle];
      for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
        if (this.#heldLeft <= 0) {
          whole.complete = false;
          break;
        }
        const status = yield {
          handle: next,
          ahead: (count) => stack.slice(-count).reverse(),
          visit: (_name, type, bytes, child) => {
            this.#heldLeft -= 1;
            this.entries += 1;
            if (this.#heldLeft < 0) whole.complete = false;
            else if (child !== undefined) stack.push(child);
            else if (type === 'file' && bytes !== undefined) {
              whole.files += 1;
              whole.bytes += bytes;
            }
          },
        };
        if (status === 'unreadable') whole.complete = false;
      }
    }
  }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
