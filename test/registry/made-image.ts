/** Images that a test makes byte by byte, and a handler that serves them as a registry does. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Handler } from './server.ts';

export const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  gzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  tar: 'application/vnd.oci.image.layer.v1.tar',
};

export interface Layer {
  readonly type: string;
  readonly bytes: Buffer;
  readonly annotations?: Record<string, string>;
}

export function digest(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A text that compresses about as well as programs do, of whole tar records. */
export function tarLike(records: number, seed = 1): Buffer {
  const buffer = Buffer.alloc(records * 512);
  let state = seed;
  for (let i = 0; i < buffer.length; i++) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    // Half noise, half the same again.
    buffer[i] = i % 2 === 0 ? (state >> 16) & 255 : 65;
  }
  return buffer;
}

export function gzipLayer(tar: Buffer): Layer {
  return { type: types.gzip, bytes: gzipSync(tar) };
}

/** One zstd frame (RFC 8878) with one block as it is; `withSize`: the header names the length. Below 128 KiB. */
export function zstdLayer(tar: Buffer, withSize = true): Layer {
  const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(tar.length);
  // Single segment with four bytes of length, or a window of 1 MiB without any.
  const header = withSize ? Buffer.concat([Buffer.from([0xa0]), size]) : Buffer.from([0x00, 0x50]);
  const block = Buffer.alloc(3);
  block.writeUIntLE((tar.length << 3) | 1, 0, 3);
  return { type: types.zstd, bytes: Buffer.concat([magic, header, block, tar]) };
}

/** What one repository holds: documents by tag and digest, blobs by digest. */
export class Repository {
  readonly manifests = new Map<string, { readonly type: string; readonly body: Buffer }>();
  readonly blobs = new Map<string, Buffer>();

  image(
    layers: readonly Layer[],
    config: object = {},
    tag?: string,
    platform = { os: 'linux', architecture: 'amd64' },
  ): string {
    const configBytes = Buffer.from(JSON.stringify({ ...platform, config, history: [] }));
    this.blobs.set(digest(configBytes), configBytes);
    for (const { bytes } of layers) this.blobs.set(digest(bytes), bytes);
    const manifest = {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, digest: digest(configBytes), size: configBytes.length },
      layers: layers.map(({ type, bytes, annotations }) => ({
        mediaType: type,
        digest: digest(bytes),
        size: bytes.length,
        ...(annotations ? { annotations } : {}),
      })),
    };
    return this.document(types.manifest, manifest, tag);
  }

  index(entries: readonly { digest: string; platform?: object; mediaType?: string }[], tag?: string): string {
    const manifests = entries.map((entry) => ({ mediaType: types.manifest, size: 1, ...entry }));
    return this.document(types.index, { schemaVersion: 2, mediaType: types.index, manifests }, tag);
  }

  document(type: string, content: object, tag?: string): string {
    const body = Buffer.from(JSON.stringify(content));
    this.manifests.set(digest(body), { type, body });
    if (tag !== undefined) this.manifests.set(tag, { type, body });
    return digest(body);
  }

  /** Serves `/v2/NAME/manifests/…` and `/v2/NAME/blobs/…` of any name, with ranges. */
  readonly handler: Handler = (request, response) => {
    const [, kind, name] = /^\/v2\/.+\/(manifests|blobs)\/([^/?]+)$/.exec(request.url ?? '') ?? [];
    const manifest = kind === 'manifests' ? this.manifests.get(name!) : undefined;
    const blob = kind === 'blobs' ? this.blobs.get(name!) : undefined;
    if (manifest) {
      response.writeHead(200, {
        'content-type': manifest.type,
        'docker-content-digest': digest(manifest.body),
        'content-length': manifest.body.length,
      });
      response.end(request.method === 'HEAD' ? undefined : manifest.body);
      return;
    }
    if (!blob) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"errors":[]}');
      return;
    }
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (!range) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(blob);
      return;
    }
    const [first, last] = [Number(range[1]), Number(range[2])];
    response.writeHead(206, { 'content-range': `bytes ${first}-${last}/${blob.length}` });
    response.end(blob.subarray(first, last + 1));
  };
}
