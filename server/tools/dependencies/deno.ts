/** Deno: `deno install`, `deno ci`, and caching by entry point. */
import type { Stage } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { familiarName, parseReference } from '../../images/reference.ts';
import type { DenoProject } from '../../project/facts.ts';
import { denoCommand, type DenoCommand } from '../deno.ts';
import type { InstallInputs } from '../install-inputs.ts';
import { folderOf, locate, locateOrAssume, type Origin } from '../locate.ts';
import type { CommandSite } from '../sites.ts';
import { resolvePath, withFoldersAbove } from '../working-directory.ts';
import { hasCacheMount, standsAlone, textUpTo } from './build-install.ts';
import { addOption, isEditable } from './command.ts';
import type { EarlyInstall, InstallReader, InstallScope, Locking } from './install.ts';

const names = ['deno.json', 'deno.jsonc'];

export const denoInstall: InstallReader = (site, scope) => {
  const deno = denoCommand(site.command);
  if (!deno || !isInstall(deno) || site.directory === undefined) return undefined;
  const manifest = scope.manifest ?? configurationAt(site.directory, site, scope);
  const project = manifest && scope.facts.project.find('deno', folderOf(manifest.path));
  const major = denoMajor(site.stage);
  const byEntry = deno.subcommand === 'cache' || deno.options.has('--entrypoint', '-e');
  return {
    ...site,
    name: `deno ${deno.subcommand}`,
    manifestName: 'deno.json',
    needs: byEntry ? [] : withFoldersAbove(site.directory).flatMap((folder) => [...names, 'package.json'].map((name) => resolvePath(folder, name))),
    manifest,
    project,
    lockName: project?.lockDisabled === false ? 'deno.lock' : undefined,
    lock: project?.lock,
    locking: lockingOf(site, deno, project, major),
    packages: project?.lock?.packages,
    group: 'deno',
    stays: hasCacheMount(site.instruction, /deno/i) || (byEntry && (major !== 2 || !hasRegistryImports(project))),
    inputs: () => project && inputsOf(project),
    early: () => earlyInstall(site, deno, byEntry, scope.model.text),
    development: () => undefined,
  };
}; // prettier-ignore

/** A tool that is installed for the whole system is no dependency of the project, nor is a package that is added. */
function isInstall({ subcommand, options, operands }: DenoCommand): boolean {
  if (options.has('-g', '--global', '--help', '-h')) return false;
  if (subcommand === 'cache') return operands.length > 0;
  return (
    subcommand === 'ci' ||
    (subcommand === 'install' && (operands.length === 0 || options.has('--entrypoint', '-e')))
  );
}

function configurationAt(
  directory: string,
  site: CommandSite,
  { model, facts }: InstallScope,
): Origin | undefined {
  const place = { model, context: facts.context, stage: site.stage, before: site.instruction };
  const paths = names.map((name) => resolvePath(directory, name));
  return (
    paths.map((path) => locate(path, place)).find((origin) => origin !== undefined) ??
    locateOrAssume(paths[0]!, place)
  );
}

/** The major version that the image's tag names: `2.1.4`, `alpine-2.1.4`, `debian-2`. */
function denoMajor(stage: Stage): number | undefined {
  const base = rootBase(stage);
  const reference = base.kind === 'image' && base.complete ? parseReference(base.reference) : undefined;
  if (!reference || familiarName(reference) !== 'denoland/deno') return undefined;
  const major = /^(?:[a-z]+-)?v?(\d+)(?:\.|$|-)/.exec(reference.tag ?? '')?.[1];
  return major === undefined ? undefined : Number(major);
}

function hasRegistryImports(project: DenoProject | undefined): boolean {
  return Object.values(project?.imports ?? {}).some((specifier) => /^(?:npm|jsr):/.test(specifier));
}

function lockingOf(
  site: CommandSite,
  { subcommand, options, verb }: DenoCommand,
  project: DenoProject | undefined,
  major: number | undefined,
): Locking {
  if (options.has('--no-lock')) return { kind: 'ignores' };
  if (subcommand === 'ci' || project?.lockFrozen === true)
    return { kind: 'frozen', strict: subcommand === 'ci' };
  const frozen = options.value('--frozen');
  // What `--frozen` is to Deno 2 has other names before, and an unknown version may have none.
  if ((frozen !== undefined && frozen !== 'false') || options.has('--cached-only') || major !== 2)
    return { kind: 'frozen' };
  return {
    kind: 'loose',
    exact: true,
    freeze: isEditable(site)
      ? { name: `deno ${subcommand} --frozen`, edits: [addOption(verb, '--frozen')] }
      : undefined,
  };
}

function inputsOf(project: DenoProject): InstallInputs {
  const members = project.members.length > 0;
  // Deno 2.0 to 2.3 load them with the packages, and fail where they are not there yet (cache_top_level_deps).
  const file = Object.values(project.imports).find(
    (target) => /^\.{0,2}\//.test(target) && !target.endsWith('/'),
  );
  return {
    paths: [
      ...new Set([project.manifest, ...(project.lock ? [project.lock.path] : []), ...project.installFiles]),
    ],
    needsSources: members
      ? `${project.manifest} has a workspace with members`
      : file && `${project.manifest} names ${file}, which the install may read`,
  };
}

function earlyInstall(
  site: CommandSite,
  { options }: DenoCommand,
  byEntry: boolean,
  text: string,
): EarlyInstall | undefined {
  if (!byEntry) return { kind: 'move', edits: [], option: undefined, afterwards: undefined };
  if (!standsAlone(site)) return undefined;
  const frozen = options.has('--frozen') ? ' --frozen' : '';
  return {
    kind: 'download',
    command: `${textUpTo(site, site.command.words[0]!, text)} install${frozen}`,
  };
}
