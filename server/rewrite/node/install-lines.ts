/** The install instructions of the new stages: the user's options and mounts survive, the rest is as it should be. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { copyLines, nodeInstallInputs, type InstallInputs } from '../../tools/install-inputs.ts';
import { appliesPatches, managerCommands, type ManagerCommands } from '../../tools/node-commands.ts';
import { npmOmit } from '../../tools/node-version.ts';
import { keywordCase } from '../../edit/insert.ts';
import { locate } from '../../tools/locate.ts';
import { imagePath } from './brought.ts';
import { installVariable } from './plug-n-play.ts';
import type { NodeReading } from './reading.ts';
import { fetchInputs } from './workspace/fetch.ts';

export interface InstallLines {
  /** COPY of the manifests. */
  readonly manifests: readonly string[];
  /** RUN that installs everything; or that only fetches it, when `afterSources` installs. */
  readonly all: string;
  /** RUN that installs what was fetched, once the sources with their manifests are there. */
  readonly afterSources?: string;
  /** RUN that installs production packages, in a stage of its own; undefined when pruning is the certain way. */
  readonly production: string | undefined;
  /** COPY of the manifests for `production` where it reads others than `all`. */
  readonly productionManifests?: readonly string[];
  /** RUN that removes development packages. */
  readonly prune: string | undefined;
  readonly inputs: InstallInputs;
  /** There is something to install for production at all. */
  readonly hasProduction: boolean;
  readonly frozen: boolean;
}

/** Options that the new commands decide themselves; those in the second set take a value. */
const decided =
  /^(?:--production|--prod|-P|--only|--omit|--include|--frozen-lockfile|--immutable|--pure-lockfile|--save|--save-dev|--no-save|--offline|--prefer-offline|--dev|-D|--prefix|--cwd|--dir|-C)(?:=|$)/;
const decidedWithValue: ReadonlySet<string> = new Set([
  '--only',
  '--omit',
  '--include',
  '--prefix',
  '--cwd',
  '--dir',
  '-C',
]);

/** The install lines, or why they can't be written: a complete sentence. */
export function installLines(
  reading: NodeReading,
  model: DockerfileModel,
  facts: Facts,
): InstallLines | string {
  const { project, install } = reading;
  const tool = project.packageManager === 'yarn-berry' ? 'yarn' : project.packageManager;
  if (install.install.tool !== tool)
    return `The file installs with ${install.install.tool}, but ${project.lockfile ? `the lockfile (${project.lockfile.path})` : 'package.json'} is for ${tool}: decide for one first.`;
  const all = nodeInstallInputs(project, facts.context, facts.project, tool);
  const inputs = { ...all, paths: all.paths.filter((path) => isThere(path, reading, model, facts)) };
  const hidden = inputs.paths.find((path) => facts.context.isIgnored(path));
  if (hidden !== undefined)
    return `${hidden}, which the install reads, is excluded by ${facts.context.dockerignore.path}.`;
  const frozen =
    project.lockfile !== undefined && project.lockfile.inStep !== false && !install.install.ignoresLockfile;
  const commands = managerCommands(project, frozen, npmOmit(reading.stage, facts, project));
  const fetched = frozen && inputs.needsSources === undefined ? fetchInputs(reading) : undefined;
  const run = runWriter(reading, model, facts, commands);
  const hasProduction =
    Object.keys(project.dependencies).length + Object.keys(project.optionalDependencies).length > 0;
  return {
    ...(fetched && { afterSources: run(`${commands.install} --offline`, true) }),
    manifests: copyLines(fetched ?? inputs.paths, {
      contextRoot: reading.contextRoot,
      imageRoot: reading.imageRoot,
      workdir: install.instruction.state.workdir ?? '/',
      keyword: keywordCase(model, 'COPY'),
      context: facts.context,
    }),
    all: fetched ? run('pnpm fetch', false) : run(commands.install, true),
    production:
      inputs.needsSources === undefined ? productionInstall(reading, facts, commands, run) : undefined,
    prune: pruneLine(reading, model, commands, run),
    inputs,
    hasProduction: hasProduction || project.workspaces.length > 0,
    frozen,
  };
}

/** The user's install may do with the manifests of a part of the workspace; so may the new one. */
function isThere(path: string, reading: NodeReading, model: DockerfileModel, facts: Facts): boolean {
  const { project, stage, install } = reading;
  if (project.workspaces.every((folder) => path !== `${folder}/package.json`)) return true;
  const place = { model, context: facts.context, stage, before: install.instruction };
  return locate(imagePath(path, reading), place)?.path === path;
}

type RunWriter = (command: string, withOptions: boolean) => string;

function runWriter(
  reading: NodeReading,
  model: DockerfileModel,
  facts: Facts,
  commands: ManagerCommands,
): RunWriter {
  const { instruction, command } = reading.install;
  const mounts = mountsOf(instruction);
  // Another user's cache: in these stages root installs, and its home is elsewhere.
  const stale = instruction.state.user === undefined ? [] : mounts.filter(({ type }) => type === 'cache');
  const flags = instruction.flags
    .filter((flag) => !stale.some((mount) => mount.flag === flag))
    .map((flag) => model.text.slice(flag.span.start, flag.span.end));
  const hasCache = mounts.some((mount) => mount.type === 'cache' && !stale.includes(mount));
  const berryInProject =
    reading.project.packageManager === 'yarn-berry' && commands.installProduction === undefined;
  if (!hasCache && startsAsRoot(reading, facts) && !berryInProject)
    flags.push(
      `--mount=type=cache,target=${commands.cache}${commands.cacheIsExclusive ? ',sharing=locked' : ''}`,
    );
  const prefix = flags.map((flag) => `${flag} `).join('');
  const environment = command.assignments
    .filter(({ name }) => name !== 'NODE_ENV')
    .map(({ span }) => `${model.text.slice(span.start, span.end)} `)
    .concat(installVariable(reading.project))
    .join('');
  const options = keptOptions(reading);
  return (text, withOptions) =>
    `${keywordCase(model, 'RUN')} ${prefix}${inDirectory(reading, environment + text + (withOptions ? options : ''))}`;
}

/** The tools keep their caches in root's home; an image with another default user has it elsewhere. */
function startsAsRoot({ stage }: NodeReading, facts: Facts): boolean {
  const base = rootBase(stage);
  const user = base.kind === 'image' ? facts.images.lookup(base.reference)?.defaultUser : undefined;
  return user?.uid === undefined || user.uid === 0;
}

/** npm and pnpm only remove; the yarns install anew, for which they want their cache. */
function pruneLine(
  reading: NodeReading,
  model: DockerfileModel,
  commands: ManagerCommands,
  run: RunWriter,
): string | undefined {
  const { prune } = commands;
  const { project } = reading;
  if (prune === undefined) return undefined;
  return project.packageManager === 'yarn' || project.packageManager === 'yarn-berry'
    ? run(prune, false)
    : `${keywordCase(model, 'RUN')} ${inDirectory(reading, prune)}`;
}

/** Production packages can patch themselves where the scripts do nothing else, and every patch is for one of them. */
function patchesItself(
  { directory, dependencies, installScripts }: NodeProject,
  { context }: Facts,
): boolean {
  const folder = directory === '' ? 'patches' : `${directory}/patches`;
  const patched = context.children(folder).map(({ path }) =>
    path
      .slice(folder.length + 1)
      .split('+')
      .slice(0, -1)
      .join('/'),
  );
  return (
    Object.hasOwn(dependencies, 'patch-package') &&
    installScripts.every(({ command }) => /^(?:npx )?patch-package$/.test(command.trim())) &&
    patched.length > 0 &&
    patched.every((name) => Object.hasOwn(dependencies, name))
  );
}

/** `cd sub && …` when the install does not run in the working directory. */
function inDirectory(reading: NodeReading, command: string): string {
  const { install, directory } = reading;
  const workdir = install.instruction.state.workdir ?? '/';
  return directory === workdir ? command : `cd ${directory} && ${command}`;
}

/** The user's other options (`--legacy-peer-deps`, `--network-timeout 100000`), each with a leading blank. */
function keptOptions({ install }: NodeReading): string {
  const kept: string[] = [];
  const words = install.command.args.filter((word) => word !== install.install.verb);
  for (let i = 0; i < words.length; i++) {
    const { raw, value } = words[i]!;
    if (!decided.test(value)) kept.push(raw);
    else if (decidedWithValue.has(value)) i++;
  }
  return kept.map((word) => ` ${word}`).join('');
}

/**
 * A production install of its own, unless lifecycle scripts of the project would fail or be lost in it: they may
 * call development packages (husky), and switching all scripts off is right only without native packages.
 */
function productionInstall(
  reading: NodeReading,
  facts: Facts,
  commands: ManagerCommands,
  run: RunWriter,
): string | undefined {
  const { project, install } = reading;
  const { installProduction } = commands;
  if (installProduction === undefined || project.prisma) return undefined;
  // `yarn workspaces focus` knows none of the options of `yarn install`.
  const withOptions = project.packageManager !== 'yarn-berry';
  if (project.installScripts.length === 0 || install.install.ignoresScripts)
    return run(installProduction, withOptions);
  const patches = appliesPatches(project);
  if (patches && patchesItself(project, facts)) return run(installProduction, withOptions);
  if (patches || project.nativeProduction?.length !== 0 || !withOptions) return undefined;
  return run(`${installProduction} ${commands.ignoreScripts}`, true);
}
