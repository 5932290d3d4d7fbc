/** Frameworks that render on a server, each as its documentation arranges the image. */
import { expect, it } from 'vitest';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles, type Manifest } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import { planOf, type PlanCase } from './plan-tester.ts';

type Manager = Parameters<typeof nodeFiles>[0];

const nextManifest: Manifest = {
  name: 'shop',
  scripts: { dev: 'next dev', build: 'next build', start: 'next start' },
  dependencies: { next: '15.3.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
  devDependencies: { typescript: '^5.4.5' },
};
const nextSources = {
  'app/page.tsx': 'export default () => null;\n',
  'public/logo.svg': '<svg/>',
  'tsconfig.json': '{}',
};
function next(config: Readonly<Record<string, string>>, change: Partial<Manifest> = {}, manager: Manager = 'npm'): MemoryTree {
  return { ...nodeFiles(manager, { ...nextManifest, ...change }), ...nextSources, ...config };
} // prettier-ignore
const standalone = { 'next.config.ts': "import type { NextConfig } from 'next';\nconst config: NextConfig = { output: 'standalone' };\nexport default config;\n" }; // prettier-ignore
const text = `FROM node:22
WORKDIR /app
COPY package*.json ./
RUN npm install
COPY . .
RUN npm run build
EXPOSE 3000
CMD ["npm", "start"]
`;

const svelte: Manifest = {
  name: 'shop',
  type: 'module',
  scripts: { build: 'vite build', preview: 'vite preview', start: 'node build' },
  dependencies: { zod: '^3.23.0' },
  devDependencies: { '@sveltejs/kit': '^2.5.0', svelte: '^5.0.0', vite: '^5.2.0' },
};
const svelteFiles = (adapter: string, options = ''): MemoryTree => ({
  ...nodeFiles('npm', svelte),
  'svelte.config.js': `import adapter from '@sveltejs/adapter-${adapter}';\nexport default { kit: { adapter: adapter(${options}) } };\n`,
  'vite.config.ts': 'export default {};\n',
  'src/app.html': '',
  'static/favicon.png': '',
});

const nuxt: Manifest = {
  name: 'shop',
  type: 'module',
  scripts: { build: 'nuxt build', preview: 'nuxt preview', postinstall: 'nuxt prepare' },
  dependencies: { nuxt: '^3.11.0', vue: '^3.4.0' },
};
const nuxtFiles = (change: Partial<Manifest> = {}, config = ''): MemoryTree => ({
  ...nodeFiles('pnpm', { ...nuxt, packageManager: 'pnpm@9.1.0', ...change }),
  'nuxt.config.ts': `export default defineNuxtConfig({ ${config} });\n`,
  'app.vue': '<template/>',
});
const nuxtText = (cmd: string): string => `FROM node:22
WORKDIR /app
RUN corepack enable
COPY . .
RUN pnpm install
RUN pnpm build
EXPOSE 3000
CMD ${cmd}
`;

const router: Manifest = {
  name: 'shop',
  type: 'module',
  scripts: { build: 'react-router build', start: 'react-router-serve ./build/server/index.js' },
  dependencies: { '@react-router/node': '^7.5.0', '@react-router/serve': '^7.5.0', react: '^19.0.0' },
  devDependencies: { '@react-router/dev': '^7.5.0', vite: '^6.0.0' },
};
const routerFiles: MemoryTree = {
  ...nodeFiles('npm', router),
  'react-router.config.ts': 'export default { ssr: true };\n',
  'vite.config.ts': "import { reactRouter } from '@react-router/dev/vite';\nexport default { plugins: [reactRouter()] };\n", // prettier-ignore
  'app/root.tsx': '',
  'public/favicon.ico': '',
};

const astro = (config: string, scripts: Readonly<Record<string, string>> = {}): MemoryTree => ({
  ...nodeFiles('npm', {
    name: 'shop',
    type: 'module',
    scripts: { build: 'astro build', preview: 'astro preview', ...scripts },
    dependencies: { astro: '^5.0.0', '@astrojs/node': '^9.0.0' },
  }),
  'astro.config.mjs': config,
  'src/pages/index.astro': '',
});
const astroServer = "import { defineConfig } from 'astro/config';\nimport node from '@astrojs/node';\nexport default defineConfig({ output: 'server', adapter: node({ mode: 'standalone' }) });\n"; // prettier-ignore

const angular = (options: Readonly<Record<string, unknown>>): MemoryTree => ({
  ...nodeFiles('npm', {
    name: 'shop',
    scripts: { build: 'ng build', 'serve:ssr:shop': 'node dist/shop/server/server.mjs' },
    dependencies: { '@angular/core': '^19.0.0', '@angular/ssr': '^19.0.0', express: '^4.18.2' },
    devDependencies: { '@angular/cli': '^19.0.0', '@angular/build': '^19.0.0' },
  }),
  'angular.json': JSON.stringify({
    projects: { shop: { architect: { build: { builder: '@angular/build:application', options } } } },
  }),
  'src/main.ts': '',
});

const nest: Manifest = {
  name: 'shop',
  scripts: { build: 'nest build', start: 'nest start', 'start:prod': 'node dist/main' },
  dependencies: { '@nestjs/core': '^10.0.0', '@nestjs/platform-express': '^10.0.0' },
  devDependencies: { '@nestjs/cli': '^10.0.0', typescript: '^5.1.3' },
};
const nestFiles: MemoryTree = {
  ...nodeFiles('npm', nest),
  'nest-cli.json': '{"sourceRoot":"src","compilerOptions":{"assets":["**/*.hbs"]}}',
  'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"}}',
  'tsconfig.build.json': '{"extends":"./tsconfig.json"}',
  'src/main.ts':
    "const app = await NestFactory.create(AppModule);\napp.setBaseViewsDir(join(__dirname, '..', 'views'));\nawait app.listen(3000);\n",
  'views/index.hbs': '',
};

const cases: PlanCase[] = [
  { name: 'next-standalone', files: next(standalone), text },
  {
    name: 'next-standalone-pnpm',
    files: next(standalone, { packageManager: 'pnpm@9.1.0' }, 'pnpm'),
    text: nuxtText('pnpm start'),
  },
  {
    name: 'next-standalone-yarn-and-a-port',
    files: next(standalone, { scripts: { build: 'next build', start: 'next start -p 8080' } }, 'yarn'),
    text: text
      .replace('package*.json', 'package.json yarn.lock')
      .replace('npm install', 'yarn')
      .replace('npm run build', 'yarn build')
      .replace('3000', '8080')
      .replace('["npm", "start"]', 'yarn start'),
  },
  {
    name: 'next-standalone-bun',
    files: next(standalone, {}, 'bun'),
    text: 'FROM oven/bun:1\nWORKDIR /app\nCOPY . .\nRUN bun install\nRUN bun run build\nEXPOSE 3000\nCMD ["bun", "run", "start"]\n',
  },
  {
    name: 'next-standalone-started-by-path',
    files: next(standalone, { scripts: { build: 'next build && cp -r public .next/standalone/ && cp -r .next/static .next/standalone/.next/' } }),
    text: text.replace('["npm", "start"]', '["node", ".next/standalone/server.js"]'),
  },
  {
    name: 'next-standalone-and-a-host-of-the-users',
    files: next(standalone),
    text: text.replace('EXPOSE', 'ENV HOSTNAME=localhost\nEXPOSE'),
  },
  {
    name: 'next-standalone-with-prisma',
    files: {
      ...next(standalone, {
        scripts: { ...nextManifest.scripts, postinstall: 'prisma generate' },
        dependencies: { ...nextManifest.dependencies, '@prisma/client': '^5.0.0' },
        devDependencies: { ...nextManifest.devDependencies, prisma: '^5.0.0' },
      }),
      'prisma/schema.prisma': '',
    },
    text,
  },
  {
    name: 'next-standalone-reads-a-folder',
    files: {
      ...next(standalone),
      'lib/posts.ts': "import fs from 'node:fs';\nexport const all = () => fs.readdirSync('./posts');\n",
      'posts/one.md': '# One',
    },
    text,
  },
  {
    name: 'next-standalone-with-another-root',
    files: next({ 'next.config.mjs': "export default { output: 'standalone', outputFileTracingRoot: '/app' };\n" }),
    text,
  },
  {
    name: 'next-standalone-below-a-lockfile',
    files: {
      'package-lock.json': '{}',
      ...Object.fromEntries(Object.entries(next(standalone)).map(([path, entry]) => [`web/${path}`, entry])),
    },
    text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nWORKDIR /app/web\nRUN npm ci && npm run build\nCMD ["npm", "start"]\n',
  },
  { name: 'next-start', files: next({ 'next.config.mjs': 'export default { poweredByHeader: false };\n', '.env.production': 'NEXT_PUBLIC_API=https://api.example\n' }), text },
  { name: 'next-start-without-a-configuration', files: next({}), text },
  {
    name: 'next-start-direct',
    files: next({ 'next.config.js': 'module.exports = { distDir: "build" };\n' }),
    text: text.replace('["npm", "start"]', '["npx", "next", "start", "-p", "4000"]'),
  },
  {
    name: 'next-start-with-typescript-configuration',
    files: next({ 'next.config.ts': 'export default { poweredByHeader: false };\n' }),
    text,
  },
  {
    name: 'next-start-behind-a-migration',
    files: next(
      { 'next.config.ts': 'export default {};\n' },
      { scripts: { build: 'next build', start: 'knex migrate:latest && next start' } },
    ),
    text,
  },
  {
    name: 'next-by-a-server-of-the-project',
    files: next({
      'next.config.js': 'module.exports = {};\n',
      'server.js': "const next = require('next')({ dev: false });\nnext.prepare().then(() => require('http').createServer(next.getRequestHandler()).listen(3000));\n",
    }),
    text: text.replace('["npm", "start"]', '["node", "server.js"]'),
  },
  {
    name: 'next-standalone-behind-a-migration',
    files: next(standalone, {
      scripts: { build: 'next build', start: 'knex migrate:latest && node .next/standalone/server.js' },
    }),
    text,
  },
  {
    name: 'next-start-with-a-development-plugin',
    files: next(
      { 'next.config.js': "const bundle = require('@next/bundle-analyzer')({ enabled: false });\nmodule.exports = bundle({});\n" },
      { devDependencies: { '@next/bundle-analyzer': '^15.0.0' } },
    ),
    text,
  },
  {
    name: 'next-start-with-a-module-of-the-project',
    files: next({ 'next.config.mjs': "import './src/env.mjs';\nexport default {};\n", 'src/env.mjs': '' }),
    text,
  },
  { name: 'next-dev', files: next(standalone), text: text.replace('["npm", "start"]', '["npm", "run", "dev"]') },
  {
    name: 'next-standalone-with-manifests-that-may-be-missing',
    files: next(standalone),
    text: `FROM node:22
WORKDIR /app
COPY package.json yarn.lock* package-lock.json* pnpm-lock.yaml* .npmrc* ./
RUN npm ci
COPY . .
RUN next build
ENV PORT=3000
EXPOSE 3000
CMD ["npm", "start", "--", "-p", "3000"]
`,
  },
  {
    name: 'next-installs-again-for-production',
    files: next({}),
    text: text.replace('RUN npm run build', 'RUN npm run build && npm install --omit=dev'),
  },
  {
    name: 'next-start-with-packages-in-a-cache',
    files: next({}),
    text: text
      .replace('RUN npm install', 'RUN --mount=type=cache,target=/app/node_modules npm install')
      .replace('RUN npm run', 'RUN --mount=type=cache,target=/app/node_modules npm run'),
  },
  {
    name: 'next-standalone-with-packages-in-a-cache',
    files: next(standalone),
    text: text
      .replace('RUN npm install', 'RUN --mount=type=cache,target=/app/node_modules npm install')
      .replace('RUN npm run', 'RUN --mount=type=cache,target=/app/node_modules npm run')
      .replace('["npm", "start"]', '["node", ".next/standalone/server.js"]'),
  },
  {
    name: 'nest-with-packages-in-a-cache',
    files: nestFiles,
    text: text
      .replace('RUN npm install', 'RUN --mount=type=cache,target=node_modules npm install')
      .replace('"start"', '"run", "start:prod"'),
  },
  {
    name: 'relative-workdir',
    files: next({}),
    text: text.replace('WORKDIR /app', 'WORKDIR app'),
  },
  { name: 'next-start-on-alpine', files: next({}), text: text.replace('node:22', 'node:22-alpine') },
  { name: 'nuxt', files: nuxtFiles(), text: nuxtText('["node", ".output/server/index.mjs"]') },
  { name: 'nuxt-preview', files: nuxtFiles(), text: nuxtText('["pnpm", "preview"]') },
  {
    name: 'nuxt-preview-with-settings',
    files: { ...nuxtFiles(), '.env': 'NUXT_SECRET=x\n' },
    text: nuxtText('["pnpm", "preview"]'),
  },
  {
    name: 'nuxt-with-a-preset',
    files: nuxtFiles({}, "nitro: { preset: 'bun' }"),
    text: nuxtText('["node", ".output/server/index.mjs"]'),
  },
  {
    name: 'nuxt-2',
    files: nuxtFiles({
      dependencies: { nuxt: '^2.17.0' },
      scripts: { build: 'nuxt build', start: 'nuxt start' },
    }),
    text: nuxtText('["pnpm", "start"]'),
  },
  { name: 'sveltekit-node', files: svelteFiles('node'), text },
  {
    name: 'sveltekit-node-synchronised',
    files: svelteFiles('node'),
    text: text.replace('RUN npm run build', 'RUN ls\nRUN ./node_modules/.bin/svelte-kit sync\nRUN npm run build'),
  },
  {
    name: 'adds-a-compiler',
    files: { ...nestFiles },
    text: text
      .replace('RUN npm install\n', 'RUN npm install\nRUN npm install typescript @types/node\n')
      .replace('"start"', '"run", "start:prod"'),
  },
  {
    name: 'sveltekit-node-elsewhere',
    files: svelteFiles('node', "{ out: 'server' }"),
    text: text.replace('["npm", "start"]', '["node", "server/index.js"]'),
  },
  { name: 'sveltekit-auto', files: svelteFiles('auto'), text: text.replace('"start"', '"run", "preview"') },
  { name: 'sveltekit-vercel', files: svelteFiles('vercel'), text },
  { name: 'react-router', files: routerFiles, text },
  {
    name: 'react-router-server-of-development',
    files: {
      ...routerFiles,
      ...nodeFiles('npm', {
        ...router,
        dependencies: { react: '^19.0.0' },
        devDependencies: { ...router.devDependencies, '@react-router/serve': '^7.5.0' },
      }),
    },
    text,
  },
  { name: 'astro-server', files: astro(astroServer), text: text.replace('["npm", "start"]', 'node ./dist/server/entry.mjs') },
  {
    name: 'angular-server',
    files: angular({ outputMode: 'server', ssr: { entry: 'src/server.ts' } }),
    text: text.replace('"start"', '"run", "serve:ssr:shop"'),
  },
  { name: 'nest', files: nestFiles, text: text.replace('"start"', '"run", "start:prod"') },
  { name: 'nest-start', files: nestFiles, text },
]; // prettier-ignore

goldenTests('node-frameworks', cases);

it('does not guess where a relative working directory lies', async () => {
  const { text: written, files } = cases.find(({ name }) => name === 'relative-workdir')!;
  const plan = planOf(written, await factsFor(written, files), 'multi-stage');
  expect(plan.obstacles.join()).toContain('write it with a leading slash');
});
