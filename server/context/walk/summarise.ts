/** From the folders of a walk to its figures. */
import type { IgnorePattern } from '../dockerignore.ts';
import type { Folder, MutableSum } from './folder.ts';
import type { HeldBy, WalkSummary, WalkedEntry } from './summary.ts';

const namedUnreadable = 20;
const namedFiles = 20;
const namedExamples = 5;
const namedEntries = 1000;

interface Below {
  readonly sent: MutableSum;
  readonly held: MutableSum;
  /** The folder itself or something in it reaches the builder. */
  reaches: boolean;
}

interface MutableHeldBy extends MutableSum {
  entries: number;
  complete: boolean;
  readonly examples: string[];
}

/** `start` is the folder the walk began at, relative to the context: paths are given with it. */
export function summarise(top: Folder, patterns: readonly IgnorePattern[], start: string): WalkSummary {
  const at = (path: string): string => (start === '' ? path : path === '' ? start : `${start}/${path}`);
  const heldBy = new Map<number, MutableHeldBy>();
  const unreadable: string[] = [];
  const files: { path: string; bytes: number }[] = [];
  let unreadableCount = 0;
  let vanished = 0;
  let others = 0;
  let folders = 0;
  let sentComplete = true;
  let heldComplete = true;

  const patternSum = (by: number): MutableHeldBy => {
    let sum = heldBy.get(by);
    if (sum === undefined)
      heldBy.set(by, (sum = { files: 0, bytes: 0, entries: 0, complete: true, examples: [] }));
    return sum;
  };

  /** What lies directly in the folder. */
  function look(folder: Folder, below: Below): void {
    add(below.sent, folder.sent);
    others += folder.others;
    vanished += folder.vanished;
    const isHeld = folder.whole !== undefined;
    if (folder.state === 'missing' && folder.parent !== undefined) {
      vanished += 1;
      return;
    }
    below.reaches ||= folder.excludedBy === undefined || folder.sent.files + folder.others > 0;
    if (folder.state === 'unreadable') {
      unreadableCount += 1;
      if (unreadable.length < namedUnreadable) unreadable.push(at(folder.path()));
    }
    if ((folder.state === 'cut' || folder.state === 'unreadable') && !isHeld) sentComplete = false;
    for (const { name, bytes } of folder.heavy ?? []) {
      if (files.length >= 4 * namedFiles) keepHeaviest(files);
      const path = folder.path();
      files.push({ path: at(path === '' ? name : `${path}/${name}`), bytes });
    }
    for (const [by, sum] of folder.held ?? []) {
      add(below.held, sum);
      const whole = patternSum(by);
      add(whole, sum);
      whole.entries += sum.files;
      for (const name of sum.examples)
        if (whole.examples.length < namedExamples) {
          const path = folder.path();
          whole.examples.push(at(path === '' ? name : `${path}/${name}`));
        }
    }
    if (folder.whole === undefined) return;
    add(below.held, folder.whole);
    if (!folder.whole.complete) heldComplete = false;
    if (folder.excludedBy === undefined) return;
    const whole = patternSum(folder.excludedBy);
    add(whole, folder.whole);
    whole.entries += 1;
    if (!folder.whole.complete) whole.complete = false;
    if (whole.examples.length < namedExamples) whole.examples.push(at(folder.path()));
  }

  function newBelow(): Below {
    return { sent: { files: 0, bytes: 0 }, held: { files: 0, bytes: 0 }, reaches: false };
  }

  /** Without recursion: folders may lie thousands deep. */
  function sumOf(start: Folder, isTop: boolean): Below {
    const stack = [{ folder: start, below: newBelow(), children: childrenOf(start), isTop }];
    look(start, stack[0]!.below);
    for (;;) {
      const last = stack.at(-1)!;
      const child = last.children.pop();
      if (child !== undefined) {
        const below = newBelow();
        look(child, below);
        stack.push({ folder: child, below, children: childrenOf(child), isTop: false });
        continue;
      }
      stack.pop();
      if (last.below.reaches && !last.isTop) folders += 1;
      const parent = stack.at(-1);
      if (parent === undefined) return last.below;
      add(parent.below.sent, last.below.sent);
      add(parent.below.held, last.below.held);
      parent.below.reaches ||= last.below.reaches;
      if (parent.isTop)
        entries.push({
          path: at(last.folder.name),
          type: 'directory',
          sent: last.below.sent,
          held: last.below.held,
        });
    }
  }

  const entries: WalkedEntry[] = [];
  const all = sumOf(top, true);
  for (const { name, bytes } of top.heavy ?? [])
    entries.push({ path: at(name), type: 'file', sent: { files: 1, bytes }, held: { files: 0, bytes: 0 } });
  entries.sort(
    (a, b) => b.sent.bytes - a.sent.bytes || b.held.bytes - a.held.bytes || (a.path < b.path ? -1 : 1),
  );
  keepHeaviest(files);
  return {
    sent: { ...all.sent, others, folders },
    held: all.held,
    heldBy: heldByPattern(heldBy, patterns),
    entries: entries.slice(0, namedEntries),
    heaviestFiles: files,
    unreadable: { count: unreadableCount, paths: unreadable.sort() },
    vanished,
    sentComplete: sentComplete,
    heldComplete: heldComplete && sentComplete,
  };

  function keepHeaviest(list: { path: string; bytes: number }[]): void {
    list.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
    list.length = Math.min(list.length, namedFiles);
  }
}

function heldByPattern(
  sums: ReadonlyMap<number, MutableHeldBy>,
  patterns: readonly IgnorePattern[],
): readonly HeldBy[] {
  return [...sums]
    .map(([by, sum]) => ({ line: patterns[by]!.line, text: patterns[by]!.text, ...sum }))
    .sort((a, b) => b.bytes - a.bytes || b.files - a.files || a.line - b.line);
}

function childrenOf(folder: Folder): Folder[] {
  return folder.children === undefined ? [] : [...folder.children.values()];
}

function add(sum: MutableSum, more: { readonly files: number; readonly bytes: number }): void {
  sum.files += more.files;
  sum.bytes += more.bytes;
}
