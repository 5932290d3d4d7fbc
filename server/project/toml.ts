import { parse } from 'smol-toml';
import { reasonOf } from './value.ts';

export type TomlResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Parses a document. A broken one is an answer, not an exception. */
export function readToml(text: string): TomlResult<unknown> {
  try {
    return { ok: true, value: parse(text) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}
