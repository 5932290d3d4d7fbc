/**
 * What is known about images at this moment: the embedded table, overlaid with what was learned from a registry.
 * Questions are answered at once; learning happens beside them.
 */
import type { CancellationSignal, Clock, Logger, TextStore } from '../ports.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { RegistryImage } from '../registry/image.ts';
import { formatPlatform, parsePlatform } from '../registry/platform.ts';
import type { Platform } from '../registry/platform.ts';
import type { TagInfo } from '../registry/tags.ts';
import type { ImageFact, ImageFacts } from './facts.ts';
import { imageKey, readImage, readTag, tagKey, writeRecord } from './live-record.ts';
import { LiveTags } from './live-tags.ts';
import { mergedFact } from './merge.ts';
import { familiarName, parseReference } from './reference.ts';
import type { ImageReference } from './reference.ts';

export interface LiveImagesOptions {
  readonly table: ImageFacts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absent: only the table and what the store has. */
  readonly client?: Pick<RegistryClient, 'describe' | 'tags'>;
  readonly store?: TextStore;
}

/** What was learned, and when (`YYYY-MM-DD`). */
interface Learned {
  readonly image: RegistryImage;
  readonly date: string;
}

export const defaultPlatform: Platform = { os: 'linux', architecture: 'amd64' };

/** A registry that gave no answer is asked for the same image again after so long, in milliseconds. */
const patience = 5 * 60_000;

export class LiveImages {
  readonly #options: LiveImagesOptions;
  readonly #learned = new Map<string, Learned>();
  readonly #underWay = new Map<string, Promise<boolean>>();
  /** Names that could not be learned, until when nobody asks again. */
  readonly #failed = new Map<string, { readonly until: number; readonly why: string }>();
  readonly #facts = new Map<string, ImageFacts>();
  readonly #tags: LiveTags;

  constructor(options: LiveImagesOptions) {
    this.#options = options;
    this.#tags = new LiveTags({ ...options, patience });
  }

  /**
   * The facts as they are known now. The same object until something is learned. The table's own figures are those of
   * linux/amd64: for another platform its sizes count as unknown.
   */
  facts(platform: Platform = defaultPlatform): ImageFacts {
    const key = formatPlatform(platform);
    let facts = this.#facts.get(key);
    if (!facts) this.#facts.set(key, (facts = this.#overlay(platform)));
    return facts;
  }

  /**
   * Finds out about images: from the store, then from their registry when the store knows nothing of today. Resolves
   * when every one has an answer or can't have one; true when `facts()` says more than before. Never rejects.
   */
  async learn(
    references: Iterable<string>,
    options: { readonly platform?: string | undefined; readonly signal?: CancellationSignal } = {},
  ): Promise<boolean> {
    const platform = (options.platform && parsePlatform(options.platform)) || defaultPlatform;
    const names = new Map<string, ImageReference>();
    for (const text of references) {
      const reference = text === 'scratch' ? undefined : parseReference(text);
      if (reference) names.set(nameOf(reference, platform), reference);
    }
    const results = await Promise.all(
      [...names].map(([name, reference]) => {
        const underWay = this.#underWay.get(name);
        if (underWay) return underWay;
        const learning = this.#learn(name, reference, platform, options.signal).finally(() =>
          this.#underWay.delete(name),
        );
        this.#underWay.set(name, learning);
        return learning;
      }),
    );
    return results.includes(true);
  }

  /**
   * The tags of a repository as they are known now, newest first where that is known; undefined until `learnTags` found
   * some. `repository`: as in a FROM; a tag behind it does not matter.
   */
  tags(repository: string): readonly TagInfo[] | undefined {
    return this.#tags.known(repository);
  }

  /**
   * Finds out which tags a repository has: from the store, then from its registry when the store's list is not of
   * today. True when `tags()` says something else than before. Never rejects.
   */
  learnTags(repository: string, signal?: CancellationSignal): Promise<boolean> {
    return this.#tags.learn(repository, signal);
  }

  /** Why nothing newer is known of an image, one sentence; undefined when nothing went wrong. */
  trouble(text: string, platform: Platform = defaultPlatform): string | undefined {
    const reference = parseReference(text);
    return reference && this.#failed.get(nameOf(reference, platform))?.why;
  }

  /** What a registry said of an image; undefined when none was asked or none answered. */
  registryImage(text: string, platform: Platform = defaultPlatform): Learned | undefined {
    const reference = parseReference(text);
    return reference && this.#learned.get(nameOf(reference, platform));
  }

  async #learn(
    name: string,
    reference: ImageReference,
    platform: Platform,
    signal: CancellationSignal | undefined,
  ): Promise<boolean> {
    const today = this.#options.clock.today();
    let changed = false;
    if (!this.#learned.has(name)) changed = await this.#recall(name);
    const known = this.#learned.get(name);
    // A digest means the same for ever; a tag may mean something else tomorrow.
    if (known && (reference.digest !== undefined || known.date === today)) return changed;
    const { client, clock, logger } = this.#options;
    const failed = this.#failed.get(name);
    if (!client || (failed && failed.until > clock.now())) return changed;
    const described = await client.describe(reference, {
      platform,
      // One with layers of unknown length is read anew: another time the registry may tell.
      known: async (digest) => {
        const image = await this.#image(digest);
        return image && isComplete(image) ? image : undefined;
      },
      ...(signal ? { signal } : {}),
    });
    if (!described.ok) {
      if (described.reason !== 'cancelled') {
        this.#failed.set(name, { until: clock.now() + patience, why: described.detail });
        logger.info(`${name}: ${described.detail}`);
      }
      return changed;
    }
    this.#failed.delete(name);
    this.#remember(name, { image: described.image, date: today });
    await this.#keep(name, described.image, today);
    return true;
  }

  /** Takes over what the store has, however old. */
  async #recall(name: string): Promise<boolean> {
    const { store } = this.#options;
    const tag = readTag(await store?.read(tagKey(name)), name);
    const image = tag && (await this.#image(tag.digest));
    if (!image) return false;
    const { indexDigest, platforms, date } = tag;
    this.#remember(name, { image: { ...image, indexDigest, platforms }, date });
    return true;
  }

  async #image(digest: string): Promise<RegistryImage | undefined> {
    return readImage(await this.#options.store?.read(imageKey(digest)), digest);
  }

  async #keep(name: string, image: RegistryImage, date: string): Promise<void> {
    const { store } = this.#options;
    if (!store) return;
    const { digest, indexDigest, platforms } = image;
    if (isComplete(image) || (await this.#image(digest)) === undefined)
      await store.write(imageKey(digest), writeRecord(image));
    await store.write(tagKey(name), writeRecord({ name, date, digest, indexDigest, platforms }));
  }

  #remember(name: string, learned: Learned): void {
    this.#learned.set(name, learned);
    this.#facts.clear();
  }

  #overlay(platform: Platform): ImageFacts {
    const { table } = this.#options;
    const isDefault = formatPlatform(platform) === formatPlatform(defaultPlatform);
    if (this.#learned.size === 0 && isDefault) return table;
    // What is learned later makes another object: this one stays as it is, as a fact should.
    const learned = new Map(this.#learned);
    const memory = new Map<string, ImageFact | undefined>();
    const lookup = (text: string): ImageFact | undefined => {
      if (memory.has(text)) return memory.get(text);
      const known = table.lookup(text);
      const fact = known && !isDefault ? { ...known, compressed: undefined, onDisk: undefined } : known;
      const reference = parseReference(text);
      const live = reference && learned.get(nameOf(reference, platform));
      const answer = live && reference ? mergedFact(reference, fact, live.image, live.date) : fact;
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
}

function isComplete({ layers }: RegistryImage): boolean {
  return layers.every(({ unpacked }) => unpacked !== undefined);
}

function nameOf(reference: ImageReference, platform: Platform): string {
  const { tag, digest } = reference;
  const version = digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`;
  return `${familiarName(reference)}${version} ${formatPlatform(platform)}`;
}
