/** Brings the data up to date with Debian's lists of packages. */
import { basePackages, runtimeLibraries } from './derive.ts';
import type { PackageList } from './packages.ts';
import type { DebianLibraries } from './source.ts';

/** `lists` by release, one for each; `today` is `YYYY-MM-DD`. */
export function refresh(
  before: DebianLibraries,
  lists: ReadonlyMap<string, PackageList>,
  today: string,
): DebianLibraries {
  return {
    releases: before.releases.map((release) => {
      const list = lists.get(release.release);
      return list ? { ...release, lookedUp: today, base: [...basePackages(list)] } : release;
    }),
    packages: before.packages.map(({ name, libraries: known = {} }) => {
      const libraries: Record<string, string[]> = {};
      for (const { release } of before.releases) {
        const list = lists.get(release);
        const found = list ? runtimeLibraries(list, name) : known[release];
        if (found) libraries[release] = [...found];
      }
      return { name, libraries };
    }),
  };
}

/** What changed, a line for each package, for the maintainer who looks it over. */
export function changes(before: DebianLibraries, after: DebianLibraries): readonly string[] {
  const known = new Map(before.packages.map(({ name, libraries }) => [name, libraries ?? {}]));
  const lines = after.releases.flatMap(({ release, base }) => {
    const held = before.releases.find((each) => each.release === release)?.base ?? [];
    return change(`base of ${release}`, held, base);
  });
  for (const { name, libraries = {} } of after.packages)
    for (const { release } of after.releases)
      lines.push(...change(`${name} in ${release}`, known.get(name)?.[release], libraries[release]));
  return lines;
}

function change(
  what: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): string[] {
  const [from, to] = [before, after].map((names) =>
    names === undefined ? 'not known' : names.join(' ') || 'nothing',
  );
  return from === to ? [] : [`${what}: ${from} → ${to}`];
}
