/** The programs that cargo builds and where it puts them. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { RustProject } from '../../project/rust/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { cargoCommand, cargoProfile, type CargoCommand } from '../../tools/cargo.ts';
import { variableOf } from '../../tools/dependencies/command.ts';
import { locate } from '../../tools/locate.ts';
import { directoryIn, remembered, runCommands, type CommandSite } from '../../tools/sites.ts';
import { resolvePath, withFoldersAbove } from '../../tools/working-directory.ts';
import { linkingOf, type Linking } from './linking.ts';

export interface CargoBuild {
  readonly site: CommandSite;
  readonly cargo: CargoCommand;
  readonly project: RustProject;
  /** The folder of the image with the project's Cargo.toml, and with that of its workspace. */
  readonly imageRoot: string;
  readonly workspaceRoot: string;
  readonly linking: Linking;
  /** The folder below target/: `release`, `debug`. */
  readonly profile: string;
  /** Absolute image paths of the programs. */
  readonly outputs: readonly CargoOutput[];
}

export interface CargoOutput {
  readonly path: string;
  readonly name: string;
  /** The package that has it. */
  readonly project: RustProject;
}

/** Commands of cargo that make programs of the project. */
export const cargoBuilds = remembered((model: DockerfileModel, _facts: Facts): CargoSite[] =>
  [...runCommands(model)].flatMap((site): CargoSite[] => {
    const cargo = cargoCommand(site.command);
    if (!cargo) return [];
    const { subcommand, options, operands } = cargo;
    const builds =
      subcommand === 'build' ||
      (subcommand === 'install' && options.has('--path')) ||
      (subcommand === 'auditable' && operands[0]?.value === 'build');
    return builds ? [{ site, cargo }] : [];
  }),
);

export interface CargoSite {
  readonly site: CommandSite;
  readonly cargo: CargoCommand;
}

/** What a command builds, or why that is not certain: a complete sentence. */
export function readBuild(
  { site, cargo }: CargoSite,
  base: ImageFact,
  model: DockerfileModel,
  facts: Facts,
): CargoBuild | string {
  const found = manifestOf(site, cargo, model, facts);
  if (typeof found === 'string') return found;
  const { project, imageRoot } = found;
  const linking = linkingOf(site, cargo, base, project.configuration);
  if (typeof linking === 'string') return linking;
  const isInstall = cargo.subcommand === 'install';
  const profile = isInstall
    ? cargo.options.has('--debug')
      ? 'debug'
      : (cargo.options.value('--profile') ?? 'release')
    : cargoProfile(cargo);
  const workspaceRoot = workspaceFolder(project, imageRoot);
  if (workspaceRoot === undefined)
    return `The workspace of ${project.manifest} lies outside of what is copied.`;
  const folder = isInstall
    ? installFolder(site, cargo, base)
    : targetFolder(site, cargo, project, workspaceRoot, linking, profile);
  if (folder === undefined)
    return `Where \`cargo ${cargo.subcommand}\` puts the program is decided by a variable that only the build knows.`;
  const outputs = programsOf(cargo, project, facts).map(({ name, owner }) => ({
    name,
    project: owner,
    path: resolvePath(folder, name),
  }));
  return { site, cargo, project, imageRoot, workspaceRoot, linking, profile, outputs };
}

function manifestOf(
  site: CommandSite,
  { options, subcommand }: CargoCommand,
  model: DockerfileModel,
  facts: Facts,
): { readonly project: RustProject; readonly imageRoot: string } | string {
  const manifest = options.value('--manifest-path');
  const given =
    manifest !== undefined
      ? manifest.replace(/\/?[^/]*$/, '') || '.'
      : subcommand === 'install'
        ? options.value('--path')
        : options.value('-C');
  const directory = directoryIn(site.directory, given);
  const missing = `The Cargo.toml that \`cargo ${subcommand}\` reads was not found among the files that are copied.`;
  if (directory === undefined) return missing;
  const place = { model, context: facts.context, stage: site.stage, before: site.instruction };
  for (const imageRoot of given === undefined ? withFoldersAbove(directory) : [directory]) {
    const origin = locate(resolvePath(imageRoot, 'Cargo.toml'), place);
    const project =
      origin &&
      facts.project.find(
        'rust',
        origin.path.includes('/') ? origin.path.slice(0, origin.path.lastIndexOf('/')) : '',
      );
    if (origin) return project ? { project, imageRoot } : `${origin.path} could not be read.`;
  }
  return missing;
}

/** A member's folder lies as far below the workspace's in the image as in the context. */
function workspaceFolder({ directory, workspaceRoot }: RustProject, imageRoot: string): string | undefined {
  if (workspaceRoot === undefined || workspaceRoot === directory) return imageRoot;
  const below = workspaceRoot === '' ? directory : directory.slice(workspaceRoot.length + 1);
  return imageRoot.endsWith(`/${below}`) ? imageRoot.slice(0, -below.length - 1) || '/' : undefined;
}

/** target/, with the triple that is asked for and the profile; undefined when a variable hides it. */
function targetFolder(
  site: CommandSite,
  { options }: CargoCommand,
  project: RustProject,
  root: string,
  { triple }: Linking,
  profile: string,
): string | undefined {
  const written = options.value('--target-dir');
  const variable = variableOf(site, 'CARGO_TARGET_DIR') ?? variableOf(site, 'CARGO_BUILD_TARGET_DIR');
  if (variable?.known === false && variable.unset !== true) return undefined;
  const set = written ?? (variable?.known === true ? variable.value : undefined);
  // A path in the configuration is relative to the folder that has .cargo, which need not be the workspace.
  if (
    set === undefined &&
    project.configuration?.targetDirectory?.startsWith('/') === false &&
    !project.configuration.path.startsWith('.cargo')
  )
    return undefined;
  const base =
    set === undefined
      ? resolvePath(root, project.configuration?.targetDirectory ?? 'target')
      : directoryIn(site.directory, set);
  return base === undefined
    ? undefined
    : [base, ...(triple === undefined ? [] : [triple]), profile].join('/');
}

/** Where `cargo install` puts programs: below CARGO_HOME, which the official images set. */
function installFolder(
  site: CommandSite,
  { options }: CargoCommand,
  { repository }: ImageFact,
): string | undefined {
  const root = options.value('--root');
  if (root !== undefined) {
    const folder = directoryIn(site.directory, root);
    return folder === undefined ? undefined : resolvePath(folder, 'bin');
  }
  for (const name of ['CARGO_INSTALL_ROOT', 'CARGO_HOME']) {
    const variable = variableOf(site, name);
    if (variable?.known === true) return resolvePath(variable.value, 'bin');
    if (variable && variable.unset !== true) return undefined;
  }
  return repository === 'rust' ? '/usr/local/cargo/bin' : '/root/.cargo/bin';
}

/** The programs of the packages that are chosen; those of a workspace without a choice are all. */
function programsOf(
  { options }: CargoCommand,
  project: RustProject,
  facts: Facts,
): { readonly name: string; readonly owner: RustProject }[] {
  const chosen = options.values('-p', '--package');
  const root = project.workspaceRoot ?? project.directory;
  const workspace = facts.project.projects.filter(
    (one): one is RustProject =>
      one.kind === 'rust' && (one.directory === root || one.workspaceRoot === root),
  );
  const all = options.has('--workspace', '--all') || project.name === undefined;
  const packages =
    chosen.length > 0
      ? workspace.filter(({ name }) => name !== undefined && chosen.includes(name))
      : all
        ? workspace
        : [project];
  const bins = options.values('--bin');
  const examples = options.values('--example');
  return packages.flatMap((owner) =>
    owner.targets
      .filter(
        ({ kind, name }) =>
          (kind === 'bin' && (bins.length === 0 || bins.includes(name))) ||
          (kind === 'example' && examples.includes(name)),
      )
      .map(({ kind, name }) => ({ name: kind === 'example' ? `examples/${name}` : name, owner })),
  );
}
