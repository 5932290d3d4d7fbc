/** The JSON (exec) form of arguments: an array of strings, otherwise the builder reads shell form. */
import { skipBlanks } from './words.ts';
import type { Instruction, LogicalText, Word } from './model.ts';

/** The strings of a valid JSON array of strings at `start`, or undefined: then it is shell form. */
export function readJsonForm(args: LogicalText, start: number): Word[] | undefined {
  const from = skipBlanks(args.text, start);
  if (args.text[from] !== '[') return undefined;
  const source = args.text.slice(from).trimEnd();
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed) || !parsed.every((item) => typeof item === 'string')) return undefined;
  const words: Word[] = [];
  // The array is valid JSON of strings only, so string literals can be found by their quotes alone.
  let position = 1;
  for (const value of parsed) {
    const open = source.indexOf('"', position);
    let close = open + 1;
    while (source[close] !== '"') close += source[close] === '\\' ? 2 : 1;
    words.push({
      raw: source.slice(open, close + 1),
      value,
      span: args.spanOf(from + open, from + close + 1),
    });
    position = close + 1;
  }
  return words;
}

/**
 * Arguments that begin like a JSON array: `not-strings` is valid JSON with something else than strings, which the
 * builder refuses; `broken` is no JSON, which it takes for shell form. Undefined when they don't begin with `[`, or
 * are in JSON form.
 */
export function looksLikeJson(instruction: Instruction): 'not-strings' | 'broken' | undefined {
  const { args, bodySpan, json } = instruction;
  const start = bodySpan ? args.text.indexOf('[') : -1;
  if (json || start < 0 || args.toDocument(start) !== bodySpan?.start) return undefined;
  try {
    return Array.isArray(JSON.parse(args.text.slice(start).trim())) ? 'not-strings' : 'broken';
  } catch {
    return 'broken';
  }
}

/** Writes words as a JSON array in the usual style: `["node", "server.js"]`. */
export function formatJsonForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
