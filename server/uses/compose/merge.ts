/**
 * Services of several compose files become one, by Compose's rules: maps are merged, lists appended, and what
 * describes a command is replaced. Source: https://docs.docker.com/reference/compose-file/merge/
 */
import { asRecord } from '../../project/value.ts';
import type { UnknownRecord } from '../../project/value.ts';
import { namedValues } from '../values.ts';
import { Tagged } from '../yaml.ts';

/** Fields that may be written as a list of `NAME=value` or as a map. */
const nameValueFields: ReadonlySet<string> = new Set([
  'environment',
  'args',
  'labels',
  'additional_contexts',
]);
const replacedFields: ReadonlySet<string> = new Set(['command', 'entrypoint', 'test']);

/** The service as the second file leaves it. */
export function mergeServices(base: UnknownRecord, over: UnknownRecord): UnknownRecord {
  const merged: Record<string, unknown> = { ...plain(base) };
  for (const [field, value] of Object.entries(over)) {
    if (value instanceof Tagged) {
      if (value.tag === 'reset') delete merged[field];
      else merged[field] = value.value;
    } else merged[field] = mergeField(field, merged[field], value);
  }
  return merged;
}

function mergeField(field: string, before: unknown, after: unknown): unknown {
  if (before === undefined || replacedFields.has(field)) return plainValue(after);
  if (after === null || after === undefined) return before;
  if (field === 'build') return mergeServices(asBuild(before), asBuild(after));
  if (nameValueFields.has(field)) return Object.fromEntries([...namedValues(before), ...namedValues(after)]);
  const [first, second] = [asRecord(before), asRecord(after)];
  if (first && second) return mergeServices(first, second);
  if (Array.isArray(before) && Array.isArray(after))
    return [...(before as unknown[]), ...(after as unknown[])];
  return plainValue(after);
}

/** `build: ./dir` is short for a map with a context. */
export function asBuild(value: unknown): UnknownRecord {
  return typeof value === 'string' ? { context: value } : (asRecord(value) ?? {});
}

/** Without the tags of a file that nothing is merged into. */
function plain(record: UnknownRecord): UnknownRecord {
  return Object.fromEntries(
    Object.entries(record).flatMap(([field, value]) =>
      value instanceof Tagged && value.tag === 'reset' ? [] : [[field, plainValue(value)]],
    ),
  );
}

function plainValue(value: unknown): unknown {
  if (value instanceof Tagged) return value.tag === 'reset' ? undefined : value.value;
  const record = asRecord(value);
  return record ? plain(record) : value;
}
