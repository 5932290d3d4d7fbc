/** What start scripts do that another user than root may not do. */
import type { Stage } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { pipInstall } from '../../tools/python.ts';
import { startedCommands } from '../../tools/started.ts';
import { systemCommand } from '../../tools/system.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { RuleContext } from '../rule.ts';

/** They change accounts, owners, and files of the system. */
const rootOnly: ReadonlySet<string> = new Set([
  'chown', 'chgrp', 'mount', 'umount', 'sysctl', 'service', 'systemctl', 'update-ca-certificates', 'useradd', 'usermod', 'groupadd', 'groupmod', 'adduser', 'addgroup',
  'deluser', 'setcap', 'ldconfig', 'iptables', 'hostname', 'apachectl', 'rc-service',
]); // prettier-ignore
const writing: ReadonlySet<string> = new Set([
  'mkdir',
  'touch',
  'cp',
  'mv',
  'rm',
  'ln',
  'tee',
  'chmod',
  'install',
  'tar',
  'unzip',
  'rsync',
]);
const builds =
  /^(?:(?:npm|pnpm|yarn|bun)(?: run)? (?:ci|i|install|add|build)|npx (?:prisma|next|vite)|next build|vite build|composer (?:install|update)|bundle install|python3? manage\.py collectstatic|rails assets:precompile|rake assets:precompile|php artisan (?:storage:link|key:generate))\b/;
/** Laravel writes them to `bootstrap/cache` and `storage`. */
const artisanCaches = /^php artisan (?:optimize|config:cache|route:cache|view:cache|event:cache)\b/;

/**
 * A half sentence for the message; undefined when the scripts are known and nothing speaks against another user. `folders`:
 * absolute paths that are given to the user.
 */
export function scriptDoubt(
  stage: Stage,
  { model, facts }: RuleContext,
  folders: readonly string[] = [],
): string | undefined {
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') {
    const script = scriptWord(stage);
    return script === undefined ? undefined : `what ${script} does is not known`;
  }
  for (const { command, script } of started.commands)
    if (script !== undefined && needsRights(command, (path) => isGiven(path, stage, folders)))
      return `${script} runs \`${firstWords(command)}\``;
  return undefined;
}

/** Names of all programs that the stage's image starts and of those that they run under, as far as its scripts tell. */
export function startedNames(stage: Stage, { model, facts }: RuleContext): readonly string[] {
  const started = startedCommands(stage, model, facts);
  return typeof started === 'string'
    ? []
    : [...started.commands.map(({ command }) => command.name), ...started.wrappers];
}

function needsRights(command: ShellCommand, isOwn: (path: string) => boolean): boolean {
  if (systemCommand(command) ?? pipInstall(command)) return true;
  const { name, args, redirects, words } = command;
  if (rootOnly.has(name)) return true;
  if (
    redirects.some(
      ({ operator, target }) =>
        operator.includes('>') && target !== undefined && !isOpen(target.value) && !isOwn(target.value),
    )
  )
    return true;
  const text = words.map(({ value }) => value.replace(/^.*\/(?=[^/]*$)/, '')).join(' ');
  if (builds.test(text)) return true;
  if (artisanCaches.test(text)) return !isOwn('bootstrap/cache/config.php');
  if (name === 'sed') return args.some(({ value }) => /^(?:-[a-zA-Z]*i|--in-place)/.test(value));
  return (
    writing.has(name) &&
    !args
      .filter(({ value }) => !value.startsWith('-'))
      .every(({ value }) => isOpen(value) || isOwn(value) || /^\d+$/.test(value))
  );
}

/** Everybody may write there; numbers are descriptors. */
function isOpen(path: string): boolean {
  return /^(?:\/dev\/|\/tmp(?:\/|$)|\/proc\/self\/|&?\d+$)/.test(path);
}

/** Lies the path, seen from the working directory, inside of one of the folders? */
function isGiven(path: string, { endState }: Stage, folders: readonly string[]): boolean {
  if (/[$`]/.test(path)) return false;
  const place = resolvePath(endState.workdir ?? '/', path);
  return folders.some((folder) => place.startsWith(`${folder}/`));
}

function firstWords({ words }: ShellCommand): string {
  return words
    .slice(0, 3)
    .map(({ raw }) => raw)
    .join(' ');
}

function scriptWord(stage: Stage): string | undefined {
  return [lastOf(stage, 'ENTRYPOINT'), lastOf(stage, 'CMD')]
    .flatMap((instruction) => instruction?.words.map(({ value }) => value) ?? [])
    .find((value) => /entrypoint|\.sh$/.test(value));
}
