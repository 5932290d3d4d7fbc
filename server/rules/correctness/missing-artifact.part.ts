/** Can a path be in a stage when it is built? Answers no only where the Dockerfile and the whole context show it. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import type { BuildFacts, NodeProject } from '../../project/facts.ts';
import { folderOf, locate, locateOrAssume } from '../../tools/locate.ts';
import { nodeCommand } from '../../tools/node.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import type { RuleContext } from '../rule.ts';
import { covers, isHarmless } from './used-before-copied.part.ts';

/** A script that builds, with where it leaves its result. */
export interface BuildRun {
  readonly command: ShellCommand;
  readonly project: NodeProject;
  readonly build: BuildFacts;
  /** Absolute path of the result in the stage. */
  readonly output: string;
}

/** Made by installs, or by tools that we don't look into. */
const madeByInstalls = /(?:^|\/)(?:node_modules|vendor|\.?venv|env|site-packages|target|bin|obj|pkg|\.cache|\.yarn|wheels|wheelhouse|__pycache__)(?:\/|$)/; // prettier-ignore

/** True when nothing can have put the absolute path into the stage, besides builds whose results lie elsewhere. */
export function cannotBeIn(path: string, stage: Stage, context: RuleContext): boolean {
  const { model, facts } = context;
  if (model.isWindows || !facts.context.known || !facts.context.complete) return false;
  // A Dockerfile without a project beside it belongs to another folder.
  if (
    !facts.context.entries.some(
      ({ path: entry, type }) => type === 'file' && /\.\w+$/.test(entry) && !isDockerfile(entry),
    )
  )
    return false;
  const instructions = lineageInstructions(stage);
  if (instructions.length > maximumInstructions) return false;
  // `.env` and its like are on the machine that builds, not in a fresh clone.
  if (/\/\.[^/]+$/.test(path) && !/\/\.(?:next|nuxt|output|svelte-kit)$/.test(path)) return false;
  if (madeByInstalls.test(path) || !isOwnFolder(path, stage)) return false;
  const base = rootBase(stage);
  if (base.kind !== 'image' || !base.complete || base.reference.includes('onbuild')) return false;
  // Images that we don't know may hold a project.
  if (!facts.images.lookup(base.reference)) return false;
  const origin = locateOrAssume(path, { model, context: facts.context, stage, before: undefined });
  // A file that a COPY names is another rule's business when the context does not have it.
  if (origin && !(origin.assumed && origin.broad)) return false;
  return instructions.every((instruction) => leavesOut(instruction, path, stage, context));
}

function isDockerfile(path: string): boolean {
  return /(?:^|\/)(?:[^/]*[Dd]ockerfile[^/]*|\.dockerignore|README\.md)$/.test(path);
}

/** Instructions of a stage that are looked through; no real stage has as many. */
const maximumInstructions = 300;

/** Below a folder that the stage works in; what lies elsewhere may be the base image's own. */
function isOwnFolder(path: string, stage: Stage): boolean {
  const folders = [stage.endState, ...stage.instructions.map(({ state }) => state)].map(
    ({ workdir }) => workdir,
  );
  if (folders.some((folder) => folder !== undefined && (folder === path || folder.startsWith(`${path}/`))))
    return false;
  return folders.some((folder) => folder !== undefined && folder !== '/' && path.startsWith(`${folder}/`));
}

function leavesOut(instruction: Instruction, path: string, stage: Stage, context: RuleContext): boolean {
  const { keyword } = instruction;
  if (keyword === 'RUN') return runLeavesOut(instruction, path, stage, context);
  if (keyword !== 'COPY' && keyword !== 'ADD') return true;
  const copy = readCopy(instruction);
  if (!copy || copy.target === undefined) return false;
  if (!covers(copy.target, [path])) return true;
  // Of the context's files we know that this is none.
  if (copy.from !== undefined || copy.inline) return false;
  return copy.sources.every(
    (source) =>
      source.complete &&
      !source.remote &&
      // A pattern may stand for folders, and ADD unpacks archives.
      !/[*?[]/.test(folderOf(source.path)) &&
      !(keyword === 'ADD' && /\.(?:tar|tgz|tbz2?|txz|gz|bz2|xz|zst)\b/i.test(source.path)) &&
      // A name that is to become this path.
      !(copy.target === path && context.facts.context.has(source.path) !== false),
  );
}

function runLeavesOut(instruction: Instruction, path: string, stage: Stage, context: RuleContext): boolean {
  const script = shellOf(instruction, context.model);
  if (!script || script.errors.length > 0) return false;
  const name = path.split('/').pop()!;
  return script.commands.every((command) => {
    const runs = buildRun(command, instruction, stage, context);
    if (runs.length > 0)
      return runs.every(({ output }) => !covers(output, [path]) && !covers(path, [output]));
    if (runsOwnScripts(command, context)) return false;
    // Whoever names it may make it.
    return isHarmless(command, [path]) && !command.args.some(({ value }) => value.includes(name));
  });
}

/** An install runs `prepare` and its like of the project itself, which may build. */
function runsOwnScripts(command: ShellCommand, { facts }: RuleContext): boolean {
  return (
    nodeCommand(command)?.kind === 'install' &&
    !command.args.some(({ value }) => /^(?:--ignore-scripts|--mode=skip-build)$/.test(value)) &&
    facts.project.projects.some((project) => project.kind === 'node' && project.installScripts.length > 0)
  );
}

/** The builds of the stage and those below it whose results are known. */
export function buildRuns(stage: Stage, context: RuleContext): BuildRun[] {
  return lineageInstructions(stage).flatMap((instruction) => {
    const script = instruction.keyword === 'RUN' ? shellOf(instruction, context.model) : undefined;
    return (script?.commands ?? []).flatMap((command) => buildRun(command, instruction, stage, context));
  });
}

/** `npm run build`, where package.json and the tool's configuration say for certain what it writes, and nothing else: one for each folder. */
function buildRun(
  command: ShellCommand,
  instruction: Instruction,
  stage: Stage,
  { model, facts }: RuleContext,
): readonly BuildRun[] {
  const run = nodeCommand(command);
  if (run?.kind !== 'run' || run.filtered || run.directory !== undefined) return [];
  const script = shellOf(instruction, model);
  const directory = script && workingDirectory(instruction, script, command);
  if (directory === undefined || command.args.some(({ value }) => value === '--')) return [];
  const manifest = locate(resolvePath(directory, 'package.json'), {
    model,
    context: facts.context,
    stage,
    before: instruction,
  });
  const project = manifest && facts.project.node(folderOf(manifest.path));
  const build = project?.build;
  if (!build || build.script !== run.script || build.tool === 'unknown' || build.others.length > 0) return [];
  if (build.output === undefined || project.workspaces.length > 0) return [];
  // Hooks of the script and a second compiler write where they like.
  if (
    Object.keys(project.scripts).some((name) => name === `pre${run.script}` || name === `post${run.script}`)
  )
    return [];
  return [build.output, ...(build.beside ?? [])].map((folder) => ({
    command,
    project,
    build,
    output: resolvePath(directory, folder),
  }));
}
