/**
 * Releases that ended before the table of images begins: nobody needs their sizes, but whoever still builds on one
 * should hear of its end. Dates: endoflife.date (community data, read in August and November 2026); Debian's are those of
 * its long-term support, Ubuntu's those of its free maintenance. Of Java only releases without long-term support are here;
 * openjdk's are those of Oracle's builds (jdk.java.net), which the image has held. A line of nginx ends with the next of its
 * kind: stable in April, mainline (odd) with the first release of the next mainline (versionlog.com for 1.13 to 1.17).
 */
import { accountOfSibling } from './accounts.ts';
import { imageName } from './decode.ts';
import type { ImageFact } from './facts.ts';
import { compareVersions, refines, sameWords, splitTag } from './tag.ts';
import type { TagParts } from './tag.ts';

type Releases = Readonly<Record<string, string>>;

const dotnet: Releases = {
  '1.0': '2019-06-27', '1.1': '2019-06-27', '2.0': '2018-10-01', '2.1': '2021-08-21', '2.2': '2019-12-23', '3.0': '2020-03-03',
  '3.1': '2022-12-13', '5.0': '2022-05-10', '6.0': '2024-11-12', '7.0': '2024-05-14',
}; // prettier-ignore

const runtimes: ReadonlyMap<string, Releases> = new Map(
  Object.entries({
    node: {
      4: '2018-04-30', 5: '2016-06-30', 6: '2019-04-30', 7: '2017-06-30', 8: '2019-12-31', 9: '2018-06-30',
      10: '2021-04-30', 11: '2019-06-30', 12: '2022-04-30', 13: '2020-06-01', 14: '2023-04-30', 15: '2021-06-01',
      16: '2023-09-11', 17: '2022-06-01', 19: '2023-06-01', 21: '2024-06-01', 23: '2025-06-01', 25: '2026-06-01',
    },
    python: {
      '2.7': '2020-01-01', '3.3': '2017-09-29', '3.4': '2019-03-18', '3.5': '2020-09-30', '3.6': '2021-12-23',
      '3.7': '2023-06-27', '3.8': '2024-10-07', '3.9': '2025-10-31',
    },
    ruby: {
      '2.1': '2017-03-31', '2.2': '2018-03-31', '2.3': '2019-03-31', '2.4': '2020-03-31', '2.5': '2021-03-31',
      '2.6': '2022-03-31', '2.7': '2023-03-31', '3.0': '2024-04-23', '3.1': '2025-03-26',
    },
    php: {
      '5.6': '2018-12-31', '7.0': '2019-01-10', '7.1': '2019-12-01', '7.2': '2020-11-30', '7.3': '2021-12-06',
      '7.4': '2022-11-28', '8.0': '2023-11-26', '8.1': '2025-12-31',
    },
    golang: {
      '1.10': '2019-02-25', '1.11': '2019-09-03', '1.12': '2020-02-25', '1.13': '2020-08-11', '1.14': '2021-02-16',
      '1.15': '2021-08-16', '1.16': '2022-03-15', '1.17': '2022-08-02', '1.18': '2023-02-01', '1.19': '2023-09-06',
      '1.20': '2024-02-06',
    },
    nginx: {
      '1.10': '2017-04-12', '1.12': '2018-04-17', '1.13': '2018-06-05', '1.14': '2019-04-23', '1.15': '2019-05-21', '1.16': '2020-04-20',
      '1.17': '2020-05-26', '1.18': '2021-04-20', '1.19': '2021-05-25', '1.20': '2022-05-24', '1.21': '2022-06-21', '1.22': '2023-04-11',
      '1.23': '2023-05-23', '1.24': '2024-04-23', '1.25': '2024-05-29', '1.26': '2025-04-23', '1.27': '2025-06-24',
    },
    'eclipse-temurin': { 16: '2021-09-30', 18: '2022-09-30', 19: '2023-03-31', 20: '2023-09-19', 22: '2024-09-17', 23: '2025-03-18', 24: '2025-09-16' },
    openjdk: {
      9: '2018-03-20', 10: '2018-09-25', 12: '2019-09-17', 13: '2020-03-17', 14: '2020-09-16', 15: '2021-03-16', 16: '2021-09-14', 18: '2022-09-20',
      19: '2023-03-21', 20: '2023-09-19',
    },
    amazoncorretto: { 15: '2021-03-16', 16: '2021-10-19', 18: '2022-10-18', 19: '2023-04-01', 20: '2023-09-21' },
    'mcr.microsoft.com/dotnet/sdk': dotnet,
    'mcr.microsoft.com/dotnet/aspnet': dotnet,
    'mcr.microsoft.com/dotnet/runtime': dotnet,
    'mcr.microsoft.com/dotnet/runtime-deps': dotnet,
  } satisfies Record<string, Releases>),
); // prettier-ignore

const distros: ReadonlyMap<string, Releases> = new Map(
  Object.entries({
    debian: { 8: '2020-06-30', 9: '2022-07-01', 10: '2024-06-30' },
    ubuntu: {
      '14.04': '2019-04-02', '16.04': '2021-04-02', '18.04': '2023-05-31', '22.10': '2023-07-20', '23.04': '2024-01-20',
      '23.10': '2024-07-12', '24.10': '2025-07-10', '25.04': '2026-01-17', '25.10': '2026-07-01',
    },
    alpine: {
      '3.6': '2019-05-01', '3.7': '2019-11-01', '3.8': '2020-05-01', '3.9': '2020-11-01', '3.10': '2021-05-01',
      '3.11': '2021-11-01', '3.12': '2022-05-01', '3.13': '2022-11-01', '3.14': '2023-05-01', '3.15': '2023-11-01',
      '3.16': '2024-05-23', '3.17': '2024-11-22',
    },
  } satisfies Record<string, Releases>),
); // prettier-ignore

/** Repositories with more variants than the table has, by what their images hold. */
const runtimeNames: ReadonlyMap<string, string> = new Map([
  ['amazoncorretto', 'java'],
  ['eclipse-temurin', 'java'],
  ['openjdk', 'java'],
]);

/** The runtime of the tag's own release, when that has ended; else the one that is given. */
export function endedRuntime(
  repository: string,
  tag: string,
  runtime: ImageFact['runtime'],
): ImageFact['runtime'] {
  const release = runtime && releaseOf(repository, splitTag(tag));
  return release ? { ...runtime, version: release.version, eol: release.ended } : runtime;
}

/** Where the images of a repository that is not filled any more went on: .NET Core's (github.com/dotnet/dotnet-docker/issues/1939). */
export function successorRepository(repository: string): string | undefined {
  const core = /^(mcr\.microsoft\.com\/dotnet\/)core\/(sdk|aspnet|runtime|runtime-deps)$/.exec(repository);
  return core ? `${core[1]!}${core[2]!}` : undefined;
}

/** An ended release of which nothing is known but that. */
export function endedAlone(
  repository: string,
  tag: string,
  facts: readonly ImageFact[] = [],
): ImageFact | undefined {
  const name = runtimeNames.get(repository);
  const release = name === undefined ? undefined : releaseOf(repository, splitTag(tag));
  if (name === undefined || !release) return undefined;
  return {
    name: imageName(repository, tag),
    approximates: facts[0]?.name,
    unmaintained: false,
    repository,
    tag,
    aliases: [],
    compressed: undefined,
    onDisk: undefined,
    architectures: [],
    distro: undefined,
    distroEol: undefined,
    distroLtsEol: undefined,
    libc: undefined,
    packageManager: undefined,
    shell: undefined,
    shellName: undefined,
    defaultUser: undefined,
    nonRootUser: undefined,
    tools: [],
    toolsKnown: false,
    smallerSiblings: [],
    note: undefined,
    runtime: { name, version: release.version, eol: release.ended },
  };
}

/**
 * What is known of `repository:tag` when it names an ended release: what its kind (the same repository, variant and
 * distro family) has had in all releases. `facts` are those of the repository. No sizes, no tools, no distro release
 * that the tag does not name.
 */
export function endedFact(
  repository: string,
  tag: string,
  facts: readonly ImageFact[],
): ImageFact | undefined {
  const asked = splitTag(tag);
  const release = releaseOf(repository, asked);
  const named = asked.distro?.version;
  const distroEnd = named === undefined ? undefined : distros.get(asked.distro!.family)?.[named];
  if (!release && distroEnd === undefined) return undefined;
  // The oldest known one is nearest to it.
  const kin = facts
    .filter((fact) => isKin(fact, asked))
    .sort((a, b) => compareVersions(a.runtime?.version ?? a.tag, b.runtime?.version ?? b.tag))[0];
  const isDistro = kin?.runtime === undefined;
  if (!kin || (isDistro && !release)) return undefined;
  const distro = isDistro
    ? { family: repository, version: release?.version, codename: asked.distro?.codename }
    : kin.distro && {
        family: kin.distro.family,
        version: asked.distro?.version,
        codename: asked.distro?.codename,
      };
  const runtime = kin.runtime && {
    ...kin.runtime,
    version: release?.version ?? asked.version,
    eol: release?.ended,
  };
  return {
    ...kin,
    name: imageName(repository, tag),
    tag,
    aliases: [],
    approximates: kin.name,
    unmaintained: false,
    compressed: undefined,
    onDisk: undefined,
    architectures: [],
    distro,
    distroEol: isDistro ? release?.ended : distroEnd,
    distroLtsEol: undefined,
    runtime,
    // Their contents changed over the years.
    tools: [],
    toolsKnown: false,
    nonRootUser: accountOfSibling(kin, { distro, runtime }),
    smallerSiblings: [],
    note: undefined,
  };
}

function releaseOf(repository: string, asked: TagParts): { version: string; ended: string } | undefined {
  const releases = runtimes.get(repository) ?? distros.get(repository);
  const version = asked.version ?? (distros.has(repository) ? asked.distro?.version : undefined);
  if (!releases || version === undefined) return undefined;
  const found = Object.entries(releases).find(([line]) => refines(version, line));
  return found && { version: found[0], ended: found[1] };
}

/** The same words, and the distro family that the tag names or the repository has by itself. */
function isKin(fact: ImageFact, asked: TagParts): boolean {
  if (fact.runtime === undefined) {
    const own = splitTag(fact.tag);
    return sameWords(own.words, asked.words);
  }
  return [fact.tag, ...fact.aliases].some((name) => {
    const parts = splitTag(name);
    return sameWords(parts.words, asked.words) && parts.distro?.family === asked.distro?.family;
  });
}
