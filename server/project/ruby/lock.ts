/** Gemfile.lock. */
import type { LockedGem } from './facts.ts';
import type { Gemfile } from './gemfile.ts';

export interface ParsedGemfileLock {
  readonly packages: number;
  /** By name. */
  readonly gems: readonly LockedGem[];
  readonly platforms: readonly string[];
  readonly bundledWith: string | undefined;
  /** Names with their requirements as a set: `~> 7.1`. */
  readonly dependencies: ReadonlyMap<string, ReadonlySet<string>>;
  /** Folders of `PATH` sources. */
  readonly paths: readonly string[];
}

/** Sections in capitals, entries indented below them. */
export function parseGemfileLock(text: string): ParsedGemfileLock {
  let section = '';
  const packages = new Map<string, { dependencies: Set<string>; platforms: Set<string> }>();
  let gem: { dependencies: Set<string>; platforms: Set<string> } | undefined;
  const platforms: string[] = [];
  const dependencies = new Map<string, ReadonlySet<string>>();
  const paths: string[] = [];
  let bundledWith: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^[A-Z]/.test(line)) section = line.trim();
    else if (section === 'PLATFORMS' && line.trim() !== '') platforms.push(line.trim());
    else if (section === 'BUNDLED WITH' && line.trim() !== '') bundledWith = line.trim();
    else if (section === 'PATH' && /^ {2}remote: /.test(line))
      paths.push(line.slice('  remote: '.length).trim());
    else if (section === 'DEPENDENCIES') {
      const match = /^ {2}([^\s(!]+)(?: \(([^)]*)\))?!?$/.exec(line);
      if (match)
        dependencies.set(match[1]!, new Set((match[2] ?? '').split(/,\s*/).filter((item) => item !== '')));
    } else if (/^(?:GEM|GIT|PATH|PLUGIN SOURCE)$/.test(section)) {
      // One gem may be locked for several platforms.
      const match = /^ {4}([^\s(]+)(?: \([^)-]*(?:-([^)]+))?\))?/.exec(line);
      if (match) {
        packages.set(
          match[1]!,
          (gem = packages.get(match[1]!) ?? { dependencies: new Set(), platforms: new Set() }),
        );
        if (match[2] !== undefined) gem.platforms.add(match[2]);
      }
      const dependency = /^ {6}([^\s(]+)/.exec(line)?.[1];
      if (dependency !== undefined) gem?.dependencies.add(dependency.replace(/!$/, ''));
    }
  }
  const gems = [...packages].map(([name, one]) => ({
    name,
    dependencies: [...one.dependencies],
    platforms: [...one.platforms],
  }));
  return { packages: packages.size, gems, platforms, bundledWith, dependencies, paths };
}

/**
 * What a frozen install compares: each gem of the Gemfile with its requirement, and none beside them. Undefined where
 * the Gemfile is a program that we can't follow.
 */
export function compareGems(
  gemfile: Gemfile,
  lock: ParsedGemfileLock,
): { inStep: boolean | undefined; differences: readonly string[] } {
  const isProgram = gemfile.conditional || gemfile.dynamic !== undefined;
  if (isProgram || gemfile.needsSources !== undefined || lock.dependencies.size === 0)
    return { inStep: undefined, differences: [] };
  const asked = new Map(gemfile.gems.map((gem) => [gem.name, gem.requirements.map(normal)]));
  const differences = [...asked].flatMap(([name, requirements]) => {
    const locked = lock.dependencies.get(name);
    const same = locked?.size === requirements.length && requirements.every((item) => locked.has(item));
    return same ? [] : [name];
  });
  for (const name of lock.dependencies.keys()) if (!asked.has(name)) differences.push(name);
  return { inStep: differences.length === 0, differences };
}

/** `1.2` is `= 1.2`. */
function normal(requirement: string): string {
  const match = /^(=|!=|>=|<=|~>|>|<)?\s*(.+)$/.exec(requirement.trim());
  return `${match?.[1] ?? '='} ${match?.[2] ?? requirement}`;
}

/** Does the lockfile hold gems for Linux, so that a frozen install works in an image? Undefined: for one processor only. */
export function coversLinux(platforms: readonly string[]): boolean | undefined {
  if (platforms.includes('ruby')) return true;
  const linux = platforms.filter((platform) => platform.includes('linux'));
  if (linux.length === 0) return false;
  const has = (processor: RegExp): boolean => linux.some((platform) => processor.test(platform));
  return has(/^x86_64-/) && has(/^(?:aarch64|arm64)-/) ? true : undefined;
}
