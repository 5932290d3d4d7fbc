/** What the builds of frameworks leave, by their configuration. */
import { parse } from 'jsonc-parser';
import { importsOf, mentions, readLiteralOption } from '../sources/config-literal.ts';
import { asString, entriesOf, field } from '../value.ts';
import type { ToolContext, ToolResult } from './build-tools.ts';

/** A literal option of `name.config.*`. Certain when there is no such file, or when it could be read literally. */
export function readConfig(
  context: ToolContext,
  name: string,
  ...path: string[]
): { certain: boolean; value: string | undefined } {
  const text = configText(context, name);
  return text === undefined ? { certain: true, value: undefined } : readLiteralOption(text, path);
}

function configText({ configs }: ToolContext, name: string): string | undefined {
  return [...configs].find(([file]) => file.startsWith(`${name}.config.`))?.[1];
}

/** The first number of a version range; undefined for tags and addresses. */
export function majorOf(range: string | undefined): number | undefined {
  const match = /^[~^>=v\s]*(\d+)/.exec(range ?? '');
  return match ? Number(match[1]) : undefined;
}

export function viteResult(outDir: string | undefined, ssr: boolean, context: ToolContext): ToolResult {
  if (context.frameworks.includes('sveltekit')) return svelteKitResult(context);
  const configured = readConfig(context, 'vite', 'build', 'outDir');
  const root = readConfig(context, 'vite', 'root');
  const text = configText(context, 'vite');
  const certain =
    configured.certain &&
    root.certain &&
    root.value === undefined &&
    !(text !== undefined && outputPlugins.test(text));
  const isServer = ssr || context.frameworks.some((name) => name === 'remix' || name === 'react-router');
  if (isServer && !ssr) return remixResult(context);
  return {
    tool: 'vite',
    output: outDir ?? (certain ? (configured.value ?? 'dist') : undefined),
    kind: ssr ? 'server' : 'front-end',
  };
}

/** Plugins that set `outDir` themselves, where the configuration does not say so. */
const outputPlugins =
  /laravel-vite-plugin|vite-plugin-(?:ruby|rails|symfony|electron)|vite_plugin_ruby|electron-vite|@cloudflare\/vite-plugin|@tanstack\/\w*-?start|@solidjs\/start|@builder\.io\/qwik|@crxjs\/|\bnitro\b/;

/**
 * The adapter decides: adapter-node writes `out`, adapter-static `pages`, both `build` by default
 * (svelte.dev/docs/kit/adapter-node, adapter-static).
 */
function svelteKitResult(context: ToolContext): ToolResult {
  const text = configText(context, 'svelte') ?? '';
  const adapters = importsOf(text).filter((name) => /adapter/.test(name));
  const adapter = adapters.length === 1 ? adapters[0] : undefined;
  const folder = (option: string): string | undefined => {
    const found = readLiteralOption(text, ['kit', 'adapter', option]);
    return found.certain ? (found.value ?? 'build') : undefined;
  };
  const base = { tool: 'vite', adapter, beside: ['.svelte-kit'] } as const;
  if (adapter === '@sveltejs/adapter-node') return { ...base, output: folder('out'), kind: 'server' };
  if (adapter === '@sveltejs/adapter-static') return { ...base, output: folder('pages'), kind: 'front-end' };
  return { ...base, output: undefined, kind: undefined };
}

/** `build/server` and `build/client` under `buildDirectory` (reactrouter.com/api/framework-conventions/react-router.config.ts). */
export function remixResult(context: ToolContext): ToolResult {
  const router = readConfig(context, 'react-router', 'buildDirectory');
  const vite = configText(context, 'vite');
  // Remix takes the same option in its Vite plugin.
  const moved =
    vite !== undefined && mentions(vite, ['buildDirectory', 'outDir', '@netlify/remix-adapter', '@vercel/remix', '@vercel/react-router', '@cloudflare/vite-plugin']); // prettier-ignore
  const isStatic = readConfig(context, 'react-router', 'ssr');
  const output = router.certain && !moved ? (router.value ?? 'build') : undefined;
  const text = configText(context, 'react-router');
  const beside = ['.react-router'];
  // `ssr: false` leaves files for a browser in build/client, unless routes have loaders of their own.
  if (isStatic.value === 'false')
    return { tool: 'remix', output: output && `${output}/client`, kind: 'front-end', beside };
  const certain = isStatic.certain && !(text !== undefined && mentions(text, ['presets', 'serverBundles']));
  return { tool: 'remix', output: certain ? output : undefined, kind: 'server', beside };
}

/** Remix 1 and 2 without Vite: the server in `build`, the files for the browser in `public/build` (v2.remix.run/docs/file-conventions/remix-config). */
export function classicRemixResult(): ToolResult {
  return { tool: 'remix', output: undefined, kind: 'server' };
}

export function astroResult(outDir: string | undefined, context: ToolContext): ToolResult {
  const configured = readConfig(context, 'astro', 'outDir');
  const mode = readConfig(context, 'astro', 'output');
  const text = configText(context, 'astro') ?? '';
  const adapter = importsOf(text).find((name) => /^@astrojs\/(?:node|vercel|netlify|cloudflare)|astro-.*adapter|adapter/.test(name)); // prettier-ignore
  const server = mode.value === 'server' || mode.value === 'hybrid';
  // With an adapter single pages can be rendered on demand whatever `output` says (docs.astro.build, on-demand rendering).
  const isServer = server || adapter !== undefined;
  return {
    tool: 'astro',
    output: outDir ?? (configured.certain ? (configured.value ?? 'dist') : undefined),
    kind: !mode.certain ? undefined : isServer ? 'server' : 'front-end',
    adapter,
    beside: ['.astro'],
  };
}

/** `next build`: with `output: 'export'` the site goes to `out`, or to `distDir` when that is set (nextjs.org/docs/app/guides/static-exports). */
export function nextResult(context: ToolContext): ToolResult {
  const directory = readConfig(context, 'next', 'distDir');
  const mode = readConfig(context, 'next', 'output');
  if (mode.value === 'export')
    return {
      tool: 'next',
      output: directory.certain ? (directory.value ?? 'out') : undefined,
      kind: 'front-end',
      beside: ['.next'],
    };
  const output = directory.certain ? (directory.value ?? '.next') : undefined;
  return { tool: 'next', output, kind: undefined, ...(!mode.certain && { beside: ['out'] }) };
}

/** Nuxt 2 writes `.nuxt`, and `dist` for a static site (v2.nuxt.com/docs/get-started/commands); from 3 on Nitro writes `.output`. */
export function nuxtResult(verb: string, context: ToolContext): ToolResult | undefined {
  const isOld = majorOf(context.dependencies['nuxt']) === 2;
  const text = configText(context, 'nuxt');
  const preset = readConfig(context, 'nuxt', 'nitro', 'preset');
  const moved = text !== undefined && mentions(text, ['output', 'publicDir', 'serverDir']);
  if (isOld) {
    const output = text !== undefined && mentions(text, ['buildDir', 'generate']) ? undefined : verb === 'generate' ? 'dist' : '.nuxt'; // prettier-ignore
    return { tool: 'nuxt', output, kind: verb === 'generate' ? 'front-end' : undefined, beside: ['.nuxt'] };
  }
  const isStatic = verb === 'generate' || preset.value === 'static';
  if (isStatic) return { tool: 'nuxt', output: moved ? undefined : '.output/public', kind: 'front-end', beside: ['.nuxt', '.output', 'dist'] }; // prettier-ignore
  const known = preset.certain && (preset.value === undefined || /^node[-_]?server$|^node$/.test(preset.value)); // prettier-ignore
  return {
    tool: 'nuxt',
    output: moved || !known ? undefined : '.output',
    kind: 'server',
    beside: ['.nuxt'],
    adapter: preset.value,
  };
}

/** The only project of angular.json. The application builder (Angular 17) puts browser files one folder deeper, a server beside them. */
export function angularResult(outputPath: string | undefined, context: ToolContext): ToolResult {
  const text = context.configs.get('angular.json');
  const json: unknown = text === undefined ? undefined : parse(text, [], { allowTrailingComma: true });
  const projects = entriesOf(field(json, 'projects'));
  const result = { tool: 'ng', kind: 'front-end', beside: ['.angular'] } as const;
  if (projects.length !== 1) return { ...result, output: outputPath };
  const [name, project] = projects[0]!;
  const targets = field(project, 'architect') ?? field(project, 'targets');
  const build = field(targets, 'build');
  const builder = asString(field(build, 'builder')) ?? '';
  const options = field(build, 'options');
  const path = field(options, 'outputPath');
  const base = outputPath ?? asString(path) ?? asString(field(path, 'base')) ?? `dist/${name}`;
  if (!builder.endsWith(':application')) return { ...result, output: base };
  const mode = asString(field(options, 'outputMode'));
  const ssr = field(options, 'ssr');
  const rendersOnServer = mode !== 'static' && ssr !== undefined && ssr !== false;
  if (rendersOnServer) return { ...result, kind: 'server', output: base };
  const browser = asString(field(path, 'browser')) ?? 'browser';
  return { ...result, output: browser === '' ? base : `${base}/${browser}` };
}

/** `vitepress build docs` writes docs/.vitepress/dist (vitepress.dev/guide/deploy). */
export function vitePressResult(root: string, outDir: string | undefined, context: ToolContext): ToolResult {
  const folder = root === '' || root === '.' ? '.vitepress' : `${root.replace(/^\.\//, '').replace(/\/$/, '')}/.vitepress`; // prettier-ignore
  const config = [...context.configs].find(([file]) => file.startsWith(`${folder}/config.`))?.[1];
  const moved = config !== undefined && mentions(config, ['outDir']);
  const output = outDir ?? (moved || config === undefined ? undefined : `${folder}/dist`);
  return { tool: 'vitepress', output, kind: 'front-end', beside: [`${folder}/cache`] };
}
