/** What open documents may know of their images: answered at once, learned behind. */
import { imageReferences } from '../dockerfile/image-references.ts';
import type { ImageReference } from '../dockerfile/image-references.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { runtimeVersionOf } from '../images/config-facts.ts';
import { connectImages } from '../images/connect.ts';
import type { RegistrySettings } from '../images/connect.ts';
import type { ImageFacts } from '../images/facts.ts';
import { imageHover } from '../images/hover.ts';
import { defaultPlatform } from '../images/live.ts';
import type { LiveImages } from '../images/live.ts';
import { isOfficialImage } from '../images/official.ts';
import type { PinEvidence } from '../images/pin.ts';
import { parseReference, withoutDigest } from '../images/reference.ts';
import { embeddedImages } from '../images/table.ts';
import type { HttpClient, TextStore } from '../ports.ts';
import { formatPlatform, parsePlatform } from '../registry/platform.ts';
import { guardEvent } from './guard.ts';
import type { Runtime } from './runtime.ts';

/** Milliseconds without a change before a registry is asked: `node:2` is on its way to `node:22`. */
const pause = 800;
/** No file has more; a generated one shall not cost a registry hundreds of requests. */
const maximumImages = 50;

/** The public ones: asked in workspaces that nobody trusts yet. Others are hosts that the file's author chose. */
const wellKnown: ReadonlySet<string> = new Set([
  'docker.io', 'ghcr.io', 'gcr.io', 'mcr.microsoft.com', 'quay.io', 'public.ecr.aws', 'registry.k8s.io', 'cgr.dev',
  'registry.access.redhat.com',
]); // prettier-ignore

type Named = Pick<ImageReference, 'reference' | 'platform'>;

/** Images that will be asked about when the pause is over. */
interface Pending {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly names: string;
  readonly images: LiveImages;
}

export class DocumentImages {
  readonly #runtime: Runtime;
  /** By settings: hardly ever more than one. */
  readonly #images = new Map<string, LiveImages>();
  readonly #timers = new Map<string, Pending>();
  #http: HttpClient | undefined;
  #store: TextStore | undefined;
  #trusted = false;
  #arrived: (uri: string) => void = () => undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  listen(options: {
    readonly trusted: boolean;
    /** Absent: the runtime's own. */
    readonly http: HttpClient | undefined;
    readonly storage: string | undefined;
    /** More is known of a document's images. */
    readonly arrived: (uri: string) => void;
  }): void {
    this.#trusted = options.trusted;
    this.#http = options.http ?? this.#runtime.http;
    this.#store = this.#runtime.openStore?.(options.storage);
    this.#arrived = options.arrived;
  }

  trust(): void {
    this.#trusted = true;
  }

  /** What is known now; the same object until there is more. Then `arrived` is called. */
  facts(uri: string, model: DockerfileModel, settings: RegistrySettings): ImageFacts {
    const images = this.for(settings);
    // Rules judge by the usual platform, whatever FROM asks for.
    const references = imageReferences(model).flatMap(({ reference, platform }): Named[] =>
      platform === undefined
        ? [{ reference, platform }]
        : [
            { reference, platform },
            { reference, platform: undefined },
          ],
    );
    // Only another name starts the pause anew: hints, actions and hovers ask while nobody types.
    const names = JSON.stringify(references.map(({ reference, platform }) => [reference, platform]));
    const pending = this.#timers.get(uri);
    if (pending?.names !== names || pending.images !== images)
      this.#later(uri, { names, images }, () => this.#learn(uri, images, references));
    return images.facts();
  }

  /** What is known now about images for one platform (undefined or not a platform: the usual one). Asks nobody. */
  factsFor(platform: string | undefined, settings: RegistrySettings): ImageFacts {
    return this.for(settings).facts(
      (platform === undefined ? undefined : parsePlatform(platform)) ?? defaultPlatform,
    );
  }

  /** A hover looks at an image and what could stand in its place: these are learned too. */
  lookAt(uri: string, { reference, platform }: Named, settings: RegistrySettings): void {
    const images = this.for(settings);
    const facts = this.factsFor(platform, settings);
    const fact = facts.lookup(reference);
    const siblings = fact ? facts.siblings(fact).slice(0, 4) : [];
    // What the tag stands for today, beside what the digest pins.
    const names = [reference, withoutDigest(reference), ...siblings.map(({ name }) => name)];
    guardEvent(this.#runtime.logger, 'look at an image', () =>
      this.#learn(
        uri,
        images,
        names.map((name) => ({ reference: name, platform })),
      ),
    );
  }

  /** What is known of an image, as Markdown; undefined for what is no image reference. */
  describe(named: Named, settings: RegistrySettings, today: string): string | undefined {
    const { reference } = named;
    const images = this.for(settings);
    const platform = named.platform === undefined ? undefined : parsePlatform(named.platform);
    return imageHover(reference, images.facts(platform ?? defaultPlatform), today, {
      platform: platform && formatPlatform(platform),
      table: embeddedImages(),
      registry: images.registryImage(reference, platform),
      trouble: images.trouble(reference, platform),
    });
  }

  /** What registries said that tells which tags stand for an image. */
  evidence(reference: string, settings: RegistrySettings): PinEvidence {
    const images = this.for(settings);
    const config = images.registryImage(reference)?.image.config;
    const runtime = images.facts().lookup(reference)?.runtime;
    return { listed: images.tags(reference), version: config && runtimeVersionOf(runtime, config) };
  }

  /** Finds out which tags a repository has (`localhost:` on the way to a port is none); `arrived` is not called, since nobody waits for the end of it. */
  lookAtTags(repository: string, settings: RegistrySettings): void {
    const isHalfAHost = !repository.includes('/') && !isOfficialImage(repository);
    if (isHalfAHost || !this.#mayAsk(repository)) return;
    const images = this.for(settings);
    guardEvent(this.#runtime.logger, 'look at tags', async () => void (await images.learnTags(repository)));
  }

  forget(uri: string): void {
    clearTimeout(this.#timers.get(uri)?.timer);
    this.#timers.delete(uri);
  }

  forgetAll(): void {
    for (const uri of [...this.#timers.keys()]) this.forget(uri);
  }

  /** The images behind these settings. */
  for(settings: RegistrySettings): LiveImages {
    const { registryEnabled, registryMirrors, registryTimeout, registryUseDockerCredentials } = settings;
    const key = JSON.stringify([
      registryEnabled,
      registryMirrors,
      registryTimeout,
      registryUseDockerCredentials,
    ]);
    let images = this.#images.get(key);
    if (!images) {
      const { clock, logger, credentials, engine } = this.#runtime;
      images = connectImages(settings, {
        clock,
        logger,
        credentials,
        http: this.#http,
        store: this.#store,
        // Trust may come later: it is looked at with every question.
        engine: engine && {
          inspect: (name, signal) =>
            this.#trusted ? engine.inspect(name, signal) : Promise.resolve(undefined),
        },
      });
      this.#images.set(key, images);
    }
    return images;
  }

  #later(uri: string, what: Omit<Pending, 'timer'>, work: () => Promise<void>): void {
    this.forget(uri);
    const timer = setTimeout(() => {
      this.#timers.delete(uri);
      guardEvent(this.#runtime.logger, 'learn about images', work);
    }, pause);
    this.#timers.set(uri, { ...what, timer });
  }

  async #learn(uri: string, images: LiveImages, references: readonly Named[]): Promise<void> {
    const byPlatform = new Map<string | undefined, Set<string>>();
    let count = 0;
    for (const { reference, platform } of references) {
      const names = byPlatform.get(platform) ?? new Set();
      if (names.has(reference) || !this.#mayAsk(reference) || ++count > maximumImages) continue;
      byPlatform.set(platform, names.add(reference));
    }
    const more = await Promise.all(
      [...byPlatform].map(([platform, names]) =>
        images.learn(names, { platform, recalled: () => this.#arrived(uri) }),
      ),
    );
    if (more.includes(true)) this.#arrived(uri);
  }

  #mayAsk(text: string): boolean {
    const reference = parseReference(text);
    return reference !== undefined && (this.#trusted || wellKnown.has(reference.domain));
  }
}
