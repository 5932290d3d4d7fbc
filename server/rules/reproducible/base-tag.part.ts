/** Which version a base image should have. */
import { coerce, satisfies, validRange } from 'semver';
import { imageEndOfLife } from '../../images/eol.ts';
import type { ImageFact, ImageFacts } from '../../images/facts.ts';
import { familiarName, parseReference } from '../../images/reference.ts';
import { compareVersions, refines, sameWords, splitTag, type TagParts } from '../../images/tag.ts';
import type { AskedVersion } from '../../project/dependencies.ts';
import type { DotnetProject, Project, RustProject } from '../../project/facts.ts';
import type { Facts } from '../rule.ts';

/** Words that name whatever is newest, or newest of a kind. */
const moving: ReadonlySet<string> = new Set([
  'latest', 'edge', 'nightly', 'rolling', 'stable', 'oldstable', 'testing', 'unstable', 'sid', 'mainline', 'current', 'lts', 'next', 'canary', 'dev',
  'develop', 'devel', 'main', 'master', 'trunk', 'snapshot', 'rawhide', 'tumbleweed', 'experimental',
]); // prettier-ignore

/** Words that name a kind of image, not a version. */
const kinds: ReadonlySet<string> = new Set([
  'slim', 'fpm', 'apache', 'cli', 'zts', 'jdk', 'jre', 'perl', 'otel', 'full', 'minimal', 'alpine', 'debian', 'bullseye', 'bookworm', 'trixie',
]); // prettier-ignore

/** Does the tag go to the next major version by itself? */
export function floats(reference: string, images: ImageFacts): boolean {
  const parsed = parseReference(reference);
  if (!parsed || parsed.digest !== undefined) return false;
  // Their repositories carry the release in the name, and have no tags with one.
  if (familiarName(parsed).startsWith('gcr.io/distroless/')) return false;
  if (parsed.tag === undefined) return true;
  const parts = splitTag(parsed.tag);
  if (parts.version !== undefined || parts.dated) return false;
  // `latest-rust-1.80.1`: what has a version in a word of its own is not the newest of all.
  if (parts.words.some((word) => /^v?\d+\.\d+/.test(word))) return false;
  if (parts.words.some((word) => moving.has(word))) return true;
  // A code name that is not known may be a version: node:jod.
  if (!parts.words.every((word) => kinds.has(word))) return false;
  const known = images.ofRepository(familiarName(parsed));
  if (known.length === 0) return false;
  // debian:bookworm is a release; node:bookworm is any Node.
  return parts.distro?.version === undefined || known.some(({ runtime }) => runtime !== undefined);
}

export function withTag(reference: string, tag: string): string {
  const written = reference.split('@')[0]!;
  const own = parseReference(reference)?.tag;
  return `${own === undefined ? written : written.slice(0, -own.length - 1)}:${tag}`;
}

export interface WantedTag {
  readonly tag: string;
  /** The file that says so. */
  readonly source: string;
  /** As written there. */
  readonly asked: string;
}

/** What the context's projects say about the version of the image's runtime. */
function wishesFor(reference: string, facts: Facts): Wish[] {
  const parsed = parseReference(reference);
  const kinds = parsed && runtimes.get(familiarName(parsed));
  return kinds
    ? facts.project.projects.flatMap((project) =>
        kinds.includes(project.kind) ? (wishOf(project) ?? []) : [],
      )
    : [];
}

/** The tag for the version that the project asks for: one that the table has and that is still supported. */
export function projectTag(reference: string, facts: Facts): WantedTag | undefined {
  const parsed = parseReference(reference);
  const wishes = parsed ? wishesFor(reference, facts) : [];
  const [wish] = wishes;
  // Projects that differ: nobody knows which one this stage is for.
  if (!parsed || !wish || wishes.some(({ asked }) => asked !== wish.asked)) return undefined;
  const candidates = variants(reference, facts.images)
    .filter((fact) => fact.runtime?.version !== undefined && wish.accepts(fact.runtime.version))
    .filter((fact) => imageEndOfLife(fact, facts.today) === undefined)
    .filter(
      ({ runtime: found }) => found?.name !== 'node' || Number.parseInt(found.version ?? '', 10) % 2 === 0,
    )
    .sort((a, b) => compareVersions(a.runtime!.version!, b.runtime!.version!));
  const fact = wish.lowest ? candidates[0] : candidates.at(-1);
  return fact && { tag: tagLike(fact, splitTag(parsed.tag ?? '')), source: wish.source, asked: wish.asked };
}

const java = ['maven', 'gradle'] as const;
const runtimes: ReadonlyMap<string, readonly Project['kind'][]> = new Map<string, readonly Project['kind'][]>([
  ['node', ['node']],
  ['python', ['python']],
  ['golang', ['go']],
  ['php', ['php']],
  ['ruby', ['ruby']],
  ['elixir', ['elixir']],
  ['rust', ['rust']],
  ['eclipse-temurin', java],
  ['amazoncorretto', java],
  ['openjdk', java],
  ['maven', java],
  ['gradle', java],
  ['mcr.microsoft.com/dotnet/sdk', ['dotnet']],
  ['mcr.microsoft.com/dotnet/aspnet', ['dotnet']],
  ['mcr.microsoft.com/dotnet/runtime', ['dotnet']],
]); // prettier-ignore

interface Wish {
  readonly source: string;
  readonly asked: string;
  accepts(version: string): boolean;
  /** Of several that fit the lowest is meant. */
  readonly lowest: boolean;
}

function wishOf(project: Project): Wish | undefined {
  if (project.kind === 'node') {
    const file = project.nodeVersionFile;
    if (file && /^v?\d/.test(file.version)) return exactly(file.path, file.version.replace(/^v/, ''));
    const range = project.engines['node'];
    return range === undefined ? undefined : inRange(project.manifest, range);
  }
  if (project.kind === 'python') {
    const wish = project.pythonVersion;
    if (!wish) return undefined;
    const plain = /^(?:python-)?(\d+\.\d+(?:\.\d+)?)$/.exec(wish.version.trim())?.[1];
    return plain ? exactly(wish.source, plain) : inRange(wish.source, wish.version);
  }
  if (project.kind === 'rust') return rustWish(project);
  if (project.kind === 'dotnet') return dotnetWish(project);
  const asked = askedVersion(project);
  if (asked && (project.kind === 'maven' || project.kind === 'gradle'))
    return exactly(asked.source, asked.version.replace(/^1\./, ''));
  if (asked) {
    const plain = /^(?:ruby-)?(\d+\.\d+(?:\.\d+)?)(?:-p\d+)?$/.exec(asked.version.trim())?.[1];
    return plain ? exactly(asked.source, plain) : inRange(asked.source, asked.version);
  }
  if (project.kind !== 'go') return undefined;
  // A module built with a newer Go than it names still builds; with an older one it does not.
  const version = project.goVersion;
  if (version === undefined) return undefined;
  const line = /^\d+\.\d+/.exec(version)?.[0] ?? version;
  return {
    source: project.manifest,
    asked: `Go ${version} or newer`,
    accepts: (other) => compareVersions(other, line) >= 0,
    lowest: true,
  };
}

function askedVersion(project: Project): AskedVersion | undefined {
  switch (project.kind) {
    case 'php':
      return project.phpVersion;
    case 'ruby':
      return project.rubyVersion;
    case 'elixir':
      return project.elixirVersion;
    case 'maven':
    case 'gradle':
      return project.javaVersion;
    default:
      return undefined;
  }
}

/** A toolchain file names the version; `rust-version` is the oldest that works. */
function rustWish({ rustVersion, manifest }: RustProject): Wish | undefined {
  const version = /^\d+\.\d+(?:\.\d+)?$/.exec(rustVersion?.version ?? '')?.[0];
  if (!rustVersion || version === undefined) return undefined;
  if (rustVersion.source !== manifest) return exactly(rustVersion.source, version);
  const line = /^\d+\.\d+/.exec(version)![0];
  return {
    source: manifest,
    asked: `Rust ${version} or newer`,
    accepts: (other) => compareVersions(other, line) >= 0,
    lowest: true,
  };
}

/** Libraries and tests run where the programs do. */
function dotnetWish({ outputType, isTest, targetFrameworks, manifest }: DotnetProject): Wish | undefined {
  const version = /^net(\d+\.\d+)$/.exec(targetFrameworks[0] ?? '')?.[1];
  if (outputType === 'Library' || isTest || targetFrameworks.length !== 1 || version === undefined)
    return undefined;
  return { ...exactly(manifest, version), asked: targetFrameworks[0]! };
}

function exactly(source: string, version: string): Wish {
  return { source, asked: version, accepts: (other) => refines(version, other), lowest: false };
}

/** The newest that fits: `>=18` says what is too old, not what is best. Ranges of other ecosystems are read where they mean the same. */
function inRange(source: string, range: string): Wish | undefined {
  const normal = validRange(
    range
      .replace(/,/g, ' ')
      .replace(/~[=>]\s*(\d+)\.(\d+)(?!\.)/g, '^$1.$2')
      .replace(/==/g, '=')
      .replace(/~[=>]/g, '~')
      .replace(/(?<!\|)\|(?!\|)/g, '||'),
  );
  if (normal === null || normal === '*') return undefined;
  const accepts = (version: string): boolean => {
    const parts = coerce(version);
    if (!parts) return false;
    // The tag gets the newest build of its line: 22 is 22.x.
    const digits = version.split('.').length;
    const newest = digits === 1 ? `${parts.major}.999.0` : `${parts.major}.${parts.minor}.999`;
    return satisfies(newest, normal) || satisfies(parts, normal);
  };
  return { source, asked: range, accepts, lowest: false };
}

/**
 * What the reference stands for today, with its version: from the table. Undefined where projects ask for something
 * that the table can't give.
 */
export function currentTag(reference: string, facts: Facts): string | undefined {
  const parsed = parseReference(reference);
  const fact = parsed && facts.images.lookup(withTag(reference, parsed.tag ?? 'latest'));
  if (wishesFor(reference, facts).length > 0) return undefined;
  if (!fact || fact.approximates !== undefined || imageEndOfLife(fact, facts.today)) return undefined;
  const asked = splitTag(parsed?.tag ?? '');
  const tag = tagLike(fact, asked);
  return splitTag(tag).version !== undefined || (!fact.runtime && splitTag(tag).distro?.version !== undefined)
    ? tag
    : undefined;
}

/** Images of the repository with the same variant words as the reference. */
function variants(reference: string, images: ImageFacts): ImageFact[] {
  const parsed = parseReference(reference)!;
  const asked = splitTag(parsed.tag ?? '');
  const words = asked.words.filter((word) => word !== '' && !moving.has(word));
  return images.ofRepository(familiarName(parsed)).filter((fact) => {
    if (fact.unmaintained) return false;
    const own = splitTag(fact.tag);
    if (!sameWords(own.words, words)) return false;
    return (
      own.distro?.family === asked.distro?.family &&
      (asked.distro?.version === undefined || own.distro?.version === asked.distro.version)
    );
  });
}

/** The fact's name for a version line: its own tag, or the alias `1.31` where its own is a moving one. */
function tagLike(fact: ImageFact, asked: TagParts): string {
  const named = (tag: string): TagParts => splitTag(tag);
  const words = asked.words.filter((word) => word !== '' && !moving.has(word));
  const fits = (tag: string): boolean => {
    const parts = named(tag);
    return parts.version !== undefined && sameWords(parts.words, words) && parts.distro?.version === asked.distro?.version && parts.distro?.family === asked.distro?.family; // prettier-ignore
  };
  if (fits(fact.tag) || named(fact.tag).version !== undefined) return fact.tag;
  const aliases = fact.aliases.filter(fits);
  const minor = aliases.filter((tag) => named(tag).version!.split('.').length === 2);
  return minor[0] ?? aliases.sort((a, b) => a.length - b.length)[0] ?? fact.tag;
}
