/**
 * What Docker Engine says of an image that it holds (Engine API, "inspect an image"). Its `Size` means different things:
 *
 * - With a graph driver (`overlay2` and its like) it counts the files of all layers: what `docker images` shows.
 * - With the containerd image store it counted the compressed content until August 2026, and compressed and unpacked
 *   together since (github.com/moby/moby/pull/53426), in every version of the API. It is not used then; `Manifests`
 *   names both by their own names (API 1.48), unpacked ones in blocks of the file system.
 * - Podman, which answers the same questions, has a driver named `overlay` and counts the way it likes: ≈.
 */
import { array, boolean, fallback, nullish, number, object, safeParse, string } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';
import { readConfig } from '../registry/image.ts';
import type { ImageConfig } from '../registry/image.ts';
import { formatPlatform } from '../registry/platform.ts';
import { configSchema } from '../registry/schemas.ts';
import type { ImageSize } from './facts.ts';
import { parseStored } from './live-record.ts';
import { familiarName, parseReference } from './reference.ts';
import type { ImageReference } from './reference.ts';

export interface EngineImage {
  readonly platform: string;
  /** What the tag stood for when it was pulled; undefined for what was built here. */
  readonly digest: string | undefined;
  readonly onDisk: Pick<ImageSize, 'bytes' | 'kind'> | undefined;
  readonly compressed: Pick<ImageSize, 'bytes' | 'kind'> | undefined;
  readonly config: ImageConfig;
}

/** What is not as expected counts as not said. */
function lenient<Schema extends GenericSchema>(schema: Schema) {
  return fallback(nullish(schema), undefined);
}

const manifestSchema = object({
  Kind: lenient(string()),
  /** False: some layer was never fetched, so `Content` is a part. */
  Available: lenient(boolean()),
  Size: lenient(object({ Content: lenient(number()) })),
  ImageData: lenient(
    object({
      Platform: lenient(object({ architecture: string(), os: string(), variant: lenient(string()) })),
      Size: lenient(object({ Unpacked: lenient(number()) })),
    }),
  ),
});
const inspectSchema = object({
  Id: string(),
  RepoDigests: lenient(array(string())),
  Created: lenient(string()),
  Architecture: string(),
  Variant: lenient(string()),
  Os: string(),
  Size: lenient(number()),
  GraphDriver: lenient(object({ Name: lenient(string()) })),
  Descriptor: lenient(object({ digest: string() })),
  Manifests: lenient(array(manifestSchema)),
  Config: configSchema.entries.config,
});
type Inspected = InferOutput<typeof inspectSchema>;

/** Docker's own (docs.docker.com/engine/storage/drivers, and the former ones that engines in use may have). */
const graphDrivers: ReadonlySet<string> = new Set(['overlay2', 'fuse-overlayfs', 'btrfs', 'zfs', 'vfs', 'aufs', 'devicemapper', 'windowsfilter']); // prettier-ignore

/** Undefined for what is no such answer. `reference`: what was asked for. */
export function readEngineImage(
  text: string | undefined,
  reference: ImageReference,
): EngineImage | undefined {
  const result = safeParse(inspectSchema, parseStored(text));
  if (!result.success) return undefined;
  const image = result.output;
  const platform = formatPlatform({
    os: image.Os,
    architecture: image.Architecture,
    variant: image.Variant ?? undefined,
  });
  const digest = digestOf(image, reference);
  return {
    platform,
    digest,
    ...sizesOf(image, platform),
    config: readConfig({ created: image.Created, config: image.Config }),
  };
}

function digestOf({ RepoDigests }: Inspected, reference: ImageReference): string | undefined {
  for (const text of RepoDigests ?? []) {
    const other = parseReference(text);
    if (other?.digest?.startsWith('sha256:') && familiarName(other) === familiarName(reference))
      return other.digest;
  }
  return undefined;
}

function sizesOf(image: Inspected, platform: string): Pick<EngineImage, 'onDisk' | 'compressed'> {
  const driver = image.GraphDriver?.Name ?? '';
  // There the identifier is the digest of the manifest or index; elsewhere it is that of the configuration.
  const containerd =
    image.Descriptor !== undefined || (image.RepoDigests ?? []).some((name) => name.endsWith(`@${image.Id}`));
  if (containerd) {
    const own = image.Manifests?.find(
      ({ Kind, ImageData }) =>
        Kind === 'image' &&
        ImageData?.Platform &&
        platform ===
          formatPlatform({ ...ImageData.Platform, variant: ImageData.Platform.variant ?? undefined }),
    );
    return {
      onDisk: size(own?.ImageData?.Size?.Unpacked, 'derived'),
      compressed: own?.Available === true ? size(own.Size?.Content, 'derived') : undefined,
    };
  }
  const kind = graphDrivers.has(driver) ? 'exact' : driver === 'overlay' ? 'derived' : undefined;
  return { onDisk: kind && size(image.Size, kind), compressed: undefined };
}

/** 0 stands for "not counted" too, and no image that somebody builds on is empty. */
function size(bytes: number | null | undefined, kind: ImageSize['kind']): EngineImage['onDisk'] {
  return Number.isSafeInteger(bytes) && bytes! > 0 ? { bytes: bytes!, kind } : undefined;
}
