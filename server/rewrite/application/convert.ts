/** A single stage that installs and builds a program which runs from its sources → a build stage, and one that runs it. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeInstalls } from '../../tools/installs.ts';
import { startedCommands } from '../../tools/started.ts';
import { writeBuildStage } from '../artifact/build-stage.ts';
import { readArtifactStage, type ArtifactReading } from '../artifact/reading.ts';
import { writeRuntimeStage, type Artifact } from '../artifact/runtime-stage.ts';
import type { ArtifactSide } from '../artifact/sides.ts';
import { Draft } from '../draft.ts';
import type { Conversion } from '../multi-stage.ts';
import { removedPackage, splitAll, type SplitPackages } from '../system/packages.ts';
import { applicationPlace, isInside } from './places.ts';
import { placing, removedGroups } from './packages.ts';
import { buildToolSide, isNodePackage, isNodeProgram, projectFileSide, settingsSide } from './tools.ts';

/** What a recipe knows about its language. */
export interface Application {
  /** Commands of the language's own tools; undefined: it is none of them. */
  side(command: ShellCommand): ArtifactSide | 'neutral' | 'unknown' | undefined;
  /** Does the command work in the project's own folder? */
  isProject(command: ShellCommand): boolean;
  /** Is the package only for the language's tools? */
  isToolPackage(name: string): boolean;
  /** Programs, by name, that the final stage does not get. */
  isTool(program: string): boolean;
  /** Does the command leave nothing in the project's folder? */
  leavesNothing(command: ShellCommand): boolean;
  /** Why the image is not one that a build stage makes sense for: a complete sentence. */
  missing(reading: ArtifactReading): string | undefined;
  /** Does a copy bring a tool that only the build uses? */
  isToolCopy(copy: Copy): boolean;
  isBuildVariable(name: string): boolean;
  /** The rest, once the stage is read: a complete sentence where something is not certain. */
  final(reading: ArtifactReading, started: ReadonlySet<string>): FinalParts | string;
}

export interface FinalParts {
  /** The image of the final stage; undefined: the user's own. */
  readonly image: string | undefined;
  /** What that image builds on. */
  readonly distro: ImageFact['distro'];
  /** What the installs made outside of the program's own folder. */
  readonly artifacts: readonly Artifact[];
  /** Packages of Debian that the program uses and that no RUN installs. */
  readonly libraries: readonly string[];
  /** Packages, by name, that have to stay. */
  readonly keeps: (name: string) => boolean;
  /** Why the running program may use Node: the rest of a sentence. */
  readonly nodeUse: string | undefined;
  /** Instructions of the build stage in other words. */
  readonly texts?: ReadonlyMap<Instruction, string>;
  /** Paths, patterns too, that the build leaves in what is copied and nobody needs: caches. */
  readonly leavings: readonly string[];
  /** Sentences about what was assumed. */
  readonly notes: readonly string[];
}

export function convertApplication(
  model: DockerfileModel,
  facts: Facts,
  application: Application,
  onlyIfWorth: boolean,
): Conversion {
  const stage = model.stages[0]!;
  if (stage.platform !== undefined && /\$/.test(stage.platform))
    return { obstacle: 'The platform of the base image is only known to the build.' };
  const reading = readArtifactStage(model, facts, (command) => sideOf(command, application));
  if (typeof reading === 'string') return { obstacle: reading };
  const missing = application.missing(reading);
  if (missing !== undefined) return { obstacle: missing };
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') return { obstacle: started };
  const called = new Set(started.commands.map(({ command }) => command.name));
  const final = application.final(reading, called);
  if (typeof final === 'string') return { obstacle: final };
  const keepsNode = final.nodeUse !== undefined;
  const tool = started.commands.find(
    ({ command }) => application.isTool(command.name) || (!keepsNode && isNodeProgram(command.name)),
  );
  if (tool)
    return {
      obstacle: `${tool.script ?? 'The container'} runs \`${tool.command.words
        .map(({ value }) => value)
        .slice(0, 3)
        .join(' ')}\` when it starts, which needs the tools of the build.`,
    };
  if (keepsNode && bringsNode(reading))
    return {
      obstacle: `Node may be needed when the program runs, because ${final.nodeUse}, and the file installs that by a script or a copy, which is not moved between stages.`,
    };
  const place = applicationPlace(
    reading,
    (command) => application.isProject(command) || isProjectTool(command),
  );
  if (typeof place === 'string') return { obstacle: place };
  const packages = splitAll(
    reading.runs,
    placing({
      distro: final.distro,
      called,
      removed: removedGroups(reading),
      isTool: (name) => application.isToolPackage(name),
      keeps: final.keeps,
      keepsNode,
    }),
  );
  if (typeof packages === 'string') return { obstacle: packages };
  const removed = removedPackage(reading.runs, packages);
  if (removed !== undefined) return { obstacle: `The file removes ${removed}, which the program may use.` };
  const brought = new Set([...packages.values()].flat().flatMap(({ name, becomes }) => becomes ?? [name]));
  const modules = keepsNode ? [] : moduleFolders(model, facts, place.folders);
  const leavings = [...final.leavings, ...modules].filter((path) => !isRemoved(path, reading));
  const gone = goneNames(packages);
  const isWorth = final.image !== undefined || gone.length > 0 || modules.length > 0;
  if (!isWorth && onlyIfWorth) return {};
  const isKept = (copy: Copy): boolean =>
    !application.isToolCopy(copy) && !place.folders.some((folder) => isInside(copy.target ?? '/', folder));
  const folders = place.folders.filter((folder) => !isEmptyHanded(folder, reading, application));
  const draft = new Draft(model);
  writeBuildStage(draft, reading, model, {
    keepsVariables: true,
    ...(final.texts && { texts: final.texts }),
    leavesOut: (instruction) => isForTheImage(instruction, reading, isKept),
    after: leavings.length > 0 ? [`${keywordCase(model, 'RUN')} rm -rf ${leavings.join(' ')}`] : [],
  });
  const failure = writeRuntimeStage(draft, reading, model, {
    image: final.image,
    keepsPlatform: true,
    hasShell: true,
    artifacts: [
      ...final.artifacts,
      ...folders
        .filter((folder) => !final.artifacts.some(({ to }) => isInside(folder, to)))
        .map((folder) => ({ from: folder, to: folder, isFolder: true, owner: place.owner })),
    ],
    texts: new Map(),
    packages,
    libraries: final.libraries.filter((name) => !brought.has(name)),
    isBuildVariable: (name) => application.isBuildVariable(name),
    keepsCopy: isKept,
    sameFiles: true,
  });
  if (failure !== undefined) return { obstacle: failure };
  return {
    text: draft.render(),
    reason: reasonFor(
      final,
      folders,
      packages,
      modules.length > 0 || gone.some((name) => /^(?:nodejs|npm)$/.test(name)),
    ),
  };
}

function sideOf(
  command: ShellCommand,
  application: Application,
): ArtifactSide | 'neutral' | 'unknown' | undefined {
  return (
    application.side(command) ?? buildToolSide(command) ?? settingsSide(command) ?? projectFileSide(command)
  );
}

/** Node's package managers, and copies of the project's files, work in its folder too. */
function isProjectTool(command: ShellCommand): boolean {
  if (command.name === 'cp' || command.name === 'mv') return projectFileSide(command) === 'build';
  return (
    /^(?:npm|npx|yarn|pnpm|bun|bunx|vite)$/.test(command.name) &&
    buildToolSide(command) === 'build' &&
    !command.args.some(({ value }) => /^(?:-g|--global|global)$/.test(value))
  );
}

/** Copies of settings, and RUNs that change nothing but settings of what the container starts. */
function isForTheImage(
  instruction: Instruction,
  { copies, runs }: ArtifactReading,
  isKept: (copy: Copy) => boolean,
): boolean {
  const copy = copies.get(instruction);
  if (copy)
    return (
      copy.from === undefined &&
      isKept(copy) &&
      /^\/etc\/(?:apache2|nginx|supervisor|cron|httpd)/.test(copy.target ?? '')
    );
  const run = runs.get(instruction);
  return (
    run !== undefined &&
    run.sides.has('image') &&
    run.sides.size === 1 &&
    run.script.commands.every(
      ({ name, words }) => /^a2(?:en|dis)/.test(name) || words.every(({ raw }) => !/php|bundle/i.test(raw)),
    )
  );
}

/** Node comes by something else than a package of the distribution. */
function bringsNode({ runs, copies }: ArtifactReading): boolean {
  const installed = [...runs.values()].some(({ script }) =>
    script.commands.some(
      ({ name, args }) =>
        name === 'nvm' || args.some(({ value }) => /nodesource\.com|nvm-sh|volta\.sh/.test(value)),
    ),
  );
  return (
    installed ||
    [...copies.values()].some(({ from }) => from !== undefined && /(?:^|\/)node(?::|$)/.test(from))
  );
}

/** Nothing of the build is in the folder that a later copy does not bring: only what packages were installed from. */
function isEmptyHanded(
  folder: string,
  { runs, copies, lastBuild }: ArtifactReading,
  application: Application,
): boolean {
  const isWhole = (copy: Copy): boolean =>
    copy.instruction.index > lastBuild.index &&
    copy.from === undefined &&
    copy.target === folder &&
    copy.sources.some(({ path }) => path === '.');
  if (![...copies.values()].some(isWhole)) return false;
  const sources = [...copies.values()].filter(
    ({ instruction, target }) => instruction.index < lastBuild.index && isInside(target ?? '/', folder),
  );
  const commands = [...runs.values()]
    .filter(({ instruction }) => instruction.index <= lastBuild.index)
    .flatMap(({ script }) => script.commands);
  return (
    sources.every(({ from }) => from === undefined) &&
    commands.every(
      (command) =>
        !(application.isProject(command) || isProjectTool(command)) || application.leavesNothing(command),
    )
  );
}

/** Does the file remove it itself, as the last word about it? */
function isRemoved(path: string, { runs }: ArtifactReading): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [...runs.values()].some(({ script }) =>
    script.commands.some(
      (command) =>
        command.name === 'rm' &&
        command.args.some(({ value }) => value === path || value === name || value === `./${name}`),
    ),
  );
}

/** Absolute paths of the folders into which Node's packages go. */
function moduleFolders(model: DockerfileModel, facts: Facts, folders: readonly string[]): string[] {
  const found = nodeInstalls(model, facts).flatMap(({ directory }) =>
    directory !== undefined && folders.some((folder) => isInside(directory, folder))
      ? [`${directory}/node_modules`]
      : [],
  );
  return [...new Set(found)];
}

/** Names of packages that the final stage goes without, or with something smaller. */
function goneNames(packages: SplitPackages): string[] {
  return [
    ...new Set(
      [...packages.values()]
        .flat()
        .flatMap(({ name, becomes }) =>
          becomes && !(becomes.length === 1 && becomes[0] === name) ? [name] : [],
        ),
    ),
  ];
}

function reasonFor(
  { image, libraries, notes, nodeUse }: FinalParts,
  folders: readonly string[],
  packages: SplitPackages,
  dropsNode: boolean,
): string {
  const all = [...packages.values()].flat();
  const gone = goneNames(packages);
  const instead = [...new Set([...all.flatMap(({ becomes }) => becomes ?? []), ...libraries])];
  const kept = [...new Set(all.flatMap(({ becomes, name }) => (becomes ? [] : [name])))];
  const hasNode = all.some(({ name }) => isNodePackage(name));
  return [
    folders.length === 0
      ? 'The final image has what the build installs, and the files that are copied.'
      : `The final image has ${list(folders)} as the build leaves ${folders.length === 1 ? 'it' : 'them'}${dropsNode ? ', without Node and its packages' : ''}.`,
    ...(image === undefined ? [] : [`It builds on ${image}.`]),
    ...(nodeUse === undefined || !hasNode ? [] : [`Node is kept, because ${nodeUse}.`]),
    ...notes,
    ...(gone.length > 0
      ? [
          `${list(gone)} ${gone.length === 1 ? 'stays' : 'stay'} in the build, because the program is taken not to call ${gone.length === 1 ? 'it' : 'them'}${instead.length > 0 ? `; ${list(instead)} ${instead.length === 1 ? 'is' : 'are'} installed for what was built with ${gone.length === 1 ? 'it' : 'them'}` : ''}.`,
        ]
      : instead.length > 0
        ? [`${list(instead)}: installed for what uses ${instead.length === 1 ? 'it' : 'them'}.`]
        : []),
    ...(kept.length > 0
      ? [`${list(kept)}: kept, the program may use ${kept.length === 1 ? 'it' : 'them'}.`]
      : []),
  ].join(' ');
}

function list(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}
