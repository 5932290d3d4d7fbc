/** Reads a single-stage Dockerfile of a Node project: what each instruction is for. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, KeyValue, Stage } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeInstalls, type NodeInstallSite } from '../../tools/installs.ts';
import { lockfileOf } from '../../tools/install-inputs.ts';
import { locate } from '../../tools/locate.ts';
import type { NodeTool } from '../../tools/node.ts';
import { preloadedFile } from '../../tools/node-preload.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import { buildThatRuns } from './build-run.ts';
import { copyRole, type CopyRoles, type ProjectPlace } from './copy-roles.ts';
import { linkerObstacle, withHooks } from './plug-n-play.ts';
import { startThroughScripts } from './script-start.ts';
import { findStart, type Start } from './start.ts';
import { sideOf, type CommandSide } from './run-parts.ts';

export interface RunItem {
  readonly side: CommandSide;
  readonly text: string;
  /** It changes what the links behind it work with: `cd`, `set`, `export`. */
  readonly isSetting: boolean;
}

export interface RunReading {
  readonly instruction: Instruction;
  readonly sides: ReadonlySet<CommandSide>;
  /** Texts of the top-level links by side, in order. */
  readonly items: readonly RunItem[];
  /** Image paths inside the project that its file commands (chmod, chown, ln …) name. */
  readonly touches: readonly string[];
}

/** Keywords that describe the finished image. */
export const imageKeywords: ReadonlySet<string> = new Set([
  'LABEL', 'EXPOSE', 'VOLUME', 'STOPSIGNAL', 'HEALTHCHECK', 'CMD', 'ENTRYPOINT', 'USER', 'MAINTAINER',
]); // prettier-ignore

export interface NodeReading extends ProjectPlace {
  readonly stage: Stage;
  readonly project: NodeProject;
  readonly install: NodeInstallSite;
  /** Absolute image path of the project's folder. */
  readonly directory: string;
  readonly start: Start;
  readonly runs: ReadonlyMap<Instruction, RunReading>;
  readonly copies: ReadonlyMap<Instruction, Copy>;
  readonly roles: CopyRoles;
  /** Runs a script or a compiler after the install. */
  readonly builds: boolean;
  /** Of the base image; the images that rewrites put in its place are of the same. */
  readonly distro: ImageFact['distro'];
}

/** The reading, or why there is none: a complete sentence for the user. */
export function readNodeStage(model: DockerfileModel, facts: Facts): NodeReading | string {
  const [stage] = model.stages;
  if (!stage || model.stages.length !== 1) return 'The file already has several stages.';
  if (model.isWindows) return 'Windows images are not rewritten.';
  const installs = nodeInstalls(model, facts);
  const [install, ...later] = installs;
  if (!install) return 'No dependency install was found in the file.';
  if (!later.every((other) => onlyRemoves(other, install)))
    return `The file installs dependencies ${installs.length} times; which of them the running program needs is not certain.`;
  const { directory } = install;
  const project = install.project && projectOf(install.install.tool, install.project);
  if (!facts.context.known) return 'The build context is not known, so neither is the project.';
  if (!project || directory === undefined)
    return 'The package.json that the install reads was not found in the build context.';
  if (project.workspaceRoot !== undefined)
    return `${project.manifest} is part of the workspace of ${project.workspaceRoot === '' ? 'the context' : project.workspaceRoot}; how its other parts are built is not certain.`;
  if (install.command.conditional || !install.command.exact)
    return 'Whether the install runs is not certain.';
  const place = { contextRoot: project.directory, imageRoot: directory };
  const found = locate(resolvePath(directory, 'package.json'), { model, context: facts.context, stage, before: install.instruction }); // prettier-ignore
  if (found?.path !== project.manifest)
    return `The install runs in ${directory}, but package.json lies in another folder of the image.`;
  const preloaded = preloadedFile(install.instruction, project);
  if (preloaded !== undefined)
    return `NODE_OPTIONS loads ${preloaded}, without which the install does not start: set it behind the last RUN.`;
  const linker = linkerObstacle(project, stage, model);
  if (linker !== undefined) return linker;
  // The official images start in `/`; where another one does is not known.
  const base = rootBase(stage);
  if (
    install.instruction.state.workdir === undefined &&
    !(base.kind === 'image' && facts.images.lookup(base.reference))
  )
    return 'The file sets no WORKDIR, and where its base image starts is not known.';
  if (
    stage.instructions.some(
      ({ keyword }, i) => keyword === 'WORKDIR' && stateBehind(stage, i).workdir === undefined,
    )
  )
    return 'A relative WORKDIR starts from where the base image does: write it with a leading slash.';
  const copies = new Map<Instruction, Copy>();
  const runs = new Map<Instruction, RunReading>();
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'ONBUILD' || instruction.keyword === 'SHELL')
      return `${instruction.keyword} is not moved between stages.`;
    const copy = readCopy(instruction);
    if (copy) {
      if (copy.target === undefined || copy.sources.some((source) => !source.complete))
        return `\`${short(instruction, model)}\` copies to a place that only the build knows.`;
      copies.set(instruction, copy);
    }
    if (instruction.keyword !== 'RUN') continue;
    const run = readRun(instruction, model, directory);
    if (!run || run.sides.has('unknown'))
      return `\`${short(instruction, model)}\` could serve the build or the running program; that is not certain.`;
    runs.set(instruction, run);
  }
  if (copies.size === 0) return 'Where the sources are copied to was not found.';
  const builds = [...runs.values()].some(({ sides }) => sides.has('build'));
  return {
    stage,
    project: { ...project, build: buildThatRuns(project, runs.keys(), model) },
    install,
    directory,
    ...place,
    start: withHooks(
      startThroughScripts(stage, model, facts, project) ?? findStart(stage, model, project),
      project,
      directory,
      stage.endState.workdir ?? '/',
      facts.context,
    ),
    runs,
    copies,
    roles: new Map([...copies].map(([instruction, copy]) => [instruction, copyRole(copy, place, project)])),
    builds,
    distro: base.kind === 'image' ? facts.images.lookup(base.reference)?.distro : undefined,
  };
}

/** `npm run build && npm install --omit=dev`: it takes the development packages away again, as the stages do. */
function onlyRemoves(other: NodeInstallSite, { install, directory }: NodeInstallSite): boolean {
  const { tool, omitsDev, includesDev, filtered } = other.install;
  const isSame = tool === install.tool && other.directory === directory;
  return (
    isSame &&
    omitsDev &&
    !includesDev &&
    !filtered &&
    !install.omitsDev &&
    other.command.exact &&
    !other.command.conditional
  );
}

/** What holds behind the instruction with this index in its stage. */
function stateBehind({ instructions, endState }: Stage, index: number): Stage['endState'] {
  return instructions[index + 1]?.state ?? endState;
}

function short(instruction: Instruction, model: DockerfileModel): string {
  const text = model.text.slice(instruction.span.start, instruction.span.end).replace(/\\?\r?\n\s*/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function readRun(instruction: Instruction, model: DockerfileModel, project: string): RunReading | undefined {
  const script = shellOf(instruction, model);
  if (!script || script.errors.length > 0 || script.exec) return undefined;
  const items = script.items.map((item, i) => {
    const commands = script.commands.filter((command) => command.item === i);
    const sides = new Set(commands.map(sideOf));
    sides.delete('neutral');
    const side: CommandSide = sides.size === 0 ? 'neutral' : sides.size === 1 ? [...sides][0]! : 'unknown';
    const isSetting = commands.some(({ name }) => ['cd', 'set', 'export', 'umask'].includes(name));
    return { side, text: model.text.slice(item.span.start, item.span.end), isSetting };
  });
  const sides = new Set(items.map(({ side }) => side));
  // Links are only taken apart at `&&`: with anything else the order has a meaning of its own.
  const splittable =
    script.items.every(({ separator }) => separator === undefined || separator === '&&') && !script.heredoc;
  const kinds = [...sides].filter((side) => side !== 'neutral');
  if (kinds.length > 1 && !splittable) return undefined;
  return { instruction, sides, items, touches: touchedPaths(instruction, script, project) };
}

/** What mkdir names is made by it; the project's folder itself is there as soon as WORKDIR is. */
function touchedPaths(instruction: Instruction, script: ShellScript, project: string): string[] {
  const operands = (command: ShellCommand): string[] => {
    const directory = workingDirectory(instruction, script, command) ?? '/';
    const words = command.args.filter(({ value }) => !value.startsWith('-'));
    // Owner and mode come first.
    const paths = command.name === 'chown' || command.name === 'chmod' ? words.slice(1) : words;
    return paths.map(({ value }) => resolvePath(directory, value));
  };
  const made = script.commands.filter(({ name }) => name === 'mkdir').flatMap(operands);
  return script.commands
    .filter(({ name }) => ['chown', 'chmod', 'touch', 'ln', 'install'].includes(name))
    .flatMap(operands)
    .filter((path) => path.startsWith(project === '/' ? '/' : `${project}/`))
    .filter((path) => !made.some((folder) => folder === path || folder.startsWith(`${path}/`)));
}

/** Variables that only the running program reads, whatever builds it. */
const runtimeOnly: ReadonlySet<string> = new Set([
  'NODE_ENV',
  'PORT',
  'HOST',
  'HOSTNAME',
  'TZ',
  'LOG_LEVEL',
  'LISTEN_ADDR',
]);

export function isRuntimeOnly(pair: KeyValue): boolean {
  return runtimeOnly.has(pair.key);
}

/** Where nothing else is said, the project's package manager is the one that the file installs with, if it has a lockfile of it or none at all. */
function projectOf(tool: NodeTool, project: NodeProject): NodeProject {
  if (project.packageManagerField !== undefined || project.packageManager.replace('-berry', '') === tool)
    return project;
  const lockfile = lockfileOf(project, tool);
  if (!lockfile && project.lockfile) return project;
  return { ...project, packageManager: lockfile?.manager ?? tool, lockfile };
}
