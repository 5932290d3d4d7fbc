/** The RUN instructions of the build stage: what they install, with a cache, into the environment. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { removeWord } from '../../edit/words.ts';
import { normaliseName } from '../../project/python/names.ts';
import { commandOf } from '../../tools/dependencies/command.ts';
import type { Change, DependencyInstall } from '../../tools/dependencies/install.ts';
import { cachePlace } from '../../tools/package-caches.ts';
import { pipInstall } from '../../tools/python.ts';
import type { Environment } from './environment.ts';
import { withItems } from '../run-items.ts';
import type { PythonItem, PythonReading, PythonRun } from './reading.ts';

/** The RUN with only these items, edited for the build stage; `edits` come on top. */
export function installRun(
  run: PythonRun,
  items: readonly PythonItem[],
  reading: PythonReading,
  environment: Environment,
  model: DockerfileModel,
  edits: readonly TextEdit[] = [],
): string {
  const commands = items.flatMap((item) => item.commands);
  const mount = cacheMount(run, commands, reading);
  const changes = [
    ...commands.flatMap((command) => developmentEdits(command, reading)),
    ...edits,
    ...commands.flatMap((command) =>
      mount === undefined ? [] : withoutFlag(command, /^--no-cache(?:-dir)?$/, model),
    ),
    // Both would install beside the environment (docs.astral.sh/uv/pip/environments, pipenv.pypa.io/en/latest/cli).
    ...commands.flatMap((command) =>
      environment.kind === 'made' ? withoutFlag(command, /^--system$/, model) : [],
    ),
  ];
  return withItems(run, items, model, changes, mount === undefined ? [] : [mount]);
}

function developmentEdits(command: ShellCommand, reading: PythonReading): readonly TextEdit[] {
  const install = reading.installs.find((site) => site.command === command);
  return (install && omittedDevelopment(install, reading)?.edits) ?? [];
}

/** How development packages are left out, where nothing that the container starts is one of them. */
export function omittedDevelopment(
  install: DependencyInstall,
  { stage, installs }: PythonReading,
): Change | undefined {
  const part = install.development();
  if (!part?.omit || part.omit.doubt !== undefined) return undefined;
  // Installs of one project build on each other: either all of them leave the group out, or none.
  if (
    installs.some(
      (other) =>
        (other.development()?.unsure ?? false) ||
        (other.development()?.omit === undefined) !== (other.development() === undefined),
    )
  )
    return undefined;
  const started = stage.instructions
    .filter(({ keyword }) => /^(?:CMD|ENTRYPOINT|HEALTHCHECK|RUN)$/.test(keyword))
    .flatMap(({ args }) => args.text.match(/[\w.-]+/g) ?? [])
    .map(normaliseName);
  return part.packages.some((name) => started.includes(name)) ? undefined : part.omit;
}

function withoutFlag(command: ShellCommand, flag: RegExp, model: DockerfileModel): TextEdit[] {
  const isInstall = pipInstall(command) ?? commandOf(command, ['uv', 'pipenv']);
  if (!isInstall || !command.exact) return [];
  return command.args.filter(({ value }) => flag.test(value)).map(({ span }) => removeWord(model, span));
}

/** The mount that keeps downloads for the next build; undefined where the user has one, or wants none. */
function cacheMount(
  run: PythonRun,
  commands: readonly ShellCommand[],
  { stage, base }: PythonReading,
): string | undefined {
  const { instruction, items } = run;
  const { state } = instruction;
  if (mountsOf(instruction).some(({ type }) => type === 'cache')) return undefined;
  if (
    ['PIP_NO_CACHE_DIR', 'UV_NO_CACHE', 'POETRY_NO_CACHE', 'HOME', 'XDG_CACHE_HOME'].some((name) =>
      state.variables.has(name),
    )
  )
    return undefined;
  const tool = cachedTool(commands);
  if (tool === undefined) return undefined;
  const folder =
    tool === 'poetry'
      ? poetryCache(run)
      : tool === 'pipenv'
        ? pipenvCache(run)
        : cachePlace({ tool, builds: false, state, stage, base, project: undefined })?.folders[0];
  if (
    folder === undefined ||
    items.some(({ sides, commands: own }) => sides.has('clean') && own.some((one) => conflicts(one, folder)))
  )
    return undefined;
  return `--mount=type=cache,target=${folder}`;
}

/** `rm` of a mount fails with "Device or resource busy", and a tool's own clean-up would empty it. */
function conflicts({ name, args }: ShellCommand, folder: string): boolean {
  if (name !== 'rm') return true;
  return args.some(({ value }) => {
    const path = value.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, '/root').replace(/\/?\*?$/, '');
    return value.startsWith('-')
      ? false
      : path.includes('$') || folder.startsWith(path) || path.startsWith(folder);
  });
}

function cachedTool(commands: readonly ShellCommand[]): 'pip' | 'uv' | 'poetry' | 'pipenv' | undefined {
  for (const command of commands) {
    const own = commandOf(command, ['poetry', 'pipenv', 'uv']);
    const verb = own?.args.find(({ value }) => !value.startsWith('-'))?.value;
    if (own && /^(?:install|sync)$/.test(verb ?? '')) {
      if (own.args.some(({ value }) => value === '--no-cache') && own.name === 'poetry') return undefined;
      return own.name as 'poetry' | 'pipenv' | 'uv';
    }
    const pip = pipInstall(command);
    // A tool by its name changes with nobody's edits.
    if (pip && (pip.requirements.length > 0 || pip.local || pip.packages.length > 2)) {
      if (pip.options.has('--cache-dir')) return undefined;
      return pip.tool === 'pip' ? 'pip' : 'uv';
    }
  }
  return undefined;
}

/** Poetry keeps environments beside its cache, but none is made there here (python-poetry.org/docs/configuration). */
function poetryCache({ instruction: { state } }: PythonRun): string | undefined {
  const place = state.variables.get('POETRY_CACHE_DIR');
  if (!place) return '/root/.cache/pypoetry';
  return place.known && place.value.startsWith('/') ? place.value : undefined;
}

/** Its own downloads and those of its pip (pipenv.pypa.io/en/latest/configuration). */
function pipenvCache({ instruction: { state } }: PythonRun): string | undefined {
  return state.variables.has('PIPENV_CACHE_DIR') || state.variables.has('PIP_CACHE_DIR')
    ? undefined
    : '/root/.cache';
}
