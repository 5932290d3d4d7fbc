/** Sorts what a RUN of a Node image does into sides: preparing tools, installing, building, cleaning up, run-time files. */
import { systemCommand } from '../../tools/system.ts';
import type { CommandSite } from '../../tools/installs.ts';
import { nodeCommand } from '../../tools/node.ts';
import { pipInstall } from '../../tools/python.ts';

export type CommandSide =
  'setup' | 'system' | 'install' | 'build' | 'cleanup' | 'files' | 'neutral' | 'unknown';

const fileCommands: ReadonlySet<string> = new Set([
  'mkdir', 'chown', 'chmod', 'touch', 'groupadd', 'useradd', 'addgroup', 'adduser', 'usermod', 'groupmod', 'install', 'ln',
]); // prettier-ignore
const neutralCommands: ReadonlySet<string> = new Set([
  'set',
  'echo',
  'true',
  'cd',
  'ls',
  'pwd',
  'cat',
  'node',
  'date',
  'test',
  '[',
]);

/** Tools that compile or generate; they come from development packages or are called through npx. */
const buildTools: ReadonlySet<string> = new Set([
  'npx', 'pnpx', 'bunx', 'tsc', 'nest', 'vite', 'webpack', 'rollup', 'esbuild', 'swc', 'tsup', 'ng', 'babel', 'parcel', 'turbo', 'nx', 'gulp', 'grunt', 'jest', 'vitest', 'eslint',
]); // prettier-ignore

/** What one command is for. */
export function sideOf(command: CommandSite['command']): CommandSide {
  if (systemCommand(command)) return 'system';
  const node = nodeCommand(command);
  switch (node?.kind) {
    case 'install':
      return 'install';
    case 'run':
      return 'build';
    case 'prune':
    case 'cache-clean':
      return 'cleanup';
    case 'other':
      if (isSetup(node.subcommand, command)) return 'setup';
      return node.subcommand === 'exec' || node.subcommand === 'x' ? 'build' : 'unknown';
    case undefined:
      break;
  }
  const { name, args } = command;
  if (name === 'corepack') return 'setup';
  if (buildTools.has(name)) return 'build';
  if (name === 'rm') return isCleanup(args) ? 'cleanup' : 'unknown';
  if (fileCommands.has(name)) return 'files';
  // A program given to node may be anything; `node -v` is nothing.
  if (name === 'node' && !args.every((word) => word.value.startsWith('-'))) return 'unknown';
  if (neutralCommands.has(name) && command.redirects.every(({ operator }) => !operator.includes('>')))
    return 'neutral';
  return pipInstall(command) ? 'unknown' : 'unknown';
}

function isSetup(subcommand: string, command: CommandSite['command']): boolean {
  if (['config', 'set', '', 'setup', 'env', 'self-update', 'policies'].includes(subcommand)) return true;
  const global = command.args.some((word) => /^(?:-g|--global|global)$/.test(word.value));
  return global && ['install', 'i', 'add', 'global'].includes(subcommand);
}

/** Removing what only the build needed. */
function isCleanup(args: CommandSite['command']['args']): boolean {
  const paths = args.filter((word) => !word.value.startsWith('-'));
  return (
    paths.length > 0 &&
    paths.every(
      (word) =>
        /(?:^|\/)(?:node_modules|\.npm|\.cache|\.yarn|lists\/\*|lists|tmp\/\*|src|test|tests|coverage)\/?$/.test(
          word.value,
        ) ||
        word.value.startsWith('/var/lib/apt/lists') ||
        word.value.startsWith('/tmp/'),
    )
  );
}
