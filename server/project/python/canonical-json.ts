/**
 * Text as Python's `json.dumps(value, sort_keys=True)` writes it: what poetry and pipenv take their hashes of. With
 * `compact`, without blanks behind `,` and `:`. Undefined for values that JSON and TOML write differently (dates,
 * fractions).
 */
export function pythonJson(value: unknown, compact = false): string | undefined {
  const [comma, colon] = compact ? [',', ':'] : [', ', ': '];
  const write = (item: unknown): string | undefined => {
    if (item === null) return 'null';
    if (typeof item === 'string') return quoted(item);
    if (typeof item === 'boolean') return String(item);
    if (typeof item === 'number') return Number.isSafeInteger(item) ? String(item) : undefined;
    if (Array.isArray(item)) return joined(item.map(write), '[', ']');
    if (typeof item !== 'object' || item instanceof Date) return undefined;
    const fields = Object.entries(item)
      .sort(([a], [b]) => byCodePoint(a, b))
      .map(([key, field]) => {
        const text = write(field);
        return text === undefined ? undefined : quoted(key) + colon + text;
      });
    return joined(fields, '{', '}');
  };
  const joined = (parts: readonly (string | undefined)[], open: string, close: string): string | undefined =>
    parts.includes(undefined) ? undefined : open + parts.join(comma) + close;
  return write(value);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Python compares strings by code point, JavaScript by UTF-16 unit. */
function byCodePoint(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
