/** `cargo run` as the container's command: the program that it would start. */
import type { Stage } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { cargoCommand, cargoProfile, type CargoCommand } from '../../tools/cargo.ts';
import type { Runner } from '../artifact/program-start.ts';
import type { CargoBuild } from './builds.ts';

/** The program with its arguments, or why it is not certain (a complete sentence); undefined when it is not `cargo run`. */
export function cargoRun(
  command: ShellCommand,
  stage: Stage,
  builds: readonly CargoBuild[],
): Runner | string | undefined {
  const cargo = cargoCommand(command);
  if (!cargo) return undefined;
  const written = `\`${command.words.slice(0, 4).map(({ value }) => value).join(' ')}\``; // prettier-ignore
  if (cargo.subcommand !== 'run') return `The container starts ${written}, which compiles when it starts.`;
  const profile = cargoProfile(cargo);
  const own = builds.filter((build) => build.cargo.subcommand !== 'install');
  const inPlace = own.filter((build) => isWithin(stage.endState.workdir ?? '/', build.imageRoot));
  const build = inPlace.findLast((one) => one.profile === profile && isAlike(one.cargo, cargo));
  if (!build) return reasonFor(written, profile, inPlace);
  const names = namesOf(cargo, build);
  const outputs = build.outputs.filter(({ name }) => names === undefined || names.includes(name));
  if (outputs.length !== 1)
    return `Which of the ${outputs.length} programs of the project ${written} starts is not certain.`;
  return { path: outputs[0]!.path, args: argumentsOf(cargo) };
}

/** Cargo looks for the manifest in the working directory and above it. */
function isWithin(folder: string, root: string): boolean {
  return folder === root || root === '/' || folder.startsWith(`${root}/`);
}

const compared = ['--features', '-F', '--no-default-features', '--all-features', '--target', '--target-dir', '--manifest-path', '--config'] as const; // prettier-ignore

/** Other features or targets would be compiled anew when the container starts. */
function isAlike(build: CargoCommand, run: CargoCommand): boolean {
  return compared.every((name) => build.options.values(name).join() === run.options.values(name).join());
}

function reasonFor(written: string, profile: string, builds: readonly CargoBuild[]): string {
  const [other] = builds;
  if (!other) return `The container starts ${written}, but no RUN builds the program: it is compiled whenever a container starts.`; // prettier-ignore
  return other.profile === profile
    ? `The container starts ${written}, which builds with other options than \`cargo build\` does, so it compiles when it starts.`
    : `The container starts ${written}, which compiles the program in ${profile} mode when it starts, although it was built in ${other.profile} mode: start the one that was built.`;
}

/** Programs that it may start; undefined: the only one. */
function namesOf({ options }: CargoCommand, { outputs, project }: CargoBuild): readonly string[] | undefined {
  const bin = options.value('--bin');
  if (bin !== undefined) return [bin];
  const example = options.value('--example');
  if (example !== undefined) return [`examples/${example}`];
  const chosen = options.value('-p', '--package');
  const owner =
    chosen === undefined ? project : outputs.find((output) => output.project.name === chosen)?.project;
  if (owner?.defaultRun !== undefined) return [owner.defaultRun];
  return chosen === undefined ? undefined : outputs.filter((output) => output.project === owner).map(({ name }) => name); // prettier-ignore
}

/** What stands behind `--`, or behind cargo's own options. */
function argumentsOf({ command, operands }: CargoCommand): Runner['args'] {
  const end = command.args.findIndex(({ value }) => value === '--');
  return end < 0 ? operands : [...operands, ...command.args.slice(end + 1)];
}
