/** System package managers: apt, apk, dnf and their kin. */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

export type SystemTool = 'apt-get' | 'apt' | 'apk' | 'dnf' | 'yum' | 'microdnf' | 'zypper';
export type SystemAction = 'install' | 'update' | 'upgrade' | 'remove' | 'clean' | 'other';

export interface SystemCommand {
  readonly tool: SystemTool;
  readonly action: SystemAction;
  readonly command: ShellCommand;
  readonly verb: ShellWord | undefined;
  /** Package words of install and remove; variables stay as written. */
  readonly packages: readonly ShellWord[];
  readonly options: ParsedOptions;
}

const tools: ReadonlySet<string> = new Set([
  'apt-get',
  'apt',
  'aptitude',
  'apk',
  'dnf',
  'yum',
  'microdnf',
  'zypper',
  'tdnf',
]);

const actions: Readonly<Record<string, SystemAction>> = {
  install: 'install', add: 'install', localinstall: 'install', groupinstall: 'install', in: 'install', reinstall: 'install',
  update: 'update', makecache: 'update', refresh: 'update', ref: 'update',
  upgrade: 'upgrade', 'safe-upgrade': 'upgrade', 'dist-upgrade': 'upgrade', 'full-upgrade': 'upgrade', dup: 'upgrade', up: 'upgrade',
  remove: 'remove', purge: 'remove', del: 'remove', erase: 'remove', autoremove: 'remove', rm: 'remove',
  clean: 'clean', autoclean: 'clean', cache: 'clean', cc: 'clean',
}; // prettier-ignore

const rpmOptions: ReadonlySet<string> = new Set([
  '-c', '--config', '-x', '--exclude', '--setopt', '--enablerepo', '--disablerepo', '--repo', '--repoid', '--releasever', '--installroot', '-d', '-e', '-R',
  '--forcearch', '--downloaddir', '--destdir', '--advisory', '--comment', '--repofrompath',
]); // prettier-ignore

/** Options whose value may be the next word: one letter means different things to different tools. */
const valueOptions: Readonly<Record<ReturnType<typeof systemFamily>, ReadonlySet<string>>> = {
  apt: new Set([
    '-o', '--option', '-t', '--target-release', '--default-release', '-c', '--config-file', '-a', '--host-architecture', '-P', '--build-profiles', '-S', '--snapshot',
  ]),
  apk: new Set([
    '-t', '--virtual', '-X', '--repository', '-p', '--root', '--repositories-file', '--keys-dir', '--cache-dir', '--cache-max-age', '--arch', '--wait',
    '--timeout', '--progress-fd',
  ]),
  rpm: rpmOptions,
  zypper: new Set(['-r', '--repo', '--from', '-t', '--type', '-R', '--root', '-c', '--config', '-D', '--reposd-dir', '-C', '--cache-dir', '--installroot', '--plus-repo', '-p', '--plus-content']),
}; // prettier-ignore

export function systemCommand(command: ShellCommand): SystemCommand | undefined {
  if (!tools.has(command.name)) return undefined;
  const tool = (
    command.name === 'aptitude' ? 'apt' : command.name === 'tdnf' ? 'dnf' : command.name
  ) as SystemTool;
  const options = parseOptions(command, valueOptions[systemFamily(tool)]);
  const [verb, ...packages] = options.operands;
  const action = actions[verb?.value ?? ''] ?? 'other';
  return {
    tool,
    action: upgradesAll(tool, verb?.value) ? 'upgrade' : action,
    command,
    verb,
    packages,
    options,
  };
}

/** `update` of yum, dnf and zypper upgrades packages, it does not fetch lists. */
function upgradesAll(tool: SystemTool, verb: string | undefined): boolean {
  const family = systemFamily(tool);
  return verb === 'update' && (family === 'rpm' || family === 'zypper');
}

/** The family whose caches and habits a tool shares. */
export function systemFamily(tool: SystemTool): 'apt' | 'apk' | 'rpm' | 'zypper' {
  if (tool === 'apk' || tool === 'zypper') return tool;
  return tool === 'apt' || tool === 'apt-get' ? 'apt' : 'rpm';
}

/** A package's name without version, release or architecture: `foo=1.2`, `foo@edge`, `foo/bookworm`, `foo:amd64`. */
export function packageName(word: ShellWord): string {
  // Files, URLs and groups (`@development-tools`) are no packages with a version.
  if (/^[@./]|:\/\//.test(word.value)) return word.value;
  return word.value.replace(/[=@/~<>].*$/s, '').replace(/:[a-z0-9]+$/, '');
}
