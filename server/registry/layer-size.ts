/**
 * How large a layer is once unpacked, without downloading it: gzip keeps the length in its last four bytes (RFC 1952,
 * ISIZE), zstd in its first few (RFC 8878, Frame_Content_Size). The length is that of the layer's tar.
 */
import { layerFormat, isForeign } from './media-types.ts';
import type { LayerFormat } from './media-types.ts';

export interface LayerDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Compressed bytes. */
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>> | null | undefined;
}

/** The bytes of the blob to ask for, both included; undefined when none would tell. */
export function sizeBearingBytes(layer: LayerDescriptor): { first: number; last: number } | undefined {
  if (isForeign(layer.mediaType) || isChunked(layer)) return undefined;
  switch (layerFormat(layer.mediaType)) {
    case 'gzip':
      // Header, an empty block and the trailer are 20 bytes.
      return layer.size < 20 ? undefined : { first: layer.size - 4, last: layer.size - 1 };
    case 'zstd':
      return layer.size < 9 ? undefined : { first: 0, last: Math.min(layer.size, 18) - 1 };
    case 'tar':
    case 'unknown':
      return undefined;
  }
}

/** A tar is a row of records of that size, in bytes (POSIX ustar). */
const tarRecord = 512;
/** gzip counts modulo 2³². */
const gzipModulus = 2 ** 32;
/** No deflate stream unpacks to more: 258 bytes from two bits (zlib.net/feldspar.html, "maximum compression factor"). */
const deflateLimit = 1032;
/** Disk images and databases that were reserved ahead shrink by less than this, mostly; trees of files by far less. */
const plausibleLimit = 20;
/** Trees of files shrink to a half or a fifth, those of texts to a tenth. */
const ordinaryLimit = 10;
/** What deflate adds to bytes that do not shrink: five for each stored block, which has 16 KiB or more. */
const storedOverhead = 5 / 16_384;

/**
 * Unpacked bytes from the bytes asked for; undefined when they do not tell for certain: several gzip members or zstd
 * frames in a row (each has a length of its own), more than 4 GiB, or no such file at all.
 */
export function unpackedSize(layer: LayerDescriptor, bytes: Uint8Array): number | undefined {
  const isGzip = layerFormat(layer.mediaType) === 'gzip';
  const read = isGzip ? isize(bytes) : frameContentSize(bytes);
  if (read === undefined || read % tarRecord !== 0) return undefined;
  // What is compressed is smaller, but for the few bytes around a tar of nearly nothing.
  if (read < layer.size * (1 - storedOverhead) - 64) return undefined;
  return isGzip && mayHaveWrapped(read, layer.size) ? undefined : read;
}

/**
 * May the true length be `read` and a multiple of 4 GiB more? Certainly not when deflate can't shrink that much: the
 * case of every layer below 4 MB. Certainly possible when the next length is an ordinary one for such a blob: the
 * case of every layer from about 220 MB on. In between the length is believed when it is an ordinary one itself. What
 * this still gets wrong is a layer with gigabytes of nothing in it, whose remainder happens to look ordinary; and one that
 * somebody put together of several gzip files without saying so (eStargz says so, and ends with an empty one).
 */
function mayHaveWrapped(read: number, size: number): boolean {
  const next = read + gzipModulus;
  if (next > size * deflateLimit) return false;
  return next < size * plausibleLimit || read > size * ordinaryLimit;
}

/** Unpacked bytes that need no request: a tar that is not compressed. */
export function plainSize(layer: LayerDescriptor): number | undefined {
  const format: LayerFormat = layerFormat(layer.mediaType);
  return format === 'tar' && !isForeign(layer.mediaType) ? layer.size : undefined;
}

/** eStargz and zstd:chunked: many members or frames, so that files can be fetched one by one. */
function isChunked({ annotations }: LayerDescriptor): boolean {
  return Object.keys(annotations ?? {}).some(
    (name) =>
      name.startsWith('containerd.io/snapshot/stargz/') ||
      name.startsWith('io.github.containers.zstd-chunked.'),
  );
}

function isize(bytes: Uint8Array): number | undefined {
  if (bytes.length !== 4) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}

const zstdMagic = 0xfd2fb528;

/** RFC 8878, 3.1.1.1: undefined when the frame does not say, which streaming encoders can't. */
function frameContentSize(bytes: Uint8Array): number | undefined {
  if (bytes.length < 6) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0, true) !== zstdMagic) return undefined;
  const descriptor = view.getUint8(4);
  const singleSegment = (descriptor & 0x20) !== 0;
  const flag = descriptor >> 6;
  const length = flag === 0 ? (singleSegment ? 1 : 0) : 1 << flag;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const at = 5 + (singleSegment ? 0 : 1) + dictionary;
  if (length === 0 || at + length > bytes.length) return undefined;
  switch (length) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default: {
      const size = view.getBigUint64(at, true);
      return size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : undefined;
    }
  }
}
