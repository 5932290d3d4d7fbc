/** Media types of the OCI image specification and of Docker's image manifest, version 2, schema 2. */

export const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;

export const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

export const anyManifest: readonly string[] = [...indexTypes, ...manifestTypes];

export type LayerFormat = 'gzip' | 'zstd' | 'tar' | 'unknown';

/** How a layer's blob is packed. */
export function layerFormat(mediaType: string): LayerFormat {
  if (/[.+]gzip$/.test(mediaType)) return 'gzip';
  if (/[.+]zstd$/.test(mediaType)) return 'zstd';
  return /\.tar$/.test(mediaType) ? 'tar' : 'unknown';
}

/** Layers that a registry need not have: base layers of Windows, which other servers hand out. */
export function isForeign(mediaType: string): boolean {
  return mediaType.includes('.foreign.') || mediaType.includes('.nondistributable.');
}
