/** Node programs whose file has several stages already. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const lock = {
  'package-lock.json':
    '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"},"devDependencies":{"typescript":"^5.0.0"}},"node_modules/express":{"version":"4.19.2"},"node_modules/typescript":{"version":"5.4.5","dev":true}}}',
};
const project = (manifest: object = {}, extra: MemoryTree = {}): MemoryTree => ({
  'package.json': JSON.stringify({
    name: 'shop',
    scripts: { build: 'tsc', start: 'node dist/index.js' },
    dependencies: { express: '^4.19.2' },
    devDependencies: { typescript: '^5.0.0' },
    ...manifest,
  }),
  ...lock,
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
  'src/index.ts': "import express from 'express';\nexpress().listen(3000);\n",
  '.dockerignore': 'node_modules\n.git\ndist\n.env*\n*.log\n',
  ...extra,
});
const text = `FROM node:22-alpine AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:22-alpine
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app ./
EXPOSE 3000
USER node
CMD ["node", "dist/index.js"]
`;
const with_ = (from: RegExp | string, to = ''): string => text.replace(from, to);

const nuxt = (more: MemoryTree = {}): MemoryTree => ({
  ...project({
    scripts: { build: 'nuxt build', postinstall: 'nuxt prepare' },
    dependencies: { express: '^4.19.2', nuxt: '^3.15.0' },
  }),
  'nuxt.config.ts': 'export default defineNuxtConfig({});\n',
  'public/robots.txt': '',
  ...more,
});

const cases: PlanCase[] = [
  { name: 'whole-folder', files: project(), text },
  { name: 'whole-folder-with-an-owner', files: project(), text: with_('COPY --from=build', 'COPY --chown=node:node --from=build') },
  { name: 'whole-folder-elsewhere', files: project(), text: with_('/app ./\n', '/app /srv/shop\n').replace('"dist/index.js"', '"/srv/shop/dist/index.js"') },
  { name: 'views', files: project({}, { 'views/index.ejs': '', 'public/style.css': '', 'test/a.test.ts': '' }), text },
  { name: 'by-npm-start', files: project(), text: with_('["node", "dist/index.js"]', '["npm", "start"]') },
  { name: 'without-packages', files: project({ dependencies: {} }, { 'package-lock.json': '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","devDependencies":{"typescript":"^5.0.0"}},"node_modules/typescript":{"version":"5.4.5","dev":true}}}' }), text },
  { name: 'settings-in-the-folder', files: project({}, { '.env': 'A=1\n', '.dockerignore': 'node_modules\n.git\n' }), text },
  { name: 'paths-at-run-time', files: project({ dependencies: { express: '^4.19.2', 'tsconfig-paths': '^4.2.0' } }), text },
  { name: 'works-on-the-files', files: project(), text: with_('EXPOSE', 'RUN sed -i s/a/b/ config.txt\nEXPOSE') },
  { name: 'next', files: project({ scripts: { build: 'next build', start: 'next start' }, dependencies: { next: '15.0.0', react: '19.0.0' } }), text: with_('["node", "dist/index.js"]', '["npm", "start"]') },
  { name: 'nuxt', files: nuxt(), text: with_('"dist/index.js"', '".output/server/index.mjs"') },
  { name: 'nuxt-reads-a-folder', files: nuxt({ 'content/a.md': '', 'server/api/a.ts': "import fs from 'node:fs';\nfs.readFileSync('content/a.md');\n" }), text: with_('"dist/index.js"', '".output/server/index.mjs"') },
  { name: 'nuxt-with-a-preset', files: nuxt(), text: with_('"dist/index.js"', '".output/server/index.mjs"').replace('RUN npm run', 'ENV NITRO_PRESET=bun\nRUN npm run') },
  { name: 'program-beside-the-output', files: project({}, { 'server.js': '' }), text: with_('"dist/index.js"', '"server.js"') },
  { name: 'installed-twice', files: project(), text: with_('EXPOSE', 'RUN npm ci --omit=dev\nEXPOSE') },
  { name: 'installed-twice-on-another-libc', files: project(), text: with_('FROM node:22-alpine AS', 'FROM node:22 AS').replace('EXPOSE', 'RUN npm ci --omit=dev\nEXPOSE') },
  {
    name: 'output-before-the-install',
    files: project(),
    text: with_('COPY --from=build /app ./', 'COPY --from=build /app/package*.json ./\n# the program\nCOPY --from=build /app/dist ./dist\nRUN npm ci --omit=dev && npm cache clean --force'),
  },
  {
    name: 'install-that-builds',
    files: project({ scripts: { build: 'tsc', postinstall: 'node dist/setup.js' } }),
    text: with_('COPY --from=build /app ./', 'COPY package.json package-lock.json ./\nCOPY --from=build /app/dist ./dist\nRUN npm ci --omit=dev && npm cache clean --force'),
  },
  {
    name: 'copied-by-name',
    files: project(),
    text: with_('COPY --from=build /app ./', 'COPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nCOPY package.json ./'),
  },
  { name: 'full-image-and-cache-mounts', files: project(), text: text.replaceAll('node:22-alpine', 'node:22').replace('RUN npm ci', 'RUN --mount=type=cache,target=/root/.npm npm ci') },
  { name: 'crlf', files: project(), text: text.replaceAll('\n', '\r\n') },
]; // prettier-ignore

goldenTests('in-place-node', cases);
