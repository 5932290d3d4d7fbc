/** Tools that are installed globally: which of them the running program needs. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { isBuildPackage } from './build-packages.ts';
import { sideOf } from './run-parts.ts';
import type { NodeReading } from './reading.ts';

const managers: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun', 'corepack']);

/** By RUN: the commands that set up what the running program needs, joined by `&&`. */
export function runtimeSetup(reading: NodeReading, model: DockerfileModel): ReadonlyMap<Instruction, string> {
  const found = new Map<Instruction, string>();
  for (const [instruction, { items }] of reading.runs) {
    const commands = shellOf(instruction, model)?.commands ?? [];
    const kept = items.filter((_, i) =>
      commands.some((command) => command.item === i && isNeeded(command, reading)),
    );
    if (kept.length > 0) found.set(instruction, kept.map(({ text }) => text).join(' && '));
  }
  return found;
}

function isNeeded(command: ShellCommand, reading: NodeReading): boolean {
  if (sideOf(command) !== 'setup') return false;
  const names = globalPackages(command);
  // Every yarn hands over to a release in the project, also the one of the base image.
  if (command.name === 'corepack' && hasRelease(reading)) return false;
  if (names.length === 0) return usesManager(reading);
  const wanted = names.filter((name) => !isBuildPackage(name));
  return wanted.some((name) => !managers.has(name) || usesManager(reading));
}

/** Items of a RUN that only install what the container starts (`npm install -g serve`): no build needs it. */
export function startedPackages(
  { start, runs, install }: NodeReading,
  instruction: Instruction,
  model: DockerfileModel,
): ReadonlySet<number> {
  // The package manager may be what the container starts, and the build's too.
  if (start.kind !== 'binary' || start.name === install.install.tool) return new Set();
  const commands = shellOf(instruction, model)?.commands ?? [];
  const isStarted = (command: ShellCommand): boolean => {
    const names = globalPackages(command);
    return names.length > 0 && names.every((name) => name === start.name || start.name === `${name}-runtime`);
  };
  const found = runs.get(instruction)!.items.flatMap((_, i) => {
    const own = commands.filter((command) => command.item === i);
    return own.length > 0 && own.every(isStarted) ? [i] : [];
  });
  return new Set(found);
}

/** Does the container's command go through a package manager that is not part of the image? */
function usesManager({ start }: NodeReading): boolean {
  if (start.kind === 'script') return start.managed;
  if (start.kind === 'binary') return start.managed;
  return start.kind === 'program' && start.resolved !== undefined && start.resolved.instruction === undefined;
}

/** The package manager that the container starts through, when it comes from corepack alone. */
export function fetchedManager(reading: NodeReading, model: DockerfileModel): string | undefined {
  if (!usesManager(reading) || hasRelease(reading)) return undefined;
  const commands = [...reading.runs.keys()].flatMap((run) => shellOf(run, model)?.commands ?? []);
  const tool = reading.install.install.tool;
  const isInstalled = commands.some((command) => globalPackages(command).includes(tool));
  const usesCorepack = commands.some(({ name }) => name === 'corepack');
  return usesCorepack && !isInstalled && tool !== 'npm' ? tool : undefined;
}

function hasRelease({ project }: NodeReading): boolean {
  return project.plugNPlay?.release !== undefined;
}

/** Names in `npm install -g pm2@5`, `yarn global add serve`; empty for configuration and corepack. */
function globalPackages(command: ShellCommand): string[] {
  const words = command.args.map(({ value }) => value);
  const isGlobal = words.some((word) => /^(?:-g|--global|global)$/.test(word));
  if (!isGlobal || command.name === 'corepack') return [];
  return words
    .filter((word) => !word.startsWith('-') && !/^(?:install|i|add|global)$/.test(word))
    .map((word) => word.replace(/(?<=.)@[^/]*$/, ''));
}
