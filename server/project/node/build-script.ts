import { parseShell } from '../../dockerfile/shell.ts';
import type { BuildFacts, NodeProject } from '../facts.ts';
import { resolvePath } from '../paths.ts';
import { recogniseTool } from './build-tools.ts';
import type { ConfigTexts, ToolContext, ToolResult } from './build-tools.ts';
import { calledScript } from './start-script.ts';

export type BuildProject = Pick<
  NodeProject,
  | 'directory'
  | 'scripts'
  | 'packageManager'
  | 'frameworks'
  | 'typescript'
  | 'dependencies'
  | 'devDependencies'
>;

/** Programs in a build script that make no output of their own. */
const helpers: ReadonlySet<string> = new Set([
  'rimraf', 'rm', 'mkdir', 'cp', 'copyfiles', 'cpy', 'cpx', 'shx', 'echo', 'chmod', 'eslint', 'prettier', 'tsc', 'tsc-alias',
  'resolve-tspaths', 'prisma', 'del-cli', 'vue-tsc', 'svelte-kit', 'astro', 'del', 'cd', 'true', 'graphql-codegen', 'tailwindcss',
]); // prettier-ignore

/** How many scripts that call each other are followed. */
const maxDepth = 8;

/**
 * What the script `name` builds: its last build tool, and the output folder relative to the project when that is
 * certain. Undefined when there is no such script.
 */
export function describeBuild(
  project: BuildProject,
  configs: ConfigTexts,
  name = 'build',
): BuildFacts | undefined {
  const commands = collectCommands(project, name, []);
  if (commands === undefined) return undefined;
  const context: ToolContext = {
    configs,
    frameworks: project.frameworks,
    dependencies: { ...project.devDependencies, ...project.dependencies },
    scripts: Object.values(project.scripts),
    typescriptOutDir: typescriptOutput(project),
  };
  const results: ToolResult[] = [];
  const others: string[] = [];
  for (const argv of commands) {
    const result = recogniseTool(argv, context);
    if (result !== undefined) results.push(result);
    else if (!helpers.has(argv[0] ?? '')) others.push(argv[0] ?? '');
  }
  // `tsc && vite build`: the compiler only checks types there, or its files are not what is served.
  const bundled = results.filter((result) => result.tool !== 'tsc');
  const relevant = bundled.length > 0 ? bundled : results;
  const [main] = relevant;
  if (main === undefined)
    return { script: name, tool: 'unknown', output: undefined, kind: undefined, others };
  const beside = [...new Set(relevant.flatMap((result) => result.beside ?? []))];
  const adapter = relevant.at(-1)!.adapter;
  const outputs = new Set(relevant.map((result) => normalise(result.output)));
  const kinds = new Set(relevant.map((result) => result.kind));
  return {
    script: name,
    tool: relevant.at(-1)!.tool,
    output: outputs.size === 1 ? [...outputs][0] : undefined,
    kind: kinds.size === 1 ? [...kinds][0] : undefined,
    others,
    ...(beside.length > 0 && { beside }),
    ...(adapter !== undefined && { adapter }),
  };
}

/** Scripts that are looked at for what they build; no real manifest has as many. */
const maxBuilds = 30;

/** What scripts beside `build` make, by their names and the tools that they call. */
export function describeOtherBuilds(project: BuildProject, configs: ConfigTexts): readonly BuildFacts[] {
  return Object.keys(project.scripts)
    .filter((name) => name !== 'build' && /build|generate|export|compile|bundle|docker|prod/i.test(name))
    .slice(0, maxBuilds)
    .flatMap((name) => describeBuild(project, configs, name) ?? [])
    .filter(({ tool }) => tool !== 'unknown');
}

/** The arguments of every command the script runs, other scripts of the project followed. */
function collectCommands(
  project: BuildProject,
  name: string,
  callers: readonly string[],
): readonly (readonly string[])[] | undefined {
  const script = Object.hasOwn(project.scripts, name) ? project.scripts[name] : undefined;
  if (script === undefined || callers.includes(name) || callers.length >= maxDepth) return undefined;
  const hooks = project.packageManager === 'yarn-berry' ? [] : [`pre${name}`, `post${name}`];
  const around = hooks.map((hook) => collectCommands(project, hook, [...callers, name]) ?? []);
  const own = parseShell(script).commands.flatMap((command) => {
    const argv = command.words.map((word) => word.value);
    return expand(project, stripRunners(argv), [...callers, name]);
  });
  return [...(around[0] ?? []), ...own, ...(around[1] ?? [])];
}

function expand(
  project: BuildProject,
  argv: readonly string[],
  callers: readonly string[],
): readonly (readonly string[])[] {
  const several = /^(?:run-s|run-p|npm-run-all2?)$/.test(argv[0] ?? '');
  if (several) {
    const names = argv.slice(1).filter((word) => !word.startsWith('-'));
    return names.flatMap((name) => collectCommands(project, name, callers) ?? [[name]]);
  }
  const called = calledScript(project, argv);
  if (called === undefined) return [argv];
  const commands = collectCommands(project, called.script, callers) ?? [];
  return commands.map((command, i) => (i === commands.length - 1 ? [...command, ...called.args] : command));
}

/** Takes off what only starts another program: cross-env with its assignments, npx, `pnpm exec`, dotenv --. */
function stripRunners(argv: readonly string[]): readonly string[] {
  let words = argv;
  for (;;) {
    const before = words.length;
    if (words[0] === 'cross-env') words = words.slice(1);
    if (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) words = words.slice(1);
    if (words[0] === 'npx' || words[0] === 'bunx') words = words.slice(1);
    if ((words[0] === 'npm' || words[0] === 'pnpm' || words[0] === 'yarn') && words[1] === 'exec')
      words = words.slice(2);
    if (words[0] === '--' || (words.length < before && /^(?:-y|--yes)$/.test(words[0] ?? '')))
      words = words.slice(1);
    if (words.length === before) return words;
  }
}

function typescriptOutput(project: BuildProject): string | undefined {
  const { typescript, directory } = project;
  if (typescript === undefined || typescript.noEmit || typescript.outDir === undefined) return undefined;
  const { outDir } = typescript;
  if (directory === '') return outDir === '' ? '.' : outDir;
  return outDir.startsWith(directory + '/') ? outDir.slice(directory.length + 1) : undefined;
}

function normalise(output: string | undefined): string | undefined {
  if (output === undefined) return undefined;
  const path = resolvePath('', output);
  return path === '' ? '.' : path;
}
