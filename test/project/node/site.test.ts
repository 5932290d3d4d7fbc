import { describe, expect, it } from 'vitest';
import type { NextFacts, SiteFacts } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

async function project(build: string, files: MemoryTree, manifest: Record<string, unknown> = {}) {
  const facts = await projectOf({ 'package.json': json({ scripts: { build }, ...manifest }), ...files });
  return facts.node('')!;
}

describe('servers of front-end tools', () => {
  const cases: [string, string, MemoryTree, Partial<SiteFacts> | undefined, Record<string, unknown>?][] = [
    ['vite', 'vite build', {}, { base: '/', developmentPort: 5173, previewPort: 4173, handsOn: undefined, fallback: true }],
    ['vite with settings', 'vite build', { 'vite.config.ts': "export default defineConfig({ base: '/shop/', server: { port: 3000 }, preview: { port: 8080 } })" }, { base: '/shop/', developmentPort: 3000, previewPort: 8080 }],
    ['vite with a relative base', 'vite build', { 'vite.config.ts': "export default { base: './' }" }, { base: '/' }],
    ['vite with a base on another host', 'vite build', { 'vite.config.ts': "export default { base: 'https://cdn.example/x/' }" }, { base: undefined }],
    ['vite with a port by variable', 'vite build', { 'vite.config.ts': 'export default { server: { port: Number(env.PORT) } }' }, { developmentPort: undefined }],
    ['vite with a proxy', 'vite build', { 'vite.config.js': "export default { server: { proxy: { '/api': 'http://api' } } }" }, { handsOn: 'vite.config.js' }],
    ['vite with many pages', 'vite build', { 'vite.config.js': "export default { appType: 'mpa' }" }, { fallback: false }],
    ['create-react-app', 'react-scripts build', {}, { base: '/', developmentPort: 3000, handsOn: undefined }],
    ['create-react-app with a proxy', 'react-scripts build', {}, { handsOn: 'package.json' }, { proxy: 'http://localhost:5000' }],
    ['create-react-app with middleware', 'react-scripts build', { 'src/setupProxy.js': '' }, { handsOn: 'src/setupProxy.js' }],
    ['create-react-app below a path', 'react-scripts build', {}, { base: '/shop' }, { homepage: 'https://example.com/shop' }],
    ['create-react-app with a host', 'react-scripts build', {}, { base: '/' }, { homepage: 'https://example.com' }],
    ['craco with a proxy', 'craco build', { 'craco.config.js': 'module.exports = { devServer: { proxy: {} } }' }, { handsOn: 'craco.config.js' }],
    ['vue-cli', 'vue-cli-service build', { 'vue.config.js': 'module.exports = { devServer: { port: 8081 } }' }, { developmentPort: 8081, fallback: true }],
    ['angular', 'ng build', { 'angular.json': json({ projects: { a: { architect: { serve: { options: { port: 4300, proxyConfig: 'p.json' } } } } } }) }, { developmentPort: 4300, handsOn: 'angular.json' }],
    ['angular, a proxy of one configuration', 'ng build', { 'angular.json': json({ projects: { a: { architect: { serve: { configurations: { development: { proxyConfig: 'p.json' } } } } } } }) }, { developmentPort: 4200, handsOn: 'angular.json' }],
    ['astro', 'astro build', { 'astro.config.mjs': "export default defineConfig({ base: '/docs' })" }, { base: '/docs', previewPort: 4321, fallback: false }],
    ['sveltekit', 'vite build', { 'svelte.config.js': "import a from '@sveltejs/adapter-static'; export default { kit: { adapter: a(), paths: { base: '/x' } } }" }, { base: '/x' }, { devDependencies: { '@sveltejs/kit': '2' } }],
    ['docusaurus', 'docusaurus build', { 'docusaurus.config.js': "module.exports = { baseUrl: '/docs/' }" }, { base: '/docs/', previewPort: 3000 }],
    ['vitepress', 'vitepress build docs', { 'docs/.vitepress/config.mts': "export default defineConfig({ base: '/d/' })" }, { base: '/d/', previewPort: 4173 }],
    ['a compiler', 'tsc', {}, undefined],
  ]; // prettier-ignore
  it.each(cases)('%s', async (_, build, files, expected, manifest) => {
    const { site } = await project(build, files, manifest);
    if (expected === undefined) expect(site).toBeUndefined();
    else expect(site).toMatchObject(expected);
  });
});

describe('next.config', () => {
  const next = async (files: MemoryTree): Promise<NextFacts | undefined> =>
    (await project('next build', files, { dependencies: { next: '^15.0.0' } })).next;
  it('is not there', async () => {
    expect(await next({})).toMatchObject({ config: undefined, output: undefined, outputIsCertain: true, distDir: '.next' }); // prettier-ignore
    expect((await project('vite build', {})).next).toBeUndefined();
  });
  it('says where what goes', async () => {
    const text = "import bundle from '@next/bundle-analyzer'\nconst c: NextConfig = { output: 'standalone', distDir: 'build', outputFileTracingRoot: root, turbopack: { rules: {} } }\nexport default c"; // prettier-ignore
    expect(await next({ 'next.config.ts': text })).toEqual({
      config: 'next.config.ts',
      output: 'standalone',
      outputIsCertain: true,
      distDir: 'build',
      movesTracing: true,
      readsAtStart: false,
      imports: ['@next/bundle-analyzer'],
    });
  });
  it('may leave things open', async () => {
    const text = "module.exports = { output: process.env.OUT, publicRuntimeConfig: {}, turbopack: { root: __dirname } }"; // prettier-ignore
    expect(await next({ 'next.config.js': text })).toMatchObject({
      output: undefined,
      outputIsCertain: false,
      movesTracing: true,
      readsAtStart: true,
    });
  });
});
