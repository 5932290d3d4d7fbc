/** A single-stage C or C++ image → build stage and an image of the same distribution without compilers. */
import type { ContextFacts } from '../../context/facts.ts';
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { SourceFacts } from '../../project/facts.ts';
import { folderOf, isWithin } from '../../project/paths.ts';
import type { Facts } from '../../rules/rule.ts';
import { onFirstBase, writesFiles, type ProgramImage } from '../artifact/program-image.ts';
import { runtimeBases, type RuntimeBase } from '../artifact/runtime-bases.ts';
import type { Artifact } from '../artifact/runtime-stage.ts';
import { conventionalFiles, conventionalFolders } from '../conventions.ts';
import type { Conversion } from '../multi-stage.ts';
import { compilerLibraries, foreignLibraries, isNativeToolchain, ubuntuLibraries } from './libraries.ts';
import { readNativeStage, type NativeReading } from './reading.ts';

export function convertNative(model: DockerfileModel, facts: Facts): Conversion {
  const reading = readNativeStage(model, facts);
  if (typeof reading === 'string') return { obstacle: reading };
  const linking = linkingOf(reading);
  if (typeof linking === 'string') return { obstacle: linking };
  const sources = sourcesOf(reading, facts);
  if (typeof sources === 'string') return { obstacle: sources };
  const { base, isGcc, start } = reading;
  const foreign = foreignLibraries(reading.builds, reading.projects);
  // Images with many headers: what is linked need not be installed by the file.
  if (foreign.length > 0 && base.tools.includes('git') && linking.libc !== 'static')
    return {
      obstacle: `The program links ${foreign[0]!}, which ${base.name} has, and which package brings it elsewhere is not certain.`,
    };
  const assets = assetsOf(reading, sources, facts.context);
  const called = new Set([
    ...start.called,
    ...sources.flatMap(({ startedPrograms = [] }) => startedPrograms.flatMap(({ program }) => program ?? [])),
  ]);
  const copiesCpp =
    isGcc && linking.isCpp && linking.libc !== 'static' && !linking.isCppStatic && isNewerThanDebian(base);
  // The name sorts before those of all architectures, as in GCC's own image.
  const finish = copiesCpp
    ? ['echo /usr/local/lib > /etc/ld.so.conf.d/000-local-lib.conf && ldconfig']
    : reading.prefixes.includes('/usr/local') && linking.libc === 'glibc'
      ? ['ldconfig']
      : [];
  const image: ProgramImage = {
    stage: reading.stage,
    start,
    assets,
    called,
    mayWrite: writesFiles(sources),
    distrolessDoubt: (name) =>
      finish.length > 0 ||
      compilerLibraries(reading.builds, reading.projects, 'apt').some((library) => library !== 'libgomp1')
        ? `Libraries have to be installed or made known to the loader, for which ${name} has no shell.`
        : undefined,
    artifacts: [
      ...reading.prefixes.map((path) => ({ from: path, to: path, isFolder: true })),
      ...(copiesCpp ? cppLibraries : []),
    ],
    distro: ({ fact }) => (isGcc && base.distro?.version === undefined ? undefined : fact.distro),
    toolchain: (name, { isDistroless }) =>
      isNativeToolchain(name) ||
      (isDistroless && /^(?:libssl-dev|openssl|ca-certificates|tzdata)$/.test(name)) ||
      (linking.libc === 'static' && name.endsWith('-dev')),
    placed: (name, { fact }) =>
      fact.distro?.family === 'ubuntu' ? ubuntuLibraries(name, fact.distro.version) : undefined,
    libraries: (fact) => ownLibraries(reading, linking, fact),
    keepsVariables: true,
    isBuildVariable: (name) =>
      /^(?:CC|CXX|CFLAGS|CXXFLAGS|CPPFLAGS|LDFLAGS|MAKEFLAGS|CMAKE_\w+|PKG_CONFIG\w*|DEBIAN_FRONTEND|VCPKG_\w+|CONAN_\w+)$/.test(
        name,
      ),
    isApart: (copy) => isApart(copy, reading),
    // The name sorts before those of all architectures, as in GCC's own image.
    finish,
  };
  const installsHeaders = [...reading.stage.runs.values()].some(({ script }) =>
    script.commands.some(({ args }) =>
      args.some(({ value }) => value.endsWith('-dev') && !isNativeToolchain(value)),
    ),
  );
  const bases = runtimeBases(
    base,
    linking.libc,
    installsHeaders && base.distro?.version !== undefined,
    facts,
  );
  const written = onFirstBase(image, bases, model, facts);
  if (typeof written === 'object')
    return { text: written.text, reason: reasonFor(reading, assets, written.base, copiesCpp) };
  return { obstacle: written ?? `No image is known that has the C library of ${base.name} and no compiler.` };
}

interface NativeLinking {
  readonly libc: 'glibc' | 'musl' | 'static';
  readonly isCpp: boolean;
  /** The library of C++ is in the program. */
  readonly isCppStatic: boolean;
}

function linkingOf({ builds, projects, base, prefixes, start }: NativeReading): NativeLinking | string {
  const shared = projects.find(({ sharedBy }) => sharedBy !== undefined);
  const byTool = builds.some(({ kind }) => kind === 'tool');
  // An installed program finds the libraries that were installed with it, others it does not find either way.
  const isInstalled = [...start.programs.keys()].every((path) =>
    prefixes.some((prefix) => path.startsWith(`${prefix}/`)),
  );
  if (byTool && shared && !isInstalled)
    return `${shared.sharedBy!} makes libraries, brings other projects or asks for a sanitizer, so which files the program needs is not certain.`;
  if (byTool && !projects.some(({ system }) => system !== 'none'))
    return 'The file that says how the program is built was not found among the files that are copied.';
  const flags = builds.flatMap((build) => build.flags);
  if (flags.some((flag) => /^-(?:stdlib=libc\+\+|fsanitize)/.test(flag)))
    return 'The program needs libraries of the compiler, which stay with it.';
  const compiles = builds.filter(({ output }) => output !== undefined);
  const isStatic = byTool
    ? projects.every((one) => one.isStatic) || builds.some((build) => build.isStatic)
    : compiles.length > 0 && compiles.every((build) => build.isStatic);
  const libc = isStatic ? 'static' : base.libc;
  if (libc !== 'glibc' && libc !== 'musl' && libc !== 'static')
    return 'Which C library the program is linked against is not certain.';
  return {
    libc,
    isCpp:
      builds.some(({ language }) => language === 'C++') ||
      (byTool && projects.some(({ language }) => language === 'C++')),
    isCppStatic: flags.includes('-static-libstdc++') && flags.includes('-static-libgcc'),
  };
}

/** GCC's major version in Debian's releases (packages.debian.org): a newer library of C++ also serves older programs. */
const gccOfDebian: Readonly<Record<string, number>> = { '11': 10, '12': 12, '13': 14 };

/** Without a release in the tag the final image is on the newest. */
function isNewerThanDebian({ tag, distro }: ImageFact): boolean {
  const major = Number.parseInt(tag, 10);
  return Number.isNaN(major) || major > gccOfDebian[distro?.version ?? '13']!;
}

/** Where the image of GCC has them, and where the loader of Debian looks once `ldconfig` has run. */
const cppLibraries: readonly Artifact[] = ['libstdc++.so.6', 'libgcc_s.so.1'].map((name) => ({
  from: `/usr/local/lib64/${name}`,
  to: `/usr/local/lib/${name}`,
  isFolder: false,
}));

function ownLibraries(
  { builds, projects }: NativeReading,
  { isCpp, libc }: NativeLinking,
  fact: ImageFact,
): readonly string[] {
  if (libc === 'static') return [];
  const own = compilerLibraries(builds, projects, fact.packageManager);
  return fact.packageManager === 'apk' && isCpp ? ['libstdc++', ...own] : own;
}

function sourcesOf({ projects, stage }: NativeReading, facts: Facts): readonly SourceFacts[] | string {
  const found = projects.flatMap(({ directory }) => facts.project.sources(directory) ?? []);
  if (found.length === 0)
    return 'The sources could not be read, so which files the program opens is not known.';
  if (found.some(({ complete }) => !complete))
    return 'There are too many sources to see which files the program opens.';
  const unknown = found
    .flatMap(({ startedPrograms = [] }) => startedPrograms)
    .find(({ program }) => program === undefined);
  if (unknown) return `${unknown.file} starts a program, or loads a library, whose name is not certain.`;
  return stage.copies.size > 0
    ? found
    : 'The file copies no sources, so which files the program opens is not known.';
}

function assetsOf(
  { projects }: NativeReading,
  sources: readonly SourceFacts[],
  context: ContextFacts,
): readonly string[] {
  const found = new Set(
    sources
      .flatMap((one) => one.runtimePaths.map(({ path }) => path))
      .filter((path) => !context.isIgnored(path)),
  );
  for (const { path } of sources.flatMap((one) => one.writes)) {
    const folder = context.entry(path)?.type === 'directory' ? path : folderOf(path);
    if (folder !== '' && context.entry(folder)?.type === 'directory' && !context.isIgnored(folder))
      found.add(folder);
  }
  for (const { directory } of projects)
    for (const { path, type } of context.children(directory)) {
      const name = path.slice(directory === '' ? 0 : directory.length + 1);
      const isWanted =
        type === 'directory'
          ? conventionalFolders.has(name) &&
            ![...found].some((one) => isWithin(path, one)) &&
            holdsOther(path, context)
          : conventionalFiles.test(name) || /\.(?:conf|cfg|ini)$/.test(name);
      if (isWanted && !context.isIgnored(path)) found.add(path);
    }
  return [...found].sort();
}

function holdsOther(folder: string, { entries }: ContextFacts): boolean {
  return entries.some(({ path, type }) => type === 'file' && isWithin(folder, path) && !/\.(?:c|cc|cpp|cxx|h|hh|hpp|md|txt|cmake)$|\/(?:Makefile|\.[^/]*)$/.test(path)); // prettier-ignore
}

/** Below a folder that a build works in there are sources. */
function isApart({ target, inline, from }: Copy, { builds }: NativeReading): boolean {
  if (target === undefined) return false;
  const folders = builds.flatMap(({ directory }) => directory ?? []);
  const isBelow = (path: string, folder: string): boolean =>
    folder === '/' || path === folder || path.startsWith(`${folder}/`);
  const isSource = folders.some((folder) => isBelow(target, folder) || isBelow(folder, target));
  return (
    !isSource &&
    (inline ||
      from !== undefined ||
      /^\/(?:etc|var|opt|srv|usr\/(?:local\/)?(?:share|etc|bin))\//.test(`${target}/`))
  );
}

function reasonFor(
  { start, stage, isGcc }: NativeReading,
  assets: readonly string[],
  { image, isDistroless }: RuntimeBase,
  copiesCpp: boolean,
): string {
  const names = [...start.programs.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)).join(', ');
  const kept =
    assets.length > 0
      ? ` ${assets.join(', ')}: kept, the program may open ${assets.length === 1 ? 'it' : 'them'} at run time.`
      : '';
  const cpp = copiesCpp ? " The library of C++ comes along, because that of GCC is newer than Debian's." : '';
  const release =
    isGcc && stage.base?.distro === undefined
      ? ' No release of Debian that the image of GCC stands on is newer.'
      : '';
  const user = isDistroless
    ? ' It runs as the user nonroot, because nothing shows that it writes files.'
    : '';
  return `The final image holds ${names} without compilers and sources, on ${image}.${cpp}${release}${kept}${user}`;
}
