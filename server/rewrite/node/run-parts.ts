/** Sorts what a RUN of a Node image does into sides: preparing tools, installing, building, cleaning up, run-time files. */
import { systemCommand } from '../../tools/system.ts';
import type { CommandSite } from '../../tools/installs.ts';
import { nodeCommand } from '../../tools/node.ts';
import { isBuildPackage } from './build-packages.ts';
import { withoutRunner } from '../../tools/node-start.ts';

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
  'export',
  'umask',
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
      if (addsBuildPackages(command)) return 'build';
      // It fills the store for the install that follows.
      if (node.tool === 'pnpm' && node.subcommand === 'fetch') return 'install';
      return node.subcommand === 'exec' || node.subcommand === 'x' ? 'build' : 'unknown';
    case undefined:
      break;
  }
  const { name, args } = command;
  if (name === 'corepack') return 'setup';
  if (generators.has(name) || (/^(?:\.\/)?node_modules\/\.bin\//.test(command.words[0]?.value ?? '') && isBuildProgram(name))) return 'build'; // prettier-ignore
  if (buildTools.has(name)) return isBuildTool(command) ? 'build' : 'unknown';
  if (name === 'rm') return isCacheRemoval(args) ? 'neutral' : isCleanup(args) ? 'cleanup' : 'unknown';
  if (fileCommands.has(name)) return 'files';
  // A program given to node may be anything; `node -v` is nothing.
  if (name === 'node' && !args.every((word) => word.value.startsWith('-'))) return 'unknown';
  if (neutralCommands.has(name) && command.redirects.every(({ operator }) => !operator.includes('>')))
    return 'neutral';
  return 'unknown';
}

/** Generators and helpers of builds that are called through npx. */
const generators: ReadonlySet<string> = new Set([
  'prisma', 'graphql-codegen', 'tailwindcss', 'tsc-alias', 'rimraf', 'copyfiles', 'cpx', 'cpy', 'next', 'nuxt', 'astro', 'react-scripts', 'vue-cli-service', 'ts-node', 'tsx',
  'prettier', 'tsoa', 'openapi-typescript', 'sass', 'postcss', 'svelte-kit', 'vue-tsc', 'remix', 'mocha', 'ava',
]); // prettier-ignore

/** `npx tsc` builds; what `npx playwright install` leaves behind is for the running program. */
function isBuildTool(command: CommandSite['command']): boolean {
  const words = withoutRunner(command.words.map(({ value }) => value));
  return isBuildProgram(words[0] ?? '');
}

/** A compiler, bundler or generator, by name: `tsc`, `prisma@5`. */
export function isBuildProgram(program: string): boolean {
  const name = program.replace(/(?<=.)@[^/]*$/, '').replace(/^.*\//, '');
  return generators.has(name) || (buildTools.has(name) && !/^(?:npx|pnpx|bunx)$/.test(name));
}

/** Removing what package managers keep: it changes nothing for anybody. */
function isCacheRemoval(args: CommandSite['command']['args']): boolean {
  const paths = args.filter((word) => !word.value.startsWith('-'));
  return (
    paths.length > 0 &&
    paths.every(({ value }) =>
      /^(?:\/var\/(?:lib\/apt|cache|tmp)|\/tmp|\/root\/\.(?:npm|cache|yarn)|~\/\.(?:npm|cache))(?:\/|$)/.test(
        value,
      ),
    )
  );
}

function isSetup(subcommand: string, command: CommandSite['command']): boolean {
  if (['config', 'set', '', 'setup', 'env', 'self-update', 'policies'].includes(subcommand)) return true;
  const global = command.args.some((word) => /^(?:-g|--global|global)$/.test(word.value));
  return global && ['install', 'i', 'add', 'global'].includes(subcommand);
}

/** `npm install typescript`: what only builds use is added to the project's packages. */
function addsBuildPackages({ args }: CommandSite['command']): boolean {
  const [verb, ...words] = args.map(({ value }) => value);
  const names = words.filter((word) => !word.startsWith('-'));
  const adds = verb !== undefined && /^(?:install|i|add)$/.test(verb) && names.length > 0;
  return adds && names.every((name) => isBuildPackage(name.replace(/(?<=.)@[^/]*$/, '')));
}

/** Removing what only the build needed. */
function isCleanup(args: CommandSite['command']['args']): boolean {
  const paths = args.filter((word) => !word.value.startsWith('-'));
  return (
    paths.length > 0 &&
    paths.every((word) =>
      /(?:^|\/)(?:node_modules|\.npm|\.cache|\.yarn|src|test|tests|coverage)\/?$/.test(word.value),
    )
  );
}
