/** The list of tags that every registry has (OCI distribution specification, "listing tags"). */
import {
  array,
  maxLength,
  nullable,
  nullish,
  object,
  pipe,
  record,
  safeParse,
  string,
  unknown,
} from 'valibot';
import type { CancellationSignal } from '../ports.ts';
import type { Endpoint } from './endpoint.ts';
import { failure } from './failure.ts';
import { parseJson } from './json.ts';
import { isImageTag } from './tags.ts';
import type { TagInfo, TagList } from './tags.ts';
import type { Transport } from './transport.ts';

/** Asked for; registries may give fewer at a time. */
const pageSize = 1000;
/** The list is sorted by name, so that all of it is wanted; but not without end. */
const maximumPages = 10;
const maximumTags = 10_000;
const maximumBytes = 4 * 1024 * 1024;

const pageSchema = object({
  /** Null: none; GitLab and others leave it so. */
  tags: nullable(pipe(array(string()), maxLength(100_000))),
  /** Google's registries add what they know of each manifest, by digest. */
  manifest: nullish(record(string(), unknown())),
});
const googleSchema = object({ tag: array(string()), timeUploadedMs: nullish(string()) });

export async function distributionTags(
  transport: Transport,
  endpoint: Endpoint,
  signal?: CancellationSignal,
): Promise<TagList> {
  const tags = new Map<string, TagInfo>();
  let path: string | undefined = `/v2/${endpoint.repository}/tags/list?n=${pageSize}`;
  for (let page = 0; path !== undefined && page < maximumPages && tags.size < maximumTags; page++) {
    const answer = await transport.ask(endpoint, {
      path,
      accept: ['application/json'],
      maxBytes: maximumBytes,
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) return answer;
    const list = parseJson(answer.body, pageSchema);
    if (!list) return failure('invalid', `${endpoint.registry} sends a list of tags that can't be read.`);
    const before = tags.size;
    const known = googleTags(list.manifest ?? {});
    for (const tag of list.tags ?? []) if (isImageTag(tag)) tags.set(tag, known.get(tag) ?? { tag });
    // A registry that gives the same page for ever is not followed.
    path = tags.size > before ? nextPath(answer.headers.get('link'), endpoint) : undefined;
  }
  return { ok: true, tags: [...tags.values()].slice(0, maximumTags) };
}

/** RFC 8288: `</v2/app/tags/list?last=b&n=2>; rel="next"`. Only within this list: the header is a stranger's text. */
function nextPath(link: string | undefined, { base, repository }: Endpoint): string | undefined {
  const target = /<([^<>]*)>\s*;[^,<]*\brel="?next"?/i.exec(link?.slice(0, 8192) ?? '')?.[1];
  const list = `/v2/${repository}/tags/list`;
  if (target === undefined || !URL.canParse(target, `${base}${list}`)) return undefined;
  const url = new URL(target, `${base}${list}`);
  return `${url.protocol}//${url.host}` === base && url.pathname === list
    ? `${url.pathname}${url.search}`
    : undefined;
}

function googleTags(manifests: Readonly<Record<string, unknown>>): ReadonlyMap<string, TagInfo> {
  const known = new Map<string, TagInfo>();
  for (const [digest, value] of Object.entries(manifests)) {
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) continue;
    const entry = safeParse(googleSchema, value);
    if (!entry.success) continue;
    const pushed = dayOf(Number(entry.output.timeUploadedMs ?? 0));
    for (const tag of entry.output.tag) known.set(tag, { tag, digest, pushed });
  }
  return known;
}

/** Of milliseconds since 1970; undefined for what is no time worth showing. */
function dayOf(time: number): string | undefined {
  return time > 0 && time < 8.64e15 ? new Date(time).toISOString().slice(0, 10) : undefined;
}
