/** What speaks against another user than root. */
import { brings, contextSources } from '../../context/sources.ts';
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { finalStage, lastOf, stageNamed } from '../../dockerfile/stages.ts';
import { copyOfFolder, copyOfOutput } from '../../tools/copy-of-folder.ts';
import { leavesAtStart } from '../../tools/node-start.ts';
import { neededRight } from '../../tools/privileged-packages.ts';
import type { Project } from '../../project/facts.ts';
import type { RuleContext } from '../rule.ts';
import { compilesAtStart } from './root-user-compiles.part.ts';
import { dataFolder } from './root-user-data.part.ts';
import { denoDoubts, ownsProject, startedByDeno } from './root-user-deno.part.ts';
import { mayWrite } from '../../tools/deno-start.ts';
import { isScriptedSource, writtenFolders, type WrittenFolders } from './root-user-folders.part.ts';
import { portOfImage, portOfStart } from './root-user-port.part.ts';
import { scriptDoubt } from './root-user-scripts.part.ts';
import { poolDoubt } from './root-user-workers.part.ts';
import { inRootHome } from './root-user-home.part.ts';
import type { RootUser } from './root-user.part.ts';

/** What speaks against switching without a look: each a half sentence for the message; empty when nothing does. */
export function doubts(found: RootUser, context: RuleContext): string[] {
  const { all, stage, runs, fact } = found;
  const reasons: string[] = [];
  const port =
    lowPort(all) ?? portOfStart(stage, context) ?? lowPortOfSources(stage, context, portOfImage(stage, fact));
  if (port !== undefined)
    reasons.push(`port ${port} is below 1024, which another user may not open everywhere`);
  const deno = startedByDeno(stage, context);
  if (deno) reasons.push(...denoDoubts(stage, deno, context));
  const isReadOnly = deno !== undefined && !mayWrite(deno);
  const isOwner = deno !== undefined && ownsProject(stage);
  const written =
    isReadOnly || isOwner
      ? []
      : writtenPaths(context).filter((path) => copyOfWritten(path, stage, context) === undefined);
  // Without a program to start, what the sources write to says nothing about the container.
  if (runs && written.length > 0)
    reasons.push(`the program writes to ${written.slice(0, 2).map(nameOfPlace).join(' and ')}`);
  const elsewhere = takenProjects(context)
    .flatMap(({ directory }) => context.facts.project.sources(directory)?.writesElsewhere ?? [])
    .find(({ file }) => runs && !isReadOnly && !context.facts.context.isIgnored(file));
  if (elsewhere) reasons.push(`${elsewhere.file} writes to ${elsewhere.path ?? 'a place that only the running program knows'}`); // prettier-ignore
  const data = runs ? dataFolder(stage, all, takenProjects(context), context) : undefined;
  if (data !== undefined)
    reasons.push(`the program may keep its data in ${data}, which is empty and belongs to root`);
  const right = runs ? takenProjects(context).flatMap((project) => neededRight(project) ?? [])[0] : undefined;
  if (right !== undefined) reasons.push(`${right}, which is root's to do if nobody gives others the right`);
  const pool = found.manages ? poolDoubt(all) : undefined;
  if (pool !== undefined) reasons.push(pool);
  const folders = runs ? foldersOf(found, context) : undefined;
  reasons.push(...(folders?.doubts ?? []));
  // Everybody may write to /tmp.
  const volume = all.find(
    ({ keyword, words }) => keyword === 'VOLUME' && words.some(({ value }) => value !== '/tmp'),
  );
  if (volume) reasons.push(`the volume ${volume.words.map(({ value }) => value).join(', ')} belongs to root`);
  const kept = inRootHome(context);
  if (kept !== undefined) reasons.push(kept);
  const script = scriptDoubt(stage, context, folders?.folders ?? []);
  if (script !== undefined) reasons.push(script);
  const { model } = context;
  const foreign = script === undefined ? foreignProgram(stage, all, model) : undefined;
  if (foreign !== undefined) reasons.push(`what ${foreign} does is not known`);
  const left = takenProjects(context).flatMap((project) => (project.kind === 'node' && leavesAtStart(model, project)) || []); // prettier-ignore
  if (left.includes('caches')) reasons.push('a development server writes its caches beside the sources');
  else if (left.includes('build') || compilesAtStart(stage, context))
    reasons.push('the start builds the program, and writes the result beside the sources');
  return reasons;
}

/** Where programs in PHP and Ruby write, among the projects that the file takes something of. */
export function foldersOf({ stage }: RootUser, context: RuleContext): WrittenFolders {
  return writtenFolders(takenProjects(context), stage, context);
}

/** The program to start, when it comes whole from another image. */
function foreignProgram(
  stage: Stage,
  all: readonly Instruction[],
  model: DockerfileModel,
): string | undefined {
  const started = (lastOf(stage, 'ENTRYPOINT') ?? lastOf(stage, 'CMD'))?.words[0]?.value;
  if (started?.startsWith('/') !== true) return undefined;
  const comes = all.some((instruction) => {
    const copy = readCopy(instruction);
    if (copy?.from === undefined || copy.destination === undefined || copy.destination === '/') return false;
    return (
      isWithin(started, copy.destination) && stageNamed(model, copy.from, instruction.stage) === undefined
    );
  });
  return comes ? started : undefined;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);
}

function nameOfPlace(path: string): string {
  return path === '' ? 'its own folder' : path;
}

/** Lowest port below 1024 that EXPOSE names. */
function lowPort(all: readonly Instruction[]): number | undefined {
  const ports = all
    .filter(({ keyword }) => keyword === 'EXPOSE')
    .flatMap(({ words }) => words.map(({ value }) => Number(/^\d+/.exec(value)?.[0] ?? NaN)));
  return ports.filter((port) => port < 1024).sort((a, b) => a - b)[0];
}

/** The lowest port below 1024 that the program listens on by itself; a port that the environment names comes first. */
function lowPortOfSources(
  { endState }: Stage,
  context: RuleContext,
  ofImage: number | undefined,
): number | undefined {
  if (endState.env.has('PORT')) return undefined;
  const ports = takenProjects(context).flatMap(
    ({ directory }) => context.facts.project.sources(directory)?.ports ?? [],
  );
  // Where it can listen on another one, that is the one that containers use.
  const all = ports.map(({ port }) => port).sort((a, b) => a - b);
  return all.every((port) => port < 1024) ? (all[0] ?? ofImage) : undefined;
}

/** Relative paths that the sources of the project write to, as far as we looked; those of PHP and Ruby have a part of their own. */
export function writtenPaths(context: RuleContext): string[] {
  const { facts, model } = context;
  const last = finalStage(model);
  const deno = last && startedByDeno(last, context);
  if (deno && !mayWrite(deno)) return [];
  const paths = takenProjects(context).flatMap((project) => {
    const writes = (facts.project.sources(project.directory)?.writes ?? []).filter(
      ({ file }) => !isScriptedSource(file),
    );
    return [...writes.map(({ path }) => path), ...cachesOf(project)];
  });
  return [...new Set(paths.filter((path) => !path.startsWith('/tmp')))];
}

/** Next.js keeps images and pages that it makes at run time in its build's folder. */
function cachesOf(project: Project): readonly string[] {
  if (project.kind !== 'node' || !project.frameworks.includes('next')) return [];
  return project.next?.output === 'export' ? [] : [project.next?.distDir ?? '.next'];
}

/** The COPY that brings a folder to which the program writes: a change of its owner lets another user write there. */
export function copyOfWritten(path: string, stage: Stage, context: RuleContext): Instruction | undefined {
  const isCache = takenProjects(context).some((project) => cachesOf(project).includes(path));
  return isCache ? copyOfOutput(path, stage) : copyOfFolder(path, stage, context);
}

/** The projects that the file takes something of: a repository may have many beside them. */
function takenProjects({ model, facts }: RuleContext): readonly Project[] {
  const sources = contextSources(model);
  return facts.project.projects.filter(
    ({ directory }) =>
      directory === '' ||
      sources.some((source) => brings(source, directory) || source.path.startsWith(`${directory}/`)),
  );
}
