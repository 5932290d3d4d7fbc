/** What the install of a Node server needs: lockfiles, hooks, patches, native modules, and the settings of the user's. */
import { nodeFiles } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import { manifest, npmText, server, sources, withScripts } from './node-servers.ts';
import type { PlanCase } from './plan-tester.ts';

const cases: PlanCase[] = [
  { name: 'no-lockfile', files: server('none'), text: npmText },
  {
    name: 'stale-lockfile',
    files: {
      ...server('npm'),
      'package-lock.json': nodeFiles('npm', { ...manifest, dependencies: {} })['package-lock.json']!,
    },
    text: npmText,
  },
  { name: 'lockfile-of-another-manager', files: server('pnpm'), text: npmText },
  {
    name: 'prisma',
    files: server(
      'npm',
      {
        scripts: { ...manifest.scripts, build: 'prisma generate && tsc' },
        dependencies: { express: '^4.19.2', '@prisma/client': '^5.13.0' },
        devDependencies: { typescript: '^5.4.5', prisma: '^5.13.0' },
      },
      { 'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\n' },
    ),
    text: npmText,
  },
  {
    name: 'patch-package',
    files: server(
      'npm',
      {
        ...withScripts({ postinstall: 'patch-package' }),
        dependencies: { express: '^4.19.2', 'patch-package': '^8.0.0' },
      },
      { 'patches/express+4.19.2.patch': 'diff --git a b\n' },
    ),
    text: npmText,
  },
  {
    name: 'patch-package-of-development-with-yarn',
    files: server(
      'yarn',
      {
        ...withScripts({ postinstall: 'patch-package' }),
        devDependencies: { ...manifest.devDependencies, 'patch-package': '^8.0.0' },
      },
      { 'patches/express+4.19.2.patch': 'diff --git a b\n' },
    ),
    text: npmText
      .replace('npm install', 'yarn')
      .replace('npm run build', 'yarn build')
      .replace('["npm", "start"]', 'yarn start'),
  },
  {
    name: 'pnpm-patches',
    files: server(
      'pnpm',
      {
        packageManager: 'pnpm@9.1.0',
        pnpm: { patchedDependencies: { 'express@4.19.2': 'fixes/express.patch' } },
      },
      { 'fixes/express.patch': 'diff --git a b\n' },
    ),
    text: npmText
      .replace('RUN npm install', 'RUN corepack enable\nRUN pnpm install')
      .replace('npm run build', 'pnpm build')
      .replace('["npm", "start"]', '["node", "dist/index.js"]'),
  },
  {
    name: 'husky',
    files: server('npm', {
      ...withScripts({ prepare: 'husky' }),
      devDependencies: { ...manifest.devDependencies, husky: '^9.0.0' },
    }),
    text: npmText,
  },
  {
    name: 'postinstall-needs-sources',
    files: server('npm', withScripts({ postinstall: 'node scripts/link-assets.js' }), {
      'scripts/link-assets.js': '',
    }),
    text: npmText,
  },
  {
    name: 'node-env-before-install',
    files: server('npm'),
    text: `FROM node:22
ENV NODE_ENV=production PORT=8080
WORKDIR /srv
COPY . .
RUN npm install --include=dev
RUN npm run build
EXPOSE 8080
CMD ["npm", "start"]
`,
  },
  {
    name: 'native-module',
    files: {
      ...nodeFiles(
        'npm',
        { ...manifest, dependencies: { express: '^4.19.2', bcrypt: '^5.1.1' } },
        { bcrypt: { hasInstallScript: true } },
      ),
      ...sources,
    },
    text: npmText,
  },
  {
    name: 'native-module-with-build-tools',
    files: {
      ...nodeFiles(
        'npm',
        { ...manifest, dependencies: { express: '^4.19.2', 'better-sqlite3': '^11.0.0' } },
        { 'better-sqlite3': { hasInstallScript: true } },
      ),
      ...sources,
    },
    text: `FROM node:22
WORKDIR /srv
RUN apt-get update && apt-get install -y python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY . .
RUN npm install
RUN npm run build
EXPOSE 8080
CMD ["npm", "start"]
`,
  },
  {
    name: 'npm-options-of-the-users',
    files: server('npm'),
    text: npmText.replace('npm install', 'npm install --legacy-peer-deps --no-audit'),
  },
  {
    name: 'registry-token-in-a-secret-mount',
    files: server('npm'),
    text: `FROM node:22
WORKDIR /srv
COPY . .
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
RUN npm run build
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'prunes-itself',
    files: server('npm'),
    text: `FROM node:22
WORKDIR /srv
COPY . .
RUN npm ci
RUN npm run build && npm prune --production
RUN rm -rf src
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'no-production-dependencies',
    files: server(
      'npm',
      { dependencies: {} },
      { 'src/index.ts': "require('http').createServer().listen(8080);\n" },
    ),
    text: npmText,
  },
];

goldenTests('node-server', cases);
