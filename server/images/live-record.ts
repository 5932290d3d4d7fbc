/** What is kept of images between runs, and how it is read back: the store is a file that anything may have happened to. */
import { array, boolean, integer, literal, minValue, number, object, optional, pipe, record, safeParse, string } from 'valibot'; // prettier-ignore
import { hexDigest } from '../registry/digest.ts';
import type { RegistryImage } from '../registry/image.ts';

/** What a tag stood for on a day. The image itself is kept under its digest, for ever. */
export interface TagRecord {
  /** `node:22-alpine linux/amd64`. */
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly digest: string;
  readonly indexDigest: string | undefined;
  readonly platforms: readonly string[];
}

/** Changes when the shape does: older files are then not found. */
const format = 1;

const bytes = pipe(number(), integer(), minValue(0));
const tagSchema = object({
  format: literal(format),
  name: string(),
  date: string(),
  digest: string(),
  indexDigest: optional(string()),
  platforms: array(string()),
});
const imageSchema = object({
  format: literal(format),
  digest: string(),
  indexDigest: optional(string()),
  platform: string(),
  platforms: array(string()),
  layers: array(
    object({ digest: string(), mediaType: string(), compressed: bytes, unpacked: optional(bytes) }),
  ),
  config: object({
    user: string(),
    workingDirectory: string(),
    entrypoint: array(string()),
    command: array(string()),
    environment: array(string()),
    exposedPorts: array(string()),
    labels: record(string(), string()),
    healthcheck: array(string()),
    stopSignal: optional(string()),
    created: optional(string()),
    history: array(object({ createdBy: string(), empty: boolean() })),
  }),
});

export function tagKey(name: string): string {
  return `tag-${format}-${hexDigest(name)}`;
}

export function imageKey(digest: string): string {
  return `image-${format}-${hexDigest(digest)}`;
}

export function writeRecord(value: TagRecord | RegistryImage): string {
  return JSON.stringify({ format, ...value });
}

/** Undefined for what is not such a record, or one of another name. */
export function readTag(text: string | undefined, name: string): TagRecord | undefined {
  const result = safeParse(tagSchema, parseStored(text));
  if (!result.success || result.output.name !== name) return undefined;
  const { date, digest, indexDigest, platforms } = result.output;
  return { name, date, digest, indexDigest, platforms };
}

export function readImage(text: string | undefined, digest: string): RegistryImage | undefined {
  const result = safeParse(imageSchema, parseStored(text));
  if (!result.success || result.output.digest !== digest) return undefined;
  const { format: _, config, layers, ...image } = result.output;
  return {
    ...image,
    indexDigest: image.indexDigest,
    layers: layers.map((layer) => ({ ...layer, unpacked: layer.unpacked })),
    config: { ...config, stopSignal: config.stopSignal, created: config.created },
  };
}

/** The JSON of a stored text; undefined for none. */
export function parseStored(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
