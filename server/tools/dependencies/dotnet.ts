/** dotnet: restore, and the commands that restore by themselves. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { DotnetProject } from '../../project/facts.ts';
import { dotnetCommand, type DotnetCommand } from '../dotnet.ts';
import { dotnetTarget, membersOf, namedFile, projectAt } from '../dotnet-project.ts';
import { runCommands, type CommandSite } from '../sites.ts';
import { resolvePath } from '../working-directory.ts';
import { hasCacheMount, rawText, standsAlone, textUpTo } from './build-install.ts';
import { addOption, isEditable } from './command.ts';
import { restoreInputs } from './dotnet-inputs.ts';
import type { EarlyInstall, InstallReader, Locking } from './install.ts';

const restoring: ReadonlySet<string> = new Set(['restore', 'build', 'publish', 'test', 'pack']);

export const dotnetInstall: InstallReader = (site, scope) => {
  const dotnet = dotnetCommand(site.command);
  if (!dotnet || !restoring.has(dotnet.subcommand) || dotnet.has('--no-restore', '--no-build', '--help', '-h', '-?')) return undefined;
  if (dotnet.operands.length > 1) return undefined;
  const named = namedFile(site, dotnet);
  const target = dotnetTarget(site, dotnet, scope);
  const { facts, model } = scope;
  const project = target && projectAt(target.path, facts.project);
  // Projects of a solution have lockfiles of their own, which may or may not be there.
  const lock = project?.kind === 'dotnet' ? project.lock : undefined;
  const projects = project?.kind === 'dotnet-solution' ? membersOf(project, facts.project) : project ? [project] : [];
  return {
    ...site,
    name: `dotnet ${dotnet.subcommand}`,
    manifestName: (target?.path ?? named)?.split('/').pop() ?? 'the project file',
    needs: target ? [target.imagePath] : named === undefined ? [] : [named],
    manifest: target?.origin,
    project,
    // Without being asked for one NuGet makes no lockfile.
    lockName: lock || (project?.kind === 'dotnet' && project.wantsLock) ? 'packages.lock.json' : undefined,
    lock,
    lockDirectory: target && resolvePath(target.imagePath, '..'),
    locking: lockingOf(site, dotnet, projects, model),
    packages: undefined,
    work: 'downloads',
    group: 'dotnet',
    stays: hasCacheMount(site.instruction, /\/\.nuget(?:\/packages)?$/) || !target || !project || !projects.some(({ packages }) => packages.length > 0),
    inputs: () => project && restoreInputs(project, scope, site),
    early: () => earlyInstall(site, dotnet, model.text),
    development: () => undefined,
  };
}; // prettier-ignore

function lockingOf(
  site: CommandSite,
  dotnet: DotnetCommand,
  projects: readonly DotnetProject[],
  model: DockerfileModel,
): Locking {
  if (dotnet.has('--force-evaluate')) return { kind: 'updates', freeze: undefined };
  if (dotnet.has('--locked-mode') || dotnet.property('RestoreLockedMode')?.toLowerCase() === 'true')
    return { kind: 'frozen' };
  if (projects.some(({ lockedMode }) => lockedMode !== 'never')) return { kind: 'frozen' };
  // Behind an explicit restore there is nothing left to resolve.
  if (dotnet.subcommand !== 'restore' && restoresBefore(model)) return { kind: 'frozen' };
  const option = dotnet.subcommand === 'restore' ? '--locked-mode' : '-p:RestoreLockedMode=true';
  const freeze = isEditable(site)
    ? {
        name: `dotnet ${dotnet.subcommand} ${option}`,
        edits: [addOption(site.command.words.at(-1)!, option)],
      }
    : undefined;
  return { kind: 'loose', freeze };
}

const restores = new WeakMap<DockerfileModel, boolean>();

function restoresBefore(model: DockerfileModel): boolean {
  let known = restores.get(model);
  if (known === undefined) {
    known = [...runCommands(model)].some(({ command }) => dotnetCommand(command)?.subcommand === 'restore');
    restores.set(model, known);
  }
  return known;
}

/** Options of a build that a restore knows, and that decide what it brings. */
const kept =
  /^(?:--runtime|--arch|--os|--use-current-runtime|--source|--configfile|--packages|--verbosity|-p|--disable-parallel|--ignore-failed-sources|--interactive)$/;

function earlyInstall(site: CommandSite, dotnet: DotnetCommand, text: string): EarlyInstall | undefined {
  if (dotnet.subcommand === 'restore')
    return { kind: 'move', edits: [], option: undefined, afterwards: undefined };
  if (!standsAlone(site)) return undefined;
  const options = dotnet.options.filter(({ name }) => kept.test(name)).flatMap(({ words }) => words);
  const program = textUpTo(site, site.command.words[0]!, text);
  return {
    kind: 'download',
    command: [
      program,
      'restore',
      ...(dotnet.operands.length > 0 ? [rawText(dotnet.operands)] : []),
      ...(options.length > 0 ? [rawText(options)] : []),
    ].join(' '),
  };
}
