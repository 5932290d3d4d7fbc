/** Build output that the Dockerfile makes itself: what stands in its place on this machine is stale. */
import type { ShellCommand } from '../dockerfile/shell.ts';
import type { GoProject, NodeProject } from '../project/facts.ts';
import type { Draft } from './candidates.ts';
import { literalPattern } from './dockerignore.ts';
import type { ContextFacts } from './facts.ts';

const packageManagers: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);
const taskRunners: ReadonlySet<string> = new Set(['turbo', 'nx', 'lerna', 'ng', 'nest', 'vite', 'next', 'nuxt', 'nuxi', 'astro', 'react-scripts', 'vue-cli-service', 'parcel', 'remix']); // prettier-ignore
const buildTools: ReadonlySet<string> = new Set([
  'tsc',
  'tsup',
  'esbuild',
  'swc',
  'babel',
  'webpack',
  'rollup',
  'ncc',
]);

/** Names of folders that hold nothing but what a build made; `public` or `lib` may hold sources, too. */
const dedicatedName = /^(?:dist|build|out|output|\.next|\.nuxt|\.output|\.svelte-kit)$/;

/** The folder that the build writes, when the Dockerfile runs the build: what stands there on this machine is stale. */
export function nodeOutput(
  context: ContextFacts,
  projects: readonly NodeProject[],
  commands: readonly ShellCommand[],
): Draft[] {
  return projects.flatMap((project) => {
    const { build, typescript, directory } = project;
    const script = build?.script ?? 'build';
    const installs = project.installScripts.some(({ command }) => /\bbuild\b|\btsc\b/.test(command));
    if (!installs && !commands.some((command) => runsBuild(command, script))) return [];
    const outDir = typescript?.noEmit === false ? typescript.outDir : undefined;
    const fromBuild = build?.output === undefined ? undefined : joinPath(directory, build.output);
    const output = [fromBuild, outDir]
      .map((path) => outputFolder(path, directory))
      .filter((path) => path !== undefined)
      .filter((path) => dedicatedName.test(baseName(path)) || context.has(path) === false);
    return [
      ...output.map((path): Draft => ({ pattern: literalPattern(path), reason: 'build output' })),
      ...(typescript === undefined ? [] : [{ pattern: joinPath(directory, '*.tsbuildinfo') }]),
      ...['.next', '.nuxt', '.output', '.svelte-kit', '.astro', '.angular'].map((name): Draft => ({
        pattern: joinPath(directory, name),
        reason: 'build output',
        ifPresent: true,
      })),
    ];
  });
}

function runsBuild(command: ShellCommand, script: string): boolean {
  const words = command.words.map((word) => word.value);
  const runner = /^(?:npx|bunx|pnpx)$/.test(command.name) || words[1] === 'exec' || words[1] === 'dlx';
  const rest = runner
    ? words.filter((word) => !word.startsWith('-') && word !== 'exec' && word !== 'dlx').slice(1)
    : words;
  const program = rest[0]?.replace(/^.*\//, '') ?? '';
  if (buildTools.has(program)) return true;
  const isBuild = (word: string): boolean =>
    word === script || /^(?:build|compile|bundle)(?:$|[:.-])/.test(word);
  return (packageManagers.has(program) || taskRunners.has(program)) && rest.slice(1).some(isBuild);
}

/** The binary that `go build` leaves at the top, when it is there. */
export function goOutput(
  context: ContextFacts,
  projects: readonly GoProject[],
  commands: readonly ShellCommand[],
): Draft[] {
  const builds = commands.filter((command) => command.name === 'go' && command.args[0]?.value === 'build');
  if (projects.length === 0 || builds.length === 0) return [];
  const named = builds.flatMap((command) => {
    const flag = command.args.findIndex((word) => word.value === '-o');
    return flag < 0 ? [] : [command.args[flag + 1]?.value.replace(/^\.\//, '') ?? ''];
  });
  const byModule = projects
    .filter((project) => project.directory === '' && project.module !== undefined)
    .map((project) => project.module!.replace(/\/v\d+$/, '').replace(/^.*\//, ''));
  return [...named, ...byModule]
    .filter((name) => name !== '' && !name.includes('/') && context.entry(name)?.type === 'file')
    .map((name) => ({ pattern: literalPattern(name), reason: 'build output' }));
}

/** The top of the output below the project's folder: `dist` for `dist/app/browser`. */
function outputFolder(path: string | undefined, directory: string): string | undefined {
  if (path === undefined || (directory !== '' && !path.startsWith(`${directory}/`))) return undefined;
  const below = directory === '' ? path : path.slice(directory.length + 1);
  const segments = below
    .replace(/^\.\//, '')
    .split('/')
    .filter((segment) => segment !== '');
  if (segments.length === 0 || segments.some((segment) => segment === '.' || segment === '..'))
    return undefined;
  return joinPath(directory, dedicatedName.test(segments[0]!) ? segments[0]! : segments.join('/'));
}

/** A path below a folder; '' is the context. */
export function joinPath(directory: string, path: string): string {
  const clean = path.replace(/^\.\//, '').replace(/\/+$/, '');
  return directory === '' ? clean : `${directory}/${clean}`;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
