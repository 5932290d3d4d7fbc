/** Cargo: every build compiles the dependencies, unless their results are there already. */
import type { RustProject } from '../../project/facts.ts';
import { cargoCommand, type CargoCommand } from '../cargo.ts';
import type { InstallInputs } from '../install-inputs.ts';
import { folderOf, locate, type Origin } from '../locate.ts';
import { directoryIn, type CommandSite } from '../sites.ts';
import { resolvePath } from '../working-directory.ts';
import { hasCacheMount } from './build-install.ts';
import { dummyBuild, dummyDoubt } from './cargo-dummy.ts';
import { addOption, isEditable, isOn, manifestIn } from './command.ts';
import type { InstallReader, InstallScope, Locking } from './install.ts';

/** Subcommands that compile or download the dependencies of a project. */
const building: ReadonlySet<string> = new Set([
  'build', 'rustc', 'install', 'test', 'check', 'clippy', 'bench', 'doc', 'run', 'fetch', 'vendor', 'update', 'chef', 'auditable', 'zigbuild', 'nextest',
]); // prettier-ignore

export const cargoInstall: InstallReader = (site, scope) => {
  const { model, facts } = scope;
  const cargo = cargoCommand(site.command);
  if (!cargo || !building.has(cargo.subcommand) || !isOfProject(cargo)) return undefined;
  const directory = directoryIn(site.directory, folderGiven(cargo));
  const isRecipe = cargo.subcommand === 'chef';
  const manifest = isRecipe ? undefined : manifestIn(directory, 'Cargo.toml', site, scope);
  const project = manifest && facts.project.find('rust', folderOf(manifest.path));
  const packages = project?.lock?.packages;
  const dummy = (): string | undefined =>
    project && folderGiven(cargo) === undefined && isInvocationOf(site, manifest, scope)
      ? dummyBuild(site, cargo, project, model.text)
      : undefined;
  return {
    ...site,
    directory,
    name: nameOf(cargo),
    manifestName: 'Cargo.toml',
    ...(isRecipe && { needs: [] }),
    manifest,
    project,
    lockName: isRecipe ? undefined : 'Cargo.lock',
    lock: project?.lock,
    locking: lockingOf(site, cargo),
    asked: project && (project.isWorkspace || project.workspaceRoot !== undefined ? undefined : project.dependencies.length),
    packages,
    work: /^(?:fetch|vendor|update)$/.test(cargo.subcommand) ? 'downloads' : 'compiles',
    group: 'cargo',
    stays: staysBehind(site, project, packages),
    inputs: () => project && inputsOf(project, dummy()),
    early: () => {
      const command = dummy();
      return command === undefined ? undefined : { kind: 'download', command, name: 'cargo build of an empty program' };
    },
    development: () => undefined,
  };
}; // prettier-ignore

/** A crate of a registry is a tool, not the project's dependency; `cargo chef prepare` compiles nothing. */
function isOfProject({ subcommand, operands, options }: CargoCommand): boolean {
  if (options.has('--help', '-h', '--version', '-V')) return false;
  if (subcommand === 'install') return options.has('--path');
  if (subcommand === 'chef') return operands[0]?.value === 'cook';
  if (subcommand === 'auditable') return operands[0]?.value === 'build';
  return true;
}

function folderGiven({ options, subcommand }: CargoCommand): string | undefined {
  const manifest = options.value('--manifest-path');
  if (manifest !== undefined)
    return manifest.includes('/') ? manifest.replace(/\/[^/]*$/, '') || '/' : undefined;
  return (subcommand === 'install' ? options.value('--path') : undefined) ?? options.value('-C');
}

function nameOf({ subcommand, options }: CargoCommand): string {
  const path = options.value('--path');
  return subcommand === 'install' && path !== undefined
    ? `cargo install --path ${path}`
    : `cargo ${subcommand}`;
}

/** Nothing to compile, vendored sources, or results that a cache mount keeps. */
function staysBehind(
  site: CommandSite,
  project: RustProject | undefined,
  packages: number | undefined,
): boolean {
  if (!project || packages === 0 || (packages === undefined && project.dependencies.length === 0))
    return true;
  if (isOn(site, 'RUSTC_WRAPPER') && hasCacheMount(site.instruction, /sccache/)) return true;
  return hasCacheMount(site.instruction, /\/target$/);
}

/** Does it run in the very folder of the manifest? */
function isInvocationOf(
  site: CommandSite,
  manifest: Origin | undefined,
  { model, facts }: InstallScope,
): boolean {
  if (manifest === undefined || site.directory === undefined) return false;
  const place = { model, context: facts.context, stage: site.stage, before: site.instruction };
  return locate(resolvePath(site.directory, 'Cargo.toml'), place)?.path === manifest.path;
}

function lockingOf(site: CommandSite, cargo: CargoCommand): Locking {
  const { subcommand, options, verb } = cargo;
  if (subcommand === 'update') return { kind: 'updates', freeze: undefined };
  // Without the network nothing can be resolved anew, and a recipe has the lockfile in it.
  if (options.has('--locked', '--frozen', '--offline') || subcommand === 'chef') return { kind: 'frozen' };
  if (isOn(site, 'CARGO_NET_OFFLINE')) return { kind: 'frozen' };
  const last = subcommand === 'auditable' ? cargo.operands[0]! : verb;
  const freeze = isEditable(site)
    ? { name: `${nameOf(cargo)} --locked`, edits: [addOption(last, '--locked')] }
    : undefined;
  // An install resolves anew whatever the lockfile says.
  return subcommand === 'install' ? { kind: 'updates', freeze } : { kind: 'loose', freeze, exact: true };
}

const separately =
  'Compile the dependencies in a layer of their own with cargo-chef, or keep target/ and the registry in cache mounts.';

function inputsOf(project: RustProject, dummy: string | undefined): InstallInputs {
  const paths = [
    ...new Set([project.manifest, ...(project.lock ? [project.lock.path] : []), ...project.installFiles]),
  ];
  return {
    paths,
    needsSources: undefined,
    doubt: dummyDoubt(project),
    instead: dummy === undefined ? separately : undefined,
  };
}
