/** Reads base-images.json: what it must look like is checked here, with the entry named in every complaint. */

export interface SourceSize {
  readonly bytes: number;
  readonly kind: 'exact' | 'rounded' | 'derived';
  /** `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or unknown. */
  readonly date: string | undefined;
}

export interface SourceAccount {
  readonly name: string;
  readonly uid: number;
}

/** One image of the file. Undefined: not known. */
export interface SourceImage {
  readonly repository: string;
  readonly tag: string;
  readonly aliases: readonly string[];
  readonly compressed: SourceSize | undefined;
  readonly onDisk: SourceSize | undefined;
  readonly architectures: readonly string[];
  readonly distro: { family: string; version: string | undefined; codename: string | undefined } | undefined;
  readonly distroEol: string | undefined;
  readonly distroLtsEol: string | undefined;
  readonly libc: string;
  readonly packageManager: string | undefined;
  readonly shell: boolean | undefined;
  readonly shellName: string | undefined;
  readonly defaultUser: SourceAccount | undefined;
  readonly nonRootUser: SourceAccount | undefined;
  readonly tools: readonly string[];
  readonly toolsKnown: boolean;
  readonly runtime: { name: string; version: string | undefined; eol: string | undefined } | undefined;
  readonly smallerSiblings: readonly string[];
  readonly note: string | undefined;
  /** Last day anything in the entry was looked up, `YYYY-MM-DD`. */
  readonly lookedUp: string | undefined;
}

type Json = Record<string, unknown>;

/** The images of the file in its order. Throws with the image's name when an entry is not as described. */
export function readImages(text: string): SourceImage[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new Error('an array of images was expected');
  return parsed.map((entry: unknown) => readImage(object(entry, 'entry')));
}

function readImage(entry: Json): SourceImage {
  const repository = string(entry['image'], 'image');
  const tag = string(entry['tag'], 'tag', true);
  const where = `${repository}:${tag}`;
  const figures = object(object(entry['figures'], where)['linux/amd64'] ?? {}, where);
  const distro = optional(entry['distro'], (value) => object(value, where));
  const runtime = optional(entry['runtime'], (value) => object(value, where));
  const text = (value: unknown): string | undefined => optional(value, (some) => string(some, where));
  return {
    repository,
    tag,
    aliases: strings(entry['aliases'], where),
    compressed: readSize(figures, 'compressed', where),
    onDisk: readSize(figures, 'onDisk', where),
    architectures: strings(entry['architectures'] ?? [], where),
    distro: distro && { family: string(distro['family'], where), version: text(distro['version']), codename: text(distro['codename']) }, // prettier-ignore
    distroEol: text(entry['distroEol']),
    distroLtsEol: text(entry['distroLtsEol']),
    libc: string(entry['libc'], where),
    packageManager: entry['packageManager'] === 'none' ? undefined : text(entry['packageManager']),
    shell: entry['shell'] === true,
    shellName: text(entry['shellName']),
    defaultUser: optional(entry['defaultUser'], (value) => readAccount(value, where)),
    nonRootUser: optional(entry['nonRootUser'], (value) => readAccount(value, where)),
    tools: strings(entry['tools'], where),
    toolsKnown: true,
    runtime: runtime && { name: string(runtime['name'], where), version: text(runtime['version']), eol: text(runtime['eol']) }, // prettier-ignore
    smallerSiblings: strings(entry['smallerSiblings'], where),
    note: text(entry['note']),
    lookedUp: latestDate(entry['sources']),
  };
}

function readSize(figures: Json, field: 'compressed' | 'onDisk', where: string): SourceSize | undefined {
  const bytes = figures[`${field}Bytes`];
  if (bytes === undefined || bytes === null) return undefined;
  const kind = figures[`${field}Kind`];
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0)
    throw new Error(`${where}: ${field} is not a number of bytes`);
  if (kind !== 'exact' && kind !== 'rounded' && kind !== 'derived')
    throw new Error(`${where}: ${field} is of unknown kind`);
  // "2025-2026" means some time in these years: what is certain is not to be more recent than it says.
  const printed = optional(figures[`${field}Date`], (value) => string(value, where)) ?? '';
  const date = /^\d{4}(?:-\d{2}(?:-\d{2})?)?(?!\d)/.exec(printed)?.[0];
  return { bytes, kind, date };
}

function readAccount(value: unknown, where: string): SourceAccount {
  const account = object(value, where);
  if (typeof account['uid'] !== 'number') throw new Error(`${where}: a user without a uid`);
  return { name: string(account['name'], where), uid: account['uid'] };
}

function latestDate(sources: unknown): string | undefined {
  if (!Array.isArray(sources)) return undefined;
  const dates = sources.map((source: unknown) => object(source, 'source')['date']);
  return dates
    .filter((date) => typeof date === 'string')
    .filter((date) => /^\d{4}-\d{2}-\d{2}$/.test(date))
    .sort()
    .at(-1);
}

function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

function object(value: unknown, where: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where}: an object was expected`);
  return value as Json;
}

function string(value: unknown, where: string, empty = false): string {
  if (typeof value !== 'string' || (value === '' && !empty)) throw new Error(`${where}: a text was expected`);
  return value;
}

function strings(value: unknown, where: string): string[] {
  if (!Array.isArray(value)) throw new Error(`${where}: a list was expected`);
  return value.map((item) => string(item, where));
}
