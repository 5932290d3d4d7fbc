/** Sorts what a RUN does where a language is compiled: building, or working on the image that is shipped. */
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { systemCommand } from '../../tools/system.ts';
import type { Sorting } from '../run-reading.ts';

export type ArtifactSide =
  /** Makes what is shipped, or gets the tools for that. */
  | 'build'
  /** Packages and settings of the distribution: both stages may need them. */
  | 'system'
  /** Removes what only the build had. */
  | 'clean'
  /** Accounts of the image. */
  | 'account'
  /** Settings of what the image runs, outside of what is built: the final stage does it whatever the build does. */
  | 'image'
  /** Folders and permissions: which stage they belong to depends on the path. */
  | 'files';

/** What a recipe knows of its own commands; undefined: it is none of them. */
export type OwnSide = (command: ShellCommand) => ArtifactSide | 'neutral' | 'unknown' | undefined;

export const accountCommands: ReadonlySet<string> = new Set([
  'groupadd',
  'useradd',
  'addgroup',
  'adduser',
  'usermod',
  'groupmod',
]);
export const fileCommands: ReadonlySet<string> = new Set(['mkdir', 'chown', 'chmod', 'chgrp', 'touch', 'ln']);
const neutral: ReadonlySet<string> = new Set([
  'set', 'echo', 'true', 'cd', 'export', 'umask', 'ls', 'pwd', 'cat', 'date', 'test', '[', '[[', ':', 'uname', 'env', 'printenv', 'sleep', 'which', 'command', 'id',
]); // prettier-ignore
/** They change the system by its own files: certificates that were copied, languages. */
const systemTools: ReadonlySet<string> = new Set([
  'update-ca-certificates',
  'locale-gen',
  'update-locale',
  'ldconfig',
  'dpkg-reconfigure',
]);
const caches =
  /^(?:\/var\/(?:lib\/apt|cache|tmp|log)|\/tmp|\/root\/\.(?:cache|npm|m2|gradle|cargo|nuget|hex|mix)|~\/\.cache|\$HOME\/\.cache|\/usr\/share\/(?:doc|man|locale))(?:\/|$)/;

/** What a command is for whichever language it is, once the recipe has had its say. */
export function artifactSide(command: ShellCommand, own: OwnSide): ArtifactSide | 'neutral' | 'unknown' {
  const known = own(command);
  if (known !== undefined) return known;
  if (systemCommand(command)) return 'system';
  const { name, args } = command;
  const values = args.map(({ value }) => value);
  // Whatever the program: it says its version and is done.
  if (values.length === 1 && /^(?:--version|-v|-V)$/.test(values[0]!))
    return isQuiet(command) ? 'neutral' : 'unknown';
  if (accountCommands.has(name)) return 'account';
  if (fileCommands.has(name)) return 'files';
  if (systemTools.has(name)) return 'system';
  if (name === 'rm') {
    const paths = values.filter((value) => !value.startsWith('-'));
    return paths.length > 0 && paths.every((path) => caches.test(path)) ? 'clean' : 'unknown';
  }
  if (name === 'sed') return values.some((value) => value.startsWith('/etc/apt/')) ? 'system' : 'unknown';
  // What `sh -c` runs is looked at by itself.
  if (/^(?:ba|da)?sh$/.test(name)) return values[0] === '-c' && values.length === 2 ? 'neutral' : 'unknown';
  return neutral.has(name) && isQuiet(command) ? 'neutral' : 'unknown';
}

/** Does it write no file? */
export function isQuiet({ redirects }: ShellCommand): boolean {
  return redirects.every(
    ({ operator, target }) => !operator.includes('>') || target?.value.startsWith('/dev/') === true,
  );
}

/** RUNs up to the last build go to the build stage whole, so only what stands in one RUN with a build has to be told apart. */
export function artifactSorting(own: OwnSide): Sorting<ArtifactSide> {
  return {
    sideOf: (command) => artifactSide(command, own),
    builds: (side) => side === 'build',
    finishes: (side) => side === 'account' || side === 'system' || side === 'image',
    isShared: (side) => side === 'clean' || side === 'files',
  };
}
