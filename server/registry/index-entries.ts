/** What an index offers: images by platform. */
import type { InferOutput } from 'valibot';
import { formatPlatform, matches } from './platform.ts';
import type { Platform } from './platform.ts';
import type { indexSchema } from './schemas.ts';

type Index = InferOutput<typeof indexSchema>;

/** The entry for a platform. Entries for `unknown` hold attestations (BuildKit), not images. */
export function entryFor(index: Index, wanted: Platform): Index['manifests'][number] | undefined {
  const images = index.manifests.filter(({ platform }) => platform && platform.os !== 'unknown');
  const fitting = images.filter(({ platform }) => matches(normal(platform!), wanted));
  // An index without platforms, as in nested ones, leads on when there is only one way.
  return fitting[0] ?? (images.length === 0 && index.manifests.length === 1 ? index.manifests[0] : undefined);
}

/** Each once, as Docker writes them. */
export function platformsOf(index: Index): readonly string[] {
  return [
    ...new Set(
      index.manifests.flatMap(({ platform }) =>
        platform && platform.os !== 'unknown' ? [formatPlatform(normal(platform))] : [],
      ),
    ),
  ];
}

function normal({
  os,
  architecture,
  variant,
}: NonNullable<Index['manifests'][number]['platform']>): Platform {
  return { os, architecture, variant: variant ?? undefined };
}
