import { expect, test } from 'vitest';
import { formatBytes, formatChange } from '../../client/sizes.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [9_994, '9.99 kB'],
  [9_996, '10.0 kB'],
  [99_960, '100 kB'],
  [883_600_000, '884 MB'],
  [999_600_000, '1.00 GB'],
  [1_120_000_000, '1.12 GB'],
  [-5, '0 B'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('a change needs both sizes', () => {
  expect(formatChange(883_600_000, 121_400_000)).toBe('≈ 884 MB → ≈ 121 MB');
  expect(formatChange(null, 121_400_000)).toBeUndefined();
  expect(formatChange(883_600_000, null)).toBeUndefined();
});
