/** Reads images from a registry: index → manifest of a platform → configuration and lengths of the layers. */
import type { ImageReference } from '../images/reference.ts';
import type { CancellationSignal } from '../ports.ts';
import { digestOf, fits } from './digest.ts';
import { endpointOf } from './endpoint.ts';
import type { Endpoint, Mirrors } from './endpoint.ts';
import { failure } from './failure.ts';
import type { Failure } from './failure.ts';
import { readConfig } from './image.ts';
import type { RegistryImage, RegistryLayer } from './image.ts';
import { hubTag, onHub } from './hub.ts';
import { entryFor, platformsOf } from './index-entries.ts';
import { parseJson } from './json.ts';
import { plainSize, sizeBearingBytes, unpackedSize } from './layer-size.ts';
import type { LayerDescriptor } from './layer-size.ts';
import { anyManifest, indexTypes, manifestTypes } from './media-types.ts';
import { formatPlatform } from './platform.ts';
import type { Platform } from './platform.ts';
import { configSchema, indexSchema, manifestSchema } from './schemas.ts';
import type { TagList } from './tags.ts';
import { listTags } from './list-tags.ts';
import type { Transport } from './transport.ts';

/** What the specification asks registries to allow, in bytes. */
const maximumManifestBytes = 4 * 1024 * 1024;
/** An index in an index in an index; deeper ones are nonsense or an attack. */
const maximumDepth = 3;
/** More than a trailer; a registry that ignores the range sends the whole blob, which is cut off here. */
const maximumRangeBytes = 64;

export interface DescribeOptions {
  readonly platform: Platform;
  readonly signal?: CancellationSignal;
  /** An image read before, by the digest of its platform's manifest: nothing of it has to be read again. */
  readonly known?: (digest: string) => Promise<RegistryImage | undefined>;
}

export type Described = { readonly ok: true; readonly image: RegistryImage } | Failure;

interface Document {
  readonly ok: true;
  readonly digest: string;
  readonly body: Uint8Array;
  readonly kind: 'index' | 'manifest';
}

export class RegistryClient {
  readonly #transport: Transport;
  readonly #mirrors: Mirrors;
  /** Unpacked bytes by layer: siblings share their lowest layers. */
  readonly #lengths = new Map<string, number | undefined>();

  constructor(transport: Transport, mirrors: Mirrors = {}) {
    this.#transport = transport;
    this.#mirrors = mirrors;
  }

  /** Never rejects; what a registry says that does not hold is `invalid`. */
  async describe(reference: ImageReference, options: DescribeOptions): Promise<Described> {
    const endpoint = endpointOf(reference, this.#mirrors);
    const first = await this.#document(
      endpoint,
      reference.digest ?? reference.tag ?? 'latest',
      options.signal,
    );
    if (!first.ok) return first;
    const found = await this.#manifestFor(endpoint, first, options);
    if (!found.ok) return found;
    const known = await options.known?.(found.document.digest);
    const indexDigest = first.kind === 'index' ? first.digest : undefined;
    // A manifest may stand in several indexes, so that much is never taken from memory.
    if (known)
      return { ok: true, image: { ...known, indexDigest, platforms: found.platforms ?? known.platforms } };
    return this.#image(endpoint, found.document, found.platforms, indexDigest, options.signal);
  }

  /** The digest that a tag stands for now (of the index, where there is one), by a HEAD request: not a pull. */
  async digest(
    reference: ImageReference,
    signal?: CancellationSignal,
  ): Promise<{ readonly ok: true; readonly digest: string } | Failure> {
    const endpoint = endpointOf(reference, this.#mirrors);
    const answer = await this.#transport.ask(endpoint, {
      path: manifestPath(endpoint, reference.tag ?? 'latest'),
      method: 'HEAD',
      accept: anyManifest,
      maxBytes: 0,
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) return answer;
    const digest = answer.headers.get('docker-content-digest')?.trim() ?? '';
    return /^sha256:[0-9a-f]{64}$/.test(digest)
      ? { ok: true, digest }
      : failure('invalid', `${endpoint.registry} does not say which digest the tag has.`);
  }

  /** Which tags the repository has. Not a pull. */
  tags(reference: ImageReference, signal?: CancellationSignal): Promise<TagList> {
    return listTags(this.#transport, reference, this.#mirrors, signal);
  }

  /** What Docker Hub says of one tag. Not a pull. */
  listed(reference: ImageReference, signal?: CancellationSignal): ReturnType<typeof hubTag> {
    return onHub(reference, this.#mirrors)
      ? hubTag(this.#transport, reference, signal)
      : Promise.resolve(failure('not-found', 'Only Docker Hub tells it.'));
  }

  async #document(
    endpoint: Endpoint,
    name: string,
    signal: CancellationSignal | undefined,
  ): Promise<Document | Failure> {
    const answer = await this.#transport.ask(endpoint, {
      path: manifestPath(endpoint, name),
      accept: anyManifest,
      maxBytes: maximumManifestBytes,
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) return answer;
    if (name.includes(':') && !fits(answer.body, name))
      return failure('invalid', `${endpoint.registry} sends something else than ${name}.`);
    const type = (answer.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
    if (type.includes('docker.distribution.manifest.v1'))
      return failure('invalid', 'The image has a manifest of schema 1, which no builder reads any more.');
    const kind = indexTypes.some((known) => known === type)
      ? 'index'
      : manifestTypes.some((known) => known === type)
        ? 'manifest'
        : undefined;
    if (kind === undefined)
      return failure(
        'invalid',
        `${endpoint.registry} answers with ${type || 'no type'}, not with a manifest.`,
      );
    return { ok: true, digest: name.includes(':') ? name : digestOf(answer.body), body: answer.body, kind };
  }

  /** Goes down from an index to the manifest for a platform. `platforms`: those of the outermost index. */
  async #manifestFor(
    endpoint: Endpoint,
    first: Document,
    { platform, signal }: DescribeOptions,
  ): Promise<{ ok: true; document: Document; platforms: readonly string[] | undefined } | Failure> {
    let document = first;
    let platforms: readonly string[] | undefined;
    for (let depth = 0; document.kind === 'index'; depth++) {
      if (depth === maximumDepth) return failure('invalid', 'The index has indexes inside indexes.');
      const index = parseJson(document.body, indexSchema);
      if (!index) return failure('invalid', `${endpoint.registry} sends an index that can't be read.`);
      platforms ??= platformsOf(index);
      const entry = entryFor(index, platform);
      if (!entry) return failure('not-found', `There is none for ${formatPlatform(platform)}.`);
      const next = await this.#document(endpoint, entry.digest, signal);
      if (!next.ok) return next;
      document = next;
    }
    return { ok: true, document, platforms };
  }

  async #image(
    endpoint: Endpoint,
    { body, digest }: Document,
    platforms: readonly string[] | undefined,
    indexDigest: string | undefined,
    signal: CancellationSignal | undefined,
  ): Promise<Described> {
    const manifest = parseJson(body, manifestSchema);
    if (!manifest) return failure('invalid', `${endpoint.registry} sends a manifest that can't be read.`);
    const answer = await this.#transport.ask(endpoint, {
      path: blobPath(endpoint, manifest.config.digest),
      maxBytes: maximumManifestBytes,
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) return answer;
    if (!fits(answer.body, manifest.config.digest))
      return failure('invalid', `${endpoint.registry} sends a configuration with another digest.`);
    const config = parseJson(answer.body, configSchema);
    if (!config) return failure('invalid', 'The configuration is none of an image.');
    const layers = await Promise.all(
      manifest.layers.map(async (layer): Promise<RegistryLayer> => ({
        digest: layer.digest,
        mediaType: layer.mediaType,
        compressed: layer.size,
        unpacked: await this.#unpacked(endpoint, layer, signal),
      })),
    );
    if (signal?.isCancellationRequested) return failure('cancelled', 'cancelled');
    const platform = formatPlatform({
      os: config.os ?? 'linux',
      architecture: config.architecture ?? 'amd64',
      variant: config.variant ?? undefined,
    });
    return {
      ok: true,
      image: {
        digest,
        indexDigest,
        platform,
        platforms: platforms ?? [platform],
        layers,
        config: readConfig(config),
      },
    };
  }

  /** Unpacked bytes of one layer; undefined when the blob does not tell, or the registry does not give a part of it. */
  async #unpacked(
    endpoint: Endpoint,
    layer: LayerDescriptor,
    signal: CancellationSignal | undefined,
  ): Promise<number | undefined> {
    const plain = plainSize(layer);
    if (plain !== undefined) return plain;
    if (this.#lengths.has(layer.digest)) return this.#lengths.get(layer.digest);
    const range = sizeBearingBytes(layer);
    if (!range) return undefined;
    const answer = await this.#transport.ask(endpoint, {
      path: blobPath(endpoint, layer.digest),
      maxBytes: maximumRangeBytes,
      range,
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) return undefined;
    const length = isPart(answer.headers.get('content-range'), answer.status, range, layer.size)
      ? unpackedSize(layer, answer.body)
      : undefined;
    this.#lengths.set(layer.digest, length);
    return length;
  }
}

function manifestPath({ repository }: Endpoint, name: string): string {
  return `/v2/${repository}/manifests/${name}`;
}

function blobPath({ repository }: Endpoint, digest: string): string {
  return `/v2/${repository}/blobs/${digest}`;
}

/** Is the answer the part that was asked for, of a blob as long as the manifest says? */
function isPart(
  header: string | undefined,
  status: number,
  { first, last }: { first: number; last: number },
  size: number,
): boolean {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(header?.trim() ?? '');
  if (status !== 206 || !match) return false;
  return (
    Number(match[1]) === first && Number(match[2]) === last && (match[3] === '*' || Number(match[3]) === size)
  );
}
