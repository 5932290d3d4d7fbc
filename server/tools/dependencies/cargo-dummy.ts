/**
 * Compiling the dependencies of a package alone: with empty programs in the place of its own, and without their results.
 * Those have to go, because cargo compares times: a source file that is older than the empty program's result would count
 * as compiled.
 */
import type { RustProject } from '../../project/facts.ts';
import type { RustTarget } from '../../project/rust/facts.ts';
import { cargoProfile, type CargoCommand } from '../cargo.ts';
import type { CommandSite } from '../sites.ts';
import { rawText, standsAlone, textUpTo } from './build-install.ts';

/** `impossible`; or why it may not work, for the user; undefined when nothing speaks against it. */
export function dummyDoubt(project: RustProject): string | undefined {
  if (project.name === undefined || project.isWorkspace || project.workspaceRoot !== undefined)
    return 'impossible';
  if (project.buildScript !== undefined || project.configuration?.vendored !== undefined) return 'impossible';
  // A folder of the project has sources of its own, and so has what stands in for a package.
  if (project.patched || project.dependencies.some(({ path }) => path !== undefined)) return 'impossible';
  // A build that may change the lockfile would leave its own in the image.
  if (project.lock !== undefined && project.lock.inStep !== true) return 'impossible';
  const { targets, manifest } = project;
  const needed = targets.filter(isNeeded);
  if (!targets.some(({ kind }) => kind === 'bin') || targets.some(({ procMacro }) => procMacro))
    return 'impossible';
  if (needed.length > maximumFiles || needed.some(({ path }) => path === undefined || !isPlain(path)))
    return 'impossible';
  if (needed.length > 1) return `${manifest} has more targets than one program`;
  if (project.lints) return `the lints of ${manifest} may deny an empty program`;
  return project.lock === undefined ? 'there is no Cargo.lock' : undefined;
}

/** Files that are made for it; a package with more is better off with cargo-chef. */
const maximumFiles = 4;

/** Cargo looks for the files of programs and libraries, and for those that the manifest names. */
function isNeeded({ kind, explicit }: RustTarget): boolean {
  return explicit || kind === 'bin' || kind === 'lib';
}

function isPlain(path: string): boolean {
  return /^[\w./-]+$/.test(path);
}

/** Options that choose targets other than the programs. */
const otherTargets = [
  '--example',
  '--examples',
  '--test',
  '--tests',
  '--bench',
  '--benches',
  '--all-targets',
  '--manifest-path',
  '-C',
  '--workspace',
  '--all',
];

/** The shell commands, or undefined. Only for a package of which `dummyDoubt` thinks that it is possible. */
export function dummyBuild(
  site: CommandSite,
  cargo: CargoCommand,
  project: RustProject,
  text: string,
): string | undefined {
  const { options, subcommand } = cargo;
  if (dummyDoubt(project) === 'impossible' || subcommand !== 'build' || cargo.operands.length > 0)
    return undefined;
  if (!standsAlone(site) || options.has(...otherTargets)) return undefined;
  const chosen = options.values('-p', '--package');
  if (chosen.some((name) => name !== project.name)) return undefined;
  const files = project.targets
    .filter(isNeeded)
    .map(({ kind, path }) => ({ kind, path: relative(project, path!) }));
  const folders = [
    ...new Set(files.map(({ path }) => path.replace(/\/?[^/]*$/, '')).filter((folder) => folder !== '')),
  ];
  const programs = files.filter(({ kind }) => kind !== 'lib').map(({ path }) => path);
  const libraries = files.filter(({ kind }) => kind === 'lib').map(({ path }) => path);
  return [
    ...(folders.length > 0 ? [`mkdir -p ${folders.join(' ')}`] : []),
    ...(libraries.length > 0 ? [`touch ${libraries.join(' ')}`] : []),
    programs.length === 1
      ? `echo 'fn main() {}' > ${programs[0]!}`
      : `echo 'fn main() {}' | tee ${programs.join(' ')} > /dev/null`,
    buildText(site, cargo, project, text),
    cleanUp(cargo, project.name!),
  ].join(' && ');
}

/** The build as it is, kept to the lockfile. */
function buildText(
  site: CommandSite,
  { options, command, verb }: CargoCommand,
  project: RustProject,
  text: string,
): string {
  const isLocked = project.lock === undefined || options.has('--locked', '--frozen', '--offline');
  const rest = command.words.filter(({ span }) => span.start >= verb.span.end);
  return [
    textUpTo(site, verb, text),
    ...(isLocked ? [] : ['--locked']),
    ...(rest.length > 0 ? [rawText(rest)] : []),
  ].join(' ');
}

function relative(project: RustProject, path: string): string {
  return project.directory === '' ? path : path.slice(project.directory.length + 1);
}

/** Removes the package's own results, where the build wrote them. */
function cleanUp(cargo: CargoCommand, name: string): string {
  const { options } = cargo;
  const profile = cargoProfile(cargo);
  const kept = ['--target', '--target-dir'].flatMap((option) => options.words(option));
  const flags = [
    ...(profile === 'release' ? ['--release'] : profile === 'debug' ? [] : [`--profile ${profile}`]),
    ...(kept.length > 0 ? [rawText(kept)] : []),
  ];
  return ['cargo clean', `-p ${name}`, ...flags].join(' ');
}
