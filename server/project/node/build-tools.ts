import { parse } from 'jsonc-parser';
import type { BuildFacts } from '../facts.ts';
import { asString, entriesOf, field } from '../value.ts';
import { readLiteralOption } from '../sources/config-literal.ts';

export type BuildTool = BuildFacts['tool'];
export type BuildKind = NonNullable<BuildFacts['kind']>;

/** Text of the configuration files in the project's folder, by name. */
export type ConfigTexts = ReadonlyMap<string, string>;

export interface ToolContext {
  readonly configs: ConfigTexts;
  readonly frameworks: readonly string[];
  readonly typescriptOutDir: string | undefined;
}

export interface ToolResult {
  readonly tool: BuildTool;
  /** As written, relative to the project; undefined when not certain. */
  readonly output: string | undefined;
  readonly kind: BuildKind | undefined;
}

/** Configuration files that `describeBuild` wants to see, as far as they exist. */
export const buildConfigNames: readonly string[] = [
  ...['vite', 'astro', 'next', 'nuxt', 'tsup', 'svelte', 'vue'].flatMap((name) =>
    ['ts', 'js', 'mjs', 'mts', 'cjs'].map((extension) => `${name}.config.${extension}`),
  ),
  'nest-cli.json',
  'angular.json',
  '.swcrc',
];

/** What one command of a build script builds, or undefined when it is no build tool. */
export function recogniseTool(argv: readonly string[], context: ToolContext): ToolResult | undefined {
  const [program, ...args] = argv;
  const option = (...names: string[]): string | undefined => optionValue(args, names);
  const first = args.find((arg) => !arg.startsWith('-'));
  switch (program) {
    case 'tsc':
      if (args.includes('--noEmit') || args.includes('--emitDeclarationOnly')) return undefined;
      return { tool: 'tsc', output: option('--outDir') ?? context.typescriptOutDir, kind: 'server' };
    case 'nest':
      if (first !== 'build') return undefined;
      return { tool: 'nest', output: nestOutput(context), kind: 'server' };
    case 'vite':
      if (first !== 'build') return undefined;
      return viteResult(option('--outDir'), args.includes('--ssr'), context);
    case 'next':
      return first === 'build' ? { tool: 'next', output: nextOutput(context), kind: undefined } : undefined;
    case 'esbuild': {
      const file = option('--outfile');
      return { tool: 'esbuild', output: option('--outdir') ?? (file && folderOfFile(file)), kind: esbuildKind(args) }; // prettier-ignore
    }
    case 'tsup': {
      const configured = readConfig(context, 'tsup', 'outDir');
      const output = option('--out-dir', '-d', '--outDir') ?? (configured.certain ? (configured.value ?? 'dist') : undefined); // prettier-ignore
      return { tool: 'tsup', output, kind: 'server' };
    }
    case 'bun': {
      if (first !== 'build' || args.includes('--compile')) return undefined;
      const file = option('--outfile');
      const isServer = /^(?:bun|node)$/.test(option('--target') ?? '');
      return { tool: 'bun', output: option('--outdir') ?? (file && folderOfFile(file)), kind: isServer ? 'server' : undefined }; // prettier-ignore
    }
    case 'swc':
      return { tool: 'swc', output: option('-d', '--out-dir'), kind: 'server' };
    case 'babel':
      return { tool: 'babel', output: option('-d', '--out-dir'), kind: 'server' };
    case 'webpack':
      return { tool: 'webpack', output: option('--output-path', '-o'), kind: undefined };
    case 'rollup':
      return { tool: 'rollup', output: option('-d', '--dir'), kind: undefined };
    case 'parcel':
      return first === 'build' ? { tool: 'parcel', output: option('--dist-dir') ?? 'dist', kind: 'front-end' } : undefined; // prettier-ignore
    case 'react-scripts':
      return first === 'build' ? { tool: 'react-scripts', output: 'build', kind: 'front-end' } : undefined;
    case 'ng':
      return first === 'build' || first === 'b' ? { tool: 'ng', output: option('--output-path') ?? angularOutput(context), kind: 'front-end' } : undefined; // prettier-ignore
    case 'vue-cli-service': {
      if (first !== 'build') return undefined;
      const configured = readConfig(context, 'vue', 'outputDir');
      return { tool: 'vue-cli-service', output: option('--dest') ?? (configured.certain ? (configured.value ?? 'dist') : undefined), kind: 'front-end' }; // prettier-ignore
    }
    case 'astro':
      return first === 'build' ? astroResult(option('--outDir'), context) : undefined;
    case 'nuxt':
    case 'nuxi':
      if (first === 'generate') return { tool: 'nuxt', output: '.output/public', kind: 'front-end' };
      return first === 'build' ? { tool: 'nuxt', output: '.output', kind: 'server' } : undefined;
    case 'remix':
      return first === 'vite:build' || first === 'build' ? { tool: 'remix', output: 'build', kind: 'server' } : undefined; // prettier-ignore
    default:
      return undefined;
  }
}

function viteResult(outDir: string | undefined, ssr: boolean, context: ToolContext): ToolResult {
  if (context.frameworks.includes('sveltekit'))
    // The adapter decides: adapter-node writes `build`, adapter-static too, others somewhere else.
    return { tool: 'vite', output: undefined, kind: undefined };
  const configured = readConfig(context, 'vite', 'build', 'outDir');
  const root = readConfig(context, 'vite', 'root');
  const certain =
    configured.certain && root.certain && root.value === undefined && !movesViteOutput(context.configs);
  const isServer = ssr || context.frameworks.some((name) => name === 'remix' || name === 'react-router');
  return {
    tool: 'vite',
    output: outDir ?? (certain ? (configured.value ?? 'dist') : undefined),
    kind: isServer ? 'server' : 'front-end',
  };
}

/** Plugins that set `outDir` themselves, where the configuration does not say so. */
const outputPlugins =
  /laravel-vite-plugin|vite-plugin-(?:ruby|rails|symfony|electron)|vite_plugin_ruby|electron-vite|@cloudflare\/vite-plugin|@tanstack\/\w*-?start|@solidjs\/start|@builder\.io\/qwik|@crxjs\/|\bnitro\b/;

function movesViteOutput(configs: ConfigTexts): boolean {
  return [...configs].some(([name, text]) => /(?:^|\/)vite\.config\./.test(name) && outputPlugins.test(text));
}

function astroResult(outDir: string | undefined, context: ToolContext): ToolResult {
  const configured = readConfig(context, 'astro', 'outDir');
  const mode = readConfig(context, 'astro', 'output');
  const isServer = mode.value === 'server' || mode.value === 'hybrid';
  return {
    tool: 'astro',
    output: outDir ?? (configured.certain ? (configured.value ?? 'dist') : undefined),
    kind: !mode.certain ? undefined : isServer ? 'server' : 'front-end',
  };
}

function nextOutput(context: ToolContext): string | undefined {
  const directory = readConfig(context, 'next', 'distDir');
  return directory.certain ? (directory.value ?? '.next') : undefined;
}

/** nest hands the output folder to the compiler; webpack builds of nest use the same. */
function nestOutput(context: ToolContext): string | undefined {
  const text = context.configs.get('nest-cli.json');
  const json: unknown = text === undefined ? undefined : parse(text, [], { allowTrailingComma: true });
  // A monorepo's applications are built into a folder of their own each.
  return field(json, 'monorepo') === true ? undefined : context.typescriptOutDir;
}

/** The only project of angular.json. The application builder (Angular 17) puts browser files one folder deeper. */
function angularOutput(context: ToolContext): string | undefined {
  const text = context.configs.get('angular.json');
  if (text === undefined) return undefined;
  const json: unknown = parse(text, [], { allowTrailingComma: true });
  const projects = entriesOf(field(json, 'projects'));
  if (projects.length !== 1) return undefined;
  const [name, project] = projects[0]!;
  const targets = field(project, 'architect') ?? field(project, 'targets');
  const build = field(targets, 'build');
  const builder = asString(field(build, 'builder')) ?? '';
  const path = field(field(build, 'options'), 'outputPath');
  const base = asString(path) ?? asString(field(path, 'base')) ?? `dist/${name}`;
  if (!builder.endsWith(':application')) return base;
  const browser = asString(field(path, 'browser')) ?? 'browser';
  return browser === '' ? base : `${base}/${browser}`;
}

function esbuildKind(args: readonly string[]): BuildKind | undefined {
  if (args.some((arg) => /^--platform=(?:node|neutral)$/.test(arg))) return 'server';
  return args.includes('--platform=browser') ? 'front-end' : undefined;
}

/** A literal option of `name.config.*`. Certain when there is no such file, or when it could be read literally. */
function readConfig(
  context: ToolContext,
  name: string,
  ...path: string[]
): { certain: boolean; value: string | undefined } {
  const found = [...context.configs].find(([file]) => file.startsWith(`${name}.config.`));
  return found === undefined ? { certain: true, value: undefined } : readLiteralOption(found[1], path);
}

function optionValue(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [i, arg] of args.entries()) {
    const equals = arg.indexOf('=');
    if (equals > 0 && names.includes(arg.slice(0, equals))) return arg.slice(equals + 1);
    if (names.includes(arg)) return args[i + 1];
  }
  return undefined;
}

function folderOfFile(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '.' : file.slice(0, slash);
}
