/** RUN instructions that download packages which a cache mount would keep, and ones that defeat the mount they have. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { shellOf, type ShellCommand, type ShellScript, type ShellWord } from '../../dockerfile/shell.ts';
import { readCopy } from '../../dockerfile/copies.ts';
import { lookupRoot } from '../../images/root.ts';
import { dependencyInstalls } from '../../tools/dependencies/all.ts';
import type { DependencyInstall } from '../../tools/dependencies/install.ts';
import { goCommands, nodeInstalls, type GoSite } from '../../tools/installs.ts';
import { cachePlace, type CachePlace } from '../../tools/package-caches.ts';
import { packageWork, type PackageTool } from '../../tools/package-work.ts';
import { pipInstall } from '../../tools/python.ts';
import { nodeCommand } from '../../tools/node.ts';
import { isShipped, lineage } from '../../dockerfile/stages.ts';
import type { RuleContext } from '../rule.ts';
import { cacheKinds, type CacheKind } from '../../tools/cache-kinds.ts';
import { covers, deletes, isMountedOver } from '../../tools/cache-paths.ts';
import { leftovers } from '../size/leftovers.part.ts';
import { keepsElsewhere, movesStore, namesFolder } from './moved-cache.part.ts';

export interface UncachedRun {
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly stage: Stage;
  readonly place: CachePlace;
  /** The first command that downloads. */
  readonly command: ShellCommand;
  readonly name: string;
  /** It compiles too, and keeps what it has compiled. */
  readonly builds: boolean;
  readonly downloads: boolean;
}

export interface Uncached {
  readonly tool: PackageTool;
  /** In the order of the text; all of them need the mount. */
  readonly runs: readonly UncachedRun[];
}

/** One for each tool of the file. */
export function uncached(context: RuleContext): Uncached[] {
  const { model, facts } = context;
  const projects = new Map(nodeInstalls(model, facts).map(({ command, project }) => [command, project]));
  // Where the cache would ship, size/package-cache has the word.
  const shipped = new Set([...leftovers(context)].flatMap(({ commands }) => commands));
  const idle = new Set([
    ...dependencyInstalls(model, facts)
      .filter(needsNothing)
      .map(({ command }) => command),
    ...goCommands(model, facts)
      .filter(downloadsNothing)
      .map(({ command }) => command),
  ]);
  const groups = new Map<PackageTool, UncachedRun[]>();
  for (const stage of model.stages) {
    const base = lookupRoot(stage, facts.images);
    for (const instruction of stage.instructions) {
      const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
      const tools = new Set<PackageTool>();
      for (const command of script?.commands ?? []) {
        const work = packageWork(command);
        if (
          !script ||
          !work ||
          tools.has(work.tool) ||
          !isOfProject(command, work.builds) ||
          shipped.has(command)
        )
          continue;
        const downloads = !idle.has(command);
        if (!downloads && !(work.tool === 'go' && work.builds)) continue;
        tools.add(work.tool);
        const place = cachePlace({
          tool: work.tool,
          builds: work.builds,
          downloads,
          state: instruction.state,
          stage,
          base,
          project: projects.get(command),
        });
        if (work.tool === 'bundler' && removesGems(script)) continue;
        if (!place || isTurnedOff(work.tool, instruction) || keepsElsewhere(command) || namesFolder(script))
          continue;
        if (work.tool === 'pnpm' && movesStore(stage, instruction, model)) continue;
        if (place.folders.some((folder) => isMounted(folder, instruction))) continue;
        const runs = groups.get(work.tool) ?? [];
        groups.set(work.tool, runs);
        runs.push({
          instruction,
          script,
          stage,
          place,
          command,
          name: work.name,
          builds: work.builds,
          downloads,
        });
      }
    }
  }
  return [...groups]
    .map(([tool, runs]) => ({ tool, runs }))
    .filter((found) => !isNeededInLayers(found, model));
}

/** A module that requires no other, or single files without a module (which get along with the standard library). */
function downloadsNothing({ project, manifest, go, stage }: GoSite): boolean {
  if (project) return project.requires.length === 0 && go.subcommand !== 'get';
  if (manifest || (go.subcommand !== 'build' && go.subcommand !== 'run')) return false;
  return (
    go.operands.length > 0 &&
    go.operands.every(({ value }) => value.endsWith('.go')) &&
    !stage.instructions.some(({ args }) => /\bgo\s+(?:get|mod|work)\b/.test(args.text))
  );
}

/** A .NET project without packages of its own restores nothing. */
function needsNothing({ project }: DependencyInstall): boolean {
  return project?.kind === 'dotnet' && project.packages.length === 0 && project.references.length === 0;
}

/** Packages that a stage ships, that are copied out of it, or that a script of the project goes on with. */
function isNeededInLayers({ tool, runs }: Uncached, model: DockerfileModel): boolean {
  const stores = runs.filter(({ place }) => place.isStore);
  if (stores.length === 0) return false;
  const taken = copiedPaths(model);
  const folders = stores.flatMap(({ place }) => place.folders);
  if (folders.some((folder) => taken.some((path) => covers(path, folder) || covers(folder, path))))
    return true;
  const stages = new Set(stores.map(({ stage }) => stage));
  return model.stages.some((stage) => {
    if (!lineage(stage).some((each) => stages.has(each))) return false;
    return (
      isShipped(stage, model) ||
      startsTool(stage, tool, model) ||
      stage.instructions.some((each) => goesOn(each, tool, model))
    );
  });
}

/** Somebody works in the stage: what it starts finds its packages only in layers. */
function startsTool(stage: Stage, tool: PackageTool, model: DockerfileModel): boolean {
  const names = startedAs[tool];
  return stage.instructions.some(
    (each) =>
      (each.keyword === 'CMD' || each.keyword === 'ENTRYPOINT') &&
      shellOf(each, model)?.commands.some(
        ({ name, args }) => names?.test([name, args[0]?.value ?? ''].join(' ')) === true,
      ) === true,
  );
}

/** Commands that work with the packages, by the tool that keeps them. */
const startedAs: Readonly<Partial<Record<PackageTool, RegExp>>> = {
  maven: /^mvn[dw]? /,
  gradle: /^gradlew? /,
  cargo: /^cargo /,
  go: /^(?:go (?:run|test|build|generate)|air|reflex|CompileDaemon|dlv) ?/,
  nuget: /^dotnet (?:run|watch|test|build|ef)$/,
  bundler: /^(?:bundle|rails|rake|puma|ruby) /,
  mix: /^(?:mix|iex) /,
}; // prettier-ignore

/** A RUN that may use the packages without naming the tool: `make`, a script. */
function goesOn(instruction: Instruction, tool: PackageTool, model: DockerfileModel): boolean {
  if (instruction.keyword !== 'RUN') return false;
  const script = shellOf(instruction, model);
  if (!script || script.errors.length > 0) return true;
  if (script.commands.some((command) => packageWork(command)?.tool === tool)) return false;
  return script.commands.some(
    ({ name, words }) =>
      /^(?:make|just|task|mage|ninja|bazel|sh|bash|npm|npx|yarn|pnpm|python\d?|dotnet|cargo|go)$/.test(
        name,
      ) || /^(?:\.|\/(?!usr\/|bin\/|sbin\/|opt\/))/.test(words[0]?.value ?? ''),
  );
}

/** The dependencies of a project, not a tool by its name: those change with nobody's edits. */
function isOfProject(command: ShellCommand, builds: boolean): boolean {
  const words = command.args.map(({ value }) => value);
  // The cache is somewhere else.
  if (
    words.some((word) =>
      /^(?:-Dmaven\.repo\.local|--gradle-user-home|--cache(?:-dir|-folder)?|--store-dir|--packages)(?:=|$)/.test(
        word,
      ),
    )
  )
    return false;
  const pip = pipInstall(command);
  if (pip)
    return (
      pip.requirements.length > 0 ||
      pip.options.has('-e', '--editable') ||
      pip.packages.some(({ value }) => value.startsWith('.'))
    );
  const node = nodeCommand(command);
  if (node) return node.kind === 'install';
  if (command.name === 'cargo' && words[0] === 'install')
    return words.some((word) => word.startsWith('--path'));
  if (command.name === 'go' && words[0] === 'install') return builds;
  return !words.includes('global') && command.name !== 'gem';
}

/** `rm -rf $GEM_HOME/cache`: a folder that is mounted can't be removed, and what the image's variable says is not known here. */
function removesGems({ commands }: ShellScript): boolean {
  return commands.some(
    ({ name, args }) =>
      name === 'rm' && args.some(({ raw }) => /\$\{?(?:GEM_HOME|BUNDLE_PATH|BUNDLE_APP_CONFIG)/.test(raw)),
  );
}

/** The user has decided against a cache. */
function isTurnedOff(tool: PackageTool, { state }: Instruction): boolean {
  const names: Readonly<Partial<Record<PackageTool, string>>> = { pip: 'PIP_NO_CACHE_DIR', uv: 'UV_NO_CACHE', composer: 'COMPOSER_NO_CACHE' }; // prettier-ignore
  const name = names[tool];
  return name !== undefined && state.variables.has(name);
}

/** A mount on the folder, above it or below it. */
function isMounted(folder: string, instruction: Instruction): boolean {
  return mountsOf(instruction).some(
    ({ type, target }) =>
      type !== 'secret' &&
      type !== 'ssh' &&
      target !== undefined &&
      (covers(target, folder) || covers(folder, target)),
  );
}

/** What is copied from other stages: a cache that is copied must be in a layer. */
function copiedPaths(model: DockerfileModel): string[] {
  return model.instructions.flatMap((instruction) => {
    const copy = readCopy(instruction);
    return copy?.from === undefined ? [] : copy.sources.map(({ path }) => `/${path}`);
  });
}

export interface Defeated {
  readonly instruction: Instruction;
  readonly script: ShellScript;
  /** The flag, or the command that empties the cache. */
  readonly command: ShellCommand;
  readonly flag: ShellWord | undefined;
  /** One of several paths of `rm`. */
  readonly path: ShellWord | undefined;
}

/** The options that do without the cache, by tool. */
const noCache: Readonly<Record<string, RegExp>> = {
  pip: /^--no-cache(?:-dir)?$/,
  uv: /^(?:--no-cache|-n)$/,
  apk: /^--no-cache$/,
  composer: /^--no-cache$/,
  poetry: /^--no-cache$/,
};

/** The word of a command that does without the tool's cache. */
export function noCacheFlag(command: ShellCommand, tool: string): ShellWord | undefined {
  return command.args.find(({ value }) => noCache[tool]?.test(value));
}

/** Flags and clean-ups that make a cache mount of the same RUN useless. */
export function defeated(model: DockerfileModel): Defeated[] {
  return model.stages.flatMap(({ instructions }) =>
    instructions.flatMap((instruction) => {
      const isMount = mountsOf(instruction).some(({ type }) => type === 'cache');
      const script = isMount ? shellOf(instruction, model) : undefined;
      if (!script) return [];
      return cacheKinds
        .filter((kind) => isMountedOver(instruction, kind.directories))
        .flatMap((kind) => defeats(kind, instruction, script));
    }),
  );
}

function defeats(kind: CacheKind, instruction: Instruction, script: ShellScript): Defeated[] {
  let used = false;
  return script.commands.flatMap((command): Defeated[] => {
    const flag = noCacheFlag(command, kind.id);
    const work = packageWork(command);
    if (work && (work.tool === kind.id || (kind.id === 'gem' && work.tool === 'bundler'))) {
      used = true;
      return flag ? [{ instruction, script, command, flag, path: undefined }] : [];
    }
    if (!used) return [];
    if (kind.cleans(command)) return [{ instruction, script, command, flag: undefined, path: undefined }];
    if (!deletes(command, kind.directories, instruction.state)) return [];
    const paths = command.args.filter(({ value }) => !value.startsWith('-'));
    const own = paths.find((word) =>
      deletes(
        { ...command, args: [...command.args.filter(({ value }) => value.startsWith('-')), word] },
        kind.directories,
        instruction.state,
      ),
    );
    // What is deleted must lie in the mount, not around it.
    const inMount =
      own &&
      mountsOf(instruction).some(
        ({ type, target }) =>
          type === 'cache' && target !== undefined && covers(target, own.value.replace(/\/\*$/, '')),
      );
    if (!own || (!own.literal && !/^[^$`]*\*$/.test(own.raw)) || !inMount) return [];
    return [{ instruction, script, command, flag: undefined, path: paths.length > 1 ? own : undefined }];
  });
}
