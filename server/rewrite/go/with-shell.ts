/**
 * Go programs that need more than a base without a shell: a start through one, other programs, libraries of the system, several
 * programs. The build stays as it is written; the final image is one of the same distribution.
 */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { ImageFact } from '../../images/facts.ts';
import { lookupRoot } from '../../images/root.ts';
import type { GoProject, SourceFacts } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { buildPackageKind } from '../../tools/build-packages.ts';
import { goCommand } from '../../tools/go.ts';
import { runCommands } from '../../tools/sites.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { movedFiles, originOf } from '../artifact/moved.ts';
import { onFirstBase, writesFiles, type ProgramImage } from '../artifact/program-image.ts';
import { readProgramStart, type ProgramStart } from '../artifact/program-start.ts';
import { readArtifactStage, type ArtifactReading } from '../artifact/reading.ts';
import { debianRelease, runtimeBases } from '../artifact/runtime-bases.ts';
import { isQuiet, type OwnSide } from '../artifact/sides.ts';
import type { Conversion } from '../multi-stage.ts';
import { goAssets } from './assets.ts';
import { usesCgo } from './build-command.ts';
import { cgoLinking } from './linking.ts';
import { goBuilds, goPrograms } from './programs.ts';
import { toolchainVariable } from './variables.ts';

interface Reading {
  readonly stage: ArtifactReading;
  readonly base: ImageFact;
  readonly start: ProgramStart;
  readonly cgo: boolean;
  /** Something of it may be written in C++. */
  readonly cpp: boolean;
  /** Absolute paths of every program that is built, in the build stage. */
  readonly built: ReadonlySet<string>;
  /** Modules of the programs that are started. */
  readonly projects: readonly GoProject[];
}

export function convertGoWithShell(model: DockerfileModel, facts: Facts): Conversion {
  const reading = read(model, facts);
  if (typeof reading === 'string') return { obstacle: reading };
  const { stage, base, start, projects, cgo, cpp } = reading;
  const sources: SourceFacts[] = [];
  const assets: string[] = [];
  for (const project of projects) {
    const found = facts.project.sources(project.directory);
    if (!found?.complete)
      return { obstacle: 'There are too many sources to see which files the program opens.' };
    const opened = goAssets({ project, contextRoot: project.directory }, found, facts);
    if (typeof opened === 'string') return { obstacle: opened };
    sources.push(found);
    assets.push(...opened);
  }
  const programs = sources.flatMap(({ startedPrograms = [] }) => startedPrograms);
  const unknown = programs.find(({ program }) => program === undefined);
  if (unknown) return { obstacle: `${unknown.file} starts a program whose name is not certain.` };
  const called = [...start.called, ...programs.flatMap(({ program }) => program ?? [])];
  // Programs of the project that others of it start.
  const siblings = [...reading.built].filter((path) =>
    called.some(
      (name) =>
        path === resolvePath(stage.stage.endState.workdir ?? '/', name) ||
        (/^\/(?:usr\/(?:local\/)?)?s?bin\//.test(path) && path.endsWith(`/${name}`)),
    ),
  );
  const isSibling = (name: string): boolean =>
    siblings.some((path) => path.endsWith(`/${name.replace(/^.*\//, '')}`));
  const image: ProgramImage = {
    stage,
    start,
    assets,
    called: new Set(called.filter((name) => !isSibling(name))),
    artifacts: siblings
      .filter((path) => !start.programs.has(path))
      .map((path) => ({ from: path, to: path, isFolder: false })),
    mayWrite: writesFiles(sources),
    distro: ({ fact }) =>
      fact.distro?.version !== undefined
        ? fact.distro
        : { family: 'debian', version: debianRelease(base), codename: undefined },
    toolchain: (name) => isGoToolchain(name) || (!cgo && name.endsWith('-dev')),
    libraries: (fact) => [
      ...certificatesOn(fact, sources),
      ...(cpp && fact.packageManager === 'apk' ? ['libstdc++'] : []),
    ],
    keepsVariables: false,
    isBuildVariable: (name) => toolchainVariable.test(name) || name === 'PATH',
    isApart: (copy) => isApart(copy, reading),
  };
  const loads =
    cgo &&
    [...stage.runs.values()].some(({ script }) =>
      script.commands.some((command) =>
        systemCommand(command)?.packages.some((word) => buildPackageKind(packageName(word)) === 'headers'),
      ),
    );
  const libc = base.libc === 'musl' ? 'musl' : 'glibc';
  const written = onFirstBase(
    image,
    runtimeBases(base, libc, loads, facts).filter(({ isDistroless }) => !isDistroless),
    model,
    facts,
  );
  if (typeof written !== 'object')
    return {
      obstacle: written ?? `No image is known that has the C library of ${base.name} and no compiler.`,
    };
  const names = [...start.programs.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)).join(', ');
  const kept =
    assets.length > 0
      ? ` ${assets.join(', ')}: kept, the program may open ${assets.length === 1 ? 'it' : 'them'} at run time.`
      : '';
  const others = [...image.called].filter((name) => !/^(?:sh|exec|cd|set|echo)$/.test(name));
  const calls = others.length > 0 ? `, and ${others.join(', ')}, which it calls` : '';
  return {
    text: written.text,
    reason: `The final image holds ${names} without the Go toolchain and the sources${calls}. ${written.base.image} has the shell and the C library that it may need.${kept}`,
  };
}

function read(model: DockerfileModel, facts: Facts): Reading | string {
  const own = model.stages[0]!;
  const base = lookupRoot(own, facts.images);
  if (!base) return 'Nothing is known about the base image, so neither is which image can run the program.';
  const builds = goBuilds(model, facts);
  const doubtful = builds.find(
    ({ command, project, instruction }) =>
      command.conditional || !project || instruction.state.workdir === undefined,
  );
  if (builds.length === 0 || doubtful || own.endState.workdir === undefined)
    return 'What the file builds, and where, is not certain.';
  const programs = goPrograms(builds, facts);
  const isProgram = (path: string): boolean => programs.some((one) => one.path === path);
  const moved = movedFiles([...runCommands(model)], own, isProgram);
  const start = readProgramStart(own, model, facts, {
    isBuilt: (path) => isProgram(originOf(path, moved)),
    searched: base.repository === 'golang' ? ['/go/bin'] : [],
    place: (path, keeps) =>
      /\/go\/bin\/[^/]+$/.test(path) && !keeps
        ? `/usr/local/bin/${path.slice(path.lastIndexOf('/') + 1)}`
        : path,
    runner: (command) =>
      goCommand(command) ? 'The container starts through `go`, which compiles when it starts.' : undefined,
  });
  if (typeof start === 'string') return start;
  const stage = readArtifactStage(
    model,
    facts,
    goSides(new Set([...moved.values()].map(({ command }) => command))),
  );
  if (typeof stage === 'string') return stage;
  const started = [...start.programs.keys()].map(
    (path) => programs.findLast((one) => one.path === originOf(path, moved))!.site,
  );
  const withC = started.filter((site) => site.project && usesCgo(site, site.project));
  const library = withC.flatMap(({ project }) => project?.cgo?.library ?? [])[0];
  if (library !== undefined)
    return `The program may load ${library} when it runs, and from where is not certain.`;
  const projects = [...new Set(started.flatMap(({ project }) => project ?? []))];
  return {
    stage,
    base,
    start,
    projects,
    built: new Set([...programs.map(({ path }) => path), ...moved.keys()]),
    cgo: withC.length > 0,
    cpp: withC.some((site) => /^(?:c\+\+|more)$/.test(cgoLinking(site, site.project!, base).kind)),
  };
}

const tools: ReadonlySet<string> = new Set(['go', 'git', 'gofmt', 'strip', 'upx', 'swag', 'templ', 'sqlc', 'protoc', 'buf', 'wire', 'mockgen', 'ent', 'goose-gen', 'ssh-keyscan']); // prettier-ignore

function goSides(moves: ReadonlySet<ShellCommand>): OwnSide {
  return (command) => {
    const { name, args } = command;
    if (tools.has(name) || moves.has(command)) return 'build';
    if (/^(?:find|file|du|tree)$/.test(name) && isQuiet(command)) return 'neutral';
    // Keys and settings of private modules stay where they are needed.
    if (/^(?:echo|printf)$/.test(name) && command.redirects.some(({ target }) => /\/\.(?:netrc|gitconfig|ssh\/)/.test(target?.value ?? ''))) return 'build'; // prettier-ignore
    if (name !== 'rm') return undefined;
    return args.every(({ value }) => /^(?:-|\/var\/(?:lib\/apt|cache)|\/tmp)/.test(value))
      ? undefined
      : 'build';
  };
}

function isGoToolchain(name: string): boolean {
  return buildPackageKind(name) === 'compiler' || /^(?:golang(?:-\S+)?|go|musl-dev|libc-dev|libc6-dev|protobuf-compiler|protoc|openssh(?:-client)?|gnupg|binutils-gold)$/.test(name); // prettier-ignore
}

/** Debian's slim images have no certificates; those of Alpine have them. */
function certificatesOn({ packageManager }: ImageFact, sources: readonly SourceFacts[]): readonly string[] {
  return packageManager === 'apt' && sources.some(({ needsCertificates }) => needsCertificates) ? ['ca-certificates'] : []; // prettier-ignore
}

/** Neither in the folder of the sources nor a setting of the build. */
function isApart({ target }: Copy, { stage }: Reading): boolean {
  if (target === undefined || /\/(?:\.netrc|\.gitconfig|\.ssh\b[^ ]*)$/.test(target) || target === '/root')
    return false;
  const folders = stage.stage.instructions.flatMap(({ state }) => state.workdir ?? []);
  const isBelow = (path: string, folder: string): boolean =>
    folder === '/' || path === folder || path.startsWith(`${folder}/`);
  const isSource = folders.some((folder) => isBelow(target, folder) || isBelow(folder, target));
  return !isSource;
}
