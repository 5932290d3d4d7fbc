/** Sizes as Docker prints them: decimal units, three digits at most. */

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `bytes` for people, for example `1.12 GB`, `884 MB`, `0 B`. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  // 999.5 would be printed as 1000.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** `≈ 884 MB → ≈ 121 MB`; undefined when either size is unknown. */
export function formatChange(before: number | null, after: number | null): string | undefined {
  if (before === null || after === null) return undefined;
  return `≈ ${formatBytes(before)} → ≈ ${formatBytes(after)}`;
}
