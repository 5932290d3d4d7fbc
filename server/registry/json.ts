/** JSON from a stranger: read as UTF-8, never an exception, checked against a schema before anybody uses it. */
import { safeParse } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';

/** Undefined for what is no UTF-8, no JSON, or not of this shape. */
export function parseJson<Schema extends GenericSchema>(
  bytes: Uint8Array,
  schema: Schema,
): InferOutput<Schema> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)
      return undefined;
    throw error;
  }
  const result = safeParse(schema, value);
  return result.success ? result.output : undefined;
}
