/** What a registry says of one image for one platform. Plain data: kept as JSON between runs. */
import type { InferOutput } from 'valibot';
import type { configSchema } from './schemas.ts';

export interface RegistryLayer {
  readonly digest: string;
  readonly mediaType: string;
  /** Compressed bytes, from the manifest. */
  readonly compressed: number;
  /** Unpacked bytes, the length of the layer's tar; undefined when the registry's blobs do not tell for certain. */
  readonly unpacked: number | undefined;
}

export interface RegistryImage {
  /** Digest of the platform's own manifest. */
  readonly digest: string;
  /** Digest of the index it was chosen from: what pins all platforms; undefined for an image without an index. */
  readonly indexDigest: string | undefined;
  readonly platform: string;
  /** All platforms of the index, the image's own when there is none. */
  readonly platforms: readonly string[];
  readonly layers: readonly RegistryLayer[];
  readonly config: ImageConfig;
}

export interface ImageConfig {
  /** As Docker reads it: `''` is root. */
  readonly user: string;
  readonly workingDirectory: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: readonly string[];
  /** `8080/tcp`. */
  readonly exposedPorts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** The words of HEALTHCHECK (`CMD`, `CMD-SHELL`, `NONE` first); empty when there is none. */
  readonly healthcheck: readonly string[];
  readonly stopSignal: string | undefined;
  /** RFC 3339 time; undefined when the builder left it out or made it the epoch, as reproducible builds do. */
  readonly created: string | undefined;
  readonly history: readonly { readonly createdBy: string; readonly empty: boolean }[];
}

export interface TotalSize {
  readonly bytes: number;
  /** False: some layer's length is not known and was estimated from its compressed one. */
  readonly exact: boolean;
}

/** Compressed bytes of all layers: what a pull transfers. Exact as far as the manifest is true. */
export function pullSize({ layers }: RegistryImage): number {
  return layers.reduce((sum, { compressed }) => sum + compressed, 0);
}

/**
 * Unpacked by compressed bytes over the official images of Debian and Alpine families on Docker Hub (2.4 to 3.2): for
 * layers whose own length is not known, when none of the image is.
 */
const usualRatio = 2.7;

/** Unpacked bytes of all layers: what the image takes on disk. */
export function diskSize({ layers }: RegistryImage): TotalSize {
  let known = 0;
  let knownCompressed = 0;
  let unknown = 0;
  for (const { compressed, unpacked } of layers) {
    if (unpacked === undefined) unknown += compressed;
    else {
      known += unpacked;
      knownCompressed += compressed;
    }
  }
  // Small layers say little about how well programs shrink.
  const ratio = knownCompressed > unknown ? known / knownCompressed : usualRatio;
  return { bytes: known + Math.round(unknown * ratio), exact: unknown === 0 };
}

/** The parts of a configuration that we use, with Docker's defaults filled in. */
export function readConfig(raw: InferOutput<typeof configSchema>): ImageConfig {
  const { config } = raw;
  const isEpoch = raw.created?.startsWith('1970-01-01T00:00:00') ?? false;
  return {
    user: config?.User ?? '',
    workingDirectory: config?.WorkingDir ?? '',
    entrypoint: config?.Entrypoint ?? [],
    command: config?.Cmd ?? [],
    environment: config?.Env ?? [],
    exposedPorts: Object.keys(config?.ExposedPorts ?? {}),
    labels: config?.Labels ?? {},
    healthcheck: config?.Healthcheck?.Test ?? [],
    stopSignal: config?.StopSignal ?? undefined,
    created: isEpoch ? undefined : (raw.created ?? undefined),
    history: (raw.history ?? []).map((entry) => ({
      createdBy: entry.created_by ?? '',
      empty: entry.empty_layer === true,
    })),
  };
}
