/** Reading untrusted, already parsed data: every field may have any type. */

export type UnknownRecord = Readonly<Record<string, unknown>>;

/** `value` when it is a plain object (not an array, not null). */
export function asRecord(value: unknown): UnknownRecord | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as UnknownRecord)
    : undefined;
}

/** An own field; a name such as `constructor` never reaches the prototype. */
export function field(value: unknown, name: string): unknown {
  const record = asRecord(value);
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A string, or a finite number or boolean as text (YAML and TOML turn versions such as 9.0 into numbers). */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** The strings of an array; a single string counts as an array of one. */
export function asStrings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The fields of an object whose values are strings; everything else is left out. */
export function asStringRecord(value: unknown): Readonly<Record<string, string>> {
  const result: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, item] of entriesOf(value)) if (typeof item === 'string') result[key] = item;
  return { ...result };
}

export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(asRecord(value) ?? {});
}

/** The message of whatever was thrown, first line only. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]!.trim();
}
