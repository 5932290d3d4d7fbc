import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatSaving, formatSize, formatSizes } from '../../server/images/format.ts';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'], [-0, '0 B'], [1, '1 B'], [0.4, '0 B'], [-0.4, '0 B'], [999, '999 B'], [999.6, '1 kB'], [1000, '1 kB'], [1024, '1.02 kB'],
    [8_400_000, '8.4 MB'], [12_340_000, '12.3 MB'], [227_340_000, '227 MB'], [999_499_999, '999 MB'], [999_500_000, '1 GB'],
    [1_114_837_560, '1.11 GB'], [-985_000_000, '−985 MB'], [1e18, '1 EB'], [Number.MAX_SAFE_INTEGER, '9.01 PB'],
    [Number.NaN, 'unknown'], [Number.POSITIVE_INFINITY, 'unknown'],
  ])('%d is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text)); // prettier-ignore

  it('marks what is derived only', () => {
    expect(formatBytes(136_000_000, 'derived')).toBe('≈ 136 MB');
    expect(formatBytes(136_000_000, 'rounded')).toBe('136 MB');
    expect(formatSize(undefined)).toBeUndefined();
  });

  it('has at most three digits and stays within half a percent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        const [number = '', unit = ''] = formatBytes(bytes).split(' ');
        expect(number.replace('.', '').length).toBeLessThanOrEqual(3);
        const value = Number(number) * 1000 ** ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].indexOf(unit);
        expect(Math.abs(value - bytes) / bytes).toBeLessThanOrEqual(0.00501);
      }),
    );
  });
});

describe('formatSizes', () => {
  const size = (bytes: number, kind: 'exact' | 'derived') => ({
    bytes,
    kind,
    date: undefined,
    source: 'table' as const,
  });

  it('says what is known', () => {
    const [onDisk, compressed] = [size(1_100_000_000, 'exact'), size(408_000_000, 'derived')];
    expect(formatSizes({ onDisk, compressed })).toBe('1.1 GB on disk · ≈ 408 MB pull');
    expect(formatSizes({ onDisk, compressed: undefined })).toBe('1.1 GB on disk');
    expect(formatSizes({ onDisk: undefined, compressed })).toBe('≈ 408 MB pull');
    expect(formatSizes({ onDisk: undefined, compressed: undefined })).toBeUndefined();
  });
});

describe('formatSaving', () => {
  it.each([[1000, 200, '−80 %'], [1000, 1000, undefined], [1000, 2000, undefined], [0, 0, undefined], [1000, 999, undefined], [10, 0, '−100 %']])(
    '%d to %d: %s', (before, after, text) => expect(formatSaving(before, after)).toBe(text)); // prettier-ignore
});
