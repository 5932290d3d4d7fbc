/** What lies in root's home and another user does not find. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { finalStage, isShipped, lastOf } from '../../dockerfile/stages.ts';
import { nodeInstalls, runCommands, type CommandSite } from '../../tools/installs.ts';
import { keepsFilesElsewhere } from '../../tools/node-system.ts';
import type { RuleContext } from '../rule.ts';
import type { RootUser } from './root-user.part.ts';

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
export function inRootHome({ model, facts }: RuleContext): string | undefined {
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
function environmentKeeper(
  start: Instruction,
  { endState }: Stage,
  model: DockerfileModel,
): string | undefined {
  const calls = shellOf(start, model)?.commands ?? [];
  const settled =
    /^(?:POETRY_VIRTUALENVS_(?:IN_PROJECT|CREATE|PATH)|POETRY_CONFIG_DIR|PIPENV_VENV_IN_PROJECT|PIPENV_SYSTEM|WORKON_HOME|VIRTUAL_ENV)$/;
  if ([...endState.env.names()].some((name) => settled.test(name))) return undefined;
  const keeps = ({ name, args }: ShellCommand): boolean =>
    /^(?:poetry|pipenv)$/.test(name) && args.some(({ value }) => value === 'run');
  return calls.find(keeps)?.name;
}

function isGlobalInstall({ args }: ShellCommand, name: string): boolean {
  const words = args.map(({ value }) => value);
  return (
    words.some((word) => /^(?:-g|--global|global)$/.test(word)) && words.some((word) => word.startsWith(name))
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
