/**
 * The data behind server/tools/debian-libraries.ts, libraries.jsonl, as JSON: a line for each release, then one for each
 * package. By hand only a package is added, `{"name":"libx-dev"}`; the rest is what `npm run update-debian-libraries` reads
 * out of Debian's lists.
 */
import { array, object, optional, pipe, record, regex, safeParse, string } from 'valibot';
import type { InferOutput } from 'valibot';

/** Beside this file. */
export const librariesFile = 'scripts/debian-libraries/libraries.jsonl';

const packageName = pipe(string(), regex(/^[a-z0-9][a-z0-9+.-]+$/, 'the name of a package'));
const releaseName = pipe(string(), regex(/^\d+$/, 'a release of Debian'));
const packageNames = array(packageName);

const releaseSchema = object({
  /** `12`. */
  release: releaseName,
  /** `bookworm`. */
  codename: pipe(string(), regex(/^[a-z]+$/, 'a code name')),
  /** The day its list was read. */
  lookedUp: optional(pipe(string(), regex(/^\d{4}-\d{2}-\d{2}$/, 'a day'))),
  /** What every image of it holds. */
  base: packageNames,
});
const developedSchema = object({
  name: packageName,
  /** Its run-time packages in each release that has it; a release where they are too many for advice is left out. */
  libraries: optional(record(releaseName, packageNames)),
});
export type SourceRelease = InferOutput<typeof releaseSchema>;
export type DevelopmentPackage = InferOutput<typeof developedSchema>;
export interface DebianLibraries {
  readonly releases: readonly SourceRelease[];
  readonly packages: readonly DevelopmentPackage[];
}

/** The packages in alphabetical order. @throws with the line's number when an entry is not as described. */
export function readLibraries(text: string): DebianLibraries {
  const releases: SourceRelease[] = [];
  const packages = new Map<string, DevelopmentPackage>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const where = `${librariesFile}:${index + 1}`;
    const entry = entryOf(parse(line, where), where);
    if ('release' in entry) releases.push(entry);
    else if (packages.has(entry.name)) throw new Error(`${where}: ${entry.name} is there already`);
    else packages.set(entry.name, entry);
  }
  return { releases, packages: [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

export function writeLibraries({ releases, packages }: DebianLibraries): string {
  return [...releases, ...packages].map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function entryOf(value: unknown, where: string): SourceRelease | DevelopmentPackage {
  const isRelease = typeof value === 'object' && value !== null && 'release' in value;
  const result = safeParse(isRelease ? releaseSchema : developedSchema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
  throw new Error(`${where}: ${path}: ${issue.message}`);
}

function parse(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${where}: is not JSON`);
  }
}
