/** Workspaces of which one package is built and shipped. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { json, nodeFiles, type Manifest } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';
import { api, npm, npmApi, pnpm } from './workspaces.ts';

const file = (...lines: string[]): string => `${lines.join('\n')}\n`;
const start = 'CMD ["node", "apps/api/dist/main.js"]';
const plain = file(
  'FROM node:22',
  'RUN corepack enable',
  'WORKDIR /repo',
  'COPY . .',
  'RUN pnpm install',
  'RUN pnpm --filter @mono/api... build',
  'EXPOSE 3000',
  start,
);
const many = (count: number): MemoryTree =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`packages/p${i}/package.json`, json({ name: `@mono/p${i}` })]),
  );

const cases: PlanCase[] = [
  { name: 'pnpm', files: pnpm(), text: plain },
  { name: 'pnpm-10', files: pnpm({ root: { packageManager: 'pnpm@10.4.1' } }), text: plain },
  { name: 'pnpm-of-the-image', files: pnpm({ root: { packageManager: undefined } }), text: plain.replace('corepack enable', 'npm install -g pnpm@10') },
  { name: 'pnpm-of-an-unknown-version', files: pnpm({ root: { packageManager: undefined } }), text: plain },
  { name: 'pnpm-filtered-install', files: pnpm(), text: file('FROM node:22-alpine', 'RUN corepack enable pnpm', 'WORKDIR /repo', 'COPY pnpm-workspace.yaml pnpm-lock.yaml package.json ./', 'COPY apps/api/package.json apps/api/', 'COPY packages/lib/package.json packages/lib/', 'RUN pnpm install --filter @mono/api... --frozen-lockfile', 'COPY packages/lib packages/lib', 'COPY apps/api apps/api', 'RUN pnpm --filter @mono/api... build', 'ENV NODE_ENV=production', 'CMD ["pnpm", "--filter", "@mono/api", "start"]') },
  { name: 'pnpm-starts-in-the-package', files: pnpm(), text: file('FROM node:22', 'RUN corepack enable', 'WORKDIR /repo', 'COPY . .', 'RUN pnpm install', 'RUN pnpm -r build', 'WORKDIR /repo/apps/api', 'CMD ["pnpm", "start"]') },
  { name: 'pnpm-installed-starts-in-the-package', files: pnpm(), text: file('FROM node:22', 'RUN npm install -g pnpm@9.1.0', 'WORKDIR /repo', 'COPY . .', 'RUN pnpm install', 'RUN pnpm --filter @mono/api... build', 'WORKDIR /repo/apps/api', 'CMD ["pnpm", "start"]') },
  { name: 'pnpm-fetch', files: pnpm(), text: file('FROM node:22', 'WORKDIR /repo', 'RUN corepack enable pnpm', 'COPY pnpm-lock.yaml .', 'RUN pnpm fetch', 'COPY . .', 'RUN pnpm i --offline', 'RUN pnpm --filter @mono/api... build', start) },
  { name: 'pnpm-with-turbo', files: pnpm({ root: { devDependencies: { typescript: '^5.4.5', turbo: '^2.0.0' } } }, { 'turbo.json': '{}' }), text: plain.replace('pnpm --filter @mono/api... build', 'pnpm turbo run build --filter=@mono/api') },
  { name: 'pnpm-reads-files', files: pnpm({}, { 'apps/api/views/a.ejs': '', 'apps/api/.gitignore': 'dist\n', 'apps/api/src/main.ts': "import express from 'express';\nconst app = express();\napp.set('views', 'views');\napp.listen(3000);\n" }), text: plain },
  { name: 'pnpm-library-ignores-its-result', files: pnpm({}, { 'packages/lib/.gitignore': 'dist\n' }), text: plain },
  { name: 'pnpm-library-lists-its-files', files: pnpm({ lib: { files: ['dist'] } }, { 'packages/lib/.gitignore': 'dist\n' }), text: plain },
  { name: 'pnpm-packages-at-the-root', files: pnpm({ root: { dependencies: { dotenv: '^16.0.0' } } }), text: plain },
  { name: 'pnpm-prisma', files: pnpm({ api: { dependencies: { ...api.dependencies, '@prisma/client': '^5.0.0' } } }, { 'apps/api/prisma/schema.prisma': '' }), text: plain },
  { name: 'pnpm-circle', files: pnpm({ lib: { dependencies: { '@mono/api': 'workspace:*' } } }), text: plain },
  { name: 'pnpm-huge', files: pnpm({}, many(160)), text: plain },
  { name: 'pnpm-many-packages', files: pnpm({}, many(12)), text: plain },
  { name: 'pnpm-starts-several', files: pnpm(), text: plain.replace(start, 'CMD pnpm -r start') },
  { name: 'pnpm-own-user', files: pnpm(), text: file('FROM node:22', 'RUN corepack enable', 'WORKDIR /repo', 'COPY --chown=node:node . .', 'RUN pnpm install', 'RUN pnpm --filter @mono/api... build', 'USER node', start) },
]; // prettier-ignore

const npmText = file(
  'FROM node:22',
  'WORKDIR /repo',
  'COPY . .',
  'RUN npm install',
  'RUN npm run build -w packages/lib -w apps/api',
  start,
);
const all: Manifest = {
  name: 'mono',
  dependencies: { express: '^4.19.2' },
  devDependencies: { typescript: '^5.4.5', vite: '^5.0.0' },
};
const withoutLock = (files: MemoryTree): MemoryTree =>
  Object.fromEntries(Object.entries(files).filter(([path]) => path !== 'package-lock.json'));
const yarnOnly = { 'yarn.lock': nodeFiles('yarn', all)['yarn.lock']! };
const berryOnly = {
  'yarn.lock': nodeFiles('berry', all)['yarn.lock']!,
  '.yarnrc.yml': 'nodeLinker: node-modules\n',
};
const more: PlanCase[] = [
  {
    name: 'pnpm-unknown-output',
    files: pnpm({ api: { scripts: { build: 'node build.mjs', start: 'node dist/main.js' } } }),
    text: plain,
  },
  {
    name: 'pnpm-unknown-output-that-is-ignored',
    files: pnpm(
      { api: { scripts: { build: 'node build.mjs', start: 'node dist/main.js' } } },
      { 'apps/api/.gitignore': 'dist\n' },
    ),
    text: plain,
  },
  {
    name: 'yarn',
    files: { ...withoutLock(npm()), ...yarnOnly },
    text: npmText
      .replace('npm install', 'yarn install')
      .replace('npm run build -w packages/lib -w apps/api', 'yarn workspaces run build'),
  },
  {
    name: 'yarn-berry',
    files: { ...withoutLock(npm({ root: { packageManager: 'yarn@4.1.0' } })), ...berryOnly },
    text: file(
      'FROM node:22',
      'RUN corepack enable',
      'WORKDIR /repo',
      'COPY . .',
      'RUN yarn install',
      'RUN yarn workspace @mono/lib build && yarn workspace @mono/api build',
      'CMD ["yarn", "workspace", "@mono/api", "start"]',
    ),
  },
  { name: 'npm', files: npm(), text: npmText },
  {
    name: 'npm-filtered',
    files: npm(),
    text: npmText.replace('npm install', 'npm ci -w @mono/api -w @mono/lib --include-workspace-root'),
  },
  {
    name: 'npm-root-has-packages',
    files: npm({ root: { dependencies: { dotenv: '^16.0.0' } } }),
    text: npmText,
  },
  {
    name: 'npm-starts-by-script',
    files: npm(),
    text: npmText.replace(start, 'CMD ["npm", "start", "-w", "@mono/api"]'),
  },
  {
    name: 'npm-library-without-build',
    files: npm({ lib: { scripts: {}, main: 'index.js' } }, { 'packages/lib/index.js': '' }),
    text: npmText,
  },
  {
    name: 'npm-filtered-library-without-build',
    files: npm({ lib: { scripts: {}, main: 'index.js' } }, { 'packages/lib/index.js': '' }),
    text: npmText.replace('npm install', 'npm ci -w @mono/api'),
  },
  {
    name: 'npm-native',
    files: npm({ api: { dependencies: { ...npmApi.dependencies, bcrypt: '^5.1.1' } } }),
    text: npmText.replace(
      'WORKDIR',
      'RUN apt-get update && apt-get install -y python3 make g++ && rm -rf /var/lib/apt/lists/*\nWORKDIR',
    ),
  },
  {
    name: 'nx-output',
    files: npm({
      root: { scripts: { build: 'nx build api' }, devDependencies: { typescript: '^5.4.5', nx: '^19.0.0' } },
    }),
    text: file(
      'FROM node:22',
      'WORKDIR /repo',
      'COPY . .',
      'RUN npm ci',
      'RUN npx nx build api',
      'CMD ["node", "dist/apps/api/main.js"]',
    ),
  },
  {
    name: 'turbo',
    files: npm(
      { root: { packageManager: 'npm@10.0.0', devDependencies: { typescript: '^5.4.5', turbo: '^2.0.0' } } },
      { 'turbo.json': '{}' },
    ),
    text: file(
      'FROM node:22',
      'WORKDIR /repo',
      'COPY . .',
      'RUN npm ci',
      'RUN npx turbo run build --filter=@mono/api',
      start,
    ),
  },
];

goldenTests('node-monorepo', [...cases, ...more]);
