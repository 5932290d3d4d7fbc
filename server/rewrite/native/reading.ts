/** Reads a single-stage Dockerfile that compiles a C or C++ program. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';
import { familiarName, parseReference } from '../../images/reference.ts';
import { lookupRoot } from '../../images/root.ts';
import { splitTag } from '../../images/tag.ts';
import type { NativeProject } from '../../project/native/facts.ts';
import { isWithin } from '../../project/paths.ts';
import type { Facts } from '../../rules/rule.ts';
import { locate } from '../../tools/locate.ts';
import { runCommands } from '../../tools/sites.ts';
import { movedFiles, originOf } from '../artifact/moved.ts';
import { readProgramStart, type ProgramStart } from '../artifact/program-start.ts';
import { readArtifactStage, type ArtifactReading } from '../artifact/reading.ts';
import { installPrefixes, nativeBuilds, type NativeBuild } from './builds.ts';
import { nativeSides } from './sides.ts';

export interface NativeReading {
  readonly stage: ArtifactReading;
  readonly base: ImageFact;
  /** The official image of GCC, whose libraries of C++ are newer than Debian's. */
  readonly isGcc: boolean;
  readonly builds: readonly NativeBuild[];
  /** Folders that installs fill, with programs, libraries and data. */
  readonly prefixes: readonly string[];
  readonly projects: readonly NativeProject[];
  readonly start: ProgramStart;
}

/** Images that hold nothing but a distribution, and the compilers on top of one. */
const plain: ReadonlySet<string> = new Set(['gcc', 'debian', 'ubuntu', 'alpine', 'buildpack-deps']);

/** Does the file compile C or C++ in an image that is made for nothing else? */
export function buildsNative(model: DockerfileModel): boolean {
  const [stage] = model.stages;
  return stage !== undefined && plain.has(repositoryOf(stage) ?? '') && nativeBuilds(model).length > 0;
}

export function readNativeStage(model: DockerfileModel, facts: Facts): NativeReading | string {
  const own = model.stages[0]!;
  const isGcc = repositoryOf(own) === 'gcc';
  const base = isGcc ? gccFact(own, facts) : lookupRoot(own, facts.images);
  if (!base) return 'Nothing is known about the base image, so neither is which image can run the program.';
  if (!facts.context.known || !facts.context.complete)
    return 'The build context is not known as a whole, so neither is what the program opens.';
  const builds = nativeBuilds(model);
  const prefixes = installPrefixes(builds);
  if (typeof prefixes === 'string') return prefixes;
  if (isGcc && prefixes.includes('/usr/local'))
    return `The program is installed into /usr/local, where ${base.name} has its compilers: give it a prefix of its own.`;
  const exact = new Set(builds.flatMap(({ output }) => output ?? []));
  const folders = builds.filter(({ kind }) => kind === 'tool').flatMap(({ directory }) => directory ?? []);
  const projects = facts.project.projects.filter((one): one is NativeProject => one.kind === 'native');
  // What lies where a tool worked and no copy brought is what the tool made.
  const isMade = (path: string): boolean =>
    exact.has(path) ||
    prefixes.some((prefix) => path.startsWith(`${prefix}/`)) ||
    (folders.some((folder) => isBelowOf(path, folder, own)) &&
      locate(path, { model, context: facts.context, stage: own, before: undefined }) === undefined);
  const moved = movedFiles([...runCommands(model)], own, isMade);
  const isBuilt = (path: string): boolean => (moved.has(path) ? isMade(originOf(path, moved)) : isMade(path));
  const start = readProgramStart(own, model, facts, { isBuilt, searched: [], place: (path) => path });
  if (typeof start === 'string') return start;
  const stage = readArtifactStage(
    model,
    facts,
    nativeSides(new Set([...moved.values()].map(({ command }) => command))),
  );
  if (typeof stage === 'string') return stage;
  return {
    stage,
    base,
    isGcc,
    builds,
    prefixes,
    projects: projects.filter((project) => isCopied(project, stage)),
    start,
  };
}

/** A build folder lies in the folder of the sources: what a tool makes may stand beside it. */
function isBelowOf(path: string, folder: string, { endState }: Stage): boolean {
  const within = (root: string): boolean => root !== '/' && path.startsWith(`${root}/`);
  const parent = folder.slice(0, folder.lastIndexOf('/'));
  return (
    within(folder) ||
    (parent !== '' && within(parent)) ||
    (endState.workdir !== undefined && within(endState.workdir)) ||
    folder === '/'
  );
}

function isCopied({ directory }: NativeProject, { copies }: ArtifactReading): boolean {
  return [...copies.values()].some(({ sources, from }) => from === undefined && sources.some(({ path }) => path === '.' || isWithin(path, directory) || isWithin(directory, path))); // prettier-ignore
}

function repositoryOf(stage: Stage): string | undefined {
  const base = rootBase(stage);
  const reference = base.kind === 'image' && base.complete ? parseReference(base.reference) : undefined;
  return reference && familiarName(reference);
}

/**
 * GCC's image is buildpack-deps with compilers of its own in /usr/local (docker-library/gcc). Tags without a release go with
 * that of their time, which is not older than Debian 10.
 */
function gccFact(stage: Stage, { images }: Facts): ImageFact | undefined {
  const base = rootBase(stage);
  const tag = base.kind === 'image' ? (parseReference(base.reference)?.tag ?? 'latest') : 'latest';
  const codename = splitTag(tag).distro?.codename;
  const fact = images.lookup(`buildpack-deps:${codename ?? 'trixie'}`);
  if (!fact) return undefined;
  const distro =
    codename === undefined ? { family: 'debian', version: undefined, codename: undefined } : fact.distro;
  return { ...fact, name: `gcc:${tag}`, repository: 'gcc', tag, distro };
}
