/** Who the final image's program runs as, and what speaks against another user. */
import { brings, contextSources } from '../../context/sources.ts';
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import {
  finalStage,
  isShipped,
  lastOf,
  lineageInstructions,
  rootBase,
  stageNamed,
} from '../../dockerfile/stages.ts';
import type { Span } from '../../dockerfile/span.ts';
import type { ImageFact } from '../../images/facts.ts';
import { copyOfFolder, copyOfOutput } from '../../tools/copy-of-folder.ts';
import { nodeInstalls, runCommands, type CommandSite } from '../../tools/installs.ts';
import { leavesAtStart } from '../../tools/node-start.ts';
import { keepsFilesElsewhere } from '../../tools/node-system.ts';
import { neededRight } from '../../tools/privileged-packages.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { isRoot } from '../../tools/users.ts';
import type { Project } from '../../project/facts.ts';
import { containersOf, servesDevelopment } from '../../tools/development.ts';
import type { RuleContext } from '../rule.ts';
import { compilesAtStart } from './root-user-compiles.part.ts';
import { dataFolder } from './root-user-data.part.ts';
import { denoDoubts, ownsProject, startedByDeno } from './root-user-deno.part.ts';
import { mayWrite } from '../../tools/deno-start.ts';
import { isScriptedSource, writtenFolders, type WrittenFolders } from './root-user-folders.part.ts';
import { portOfImage, portOfStart } from './root-user-port.part.ts';
import { scriptDoubt, startedNames } from './root-user-scripts.part.ts';
import { isManager, poolDoubt } from './root-user-workers.part.ts';

export interface RootUser {
  readonly stage: Stage;
  /** The last USER, when it says root; undefined: the base image's default is root. */
  readonly last: Instruction | undefined;
  readonly span: Span;
  /** The base image as FROM names it, variables substituted, without a digest. */
  readonly reference: string | undefined;
  /** Undefined when nothing is known about the base image. */
  readonly fact: ImageFact | undefined;
  /** Instructions that make the image, inherited ones included. */
  readonly all: readonly Instruction[];
  /** The image starts a program of this Dockerfile. */
  readonly runs: boolean;
  /** It starts none, or its last stage is for development or tests. */
  readonly minor: boolean;
  /** Root only starts workers, which run as another user already. */
  readonly manages: boolean;
}

/**
 * Images whose entrypoint or main process starts as root on purpose and gives its rights up itself (their own
 * documentation: docker-entrypoint.sh with gosu or su-exec, master processes of web servers).
 */
const dropsItself: ReadonlySet<string> = new Set([
  'postgres', 'redis', 'valkey/valkey', 'mysql', 'mariadb', 'mongo', 'memcached', 'rabbitmq', 'cassandra', 'couchdb', 'influxdb', 'elasticsearch',
  'neo4j', 'vault', 'consul', 'ghost', 'wordpress', 'nextcloud', 'drupal', 'nginx', 'httpd', 'haproxy',
]); // prettier-ignore

/** Programs that must start as root: they switch users themselves, or are an init. */
const needsRoot =
  /^(?:gosu|su-exec|setpriv|runuser|su|sudo|chpst|s6-setuidgid|s6-svscan|init|systemd|tini-root|sshd|cron|crond|dockerd|nginx|httpd|apache2|apache2ctl|apache2-foreground|httpd-foreground|php-fpm[\d.]*|supervisord)$/;
const droppers: ReadonlySet<string> = new Set([
  'gosu',
  'su-exec',
  's6-overlay',
  's6',
  'runit',
  'setpriv',
  'sudo',
  'supervisor',
  'openssh-server',
]);

/** Undefined when the container does not run as root, when it is meant to, or when nobody can tell. */
export function rootUser({ model, facts }: RuleContext): RootUser | undefined {
  const stage = finalStage(model);
  if (!stage || model.isWindows) return undefined;
  const base = rootBase(stage);
  const reference =
    base.kind === 'scratch' ? 'scratch' : base.kind === 'image' && base.complete ? base.reference : undefined;
  const fact = reference === undefined ? undefined : facts.images.lookup(reference);
  const all = lineageInstructions(stage);
  const last = lastOf(stage, 'USER');
  const user = stage.endState.user;
  if (user === undefined ? fact?.defaultUser?.uid !== 0 : isRoot(user) !== true) return undefined;
  const manages = fact !== undefined && isManager(fact, stage);
  const runs = manages || lastOf(stage, 'CMD') !== undefined || lastOf(stage, 'ENTRYPOINT') !== undefined;
  // An image from scratch that starts nothing only carries files.
  if (!runs && base.kind === 'scratch') return undefined;
  if (fact && dropsItself.has(fact.repository)) return undefined;
  // Apache opens port 80 as root, and starts its workers as www-data.
  if (fact?.repository === 'php' && /apache/.test(reference ?? '')) return undefined;
  if (!manages && startsAsRoot(stage, all, { model, facts })) return undefined;
  const containers = containersOf(model, facts);
  if (
    containers.length > 0 &&
    containers.every((one) => one.user !== undefined && isRoot(one.user) === false)
  )
    return undefined;
  const word = last?.words[0];
  const span = user !== undefined && word ? word.span : (stage.imageWord?.span ?? stage.from.span);
  const found: RootUser = {
    stage,
    last: user === undefined ? undefined : last,
    span,
    reference: reference?.replace(/@sha256:.*/, ''),
    fact,
    all,
    runs,
    minor: !runs || servesDevelopment(model, facts),
    manages,
  };
  // An image to build on: the tools that root has in its home are for whoever goes on from there.
  return !runs && livesInRootHome(found) !== undefined ? undefined : found;
}

/** gosu and its like are installed or called, or the program is one that needs root to start. */
function startsAsRoot(stage: Stage, all: readonly Instruction[], context: RuleContext): boolean {
  const { model } = context;
  const written = [lastOf(stage, 'ENTRYPOINT'), lastOf(stage, 'CMD')].flatMap((instruction) =>
    instruction ? (shellOf(instruction, model)?.commands ?? []) : [],
  );
  const names = written.flatMap(({ name, wrappers }) => [name, ...wrappers]);
  if ([...names, ...startedNames(stage, context)].some((name) => needsRoot.test(name))) return true;
  return all.some((instruction) => {
    const copy = readCopy(instruction);
    if (copy)
      return /gosu|su-exec|s6-overlay/.test(
        `${copy.from ?? ''} ${copy.sources.map(({ path }) => path).join(' ')}`,
      );
    if (instruction.keyword !== 'RUN') return false;
    if (/\b(?:gosu|su-exec|s6-overlay)\b/.test(instruction.args.text)) return true;
    return (shellOf(instruction, model)?.commands ?? []).some((command) => {
      const system = systemCommand(command);
      return system?.action === 'install' && system.packages.some((word) => droppers.has(packageName(word)));
    });
  });
}

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
function foreignProgram(stage: Stage, all: readonly Instruction[], model: DockerfileModel): string | undefined {
  const started = (lastOf(stage, 'ENTRYPOINT') ?? lastOf(stage, 'CMD'))?.words[0]?.value;
  if (started?.startsWith('/') !== true) return undefined;
  const comes = all.some((instruction) => {
    const copy = readCopy(instruction);
    if (copy?.from === undefined || copy.destination === undefined || copy.destination === '/') return false;
    return isWithin(started, copy.destination) && stageNamed(model, copy.from, instruction.stage) === undefined;
  });
  return comes ? started : undefined;
} // prettier-ignore

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);
}

function nameOfPlace(path: string): string {
  return path === '' ? 'its own folder' : path;
}

/** Playwright installs its browsers into root's home if nothing else is said: whoever else starts the program does not find them. */
export function keepsBrowsers(model: DockerfileModel): boolean {
  const elsewhere = finalStage(model)?.endState.env.get('PLAYWRIGHT_BROWSERS_PATH');
  if (elsewhere && !(elsewhere.known && inRoot(elsewhere.value))) return false;
  return runsTool(model, 'playwright', 'install');
}

/** `npx playwright@1.2 install`, `corepack enable` in a layer of the final image. */
function runsTool(model: DockerfileModel, name: string, verb: string): boolean {
  return shippedCommands(model).some(({ command: { words } }) =>
    [name, verb].every((wanted) => words.some(({ value }) => value.replace(/(?<=.)@.*$/, '') === wanted)),
  );
}

function shippedCommands(model: DockerfileModel): CommandSite[] {
  return [...runCommands(model)].filter(({ stage }) => isShipped(stage, model));
}

/**
 * What an install as root leaves in root's home and the program needs: browsers, yarn's packages without node_modules,
 * the package manager itself when corepack has fetched it.
 */
function inRootHome({ model, facts }: RuleContext): string | undefined {
  const last = finalStage(model);
  if (keepsBrowsers(model)) return "playwright keeps its browsers in root's home";
  const start = last && (lastOf(last, 'CMD') ?? lastOf(last, 'ENTRYPOINT'));
  const manager =
    start && shellOf(start, model)?.commands.find(({ name }) => name === 'pnpm' || name === 'yarn');
  if (
    manager &&
    runsTool(model, 'corepack', 'enable') &&
    !shippedCommands(model).some(({ command }) => isGlobalInstall(command, manager.name))
  )
    return `corepack keeps ${manager.name} in root's home`;
  const keeper = last && start && environmentKeeper(start, last, model);
  if (keeper !== undefined) return `${keeper} keeps its settings and its environments in root's home`;
  for (const { project, stage } of nodeInstalls(model, facts)) {
    if (!project) continue;
    const name = keepsFilesElsewhere(project);
    if (name !== undefined) return `${name} keeps what it downloads in root's home`;
    const inProject = project.nodeLinker === 'node-modules' || project.plugNPlay?.cacheInProject === true;
    if (project.packageManager === 'yarn-berry' && !inProject && isShipped(stage, model))
      return "yarn keeps the packages in root's home";
  }
  return undefined;
}

/**
 * `poetry run` and `pipenv run` look for the environment in the home of whoever calls them, and poetry for its settings,
 * unless variables tell (https://python-poetry.org/docs/configuration, https://pipenv.pypa.io/en/latest/configuration.html).
 */
function environmentKeeper(start: Instruction, { endState }: Stage, model: DockerfileModel): string | undefined {
  const calls = shellOf(start, model)?.commands ?? [];
  const settled = /^(?:POETRY_VIRTUALENVS_(?:IN_PROJECT|CREATE|PATH)|POETRY_CONFIG_DIR|PIPENV_VENV_IN_PROJECT|PIPENV_SYSTEM|WORKON_HOME|VIRTUAL_ENV)$/;
  if ([...endState.env.names()].some((name) => settled.test(name))) return undefined;
  const keeps = ({ name, args }: ShellCommand): boolean => /^(?:poetry|pipenv)$/.test(name) && args.some(({ value }) => value === 'run');
  return calls.find(keeps)?.name;
} // prettier-ignore

function isGlobalInstall({ args }: ShellCommand, name: string): boolean {
  const words = args.map(({ value }) => value);
  return (
    words.some((word) => /^(?:-g|--global|global)$/.test(word)) && words.some((word) => word.startsWith(name))
  );
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

function inRoot(path: string | undefined): boolean {
  return path !== undefined && /^\/root(?:\/|$)/.test(path);
}

/** What lies where only root may look, so that no other user can run the program: the program itself, or a folder it may need. */
export function livesInRootHome({ stage, all }: RootUser): string | undefined {
  const start = (lastOf(stage, 'ENTRYPOINT') ?? lastOf(stage, 'CMD'))?.words[0]?.value;
  if (inRoot(stage.endState.workdir) || inRoot(start)) return 'the program';
  for (const instruction of all) {
    const destination = readCopy(instruction)?.destination;
    if (destination !== undefined && inRoot(destination)) return neededOf(destination);
  }
  for (const name of stage.endState.env.names()) {
    // A program that is started by its path is not looked for.
    if (name === 'PATH' && start?.startsWith('/') === true) continue;
    const value = stage.endState.env.get(name);
    const path = value?.known ? /(?:^|:)(\/root\/[^:]*)/.exec(value.value)?.[1] : undefined;
    if (path !== undefined) return neededOf(path);
  }
  for (const { keyword, args } of all) {
    if (keyword !== 'RUN') continue;
    const text = args.text.replace(/\brm\s[^&;|\n]*/g, '');
    if (/\bpip3?\s+install\b[^&;|]*\s--user\b/.test(text)) return neededOf('/root/.local');
    const path = /--prefix[= ](\/root[^\s"';&|)]*)|(\/root\/\.(?:local|cargo|bun|deno|nvm))/.exec(text);
    if (path) return neededOf(path[1] ?? path[2]!);
  }
  return undefined;
}

/** A folder of root's home, by its first segment: `/root/.local/bin` is a part of it. */
function neededOf(path: string): string {
  return `what the program needs of ${path.split('/', 3).join('/')}`;
}
