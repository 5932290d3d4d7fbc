/** The table of images, overlaid with what was learned since it was made. */
import type { RegistryImage } from '../registry/image.ts';
import { formatPlatform } from '../registry/platform.ts';
import type { Platform } from '../registry/platform.ts';
import type { TagInfo } from '../registry/tags.ts';
import type { EngineImage } from './engine-image.ts';
import type { ImageFact, ImageFacts } from './facts.ts';
import { engineFact, listedFact, mergedFact } from './merge.ts';
import { familiarName, parseReference } from './reference.ts';
import type { ImageReference } from './reference.ts';

/** What the table's sizes are of, and what Docker's users build for most. */
export const defaultPlatform: Platform = { os: 'linux', architecture: 'amd64' };

/** What a registry said of an image, and when (`YYYY-MM-DD`). */
export interface Learned {
  readonly image: RegistryImage;
  readonly date: string;
}

/** Everything by the names that `imageKeyOf` gives. */
export interface Knowledge {
  readonly registry: ReadonlyMap<string, Learned>;
  readonly engine: ReadonlyMap<string, { readonly image: EngineImage; readonly date: string }>;
  readonly listed: (
    reference: ImageReference,
  ) => { readonly info: TagInfo; readonly date: string } | undefined;
}

/** `node:22-alpine linux/amd64`: equal for all ways to write the image. */
export function imageKeyOf(reference: ImageReference, platform: Platform): string {
  const { tag, digest } = reference;
  const version = digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`;
  return `${familiarName(reference)}${version} ${formatPlatform(platform)}`;
}

/** The facts for one platform. The table's sizes are those of linux/amd64: for another one they count as unknown. */
export function overlay(table: ImageFacts, knowledge: Knowledge, platform: Platform): ImageFacts {
  const isDefault = formatPlatform(platform) === formatPlatform(defaultPlatform);
  const memory = new Map<string, ImageFact | undefined>();
  const lookup = (text: string): ImageFact | undefined => {
    if (memory.has(text)) return memory.get(text);
    const known = table.lookup(text);
    const fact = known && !isDefault ? { ...known, compressed: undefined, onDisk: undefined } : known;
    const reference = text === 'scratch' ? undefined : parseReference(text);
    const answer = reference ? improved(fact, reference, knowledge, platform) : fact;
    memory.set(text, answer);
    return answer;
  };
  const current = (fact: ImageFact): ImageFact => lookup(fact.name) ?? fact;
  return {
    lookup,
    siblings: (fact) => table.siblings(table.lookup(fact.name) ?? fact).map(current),
    ofRepository: (repository) => table.ofRepository(repository).map(current),
    compiled: table.compiled,
  };
}

/** The registry's word counts most, then that of the engine, which may hold an older build, then that of the list. */
function improved(
  fact: ImageFact | undefined,
  reference: ImageReference,
  knowledge: Knowledge,
  platform: Platform,
): ImageFact | undefined {
  const key = imageKeyOf(reference, platform);
  const listed = reference.digest === undefined ? knowledge.listed(reference) : undefined;
  const live = knowledge.registry.get(key);
  if (live) {
    const merged = mergedFact(reference, fact, live.image, live.date);
    return listed?.info.pushed === undefined ? merged : { ...merged, pushed: listed.info.pushed };
  }
  const here = knowledge.engine.get(key);
  const withEngine = here ? engineFact(reference, fact, here.image, here.date) : fact;
  if (!listed) return withEngine;
  return listedFact(reference, withEngine, listed.info, formatPlatform(platform), listed.date) ?? withEngine;
}
