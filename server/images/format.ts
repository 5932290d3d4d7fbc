/** Sizes as text, the same everywhere: decimal units as Docker prints them. */
import type { ImageFact, ImageSize } from './facts.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/**
 * `1.12 GB`, `221 MB`, `8.4 MB`, `0 B`: at most three digits, trailing zeros dropped, a minus sign for negative
 * numbers. With kind 'derived' an `≈` stands before it. `unknown` for what is not a finite number.
 */
export function formatBytes(bytes: number, kind: ImageSize['kind'] = 'exact'): string {
  if (!Number.isFinite(bytes)) return 'unknown';
  let value = Math.abs(bytes);
  let unit = 0;
  // 999.5 already rounds to 1000, which is 1 of the next unit.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const number = unit === 0 ? Math.round(value) : Number(value.toFixed(digits));
  const sign = bytes < 0 && number !== 0 ? '−' : '';
  return `${kind === 'derived' ? '≈ ' : ''}${sign}${number} ${units[unit] ?? 'B'}`;
}

/** The size of an image as text, undefined when unknown. */
export function formatSize(size: ImageSize | undefined): string | undefined {
  return size === undefined ? undefined : formatBytes(size.bytes, size.kind);
}

/** `1.12 GB on disk · 408 MB pull`, what is unknown left out; undefined when both are. */
export function formatSizes({
  onDisk,
  compressed,
}: Pick<ImageFact, 'onDisk' | 'compressed'>): string | undefined {
  const parts = [
    ...(onDisk ? [`${formatBytes(onDisk.bytes, onDisk.kind)} on disk`] : []),
    ...(compressed ? [`${formatBytes(compressed.bytes, compressed.kind)} pull`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' · ');
}

/** `−80 %`: how much smaller `after` is than `before`, undefined when it is not smaller by at least one percent. */
export function formatSaving(before: number, after: number): string | undefined {
  const percent = Math.round((1 - after / before) * 100);
  return Number.isFinite(percent) && percent >= 1 ? `−${percent} %` : undefined;
}
