import { describe, expect, it } from 'vitest';
import type { BuildFacts } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

async function buildOf(
  build: string,
  files: MemoryTree = {},
  manifest: Record<string, unknown> = {},
  scripts: Record<string, string> = {},
): Promise<BuildFacts | undefined> {
  const facts = await projectOf({
    'package.json': json({ scripts: { ...scripts, build }, ...manifest }),
    ...files,
  });
  return facts.node('')!.build;
}
const tsconfig = json({ compilerOptions: { outDir: './dist', rootDir: 'src' } });

describe('build scripts', () => {
  const cases: [string, string, MemoryTree, Partial<BuildFacts>, Record<string, unknown>?, Record<string, string>?][] = [
    ['tsc', 'tsc', { 'tsconfig.json': tsconfig }, { tool: 'tsc', output: 'dist', kind: 'server' }],
    ['tsc without outDir', 'tsc', { 'tsconfig.json': '{}' }, { tool: 'tsc', output: undefined }],
    ['tsc --outDir', 'tsc --outDir lib', { 'tsconfig.json': tsconfig }, { output: 'lib' }],
    ['tsc -p', 'rimraf dist && tsc -p tsconfig.prod.json', { 'tsconfig.json': '{}', 'tsconfig.prod.json': json({ extends: './tsconfig', compilerOptions: { outDir: 'out' } }) }, { tool: 'tsc', output: 'out', others: [] }],
    ['tsc that only checks', 'tsc --noEmit', { 'tsconfig.json': tsconfig }, { tool: 'unknown', output: undefined }],
    ['nest', 'nest build', { 'nest-cli.json': '{"sourceRoot":"src"}', 'tsconfig.json': tsconfig, 'tsconfig.build.json': '{"extends":"./tsconfig.json"}' }, { tool: 'nest', output: 'dist' }, { dependencies: { '@nestjs/core': '10' } }],
    ['vite', 'tsc -b && vite build', { 'vite.config.ts': 'export default defineConfig({ plugins: [react()] })' }, { tool: 'vite', output: 'dist', kind: 'front-end' }],
    ['vite with outDir', 'vite build', { 'vite.config.js': "export default defineConfig({ build: { outDir: 'public/app', sourcemap: true } })" }, { output: 'public/app' }],
    ['vite with a computed outDir', 'vite build', { 'vite.config.js': 'export default defineConfig({ build: { outDir: where } })' }, { output: undefined }],
    ['vite with a commented outDir', 'vite build', { 'vite.config.js': "export default { // build: { outDir: 'x' }\n}" }, { output: 'dist' }],
    ['vite, outDir of the tests', 'vite build', { 'vite.config.js': "export default { test: { outDir: 'x' } }" }, { output: 'dist' }],
    ['vite --outDir', 'vite build --outDir www', {}, { output: 'www' }],
    ['vite with root', 'vite build', { 'vite.config.js': "export default { root: 'web' }" }, { output: undefined }],
    ['vite --ssr', 'vite build --ssr src/s.ts', {}, { kind: 'server' }],
    ['esbuild file', 'esbuild src/i.ts --bundle --platform=node --outfile=build/server.js', {}, { tool: 'esbuild', output: 'build', kind: 'server' }],
    ['esbuild folder', 'esbuild src/i.ts --outdir=out', {}, { output: 'out', kind: undefined }],
    ['tsup', 'tsup src/index.ts', {}, { tool: 'tsup', output: 'dist' }],
    ['tsup -d', 'tsup src/index.ts -d lib', {}, { output: 'lib' }],
    ['react-scripts', 'react-scripts build', {}, { tool: 'react-scripts', output: 'build', kind: 'front-end' }],
    ['vue-cli', 'vue-cli-service build', { 'vue.config.js': "module.exports = { outputDir: 'www' }" }, { output: 'www', kind: 'front-end' }],
    ['angular application', 'ng build', { 'angular.json': json({ projects: { shop: { architect: { build: { builder: '@angular-devkit/build-angular:application', options: { outputPath: 'dist/shop' } } } } } }) }, { tool: 'ng', output: 'dist/shop/browser' }],
    ['angular browser', 'ng build', { 'angular.json': json({ projects: { shop: { architect: { build: { builder: '@angular-devkit/build-angular:browser', options: { outputPath: 'dist/shop' } } } } } }) }, { output: 'dist/shop' }],
    ['angular with two projects', 'ng build', { 'angular.json': json({ projects: { a: {}, b: {} } }) }, { output: undefined }],
    ['next', 'next build', {}, { tool: 'next', output: '.next' }],
    ['next with distDir', 'next build', { 'next.config.mjs': "export default { distDir: 'build' }" }, { output: 'build' }],
    ['next export', 'next build', { 'next.config.ts': "const c: NextConfig = { output: 'export' }\nexport default c" }, { output: 'out', kind: 'front-end', beside: ['.next'] }],
    ['next export with distDir', 'next build', { 'next.config.js': "module.exports = { output: 'export', distDir: 'www' }" }, { output: 'www', kind: 'front-end' }],
    ['next export, the command', 'next build && next export', {}, { output: undefined, kind: undefined }],
    ['sveltekit with adapter-node', 'vite build', { 'svelte.config.js': "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } }" }, { output: 'build', kind: 'server', adapter: '@sveltejs/adapter-node', beside: ['.svelte-kit'] }, { devDependencies: { '@sveltejs/kit': '2' } }],
    ['sveltekit with adapter-node elsewhere', 'vite build', { 'svelte.config.js': "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter({ out: 'server' }) } }" }, { output: 'server' }, { devDependencies: { '@sveltejs/kit': '2' } }],
    ['sveltekit with adapter-static', 'vite build', { 'svelte.config.js': "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter({ pages: 'www', fallback: '200.html' }) } }" }, { output: 'www', kind: 'front-end' }, { devDependencies: { '@sveltejs/kit': '2' } }],
    ['sveltekit with adapter-auto', 'vite build', { 'svelte.config.js': "import adapter from '@sveltejs/adapter-auto';\nexport default { kit: { adapter: adapter() } }" }, { output: undefined, kind: undefined, adapter: '@sveltejs/adapter-auto' }, { devDependencies: { '@sveltejs/kit': '2' } }],
    ['react router', 'react-router build', {}, { tool: 'remix', output: 'build', kind: 'server' }],
    ['react router without a server', 'react-router build', { 'react-router.config.ts': 'export default { ssr: false } satisfies Config' }, { output: 'build/client', kind: 'front-end' }],
    ['remix', 'remix vite:build', {}, { output: 'build', kind: 'server' }],
    ['remix without vite', 'remix build', {}, { output: undefined, kind: 'server' }],
    ['astro with a server', 'astro build', { 'astro.config.mjs': "import node from '@astrojs/node';\nexport default defineConfig({ adapter: node({ mode: 'standalone' }) })" }, { output: 'dist', kind: 'server', adapter: '@astrojs/node' }],
    ['nuxt', 'nuxt build', {}, { tool: 'nuxt', output: '.output', kind: 'server' }, { dependencies: { nuxt: '^3.11.0' } }],
    ['nuxt with a preset', 'nuxt build', { 'nuxt.config.ts': "export default defineNuxtConfig({ nitro: { preset: 'vercel' } })" }, { output: undefined, adapter: 'vercel' }, { dependencies: { nuxt: '^3.11.0' } }],
    ['nuxt 2', 'nuxt generate', {}, { output: 'dist' }, { dependencies: { nuxt: '^2.15.0' } }],
    ['gatsby', 'gatsby build', {}, { tool: 'gatsby', output: 'public', kind: 'front-end' }],
    ['docusaurus', 'docusaurus build', {}, { output: 'build', kind: 'front-end' }],
    ['vitepress', 'vitepress build docs', { 'docs/.vitepress/config.mts': 'export default defineConfig({})' }, { output: 'docs/.vitepress/dist', kind: 'front-end' }],
    ['vitepress elsewhere', 'vitepress build docs', { 'docs/.vitepress/config.mts': "export default { outDir: '../www' }" }, { output: undefined }],
    ['craco', 'craco build', { 'craco.config.js': 'module.exports = { webpack: { alias: {} } }' }, { output: 'build', kind: 'front-end' }],
    ['react-scripts with BUILD_PATH', 'BUILD_PATH=./www react-scripts build', {}, { output: undefined }],
    ['angular with a server', 'ng build', { 'angular.json': json({ projects: { shop: { architect: { build: { builder: '@angular/build:application', options: { outputMode: 'server', ssr: { entry: 'src/server.ts' } } } } } } }) }, { output: 'dist/shop', kind: 'server' }],
    ['nuxt generate', 'nuxt generate', {}, { output: '.output/public', kind: 'front-end' }],
    ['astro', 'astro build', {}, { tool: 'astro', output: 'dist', kind: 'front-end' }],
    ['swc', 'swc src -d dist', {}, { tool: 'swc', output: 'dist' }],
    ['front end and server', 'vite build && esbuild s.ts --platform=node --outdir=server', {}, { output: undefined, kind: undefined }],
    ['through other scripts', 'npm run clean && npm run compile', { 'tsconfig.json': tsconfig }, { tool: 'tsc', output: 'dist' }, {}, { clean: 'rm -rf dist', compile: 'tsc -p .' }],
    ['run-s', 'run-s a b', {}, { tool: 'vite', output: 'dist', others: ['gen'] }, {}, { a: 'gen', b: 'vite build' }],
    ['pre hook', 'webpack', {}, { tool: 'webpack', output: undefined, others: ['protoc'] }, {}, { prebuild: 'protoc x' }],
    ['cross-env and npx', 'cross-env NODE_ENV=production npx vite build', {}, { tool: 'vite', output: 'dist' }],
    ['unknown', 'make all', {}, { tool: 'unknown', output: undefined, others: ['make'] }],
    ['endless', 'npm run build', {}, { tool: 'unknown' }],
  ]; // prettier-ignore
  it.each(cases)('%s', async (_name, build, files, expected, manifest, scripts) => {
    expect(await buildOf(build, files, manifest, scripts)).toMatchObject(expected);
  });

  it('has nothing to say without the script', async () => {
    expect((await projectOf({ 'package.json': '{}' })).node('')!.build).toBeUndefined();
  });
});
