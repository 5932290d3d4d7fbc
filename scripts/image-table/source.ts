/**
 * The data behind the embedded table, images.jsonl: one image a line, as JSON. What is not known is left out. It is edited
 * by hand (a new image, what is in it) and by `npm run update-images` (sizes, digests, platforms, users).
 */
import { array, boolean, integer, minValue, number, object, optional, picklist, pipe, regex, safeParse, string } from 'valibot'; // prettier-ignore
import type { InferOutput } from 'valibot';

/** Beside this file. */
export const imagesFile = 'scripts/image-table/images.jsonl';

const text = pipe(string(), regex(/^[^|\n]+$/, 'a text without separators'));
const count = pipe(number(), integer(), minValue(0));
const day = pipe(string(), regex(/^\d{4}-\d{2}-\d{2}$/, 'a day'));
const size = object({
  /** Bytes, linux/amd64. */
  bytes: count,
  kind: picklist(['exact', 'rounded', 'derived']),
  /** When it was measured. */
  date: optional(pipe(string(), regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/, 'a year, month or day'))),
});
const account = object({ name: text, uid: count });

const imageSchema = object({
  repository: text,
  /** Empty for `scratch` only. */
  tag: string(),
  aliases: array(text),
  compressed: optional(size),
  onDisk: optional(size),
  architectures: array(text),
  distro: optional(object({ family: text, version: optional(text), codename: optional(text) })),
  distroEol: optional(day),
  distroLtsEol: optional(day),
  libc: text,
  packageManager: optional(text),
  shell: optional(boolean()),
  shellName: optional(text),
  defaultUser: optional(account),
  nonRootUser: optional(account),
  tools: array(text),
  /** False: nobody recorded what the image holds. */
  toolsKnown: boolean(),
  runtime: optional(object({ name: text, version: optional(text), eol: optional(day) })),
  smallerSiblings: array(text),
  note: optional(text),
  /** What the tag stood for when its sizes were read from the registry. */
  digest: optional(pipe(string(), regex(/^sha256:[0-9a-f]{64}$/, 'a digest'))),
  /** Last day anything in the entry was looked up. */
  lookedUp: optional(day),
});

export type SourceImage = InferOutput<typeof imageSchema>;
export type SourceSize = InferOutput<typeof size>;
export type SourceAccount = InferOutput<typeof account>;

/** The images of the file in its order. @throws with the line's number when an entry is not as described. */
export function readImages(lines: string): SourceImage[] {
  return lines.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const result = safeParse(imageSchema, parse(line, index));
    if (result.success) return [result.output];
    const [issue] = result.issues;
    const where = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
    throw new Error(`${imagesFile}:${index + 1}: ${where}: ${issue.message}`);
  });
}

export function writeImages(images: readonly SourceImage[]): string {
  return images.map((image) => `${JSON.stringify(image)}\n`).join('');
}

/** `node:22`; just `scratch` without a tag. */
export function nameOf({ repository, tag }: SourceImage): string {
  return tag === '' ? repository : `${repository}:${tag}`;
}

function parse(line: string, index: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${imagesFile}:${index + 1}: is not JSON`);
  }
}
