/** What the commands of a RUN are for in a file that builds with Maven or Gradle. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { resolveWord, type ShellCommand } from '../../dockerfile/shell.ts';
import { gradleCommand } from '../../tools/gradle.ts';
import { mavenCommand } from '../../tools/maven.ts';
import { runCommands, type CommandSite } from '../../tools/sites.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { ArtifactSide, OwnSide } from '../artifact/sides.ts';
import { isBuildTool } from './made.ts';

export interface SideOptions {
  /** Absolute paths that the container needs. */
  readonly needed: readonly string[];
  /** Image folders that hold the project: sources, wrappers, results. */
  readonly projects: readonly string[];
}

/** Sorts by the place that a command works on, which a command alone does not tell. */
export function javaSides(model: DockerfileModel, options: SideOptions): OwnSide {
  const sides = new Map<ShellCommand, ArtifactSide>();
  for (const site of runCommands(model)) {
    const side = sideOf(site, options);
    if (side !== undefined) sides.set(site.command, side);
  }
  return (command) => sides.get(command);
}

function sideOf(site: CommandSite, { needed, projects }: SideOptions): ArtifactSide | undefined {
  const { command } = site;
  const { name, args } = command;
  if (isBuildTool(command)) return 'build';
  const paths = pathsOf(site);
  const isNeeded = (path: string | undefined): boolean =>
    path !== undefined &&
    needed.some((need) => isIn(need, path) || isIn(path, need) || sameFolder(need, path));
  const isProjects = (path: string | undefined): boolean =>
    path !== undefined && projects.some((folder) => folder !== '/' && path !== folder && isIn(path, folder));
  switch (name) {
    case 'cp':
    case 'mv':
      return isNeeded(paths.at(-1)) ? 'build' : undefined;
    case 'curl':
    case 'wget':
      return paths.some(isNeeded) ? 'build' : undefined;
    case 'tar':
    case 'unzip':
    case 'jar':
      return isProjects(site.directory) || paths.some(isProjects) ? 'build' : undefined;
    case 'rm':
      return paths.length > 0 && paths.every(isProjects) ? 'clean' : undefined;
    case 'sed':
    case 'dos2unix':
    case 'tr':
      // Line breaks of Windows in the wrapper.
      return args.some(({ value }) => /(?:^|\/)(?:mvnw|gradlew)$/.test(value)) || paths.some(isNeeded)
        ? 'build'
        : undefined;
    case 'java':
      return args.some(({ value }) => value.startsWith('-Djarmode=')) ? 'build' : undefined;
    default:
      return undefined;
  }
}

/** Files that RUNs make executable, or rewrite, by their absolute paths: as they are in the context they would not do. */
export function changedPaths(stage: Stage, model: DockerfileModel): ReadonlySet<string> {
  const found = new Set<string>();
  for (const site of runCommands(model))
    if (site.stage === stage && /^(?:chmod|sed|dos2unix)$/.test(site.command.name))
      for (const path of pathsOf(site)) if (path !== undefined) found.add(path);
  return found;
}

/** Does a build of the file run tests? */
export function runsTests(model: DockerfileModel): boolean {
  return [...runCommands(model)].some(({ command }) => {
    const maven = mavenCommand(command);
    if (maven)
      return (
        maven.operands.some(({ value }) =>
          /^(?:test|package|verify|install|deploy|integration-test)$/.test(value),
        ) &&
        !maven.options.some(
          ({ name, value }) =>
            name === '-D' && /^(?:skipTests|maven\.test\.skip)(?:=true)?$/.test(value ?? ''),
        )
      );
    const gradle = gradleCommand(command);
    return (
      gradle?.operands.some(({ value }) => /(?:^|:)(?:build|check|test)$/.test(value)) === true &&
      !gradle.options.some(
        ({ name, value }) =>
          (name === '-x' || name === '--exclude-task') && /(?:^|:)(?:test|check)$/.test(value ?? ''),
      )
    );
  });
}

/** Operands of a command of files as absolute paths; undefined where one can't be known. */
function pathsOf({ command, instruction, directory }: CommandSite): (string | undefined)[] {
  return command.args
    .filter(({ value }) => !/^-|^https?:|^s\//.test(value))
    .map((word) => {
      const value =
        resolveWord(word, instruction.state) ?? (word.variables.length === 0 ? word.value : undefined);
      return value === undefined || directory === undefined ? undefined : resolvePath(directory, value);
    });
}

/** `*.jar` and what it stands for lie in one folder. */
function sameFolder(need: string, path: string): boolean {
  return /[*?[]/.test(need) && resolvePath(need, '..') === resolvePath(path, '..');
}

/** Is the path the folder, or in it? Both absolute. */
export function isIn(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}
