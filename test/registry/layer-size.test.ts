import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackedSize } from '../../server/registry/layer-size.ts';
import { tarLike, types } from './made-image.ts';

const layer = (size: number, mediaType = types.gzip) => ({ mediaType, digest: 'sha256:x', size });
/** The trailer of a gzip file of that length. */
function isize(length: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length % 2 ** 32);
  return bytes;
}
const gib = 2 ** 30;
const mb = 1_000_000;

describe('the length in a gzip trailer', () => {
  it.each<[string, number, number, boolean]>([
    ['an ordinary layer', 80 * mb, 240 * mb, true],
    ['one of texts', 30 * mb, 250 * mb, true],
    ['one of programs that are packed already', 50 * mb, 50 * mb + 512 * 20, true],
    ['a small one of zeros', 3 * mb, 2 * gib, true],
    ['of 5 GiB, an ordinary one', 2000 * mb, 5 * gib, false],
    ['of 5 GiB that shrank well', 300 * mb, 5 * gib, false],
    ['of 4 GiB to the byte', 1500 * mb, 4 * gib, false],
    ['of 6 GiB, nearly all of it zeros', 10 * mb, 6 * gib, false],
    ['of 12 GiB in 4 GiB of blob', 4 * gib, 12 * gib, false],
    ['large enough that a longer one would be ordinary', 300 * mb, 900 * mb - (900 * mb) % 512, false],
  ])('%s', (_name, size, length, believed) => {
    const whole = length - (length % 512);
    expect(unpackedSize(layer(size), isize(whole))).toBe(believed ? whole : undefined);
  }); // prettier-ignore

  it('is never believed when it is too short for the blob', () => {
    expect(unpackedSize(layer(100 * mb), isize(50 * mb - (50 * mb) % 512))).toBeUndefined();
  }); // prettier-ignore

  it('is never believed when it has wrapped to what deflate could not have made of the blob', () => {
    // Of all lengths beyond 4 GiB, those that shrank by less than 20 to 1 are recognized whatever remains of them.
    fc.assert(
      fc.property(
        fc.integer({ min: 4 * gib, max: 40 * gib }),
        fc.double({ min: 1, max: 19, noNaN: true }),
        (length, ratio) => {
          const whole = length - (length % 512);
          expect(unpackedSize(layer(Math.ceil(whole / ratio)), isize(whole))).toBeUndefined();
        },
      ),
    );
  });

  it('of what zlib itself makes is right, at its best and at its worst', () => {
    for (const tar of [Buffer.alloc(8 * 1024 * 1024), tarLike(4000)]) {
      const blob = gzipSync(tar, { level: 9 });
      expect(unpackedSize(layer(blob.length), blob.subarray(-4))).toBe(tar.length);
      const stored = gzipSync(tar, { level: 0 });
      expect(unpackedSize(layer(stored.length), stored.subarray(-4))).toBe(tar.length);
    }
  });

  it('rests on the limit of deflate', () => {
    const length = 64 * 1024 * 1024;
    const smallest = deflateRawSync(Buffer.alloc(length), { level: 9 });
    expect(length / smallest.length).toBeGreaterThan(1000);
    expect(length / smallest.length).toBeLessThan(1032);
  });
});

describe('the length in a zstd header', () => {
  const blob = (length: number, head: string) =>
    Buffer.concat([Buffer.from(head, 'hex'), Buffer.alloc(length)]);
  it.each<[string, string, number | undefined]>([
    ['8 bytes, over 4 GiB', '28b52ffd e0 0002000002000000', 2 * 2 ** 32 + 512],
    ['8 bytes, beyond what a number holds', '28b52ffd e0 00ffffffffffffff', undefined],
    ['2 bytes, which count from 256', '28b52ffd 60 0001', 512],
    ['1 byte', '28b52ffd 20 00', undefined],
    ['with a dictionary', '28b52ffd a1 07 00020000', 512],
    ['with a window', '28b52ffd 80 58 00020000', 512],
    ['none', '28b52ffd 00 58', undefined],
    ['of a skippable frame', '502a4d18 04000000 00000000', undefined],
    ['cut off', '28b52ffd a0 00', undefined],
  ])('%s', (_name, head, length) => {
    const bytes = blob(0, head.replaceAll(' ', ''));
    expect(unpackedSize(layer(100, types.zstd), bytes)).toBe(length);
  }); // prettier-ignore
});
