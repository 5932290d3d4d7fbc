/** Where a JavaScript program writes, as far as the expression says. */
import { folderOf, resolvePath } from '../paths.ts';
import { chainBefore, closingOf, isPunctuation, partsOf, type TokenRange } from './calls.ts';
import { literalPath } from './collected.ts';
import type { JavaScriptValues } from './javascript-values.ts';
import type { Token } from './tokens.ts';

export type WrittenPlace =
  /** Relative to the context; the folder when only the beginning of the path is known, '' for the project's own. */
  | { readonly kind: 'project'; readonly path: string }
  | { readonly kind: 'temporary' }
  /** An absolute path, or undefined: only the running program knows. */
  | { readonly kind: 'elsewhere'; readonly path: string | undefined };

const unknown: WrittenPlace = { kind: 'elsewhere', path: undefined };
/** Variables that lead to variables: deeper than this is not followed. */
const maximumDepth = 6;

/**
 * A path, `path.join(folder, anything)`, a template or a sum that begins with a folder, `process.env.X ?? path`, or a
 * variable with such a value. `directory` is the project's folder, `folder` that of the source file.
 */
export function writtenPlace(
  tokens: readonly Token[],
  range: TokenRange,
  values: JavaScriptValues,
  directory: string,
  folder: string,
  depth = 0,
): WrittenPlace {
  const { start, end } = range;
  const follow = (part: TokenRange): WrittenPlace =>
    depth >= maximumDepth ? unknown : writtenPlace(tokens, part, values, directory, folder, depth + 1);
  const known = values.path(range);
  if (known) return { kind: 'project', path: known.path };
  const first = tokens[start];
  if (first === undefined || start >= end) return unknown;
  // The last alternative is the default: what happens when nobody sets the environment.
  const choice = topLevel(tokens, range, ['||', '??', ':']);
  if (choice !== undefined) return follow({ start: choice + 1, end });
  const sum = topLevel(tokens, range, ['+']);
  if (sum !== undefined) return follow({ start, end: firstPlus(tokens, range) });
  if (end - start === 1) {
    if (first.kind === 'string') return literal(first.text, directory);
    if (first.kind === 'template') return template(first.text);
    const variable = first.kind === 'name' ? values.variable(first.text) : undefined;
    return variable ? follow(variable) : unknown;
  }
  const text = tokens.slice(start, end).map((token) => token.text).join(''); // prettier-ignore
  if (text === '__dirname' || text === 'import.meta.dirname') return { kind: 'project', path: folder };
  if (isCurrent(text)) return { kind: 'project', path: directory };
  const open = tokens.findIndex((token, i) => i >= start && i < end && isPunctuation(token, '('));
  if (open < 0 || closingOf(tokens, open) !== end - 1) return unknown;
  const { callee } = chainBefore(tokens, open);
  if (/(?:^|\.)(?:tmpdir|mkdtemp|mkdtempSync)$/.test(callee)) return { kind: 'temporary' };
  const { parts } = partsOf(tokens, open);
  if (/(?:^|\.)dirname$/.test(callee)) {
    const file = values.path(parts[0]);
    return file ? { kind: 'project', path: folderOf(file.path) } : unknown;
  }
  if (!/^(?:path\.|posix\.)*(?:join|resolve|normalize)$/.test(callee) || !parts[0]) return unknown;
  return joined(parts);

  /** The parts up to the first that is not literal; that is a folder all the rest lies in, unless it climbs out. */
  function joined(parts: readonly TokenRange[]): WrittenPlace {
    let place = beginning(parts[0]!);
    for (const part of parts.slice(1)) {
      const only = part.end - part.start === 1 ? tokens[part.start]! : undefined;
      if (only?.kind !== 'string' || place.kind !== 'project') break;
      const next = resolvePath(place.path, only.text);
      place = next === undefined ? unknown : { kind: 'project', path: next };
    }
    return place;
  }

  function beginning(part: TokenRange): WrittenPlace {
    const written = tokens.slice(part.start, part.end).map((token) => token.text).join(''); // prettier-ignore
    if (written === '__dirname' || written === 'import.meta.dirname')
      return { kind: 'project', path: folder };
    if (isCurrent(written)) return { kind: 'project', path: directory };
    return follow(part);
  }

  /** The literal beginning of a template, cut after its last slash: what follows is a name in that folder. */
  function template(text: string): WrittenPlace {
    const variable = /^\$\{\s*([\w$.]+(?:\(\))?)\s*\}/.exec(text);
    if (!variable) {
      const prefix = /^[^$]*/.exec(text)![0];
      if (prefix === '') return unknown;
      return literal(prefix.slice(0, prefix.lastIndexOf('/') + 1) || '.', directory);
    }
    const name = variable[1]!;
    const initial = values.variable(name);
    const base: WrittenPlace =
      name === '__dirname' || name === 'import.meta.dirname'
        ? { kind: 'project', path: folder }
        : isCurrent(name)
          ? { kind: 'project', path: directory }
          : initial
            ? follow(initial)
            : unknown;
    const rest = /^[^$]*/.exec(text.slice(variable[0].length))![0];
    const deeper = rest.slice(0, rest.lastIndexOf('/') + 1);
    if (base.kind !== 'project' || !deeper.startsWith('/')) return base;
    const path = resolvePath(base.path, `.${deeper}`);
    return path === undefined ? unknown : { kind: 'project', path };
  }
}

/** The working directory, by Node or by Deno. */
function isCurrent(text: string): boolean {
  return text === 'process.cwd()' || text === 'Deno.cwd()';
}

function literal(text: string, directory: string): WrittenPlace {
  if (text.startsWith('/')) return { kind: 'elsewhere', path: text };
  const path = literalPath(directory, text);
  return path === undefined ? unknown : { kind: 'project', path };
}

/** Position of the last of these operators outside of all brackets. */
function topLevel(
  tokens: readonly Token[],
  { start, end }: TokenRange,
  operators: readonly string[],
): number | undefined {
  let found: number | undefined;
  for (let i = start; i < end; i++) {
    const token = tokens[i]!;
    if (token.kind !== 'punctuation') continue;
    if (['(', '[', '{'].includes(token.text)) i = closingOf(tokens, i);
    else if (operators.includes(token.text)) found = i;
  }
  return found;
}

function firstPlus(tokens: readonly Token[], { start, end }: TokenRange): number {
  for (let i = start; i < end; i++) {
    if (isPunctuation(tokens[i], '(')) i = closingOf(tokens, i);
    else if (isPunctuation(tokens[i], '+')) return i;
  }
  return end;
}
