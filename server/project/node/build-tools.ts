import { parse } from 'jsonc-parser';
import type { BuildFacts } from '../facts.ts';
import { field } from '../value.ts';
import { mentions } from '../sources/config-literal.ts';
import {
  angularResult, astroResult, classicRemixResult, nextResult, nuxtResult, readConfig, remixResult, vitePressResult, viteResult,
} from './framework-results.ts'; // prettier-ignore

export type BuildTool = BuildFacts['tool'];
export type BuildKind = NonNullable<BuildFacts['kind']>;

/** Text of the configuration files in the project's folder, by name. */
export type ConfigTexts = ReadonlyMap<string, string>;

export interface ToolContext {
  readonly configs: ConfigTexts;
  readonly frameworks: readonly string[];
  /** Ranges of all dependencies by name. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Texts of the project's scripts: variables that they set move outputs. */
  readonly scripts: readonly string[];
  readonly typescriptOutDir: string | undefined;
}

export interface ToolResult {
  readonly tool: BuildTool;
  /** As written, relative to the project; undefined when not certain. */
  readonly output: string | undefined;
  readonly kind: BuildKind | undefined;
  /** Further folders that it writes. */
  readonly beside?: readonly string[];
  /** What the result is made for, where a framework has adapters: a package, or a preset of Nitro. */
  readonly adapter?: string | undefined;
}

/** Configuration files that `describeBuild` wants to see, as far as they exist. */
export const buildConfigNames: readonly string[] = [
  ...['vite', 'astro', 'next', 'nuxt', 'tsup', 'svelte', 'vue', 'react-router', 'craco', 'docusaurus'].flatMap((name) => allExtensions(`${name}.config`)), // prettier-ignore
  ...['.vitepress/config', 'docs/.vitepress/config', 'config-overrides'].flatMap(allExtensions),
  'nest-cli.json',
  'angular.json',
  '.swcrc',
];

function allExtensions(name: string): readonly string[] {
  return ['ts', 'js', 'mjs', 'mts', 'cjs'].map((extension) => `${name}.${extension}`);
}

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
      if (first === 'export')
        return {
          tool: 'next',
          output: option('-o', '--outdir') ?? 'out',
          kind: 'front-end',
          beside: ['.next'],
        };
      return first === 'build' ? nextResult(context) : undefined;
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
    case 'react-app-rewired':
    case 'craco':
      return first === 'build' ? { tool: 'react-scripts', output: reactScriptsOutput(context), kind: 'front-end' } : undefined; // prettier-ignore
    case 'ng':
      return first === 'build' || first === 'b' ? angularResult(option('--output-path'), context) : undefined;
    case 'vue-cli-service': {
      if (first !== 'build') return undefined;
      const configured = readConfig(context, 'vue', 'outputDir');
      return { tool: 'vue-cli-service', output: option('--dest') ?? (configured.certain ? (configured.value ?? 'dist') : undefined), kind: 'front-end' }; // prettier-ignore
    }
    case 'astro':
      return first === 'build' ? astroResult(option('--outDir'), context) : undefined;
    case 'nuxt':
    case 'nuxi':
      return first === 'generate' || first === 'build' ? nuxtResult(first, context) : undefined;
    case 'react-router':
      return first === 'build' ? remixResult(context) : undefined;
    case 'remix':
      if (first === 'vite:build') return remixResult(context);
      return first === 'build' ? classicRemixResult() : undefined;
    case 'gatsby':
      return first === 'build' ? { tool: 'gatsby', output: 'public', kind: 'front-end', beside: ['.cache'] } : undefined; // prettier-ignore
    case 'docusaurus':
      return first === 'build' ? { tool: 'docusaurus', output: option('--out-dir') ?? 'build', kind: 'front-end', beside: ['.docusaurus'] } : undefined; // prettier-ignore
    case 'vitepress': {
      const root = args.filter((arg) => !arg.startsWith('-'))[1] ?? '';
      return first === 'build' ? vitePressResult(root, option('--outDir'), context) : undefined;
    }
    default:
      return undefined;
  }
}

/** nest hands the output folder to the compiler; webpack builds of nest use the same. */
function nestOutput(context: ToolContext): string | undefined {
  const text = context.configs.get('nest-cli.json');
  const json: unknown = text === undefined ? undefined : parse(text, [], { allowTrailingComma: true });
  // A monorepo's applications are built into a folder of their own each.
  return field(json, 'monorepo') === true ? undefined : context.typescriptOutDir;
}

/** BUILD_PATH moves it (create-react-app.dev/docs/advanced-configuration), and so can what overrides its configuration. */
function reactScriptsOutput({ configs, scripts }: ToolContext): string | undefined {
  const overrides = [...configs].filter(([name]) => /^(?:craco\.config|config-overrides)\./.test(name));
  const moved =
    scripts.some((text) => text.includes('BUILD_PATH')) ||
    overrides.some(([, text]) => mentions(text, ['appBuild', 'paths', 'output']));
  return moved ? undefined : 'build';
}

function esbuildKind(args: readonly string[]): BuildKind | undefined {
  if (args.some((arg) => /^--platform=(?:node|neutral)$/.test(arg))) return 'server';
  return args.includes('--platform=browser') ? 'front-end' : undefined;
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
