/** Projects of Yarn's Plug'n'Play: the image needs .pnp.cjs and the archives of .yarn instead of node_modules. */
import type { ContextFacts } from '../../context/facts.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { NodeProject } from '../../project/facts.ts';
import { inside } from '../../project/paths.ts';
import { copyLines } from '../../tools/install-inputs.ts';
import { chownFlag, copyFrom, joinPath } from './copy-from.ts';
import type { NodeReading } from './reading.ts';
import type { Start } from './start.ts';

export function plugsInPackages(project: NodeProject): boolean {
  return project.packageManager === 'yarn-berry' && project.nodeLinker === 'pnp';
}

/** Why the packages can't be taken from one stage to another; a complete sentence. */
export function linkerObstacle(
  project: NodeProject,
  stage: Stage,
  model: DockerfileModel,
): string | undefined {
  if (project.packageManager !== 'yarn-berry' || project.nodeLinker === 'node-modules') return undefined;
  if (!plugsInPackages(project))
    return `Yarn's linker \`${project.nodeLinker ?? 'pnp'}\` keeps packages outside of node_modules, so they can't be copied with it.`;
  const [moved] = project.plugNPlay?.moved ?? [];
  if (moved !== undefined)
    return `.yarnrc.yml sets ${moved}, so where Yarn keeps what the program needs is not certain.`;
  const variable = stage.instructions
    .filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG')
    .flatMap(({ pairs }) => pairs)
    .find(({ key }) => /^YARN_(?!VERSION$|NPM_|HTTPS?_)/.test(key));
  if (variable)
    return `${variable.key} changes Yarn's settings, so where it keeps packages is not certain: put it into .yarnrc.yml.`;
  const configures = stage.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? [])
    .find(({ name, args }) => name === 'yarn' && /^(?:config|set|plugin)$/.test(args[0]?.value ?? ''));
  return configures
    ? `\`${configures.words.map(({ raw }) => raw).join(' ')}\` changes Yarn's settings in the image: commit them, in .yarnrc.yml and .yarn.`
    : undefined;
}

/**
 * What stands in front of an install: .pnp.cjs must name archives that are copied along. The user's home still is where
 * they come from, as a mirror (yarnpkg.com/configuration/yarnrc#enableMirror), so that a cache mount there saves downloads.
 */
export function installVariable(project: NodeProject): string {
  return plugsInPackages(project) && project.plugNPlay?.cacheInProject !== true
    ? 'YARN_ENABLE_GLOBAL_CACHE=false '
    : '';
}

/**
 * Files of this machine that a copy of the project would lay over what the install has written; a complete sentence.
 * Archives that are committed are the same in the image, builds for this machine are not.
 */
export function hostFilesObstacle(
  { project, directory }: Pick<NodeReading, 'project' | 'directory'>,
  after: ContextFacts,
): string | undefined {
  if (!plugsInPackages(project)) return undefined;
  const names = [
    ...(project.plugNPlay?.cacheInProject === true ? [] : ['.pnp.cjs', '.pnp.loader.mjs']),
    '.yarn/unplugged',
  ];
  const found = names
    .map((name) => inside(project.directory, name))
    .find((path) => after.has(path) === true && !after.isIgnored(path));
  return found === undefined
    ? undefined
    : `${found} of this machine would take the place of the one that the install writes to ${directory}: add it to .dockerignore.`;
}

/** COPY lines that bring the packages of a stage. */
export function packageCopies(
  reading: NodeReading,
  model: DockerfileModel,
  stage: string,
  workdir: string | undefined,
  context: ContextFacts,
): readonly string[] {
  const { directory, project } = reading;
  const place = (path: string): string => joinPath(directory, path);
  if (!plugsInPackages(project)) return [copyFrom(reading, model, stage, place('node_modules'), workdir)];
  // A pattern, because the loader for modules is only there where packages need it (yarnpkg.com/features/pnp).
  const loaders = copyFrom(reading, model, stage, place('.pnp.*'), workdir, directory);
  const files = [loaders, copyFrom(reading, model, stage, place('.yarn'), workdir)];
  if (!startsThroughYarn(reading)) return files;
  // `yarn node` and `yarn run` look for the project and its lockfile first.
  const own = [project.lockfile?.path, inside(project.directory, '.yarnrc.yml')];
  const settings = own.filter((path) => path !== undefined && context.has(path) === true);
  return [
    ...files,
    ...copyLines(settings as string[], {
      contextRoot: reading.contextRoot,
      imageRoot: reading.imageRoot,
      workdir,
      keyword: keywordCase(model, 'COPY'),
      flags: chownFlag(reading).trim(),
      context,
    }),
  ];
}

/** Why the container could not start in the final stage, a complete sentence: its yarn hands over to the release of the project. */
export function yarnObstacle(
  reading: NodeReading,
  model: DockerfileModel,
  base: ImageFact | undefined,
): string | undefined {
  const { project, stage } = reading;
  if (!plugsInPackages(project) || !startsThroughYarn(reading) || base?.tools.includes('yarn') === true)
    return undefined;
  const installs = stage.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? [])
    .some(({ name, args }) => name === 'npm' && args.some(({ value }) => /^yarn(?:@|$)/.test(value)));
  return installs
    ? undefined
    : 'The container starts through yarn, and whether the base image has it is not known: start `node --require ./.pnp.cjs …` itself.';
}

function startsThroughYarn({ start }: NodeReading): boolean {
  if (start.kind === 'program')
    return start.resolved !== undefined && start.resolved.instruction === undefined;
  return start.kind !== 'unknown' && start.managed;
}

/**
 * A start through `yarn`, which hands node its hooks: `--require .pnp.cjs`, and `--experimental-loader .pnp.loader.mjs` where
 * that file is (setupScriptEnvironment of yarnpkg/berry's plugin-pnp). It is where a package of the project is a module;
 * with packages of others nobody knows before the install, so then yarn stays.
 */
export function withHooks(
  start: Start,
  project: NodeProject,
  directory: string,
  workdir: string,
  context: ContextFacts,
): Start {
  if (start.kind !== 'program' || !start.resolved || start.runtime !== 'node' || !plugsInPackages(project))
    return start;
  const loader = needsLoader(project, context);
  const { resolved } = start;
  if (loader === undefined || resolved.instruction === undefined)
    return { ...start, resolved: { ...resolved, instruction: undefined, env: {} } };
  const file = (name: string): string => (directory === workdir ? `./${name}` : joinPath(directory, name));
  const hooks = [
    ...['--require', file('.pnp.cjs')],
    ...(loader ? ['--experimental-loader', file('.pnp.loader.mjs')] : []),
  ];
  const argv = [start.argv[0]!, ...hooks, ...start.argv.slice(1)];
  return { ...start, argv, resolved: { ...resolved, argv } };
}

function needsLoader(project: NodeProject, context: ContextFacts): boolean | undefined {
  if (project.type === 'module') return true;
  const isThere = (name: string): boolean => context.has(inside(project.directory, name)) === true;
  // An install of all packages on this machine has found none: so has one of the production packages.
  return isThere('.pnp.cjs') && !isThere('.pnp.loader.mjs') ? false : undefined;
}
