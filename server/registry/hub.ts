/**
 * Docker Hub's own interface (docs.docker.com/reference/api/hub, "repositories": list and read repository tags). It
 * answers anonymously, tells sizes by platform and the day of the last push, and what it answers is no pull. Another
 * host than the registry: it is asked about images of docker.io only, and never gets a credential.
 */
import { array, fallback, maxLength, nullish, number, object, pipe, string } from 'valibot';
import type { InferOutput } from 'valibot';
import type { ImageReference } from '../images/reference.ts';
import type { CancellationSignal } from '../ports.ts';
import type { Endpoint, Mirrors } from './endpoint.ts';
import { failure } from './failure.ts';
import type { Failure } from './failure.ts';
import { parseJson } from './json.ts';
import { formatPlatform } from './platform.ts';
import { dayOf, isImageTag } from './tags.ts';
import type { TagInfo, TagList } from './tags.ts';
import type { Transport } from './transport.ts';

/** The most that the interface gives at a time. */
const pageSize = 100;
/** The tags of the latest builds: official images have up to 400 that are still built. */
const maximumPages = 5;
/** A page with images for a dozen platforms each has about 500 kB. */
const maximumBytes = 4 * 1024 * 1024;

const text = fallback(nullish(string()), undefined);
const tagSchema = object({
  name: string(),
  digest: text,
  tag_last_pushed: text,
  last_updated: text,
  images: fallback(
    nullish(
      array(object({ architecture: text, os: text, variant: text, size: fallback(nullish(number()), 0) })),
    ),
    undefined,
  ),
});
const pageSchema = object({
  next: text,
  results: pipe(array(tagSchema), maxLength(10 * pageSize)),
});

/** Is it Docker Hub that answers for this image? Not where a mirror stands in for it: then nobody else is to be asked. */
export function onHub({ domain, path }: ImageReference, mirrors: Mirrors): boolean {
  return domain === 'docker.io' && !Object.hasOwn(mirrors, domain) && path.split('/').length === 2;
}

/** The tags that were pushed last, newest first. */
export async function hubTags(
  transport: Transport,
  reference: ImageReference,
  signal?: CancellationSignal,
): Promise<TagList> {
  const tags = new Map<string, TagInfo>();
  for (let page = 1; page <= maximumPages; page++) {
    const read = await get(transport, reference, `?page=${page}&page_size=${pageSize}&ordering=last_updated`, pageSchema, signal); // prettier-ignore
    if (!read.ok) return read;
    for (const entry of read.value.results) {
      // A push between two pages moves the rest on: the same tag may come again.
      if (isImageTag(entry.name) && !tags.has(entry.name)) tags.set(entry.name, infoOf(entry));
    }
    if (!read.value.next || read.value.results.length === 0) break;
  }
  return { ok: true, tags: [...tags.values()] };
}

/** What is said of one tag. */
export async function hubTag(
  transport: Transport,
  reference: ImageReference,
  signal?: CancellationSignal,
): Promise<{ readonly ok: true; readonly info: TagInfo } | Failure> {
  const tag = reference.tag ?? 'latest';
  const read = await get(transport, reference, `/${tag}`, tagSchema, signal);
  if (!read.ok) return read;
  return read.value.name === tag
    ? { ok: true, info: infoOf(read.value) }
    : failure('invalid', `Docker Hub speaks of another tag than ${tag}.`);
}

async function get<Schema extends typeof pageSchema | typeof tagSchema>(
  transport: Transport,
  { path }: ImageReference,
  rest: string,
  schema: Schema,
  signal: CancellationSignal | undefined,
): Promise<{ readonly ok: true; readonly value: InferOutput<Schema> } | Failure> {
  const [namespace, name] = path.split('/');
  const answer = await transport.ask(endpoint(path), {
    path: `/v2/namespaces/${namespace}/repositories/${name}/tags${rest}`,
    accept: ['application/json'],
    maxBytes: maximumBytes,
    anonymous: true,
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) return answer;
  const value = parseJson(answer.body, schema);
  return value ? { ok: true, value } : failure('invalid', 'Docker Hub sends tags that can’t be read.');
}

function endpoint(repository: string): Endpoint {
  return { registry: 'hub.docker.com', base: 'https://hub.docker.com', repository, loopback: false };
}

function infoOf(entry: InferOutput<typeof tagSchema>): TagInfo {
  const compressed: Record<string, number> = {};
  for (const { architecture, os, variant, size } of entry.images ?? []) {
    if (!architecture || !os || os === 'unknown' || !isBytes(size)) continue;
    // Of several builds for Windows the first is the newest.
    compressed[formatPlatform({ os, architecture, variant: variant ?? undefined })] ??= size;
  }
  return {
    tag: entry.name,
    digest: /^sha256:[0-9a-f]{64}$/.test(entry.digest ?? '') ? (entry.digest ?? undefined) : undefined,
    compressed: Object.keys(compressed).length === 0 ? undefined : compressed,
    pushed: dayOf(entry.tag_last_pushed) ?? dayOf(entry.last_updated),
  };
}

/** Docker Hub gives 0 where it does not know. */
function isBytes(size: number | null | undefined): size is number {
  return Number.isSafeInteger(size) && size! > 0;
}
