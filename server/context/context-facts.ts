/** Answers questions about a context from its listing. */
import type { ContextEntry, ContextFacts, Measured } from './facts.ts';
import { parseDockerignore, type DockerignoreMatcher } from './dockerignore.ts';
import { compileGoPattern, isGoPattern } from './go-match.ts';
import { Recent } from '../recent.ts';
import type { Listing } from './list.ts';
import { cleanSource } from './sources.ts';

type Described = Pick<
  ContextFacts,
  | 'location'
  | 'dockerfilePath'
  | 'reason'
  | 'dockerignore'
  | 'sharing'
  | 'secrets'
  | 'publicEnvironment'
  | 'versionControlUse'
  | 'preparations'
>;

/** Other texts of the .dockerignore that are looked at at once: what a fix writes, and what somebody types. */
const keptIgnoreFiles = 8;

/** The facts of a context that was listed. */
export function createContextFacts(
  described: Described,
  listing: Listing,
  matcher: DockerignoreMatcher,
): ContextFacts {
  return contextFacts(described, new IndexedListing(listing), matcher);
}

/** A listing with what is looked up in it, whatever the .dockerignore says. */
class IndexedListing {
  readonly byPath: ReadonlyMap<string, ContextEntry>;
  readonly byFolder: ReadonlyMap<string, readonly ContextEntry[]>;
  #measured: ReadonlyMap<string, Measured> | undefined;

  constructor(readonly listing: Listing) {
    this.byPath = new Map(listing.entries.map((entry) => [entry.path, entry]));
    this.byFolder = groupByFolder(listing.entries);
  }

  get measured(): ReadonlyMap<string, Measured> {
    return (this.#measured ??= measureFolders(this.listing));
  }
}

function contextFacts(
  described: Described,
  indexed: IndexedListing,
  matcher: DockerignoreMatcher,
): ContextFacts {
  const { listing, byPath, byFolder } = indexed;
  const others = new Recent<string, ContextFacts>(keptIgnoreFiles);
  let passing: ReadonlySet<string> | undefined;

  function passes(entry: ContextEntry): boolean {
    if (!matcher.ignores(entry.path)) return true;
    if (entry.type !== 'directory') return false;
    passing ??= foldersWithPassing(listing, matcher);
    return passing.has(entry.path);
  }

  return {
    ...described,
    known: true,
    entries: listing.entries,
    complete: listing.complete,
    has: (path) => find(cleanSource(path)),
    entry: (path) => byPath.get(cleanSource(path)),
    isIgnored: (path) => matcher.ignores(cleanSource(path)),
    match(source) {
      const path = cleanSource(source);
      if (path === '') return (byFolder.get('') ?? []).filter(passes);
      const entry = byPath.get(path);
      if (entry !== undefined || !isGoPattern(path))
        return entry !== undefined && passes(entry) ? [entry] : [];
      const matches = compileGoPattern(path);
      return matches === undefined
        ? []
        : listing.entries.filter((each) => matches(each.path) && passes(each));
    },
    children: (directory) => byFolder.get(cleanSource(directory)) ?? [],
    withDockerignore: (text) =>
      others.get(text, () =>
        contextFacts(
          { ...described, dockerignore: { ...described.dockerignore, exists: true, text } },
          indexed,
          parseDockerignore(text),
        ),
      ),
    measured(path) {
      const clean = cleanSource(path);
      const entry = byPath.get(clean);
      return entry?.type === 'file'
        ? { bytes: entry.size, files: 1, complete: true }
        : indexed.measured.get(clean);
    },
  };

  function find(path: string): boolean | undefined {
    if (path === '' || byPath.has(path)) return true;
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '' : path.slice(0, slash);
    if (listing.entered.has(folder)) return false;
    const parent = byPath.get(folder);
    if (parent === undefined) return folder === '' ? undefined : find(folder);
    // A link may lead to anything, and what a folder holds that was not entered is not known.
    return parent.type === 'directory' || parent.type === 'symlink' ? undefined : false;
  }
}

/** The facts when there is no folder to look at. */
export function unknownContext(described: Described): ContextFacts {
  const facts: ContextFacts = {
    ...described,
    known: false,
    entries: [],
    complete: false,
    has: () => undefined,
    entry: () => undefined,
    isIgnored: () => false,
    match: () => [],
    children: () => [],
    withDockerignore: () => facts,
    measured: () => undefined,
  };
  return facts;
}

function groupByFolder(entries: readonly ContextEntry[]): ReadonlyMap<string, readonly ContextEntry[]> {
  const folders = new Map<string, ContextEntry[]>();
  for (const entry of entries) {
    const folder = parentOf(entry.path);
    const siblings = folders.get(folder);
    if (siblings === undefined) folders.set(folder, [entry]);
    else siblings.push(entry);
  }
  return folders;
}

/** Ignored folders that still reach the builder because something below them does. */
function foldersWithPassing(listing: Listing, matcher: DockerignoreMatcher): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const entry of listing.entries) {
    const hidden = entry.type === 'directory' && !listing.entered.has(entry.path);
    if (matcher.ignores(entry.path) && !(hidden && matcher.mayReincludeBelow(entry.path))) continue;
    if (hidden) folders.add(entry.path);
    for (let path = parentOf(entry.path); path !== '' && !folders.has(path); path = parentOf(path))
      folders.add(path);
  }
  return folders;
}

function measureFolders(listing: Listing): ReadonlyMap<string, Measured> {
  const sums = new Map<string, { bytes: number; files: number; complete: boolean }>();
  const add = (path: string, bytes: number, files: number, complete: boolean): void => {
    const sum = sums.get(path) ?? { bytes: 0, files: 0, complete: true };
    sums.set(path, {
      bytes: sum.bytes + bytes,
      files: sum.files + files,
      complete: sum.complete && complete,
    });
  };
  const addUp = (from: string, bytes: number, files: number, complete: boolean): void => {
    for (let path = from; ; path = parentOf(path)) {
      add(path, bytes, files, complete);
      if (path === '') return;
    }
  };
  const unknown: string[] = [];
  if (!listing.entered.has('')) add('', 0, 0, false);
  for (const entry of listing.entries) {
    if (entry.type === 'file') addUp(parentOf(entry.path), entry.size, 1, true);
    else if (entry.type === 'directory') {
      const separate = listing.measured.get(entry.path);
      if (separate !== undefined) addUp(entry.path, separate.bytes, separate.files, separate.complete);
      else if (listing.entered.has(entry.path)) add(entry.path, 0, 0, true);
      else unknown.push(entry.path);
    }
  }
  for (const path of unknown) {
    // What was not looked into makes its parents' sums lower bounds and has none itself, unless a part was listed.
    addUp(sums.has(path) ? path : parentOf(path), 0, 0, false);
  }
  return sums;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
