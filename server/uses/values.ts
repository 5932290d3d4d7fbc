/** `environment`, `args` and the like: a list of `NAME=value` or a map, in compose and bake files. */
import { asRecord } from '../project/value.ts';
import type { Values } from './facts.ts';

/** Text of a scalar as it would reach a variable; undefined for null and for what is no scalar. */
export function scalarText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    ? String(value)
    : undefined;
}

/** `read` makes the final text of a value, undefined where it can't be known. */
export function readValues(raw: unknown, read: (text: string) => string | undefined): Values {
  const values = new Map<string, string | undefined>();
  const entries = Array.isArray(raw)
    ? raw.flatMap((item): [string, string | undefined][] => {
        const text = scalarText(item);
        if (text === undefined) return [];
        const equals = text.indexOf('=');
        return [equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)]];
      })
    : Object.entries(asRecord(raw) ?? {}).map(([name, value]): [string, string | undefined] => [
        name,
        scalarText(value),
      ]);
  for (const [name, text] of entries) values.set(name, text === undefined ? undefined : read(text));
  return values;
}
