/** `environment`, `args` and the like: a list of `NAME=value` or a map, in compose and bake files. */
import { entriesOf } from '../project/value.ts';
import type { Values } from './facts.ts';

/** Text of a scalar as it would reach a variable; undefined for null and for what is no scalar. */
export function scalarText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    ? String(value)
    : undefined;
}

/** The entries of a list of `NAME=value` or of a map; a name without a value has undefined, or null in a map. */
export function namedValues(raw: unknown): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(raw)) return entriesOf(raw);
  return raw.flatMap((item): [string, unknown][] => {
    const text = scalarText(item);
    if (text === undefined) return [];
    const equals = text.indexOf('=');
    return [equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)]];
  });
}

/** `read` makes the final text of a value, undefined where it can't be known. */
export function readValues(raw: unknown, read: (text: string) => string | undefined): Values {
  return new Map(
    namedValues(raw).map(([name, value]) => {
      const text = scalarText(value);
      return [name, text === undefined ? undefined : read(text)];
    }),
  );
}
