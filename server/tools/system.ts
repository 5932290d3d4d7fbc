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
  upgrade: 'upgrade', 'dist-upgrade': 'upgrade', 'full-upgrade': 'upgrade', dup: 'upgrade', up: 'upgrade',
  remove: 'remove', purge: 'remove', del: 'remove', erase: 'remove', autoremove: 'remove', rm: 'remove',
  clean: 'clean', autoclean: 'clean', cache: 'clean', cc: 'clean',
}; // prettier-ignore

const valueOptions: ReadonlySet<string> = new Set([
  '-o', '--option', '-t', '--target-release', '-c', '--config-file', '--virtual', '-X', '--repository', '--repositories-file', '--keys-dir',
  '--root', '-p', '--cache-dir', '--setopt', '--enablerepo', '--disablerepo', '--releasever', '--installroot', '--exclude', '--from', '-r', '--repo',
]); // prettier-ignore

export function systemCommand(command: ShellCommand): SystemCommand | undefined {
  if (!tools.has(command.name)) return undefined;
  const tool = (
    command.name === 'aptitude' ? 'apt' : command.name === 'tdnf' ? 'dnf' : command.name
  ) as SystemTool;
  // `apk add -t .deps` is short for --virtual; for apt `-t` is the release. Both take a value; `-r` is a flag of rm only.
  const options = parseOptions(command, valueOptions);
  const [verb, ...packages] = options.operands;
  const action = actions[verb?.value ?? ''] ?? 'other';
  return { tool, action: upgradesAll(tool, action) ? 'upgrade' : action, command, verb, packages, options };
}

/** `yum update` and `dnf update` upgrade packages, they do not fetch lists. */
function upgradesAll(tool: SystemTool, action: SystemAction): boolean {
  return action === 'update' && (tool === 'yum' || tool === 'dnf' || tool === 'microdnf');
}

/** The family whose caches and habits a tool shares. */
export function systemFamily(tool: SystemTool): 'apt' | 'apk' | 'rpm' | 'zypper' {
  if (tool === 'apk' || tool === 'zypper') return tool;
  return tool === 'apt' || tool === 'apt-get' ? 'apt' : 'rpm';
}

/** A package's name without version, release or architecture: `foo=1.2`, `foo@edge`, `foo/bookworm`, `foo:amd64`. */
export function packageName(word: ShellWord): string {
  return word.value.replace(/[=@/~<>].*$/s, '').replace(/:[a-z0-9]+$/, '');
}
