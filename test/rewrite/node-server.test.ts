/** Node servers with a build: the new Dockerfile of each kind of project. */
import { nodeFiles, type Manifest } from '../support/node-project.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const manifest: Manifest = {
  name: 'shop',
  scripts: { build: 'tsc', start: 'node dist/index.js', dev: 'tsx watch src/index.ts' },
  dependencies: { express: '^4.19.2' },
  devDependencies: { typescript: '^5.4.5', '@types/express': '^4.17.21' },
};

const sources: MemoryTree = {
  'tsconfig.json':
    '{"compilerOptions":{"outDir":"dist","rootDir":"src","module":"commonjs"},"include":["src"]}',
  'src/index.ts': `import express from 'express';
const app = express();
app.get('/health', (_, response) => response.send('ok'));
app.get('/', (_, response) => response.send('shop'));
app.listen(Number(process.env.PORT ?? 8080));
`,
  '.git/HEAD': 'ref: refs/heads/main\n',
};

function server(
  manager: Parameters<typeof nodeFiles>[0],
  changes: Manifest = {},
  files: MemoryTree = {},
): MemoryTree {
  return { ...nodeFiles(manager, { ...manifest, ...changes }), ...sources, ...files };
}

const withScripts = (scripts: Record<string, string>): Manifest => ({
  scripts: { ...manifest.scripts, ...scripts },
});

const npmText = `FROM node:22
WORKDIR /srv
COPY . .
RUN npm install
RUN npm run build
EXPOSE 8080
CMD ["npm", "start"]
`;

const cases: PlanCase[] = [
  { name: 'npm', files: server('npm'), text: npmText },
  {
    name: 'npm-prefers-slim',
    files: server('npm'),
    text: npmText,
    preferences: { nodeBase: 'slim' },
  },
  {
    name: 'pnpm-corepack',
    files: server('pnpm', { packageManager: 'pnpm@9.1.0' }),
    text: `FROM node:22
WORKDIR /app
RUN corepack enable
COPY . .
RUN pnpm install
RUN pnpm build
EXPOSE 8080
CMD ["pnpm", "start"]
`,
  },
  {
    name: 'pnpm-corepack-in-the-install',
    files: server('pnpm', { packageManager: 'pnpm@9.1.0' }),
    text: `FROM node:22
WORKDIR /app
COPY . .
RUN corepack enable && pnpm install && pnpm run build
EXPOSE 8080
CMD pnpm start
`,
  },
  {
    name: 'pnpm-global',
    files: server('pnpm'),
    text: `FROM node:22
RUN npm install -g pnpm@9
WORKDIR /app
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --frozen-lockfile
COPY . .
RUN pnpm build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'yarn-classic',
    files: server('yarn'),
    text: `FROM node:22
WORKDIR /usr/src/app
COPY package*.json yarn.lock ./
RUN yarn
COPY . .
RUN yarn build
EXPOSE 8080
CMD yarn start
`,
  },
  {
    name: 'yarn-berry-node-modules',
    files: server(
      'berry',
      { packageManager: 'yarn@4.1.1' },
      {
        '.yarnrc.yml': 'nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.1.1.cjs\n',
        '.yarn/releases/yarn-4.1.1.cjs': '',
      },
    ),
    text: `FROM node:22
WORKDIR /app
COPY . .
RUN yarn install
RUN yarn build
EXPOSE 8080
CMD ["yarn", "start"]
`,
  },
  {
    name: 'yarn-berry-corepack',
    files: server('berry', { packageManager: 'yarn@4.1.1' }, { '.yarnrc.yml': 'nodeLinker: node-modules\n' }),
    text: `FROM node:22
RUN corepack enable
WORKDIR /app
COPY . .
RUN yarn install --immutable
RUN yarn build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'yarn-berry-3',
    files: server(
      'berry',
      { packageManager: 'yarn@3.6.4' },
      {
        '.yarnrc.yml': 'nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-3.6.4.cjs\n',
        '.yarn/releases/yarn-3.6.4.cjs': '',
      },
    ),
    text: `FROM node:22
WORKDIR /app
COPY . .
RUN yarn install
RUN yarn build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'yarn-pnp',
    files: server('berry', { packageManager: 'yarn@4.1.1' }, { '.yarnrc.yml': 'enableTelemetry: false\n' }),
    text: `FROM node:22
RUN corepack enable
WORKDIR /app
COPY . .
RUN yarn install
RUN yarn build
EXPOSE 8080
CMD ["yarn", "node", "dist/index.js"]
`,
  },
  {
    name: 'bun-runs-typescript',
    files: server('bun', { scripts: { start: 'bun src/index.ts' } }),
    text: `FROM oven/bun:1
WORKDIR /app
COPY . .
RUN bun install
EXPOSE 8080
CMD ["bun", "run", "src/index.ts"]
`,
  },
  {
    name: 'bun-build',
    files: server('bun', {
      scripts: { build: 'bun build src/index.ts --outdir dist --target bun', start: 'bun dist/index.js' },
    }),
    text: `FROM oven/bun:1
WORKDIR /app
COPY . .
RUN bun install
RUN bun run build
EXPOSE 8080
CMD ["bun", "dist/index.js"]
`,
  },
  {
    name: 'bun-tsc',
    files: server('bun', { scripts: { build: 'tsc', start: 'bun dist/index.js' } }),
    text: `FROM oven/bun:1
WORKDIR /app
COPY . .
RUN bun install
RUN bun run build
EXPOSE 8080
CMD ["bun", "run", "start"]
`,
  },
  {
    name: 'nest',
    files: {
      ...nodeFiles('npm', {
        name: 'api',
        scripts: { build: 'nest build', start: 'nest start', 'start:prod': 'node dist/main' },
        dependencies: {
          '@nestjs/core': '^10.0.0',
          '@nestjs/common': '^10.0.0',
          'reflect-metadata': '^0.2.0',
        },
        devDependencies: { '@nestjs/cli': '^10.0.0', typescript: '^5.4.5' },
      }),
      'nest-cli.json': '{"sourceRoot":"src"}',
      'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"}}',
      'tsconfig.build.json': '{"extends":"./tsconfig.json","exclude":["test"]}',
      'src/main.ts':
        "import { NestFactory } from '@nestjs/core';\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(process.env.PORT ?? 3000);\n}\nbootstrap();\n",
      'src/health.controller.ts':
        "@Controller('health')\nexport class HealthController {\n  @Get()\n  check() { return 'ok'; }\n}\n",
    },
    text: `FROM node:22
WORKDIR /usr/src/app
COPY package*.json ./
RUN npm install
COPY . .
RUN npm run build
EXPOSE 3000
CMD ["npm", "run", "start:prod"]
`,
  },
  {
    name: 'esbuild',
    files: server('npm', {
      scripts: {
        build: 'esbuild src/index.ts --bundle --platform=node --packages=external --outfile=build/server.js',
        start: 'node build/server.js',
      },
      devDependencies: { esbuild: '^0.21.0', typescript: '^5.4.5' },
    }),
    text: npmText,
  },
  {
    name: 'tsup',
    files: server('npm', {
      type: 'module',
      scripts: { build: 'tsup src/index.ts --format esm', start: 'node dist/index.js' },
      devDependencies: { tsup: '^8.0.0', typescript: '^5.4.5' },
    }),
    text: npmText,
  },
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
    name: 'reads-files-at-run-time',
    files: server(
      'npm',
      {},
      {
        'src/index.ts': `import express from 'express';
import { readFileSync } from 'node:fs';
const app = express();
app.set('view engine', 'ejs');
app.set('views', 'views');
app.use(express.static('public'));
const rates = readFileSync('./resources/rates.json', 'utf8');
app.listen(8080);
`,
        'views/index.ejs': '',
        'public/site.css': '',
        'resources/rates.json': '{}',
      },
    ),
    text: npmText,
  },
  {
    name: 'everything-of-the-users-survives',
    files: server('npm', {}, { 'docker/entry.sh': '#!/bin/sh\nexec "$@"\n' }),
    text: `# syntax=docker/dockerfile:1
# The shop's server.
ARG VERSION=0.0.0
FROM --platform=linux/amd64 node:22
LABEL org.opencontainers.image.title="shop" \\
      org.opencontainers.image.vendor="example"
ARG VERSION
ENV APP_VERSION=$VERSION
# where it lives
WORKDIR /srv
# all of it
COPY . .
# packages
RUN npm ci
# compile
RUN npm run build
VOLUME /srv/uploads
EXPOSE 8080
STOPSIGNAL SIGINT
HEALTHCHECK --interval=1m CMD node -e "fetch('http://127.0.0.1:8080/health').catch(() => process.exit(1))"
# start
CMD ["npm", "start"]
# the end
`,
  },
  {
    name: 'lower-case-and-crlf',
    files: server('npm'),
    text: npmText.replace(/^[A-Z]+/gm, (word) => word.toLowerCase()).replaceAll('\n', '\r\n'),
  },
  {
    name: 'privileged-port',
    files: server('npm', {}, { 'src/index.ts': "require('express')().listen(80);\n" }),
    text: npmText.replace('8080', '80'),
  },
  {
    name: 'entrypoint-script',
    files: server('npm', {}, { 'docker-entrypoint.sh': '#!/bin/sh\nset -e\nexec "$@"\n' }),
    text: `FROM node:22
WORKDIR /srv
COPY . .
RUN npm install
RUN npm run build
COPY docker-entrypoint.sh /usr/local/bin/
RUN chmod +x /usr/local/bin/docker-entrypoint.sh
EXPOSE 8080
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'cmd-dotenv',
    files: server('npm', { dependencies: { express: '^4.19.2', dotenv: '^16.0.0' } }),
    text: npmText.replace('["npm", "start"]', '["node", "-r", "dotenv/config", "dist/index.js"]'),
  },
  {
    name: 'cmd-without-extension',
    files: server('npm', withScripts({ start: 'node dist' })),
    text: npmText,
  },
  {
    name: 'cmd-pm2',
    files: server('npm', { dependencies: { express: '^4.19.2', pm2: '^5.3.0' } }),
    text: npmText.replace('["npm", "start"]', '["npx", "pm2-runtime", "dist/index.js"]'),
  },
  {
    name: 'cmd-ts-node',
    files: server('npm', {
      ...withScripts({ start: 'ts-node src/index.ts' }),
      devDependencies: { ...manifest.devDependencies, 'ts-node': '^10.9.0' },
    }),
    text: npmText,
  },
  {
    name: 'cmd-nodemon',
    files: server('npm', {
      ...withScripts({ start: 'nodemon dist/index.js' }),
      devDependencies: { ...manifest.devDependencies, nodemon: '^3.0.0' },
    }),
    text: npmText,
  },
  {
    name: 'start-with-a-hook',
    files: server('npm', withScripts({ prestart: 'node dist/migrate.js' })),
    text: npmText,
  },
  {
    name: 'start-sets-variables',
    files: server(
      'npm',
      withScripts({ start: 'NODE_ENV=production node --enable-source-maps dist/index.js' }),
    ),
    text: npmText,
  },
  {
    name: 'subfolder-of-the-context',
    files: Object.fromEntries(
      Object.entries(server('npm')).map(([path, entry]) => [`server/${path}`, entry]),
    ),
    text: `FROM node:22
WORKDIR /app
COPY server/ .
RUN npm install
RUN npm run build
EXPOSE 8080
CMD ["npm", "start"]
`,
  },
  {
    name: 'whole-context-with-the-project-below',
    files: Object.fromEntries(
      Object.entries(server('npm')).map(([path, entry]) => [`server/${path}`, entry]),
    ),
    text: `FROM node:22
WORKDIR /app
COPY . .
WORKDIR /app/server
RUN npm install
RUN npm run build
EXPOSE 8080
CMD ["npm", "start"]
`,
  },
  {
    name: 'workspaces',
    files: {
      ...nodeFiles('npm', {
        name: 'mono',
        private: true,
        workspaces: ['packages/*'],
        scripts: { build: 'npm run build --workspaces' },
      }),
      'packages/api/package.json':
        '{"name":"api","scripts":{"build":"tsc","start":"node dist/index.js"},"dependencies":{"express":"^4.19.2"},"devDependencies":{"typescript":"^5.4.5"}}',
      'packages/api/src/index.ts': '',
      'packages/lib/package.json': '{"name":"lib","scripts":{"build":"tsc"}}',
    },
    text: `FROM node:22
WORKDIR /app
COPY . .
RUN npm install
RUN npm run build
CMD ["node", "packages/api/dist/index.js"]
`,
  },
  {
    name: 'apt-runtime-packages',
    files: server('npm'),
    text: `FROM node:22
RUN apt-get update && apt-get install -y --no-install-recommends \\
    build-essential \\
    ffmpeg \\
    libpq-dev \\
  && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY . .
RUN npm ci
RUN npm run build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'apt-unknown-dev-package',
    files: server('npm'),
    text: `FROM node:22
RUN apt-get update && apt-get install -y libodd-dev
WORKDIR /srv
COPY . .
RUN npm ci && npm run build
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'user-before-copy',
    files: server('npm'),
    text: `FROM node:22
WORKDIR /home/node/app
RUN chown node:node /home/node/app
USER node
COPY --chown=node:node . .
RUN npm ci
RUN npm run build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'several-workdirs-and-add',
    files: server('npm'),
    text: `FROM node:22
WORKDIR /srv
WORKDIR shop
ADD . ./
RUN npm ci
RUN npm run build
EXPOSE 8080
CMD node dist/index.js
`,
  },
  {
    name: 'tabs-and-continuations',
    files: server('npm'),
    text: 'FROM\tnode:22\nWORKDIR\t/srv\nCOPY\t. .\nRUN\tnpm ci && \\\n\tnpm run build && \\\n\tnpm cache clean --force\nEXPOSE\t8080\nCMD\t["node", "dist/index.js"]\n',
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
    name: 'tests-in-the-build',
    files: server('npm', withScripts({ test: 'vitest run' })),
    text: `FROM node:22
WORKDIR /srv
COPY . .
RUN npm ci
RUN npm test
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
    name: 'global-tool-at-run-time',
    files: server('npm'),
    text: `FROM node:22
RUN npm install -g pm2
WORKDIR /srv
COPY . .
RUN npm ci
RUN npm run build
EXPOSE 8080
CMD ["pm2-runtime", "dist/index.js"]
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
  {
    name: 'writes-files',
    files: server(
      'npm',
      {},
      {
        'src/index.ts':
          "import fs from 'node:fs';\nimport express from 'express';\nfs.writeFileSync('./data/log.txt', '');\nexpress().listen(8080);\n",
      },
    ),
    text: npmText,
  },
  {
    // What the image does not have now, it does not get.
    name: 'folder-that-is-not-copied',
    files: server('npm', {}, { 'public/logo.svg': '', 'views/home.ejs': '' }),
    text: `FROM node:22
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json ./
COPY src ./src
COPY views ./views
RUN npm run build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'alpine-already',
    files: server('npm'),
    text: npmText.replace('node:22', 'node:22-alpine'),
  },
  {
    name: 'slim-already',
    files: server('npm'),
    text: npmText.replace('node:22', 'node:22-slim'),
  },
];

goldenTests('node-server', cases);
