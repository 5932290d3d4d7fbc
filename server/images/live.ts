/**
 * What is known about images at this moment: the embedded table, overlaid with what was learned from a registry.
 * Questions are answered at once; learning happens beside them.
 */
import type { CancellationSignal, Clock, ContainerEngine, Logger, TextStore } from '../ports.ts';
import type { RegistryClient } from '../registry/client.ts';
import { formatPlatform, parsePlatform } from '../registry/platform.ts';
import type { Platform } from '../registry/platform.ts';
import type { TagInfo } from '../registry/tags.ts';
import { readEngineImage } from './engine-image.ts';
import type { EngineImage } from './engine-image.ts';
import type { ImageFacts } from './facts.ts';
import { ImageStore, isComplete } from './image-store.ts';
import { defaultPlatform, imageKeyOf, overlay } from './live-overlay.ts';
import type { Learned } from './live-overlay.ts';
import { LiveTags } from './live-tags.ts';
import { parseReference } from './reference.ts';
import type { ImageReference } from './reference.ts';

export { defaultPlatform };

export interface LiveImagesOptions {
  readonly table: ImageFacts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absent: no registry is asked. */
  readonly client?: Pick<RegistryClient, 'describe' | 'digest' | 'tags' | 'listed'>;
  readonly store?: TextStore;
  /** Asked when no registry answers. Absent: nobody is. */
  readonly engine?: ContainerEngine;
}

export interface LearnOptions {
  /** `linux/arm64`; default: the usual one. */
  readonly platform?: string | undefined;
  readonly signal?: CancellationSignal;
  /** Called when `facts()` says more because of the store, before any registry is asked. */
  readonly recalled?: () => void;
}

/** A registry that gave no answer is asked for the same image again after so long, in milliseconds. */
const patience = 5 * 60_000;

export class LiveImages {
  readonly #options: LiveImagesOptions;
  readonly #learned = new Map<string, Learned>();
  readonly #here = new Map<string, { readonly image: EngineImage; readonly date: string }>();
  /** By name: when the engine may be asked again. */
  readonly #engineAgain = new Map<string, number>();
  readonly #underWay = new Map<string, Promise<boolean>>();
  /** Names that could not be learned, until when nobody asks again. */
  readonly #failed = new Map<string, { readonly until: number; readonly why: string }>();
  readonly #facts = new Map<string, ImageFacts>();
  readonly #tags: LiveTags;
  readonly #store: ImageStore;

  constructor(options: LiveImagesOptions) {
    this.#options = options;
    this.#tags = new LiveTags({ ...options, patience });
    this.#store = new ImageStore(options.store);
  }

  /**
   * The facts as they are known now. The same object until something is learned. The table's own figures are those of
   * linux/amd64: for another platform its sizes count as unknown.
   */
  facts(platform: Platform = defaultPlatform): ImageFacts {
    const key = formatPlatform(platform);
    let facts = this.#facts.get(key);
    if (!facts) {
      const { table } = this.#options;
      const isDefault = key === formatPlatform(defaultPlatform);
      const nothing = this.#learned.size === 0 && this.#here.size === 0 && this.#tags.isEmpty;
      // What is learned later makes another object: this one stays as it is, as a fact should.
      const knowledge = {
        registry: new Map(this.#learned),
        engine: new Map(this.#here),
        listed: this.#tags.snapshot(),
      };
      facts = nothing && isDefault ? table : overlay(table, knowledge, platform);
      this.#facts.set(key, facts);
    }
    return facts;
  }

  /**
   * Finds out about images: from the store, then from their registry when the store knows nothing of today. Resolves
   * when every one has an answer or can't have one; true when `facts()` says more than before. Never rejects.
   */
  async learn(references: Iterable<string>, options: LearnOptions = {}): Promise<boolean> {
    const platform = (options.platform && parsePlatform(options.platform)) || defaultPlatform;
    const names = new Map<string, ImageReference>();
    for (const text of references) {
      const reference = text === 'scratch' ? undefined : parseReference(text);
      if (reference) names.set(imageKeyOf(reference, platform), reference);
    }
    const recalled = await Promise.all([...names.keys()].map((name) => this.#recall(name)));
    if (recalled.includes(true)) options.recalled?.();
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
    return recalled.includes(true) || results.includes(true);
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
  async learnTags(repository: string, signal?: CancellationSignal): Promise<boolean> {
    const changed = await this.#tags.learn(repository, signal);
    if (changed) this.#facts.clear();
    return changed;
  }

  /** Why nothing newer is known of an image, one sentence; undefined when nothing went wrong. */
  trouble(text: string, platform: Platform = defaultPlatform): string | undefined {
    const reference = parseReference(text);
    return reference && this.#failed.get(imageKeyOf(reference, platform))?.why;
  }

  /** What a registry said of an image; undefined when none was asked or none answered. */
  registryImage(text: string, platform: Platform = defaultPlatform): Learned | undefined {
    const reference = parseReference(text);
    return reference && this.#learned.get(imageKeyOf(reference, platform));
  }

  async #learn(
    name: string,
    reference: ImageReference,
    platform: Platform,
    signal: CancellationSignal | undefined,
  ): Promise<boolean> {
    const { client, clock, logger } = this.#options;
    const today = clock.today();
    const known = this.#learned.get(name);
    // A digest means the same for ever; a tag may mean something else tomorrow.
    if (known && (reference.digest !== undefined || known.date === today)) return false;
    if ((this.#failed.get(name)?.until ?? Number.NEGATIVE_INFINITY) > clock.now()) return false;
    if (!client) return this.#askEngine(name, reference, platform, signal);
    if (known && (await this.#isStill(known, reference, signal))) {
      await this.#learnt(name, { image: known.image, date: today });
      return true;
    }
    const described = await client.describe(reference, {
      platform,
      known: (digest) => this.#store.complete(digest),
      ...(signal ? { signal } : {}),
    });
    if (described.ok) {
      this.#failed.delete(name);
      await this.#learnt(name, { image: described.image, date: today });
      return true;
    }
    if (described.reason === 'cancelled') return false;
    this.#failed.set(name, { until: clock.now() + patience, why: described.detail });
    logger.info(`${name}: ${described.detail}`);
    const engine = await this.#askEngine(name, reference, platform, signal);
    // Docker Hub counts pulls, but not who looks at its list.
    const listed = described.reason === 'rate-limited' && (await this.#askList(reference, signal));
    return engine || listed;
  }

  async #learnt(name: string, learned: Learned): Promise<void> {
    this.#remember(name, learned);
    await this.#store.keep(name, learned);
  }

  /** Does the tag stand for what it stood for another day? Asked without a pull. */
  async #isStill(
    { image }: Learned,
    reference: ImageReference,
    signal: CancellationSignal | undefined,
  ): Promise<boolean> {
    if (!isComplete(image)) return false;
    const now = await this.#options.client?.digest(reference, signal);
    return now?.ok === true && now.digest === (image.indexDigest ?? image.digest);
  }

  async #askList(reference: ImageReference, signal: CancellationSignal | undefined): Promise<boolean> {
    const listed = reference.digest === undefined && (await this.#options.client?.listed(reference, signal));
    if (!listed || !listed.ok) return false;
    this.#tags.add(reference, listed.info);
    this.#facts.clear();
    return true;
  }

  /** A copy that is older than what a registry once said counts for nothing. */
  async #askEngine(
    name: string,
    reference: ImageReference,
    platform: Platform,
    signal: CancellationSignal | undefined,
  ): Promise<boolean> {
    const { engine, clock } = this.#options;
    const again = this.#engineAgain.get(name) ?? Number.NEGATIVE_INFINITY;
    if (!engine || this.#learned.has(name) || again > clock.now()) return false;
    this.#engineAgain.set(name, clock.now() + patience);
    const image = readEngineImage(await engine.inspect(fullName(reference), signal), reference);
    if (image?.platform !== formatPlatform(platform)) return false;
    this.#here.set(name, { image, date: clock.today() });
    this.#facts.clear();
    return true;
  }

  /** Takes over what the store has, however old. True when that is news. */
  async #recall(name: string): Promise<boolean> {
    if (this.#learned.has(name)) return false;
    const kept = await this.#store.recall(name);
    // Meanwhile a registry may have answered.
    if (!kept || this.#learned.has(name)) return false;
    this.#remember(name, kept);
    return true;
  }

  #remember(name: string, learned: Learned): void {
    this.#learned.set(name, learned);
    this.#facts.clear();
  }
}

/** As nobody can misunderstand it: `docker.io/library/node:22`. */
function fullName({ domain, path, tag, digest }: ImageReference): string {
  return `${domain}/${path}${digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`}`;
}
