/** Reads a single-stage Dockerfile of a Python program: what each instruction is for. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import type { ImageFact } from '../../images/facts.ts';
import { lookupRoot } from '../../images/root.ts';
import { splitTag } from '../../images/tag.ts';
import type { Facts } from '../../rules/rule.ts';
import { dependencyInstalls } from '../../tools/dependencies/all.ts';
import type { DependencyInstall } from '../../tools/dependencies/install.ts';
import { pipInstalls, type PipInstallSite } from '../../tools/installs.ts';
import type { RunItem, RunReading, Sorting } from '../run-reading.ts';
import { readStage } from '../stage-reading.ts';
import { buildSides, sideOf, type CommandSide } from './commands.ts';

/** What a RUN of the file is for. */
export type PythonRun = RunReading<CommandSide>;
export type PythonItem = RunItem<CommandSide>;

const sorting: Sorting<CommandSide> = {
  sideOf,
  builds: (side) => buildSides.has(side),
  finishes: (side) => side === 'files' || side === 'program' || side === 'system',
  isShared: (side) => side === 'clean',
};

export interface PythonReading {
  readonly stage: Stage;
  readonly base: ImageFact;
  /** The image with compilers and headers; else slim. */
  readonly isFull: boolean;
  readonly runs: ReadonlyMap<Instruction, PythonRun>;
  readonly copies: ReadonlyMap<Instruction, Copy>;
  readonly pips: readonly PipInstallSite[];
  /** Of poetry, pipenv and uv. */
  readonly installs: readonly DependencyInstall[];
  /** The last instruction that puts something into the environment. */
  readonly lastInstall: Instruction;
  /** The tool that decides where packages go. */
  readonly manager: 'pip' | 'uv pip' | 'poetry' | 'pipenv' | 'uv';
}

/** Does the file install Python packages at all? */
export function installsPython(model: DockerfileModel, facts: Facts): boolean {
  return pipInstalls(model, facts).length > 0 || ownInstalls(model, facts).length > 0;
}

function ownInstalls(model: DockerfileModel, facts: Facts): DependencyInstall[] {
  return dependencyInstalls(model, facts).filter(({ manifestName }) =>
    ['pyproject.toml', 'Pipfile'].includes(manifestName),
  );
}

/** The reading, or why there is none: a complete sentence for the user. */
export function readPythonStage(model: DockerfileModel, facts: Facts): PythonReading | string {
  const stage = model.stages[0]!;
  if (model.isWindows) return 'Windows images are not rewritten.';
  const base = lookupRoot(stage, facts.images);
  if (base?.repository !== 'python' || base.libc === undefined)
    return 'The base is not an official Python image, so what a smaller one of the same version has is not certain.';
  if (!/^3\./.test(base.runtime?.version ?? ''))
    return 'Python 2 has no module that makes virtual environments.';
  if (base.libc !== 'glibc')
    return 'On Alpine, packages without wheels for musl are compiled, and which libraries they then need is not certain.';
  const pips = pipInstalls(model, facts);
  const installs = ownInstalls(model, facts);
  const missing = pips.flatMap(({ requirements }) => requirements).find(({ origin }) => origin?.assumed);
  if (missing) return `${missing.origin!.path}, which the install reads, was not found in the build context.`;
  const read = readStage(stage, model, sorting);
  if (typeof read === 'string') return read;
  const { copies, runs } = read;
  const installing = [...runs.values()].filter(({ sides }) => sides.has('install') || sides.has('venv'));
  const lastInstall = installing.at(-1)?.instruction;
  if (!lastInstall) return 'No install of the program\'s packages was found.'; // prettier-ignore
  const user = installing.map(({ instruction }) => instruction.state.user).find((one) => one !== undefined && !/^(?:root|0)(?::|$)/.test(one)); // prettier-ignore
  if (user !== undefined) return `Packages are installed by the user ${user}, into the home of that user.`;
  const manager = managerOf(pips, installs);
  if (manager === undefined)
    return 'The file installs packages with several package managers; where each puts them is not certain.';
  return {
    stage,
    base,
    isFull: !splitTag(base.tag).words.includes('slim'),
    runs,
    copies,
    pips,
    installs,
    lastInstall,
    manager,
  };
}

/** The one that decides; pip beside it brings that manager, or further packages. */
function managerOf(
  pips: readonly PipInstallSite[],
  installs: readonly DependencyInstall[],
): PythonReading['manager'] | undefined {
  const names = [...new Set(installs.map(({ name }) => name.split(' ')[0]!))];
  const packages = pips.filter(({ command }) => sideOf(command) === 'install');
  const [name] = names;
  if (name !== undefined) {
    if (names.length > 1 || (packages.length > 0 && name === 'uv')) return undefined;
    return name === 'poetry' || name === 'pipenv' || name === 'uv' ? name : undefined;
  }
  const tools = [...new Set(packages.map(({ install }) => install.tool))];
  return tools.length > 1 ? undefined : (tools[0] ?? 'pip');
}
