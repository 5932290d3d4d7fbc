/** Paths of the context, for whoever writes a pattern. */
import type { ContextFacts } from '../context/facts.ts';
import { literalPattern } from '../context/dockerignore.ts';
import { compare } from '../context/list.ts';
import { isGoPattern } from '../context/go-match.ts';

export interface PathItem {
  readonly label: string;
  /** What replaces the segment at the cursor. */
  readonly insert: string;
  readonly type: 'file' | 'directory';
  readonly bytes: number | undefined;
}

export interface PathCompletion {
  /** Column at which the segment begins, in UTF-16 units. */
  readonly start: number;
  readonly items: readonly PathItem[];
}

/** More than anybody reads; the editor asks again with more of the name. */
const maximumItems = 500;

/** `before` is the line up to the cursor. Undefined in comments and behind wildcards. */
export function pathCompletion(before: string, context: ContextFacts): PathCompletion | undefined {
  if (before.startsWith('#') || !context.known) return undefined;
  const slash = before.lastIndexOf('/');
  const lead = /^\s*!?\s*/.exec(before)![0].length;
  const start = Math.max(slash + 1, lead);
  const written = before.slice(lead, Math.max(slash, lead));
  // Behind `**/` any folder may be meant: the ones at the top are as good as others.
  const folder = written.replace(/^(?:\*\*\/?|\.?\/)+/, '');
  if (isGoPattern(folder)) return undefined;
  const typed = before.slice(start);
  const items = [...context.children(folder)]
    .map(({ path, type }) => ({ path, type, name: path.slice(path.lastIndexOf('/') + 1) }))
    .filter(({ name }) => isGoPattern(typed) || name.toLowerCase().startsWith(typed.toLowerCase()))
    .sort((a, b) => compare(a.name, b.name))
    .slice(0, maximumItems)
    .map(({ path, type, name }): PathItem => ({
      label: type === 'directory' ? `${name}/` : name,
      insert: literalPattern(name),
      type: type === 'directory' ? 'directory' : 'file',
      bytes: context.measured(path)?.bytes,
    }));
  return { start, items };
}
