/** Untrusted YAML as plain values. */
import { parse } from 'yaml';
import type { DocumentOptions, ParseOptions, SchemaOptions, ToJSOptions } from 'yaml';
import { isTooDeepForYaml } from './yaml-depth.ts';

/** @throws Error when the text is no YAML, is nested too deeply, or grows too much through its aliases. */
export function parseYaml(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions & ToJSOptions = {},
): unknown {
  if (isTooDeepForYaml(text)) throw new Error('it is nested too deeply');
  return parse(text, { logLevel: 'error', maxAliasCount: 10, ...options });
}
