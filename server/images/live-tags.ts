/** Which tags repositories have, as far as it is known: answered at once, learned beside it. */
import { array, literal, number, object, optional, record, safeParse, string } from 'valibot';
import type { CancellationSignal, Clock, Logger, TextStore } from '../ports.ts';
import type { RegistryClient } from '../registry/client.ts';
import { hexDigest } from '../registry/digest.ts';
import type { TagInfo } from '../registry/tags.ts';
import { parseStored } from './live-record.ts';
import { parseReference } from './reference.ts';
import type { ImageReference } from './reference.ts';

export interface LiveTagsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absent: only what the store has. */
  readonly client?: Pick<RegistryClient, 'tags'>;
  readonly store?: TextStore;
  /** Milliseconds after which a registry without an answer is asked again. */
  readonly patience: number;
}

interface Known {
  readonly tags: readonly TagInfo[];
  /** `YYYY-MM-DD`: when the registry said so. */
  readonly date: string;
}

/** Changes when the shape does: older files are then not found. */
const format = 1;
const recordSchema = object({
  format: literal(format),
  repository: string(),
  date: string(),
  tags: array(
    object({
      tag: string(),
      digest: optional(string()),
      compressed: optional(record(string(), number())),
      pushed: optional(string()),
    }),
  ),
});

export class LiveTags {
  readonly #options: LiveTagsOptions;
  readonly #known = new Map<string, Known>();
  readonly #single = new Map<string, { readonly info: TagInfo; readonly date: string }>();
  readonly #underWay = new Map<string, Promise<boolean>>();
  readonly #failed = new Map<string, number>();

  constructor(options: LiveTagsOptions) {
    this.#options = options;
  }

  known(repository: string): readonly TagInfo[] | undefined {
    const reference = parseReference(repository);
    return reference && this.#known.get(nameOf(reference))?.tags;
  }

  get isEmpty(): boolean {
    return this.#known.size === 0 && this.#single.size === 0;
  }

  /** What is known of single tags at this moment. */
  snapshot(): (reference: ImageReference) => { readonly info: TagInfo; readonly date: string } | undefined {
    const known = new Map(this.#known);
    const single = new Map(this.#single);
    const byTag = new Map<string, ReadonlyMap<string, TagInfo>>();
    return (reference) => {
      const name = nameOf(reference);
      const tag = reference.tag ?? 'latest';
      const list = known.get(name);
      const alone = single.get(`${name}:${tag}`);
      if (!list) return alone;
      let tags = byTag.get(name);
      if (!tags) byTag.set(name, (tags = new Map(list.tags.map((info) => [info.tag, info]))));
      const info = tags.get(tag);
      return info ? { info, date: list.date } : alone;
    };
  }

  /** What was said of one tag today, without the list. */
  add(reference: ImageReference, info: TagInfo): void {
    this.#single.set(`${nameOf(reference)}:${info.tag}`, { info, date: this.#options.clock.today() });
  }

  async learn(repository: string, signal?: CancellationSignal): Promise<boolean> {
    const reference = repository === 'scratch' ? undefined : parseReference(repository);
    if (!reference) return false;
    const name = nameOf(reference);
    const underWay = this.#underWay.get(name);
    if (underWay) return underWay;
    const learning = this.#learn(name, reference, signal).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, learning);
    return learning;
  }

  async #learn(
    name: string,
    reference: ImageReference,
    signal: CancellationSignal | undefined,
  ): Promise<boolean> {
    const { client, clock, logger, store } = this.#options;
    const today = clock.today();
    let changed = false;
    if (!this.#known.has(name)) {
      const kept = readTags(await store?.read(keyOf(name)), name);
      if (kept) this.#known.set(name, kept);
      changed = kept !== undefined;
    }
    if (!client || this.#known.get(name)?.date === today || (this.#failed.get(name) ?? 0) > clock.now())
      return changed;
    const list = await client.tags(reference, signal);
    if (!list.ok) {
      if (list.reason !== 'cancelled') {
        this.#failed.set(name, clock.now() + this.#options.patience);
        logger.info(`${name}: ${list.detail}`);
      }
      return changed;
    }
    this.#failed.delete(name);
    this.#known.set(name, { tags: list.tags, date: today });
    await store?.write(
      keyOf(name),
      JSON.stringify({ format, repository: name, date: today, tags: list.tags }),
    );
    return true;
  }
}

/** Host and path: copies of an image on several hosts have lists of their own. */
function nameOf({ domain, path }: ImageReference): string {
  return `${domain}/${path}`;
}

function keyOf(name: string): string {
  return `tags-${format}-${hexDigest(name)}`;
}

/** Undefined for what is not such a record, or one of another repository. */
function readTags(text: string | undefined, repository: string): Known | undefined {
  const result = safeParse(recordSchema, parseStored(text));
  if (!result.success || result.output.repository !== repository) return undefined;
  return { tags: result.output.tags, date: result.output.date };
}
