/** The virtual environment that goes from stage to stage. */
import { expandWord } from '../../dockerfile/expand.ts';
import type { DockerfileModel, Instruction, Stage, VariableValue } from '../../dockerfile/model.ts';
import { resolveWord, type ShellCommand } from '../../dockerfile/shell.ts';
import { commandOf, isOn } from '../../tools/dependencies/command.ts';
import { parseOptions } from '../../tools/options.ts';
import { runCommands } from '../../tools/sites.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import type { PythonReading } from './reading.ts';

export interface Environment {
  /** Absolute; the same in both stages, because scripts of an environment name its Python (docs.python.org/3/library/venv.html). */
  readonly path: string;
  /** `made`: the recipe makes it. `own`: the file, or its package manager, does. */
  readonly kind: 'made' | 'own';
  /** Package managers of their own install into the environment that VIRTUAL_ENV names. */
  readonly needsVariable: boolean;
  /** The file's own ENV puts its programs on the PATH. */
  readonly onPath: boolean;
}

/** Variables that send packages elsewhere, or make another Python of it. */
const elsewhere = ['PIP_TARGET', 'PIP_PREFIX', 'PIP_USER', 'PYTHONHOME', 'PYTHONUSERBASE', 'UV_SYSTEM_PYTHON', 'UV_PYTHON', 'UV_PYTHON_PREFERENCE', 'UV_MANAGED_PYTHON', 'PIPENV_SYSTEM', 'PIPENV_PIPFILE', 'CONDA_PREFIX']; // prettier-ignore

/** The environment, or why there is none that both stages can have: a complete sentence. */
export function environmentOf(reading: PythonReading, model: DockerfileModel): Environment | string {
  const { stage, manager } = reading;
  const { endState } = stage;
  const variable = elsewhere.find((name) => endState.variables.has(name));
  if (variable !== undefined)
    return `${variable} decides where packages or Python come from, which a virtual environment would change.`;
  const sites = [...runCommands(model)];
  const options = sites.map(({ command }) => misplaced(command)).find((one) => one !== undefined);
  if (options !== undefined) return options;
  const made = madeHere(reading);
  if (typeof made === 'string') return made;
  if (made.length > 1) return 'The file makes several virtual environments.';
  const own = (path: string): Environment | string => {
    if (!path.startsWith('/') || ['/', '/usr', '/usr/local'].includes(path))
      return `Packages are installed into ${path} itself, beside what Python brings.`;
    return { path, kind: 'own', needsVariable: false, onPath: hasPath(stage, path) };
  };
  const [path] = made;
  if (path !== undefined)
    return usesOwn(reading, path) ? own(path) : `Whether packages are installed into ${path} is not certain.`;
  if (endState.variables.has('VIRTUAL_ENV'))
    return 'VIRTUAL_ENV names a virtual environment that the file does not make.';
  if (manager === 'uv') return uvEnvironment(reading, own);
  const site = reading.installs[0];
  if (manager === 'pipenv' && site) {
    if (isOn(site, 'PIPENV_VENV_IN_PROJECT') && !parseOptions(site.command, new Set()).has('--system'))
      return site.directory === undefined ? unknownPlace : own(resolvePath(site.directory, '.venv'));
    if (endState.variables.has('PIPENV_IGNORE_VIRTUALENVS'))
      return 'PIPENV_IGNORE_VIRTUALENVS keeps pipenv from using the virtual environment of the stage.';
  }
  if (manager === 'poetry' && site && mentionsProjectEnvironment(reading)) {
    if (site.directory === undefined) return unknownPlace;
    const set =
      isOn(site, 'POETRY_VIRTUALENVS_IN_PROJECT') || sites.some(({ command }) => configures(command));
    return set
      ? own(resolvePath(site.directory, '.venv'))
      : 'Whether Poetry makes its virtual environment in the project is not certain.';
  }
  const target = [...reading.copies.values()].find(
    (copy) => copy.target === usual || copy.target?.startsWith(`${usual}/`),
  );
  if (target) return `The file copies something to ${usual}.`;
  return { path: usual, kind: 'made', needsVariable: manager !== 'pip', onPath: false };
}

const usual = '/opt/venv';
const unknownPlace = 'Where the virtual environment lies is not certain.';

function uvEnvironment(
  { installs, stage }: PythonReading,
  own: (path: string) => Environment | string,
): Environment | string {
  const [site] = installs;
  if (!site || site.directory === undefined) return unknownPlace;
  const place = stage.endState.variables.get('UV_PROJECT_ENVIRONMENT');
  if (place && !place.known) return unknownPlace;
  if (installs.some(({ directory }) => directory !== site.directory)) return unknownPlace;
  return own(resolvePath(site.directory, place?.known ? place.value : '.venv'));
}

/** Options that put packages elsewhere, and programs called by a path that would leave the environment out. */
function misplaced(command: ShellCommand): string | undefined {
  const { name, words, args } = command;
  const program = words[0]?.value ?? '';
  if (!/^(?:pip[\d.]*|python[\d.]*|uv|poetry|pipenv)$/.test(name)) return undefined;
  if (/^\/usr\//.test(program))
    return `\`${program}\` is called by its path, which leaves a virtual environment out.`;
  const option = args.find(({ value }) =>
    /^(?:--user|--target|-t|--prefix|--root|--python|--active|--no-build-isolation|--managed-python|--site-packages|--system-site-packages)(?:=|$)/.test(
      value,
    ),
  );
  return option && !(option.value === '-t' && !/^pip/.test(name))
    ? `\`${name} … ${option.value}\` decides where packages go, or what they see.`
    : undefined;
}

/** Absolute folders of the environments that the file makes; a sentence when one is not certain. */
function madeHere({ runs }: PythonReading): string[] | string {
  const found: string[] = [];
  for (const { instruction, script, items } of runs.values())
    for (const { sides, commands } of items) {
      if (!sides.has('venv')) continue;
      for (const command of commands) {
        const path = venvPath(command, instruction, workingDirectory(instruction, script, command));
        if (path === undefined || command.conditional) return unknownPlace;
        if (path !== '') found.push(path);
      }
    }
  return [...new Set(found)];
}

/** '' for a command that makes none. */
function venvPath(
  command: ShellCommand,
  { state }: Instruction,
  directory: string | undefined,
): string | undefined {
  const uv = commandOf(command, ['uv', 'virtualenv', 'venv']);
  if (!uv) return '';
  const args = uv.name === 'uv' ? uv.args.slice(1) : uv.args;
  if (uv.name === 'uv' && uv.args[0]?.value !== 'venv') return '';
  const { operands } = parseOptions(
    { args },
    new Set(['--prompt', '-p', '--python', '--app-data', '--creator', '--seed']),
  );
  const [word] = operands;
  if (!word) return uv.name === 'uv' && directory !== undefined ? resolvePath(directory, '.venv') : undefined;
  const text = resolveWord(word, state);
  return text === undefined || directory === undefined ? undefined : resolvePath(directory, text);
}

/** Every install calls the environment's programs: by the PATH, by VIRTUAL_ENV, or by their own path. */
function usesOwn({ runs, stage }: PythonReading, path: string): boolean {
  return [...runs.values()].every(({ instruction: { state, index }, items }) =>
    items.every(({ sides, commands }) => {
      if (!sides.has('install') || sides.has('venv')) return true;
      const variable = state.variables.get('VIRTUAL_ENV');
      return commands.every(
        ({ name, words }) =>
          words[0]?.value.startsWith(`${path}/bin/`) === true ||
          (/^(?:uv|poetry|pipenv)$/.test(name)
            ? variable?.known === true && resolvePath('/', variable.value) === path
            : hasPath(stage, path, index)),
      );
    }),
  );
}

/** Does an ENV in front of the index put the environment's programs before those of the image? */
function hasPath({ instructions }: Stage, path: string, before = Infinity): boolean {
  return instructions.some(
    ({ keyword, index, pairs, state, escape }) =>
      keyword === 'ENV' &&
      index < before &&
      pairs.some(({ key, rawValue = '' }) => {
        if (key !== 'PATH') return false;
        const lookup = (name: string): VariableValue => state.variables.get(name) ?? { known: false };
        const folders = expandWord(rawValue, lookup, escape).value.split(':');
        return folders
          .slice(0, folders.findIndex((folder) => /^\$\{?PATH\}?$/.test(folder)) >>> 0)
          .includes(`${path}/bin`);
      }),
  );
}

/** `poetry config virtualenvs.in-project true`. */
function configures(command: ShellCommand): boolean {
  const values = commandOf(command, ['poetry'])?.args.map(({ value }) => value) ?? [];
  const at = values.indexOf('virtualenvs.in-project');
  return values[0] === 'config' && at > 0 && values[at + 1] === 'true';
}

/** The PATH or the container's command names `.venv`. */
function mentionsProjectEnvironment({ stage }: PythonReading): boolean {
  return stage.instructions.some(
    ({ keyword, args }) =>
      /^(?:ENV|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword) && args.text.includes('.venv/'),
  );
}
