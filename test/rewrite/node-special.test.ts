/** What makes Node images special: scripts that start them, what they write, where they lie, what was built elsewhere. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { json, nodeFiles, type Manifest } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const manifest: Manifest = {
  name: 'shop',
  scripts: { build: 'tsc', start: 'node dist/index.js' },
  dependencies: { express: '^4.19.2' },
  devDependencies: { typescript: '^5.4.5' },
};
const sources = (body = 'express().listen(8080);'): MemoryTree => ({
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"},"include":["src"]}',
  'src/index.ts': `import express from 'express';\nimport fs from 'node:fs';\n${body}\n`,
});
const files = (changes: Manifest = {}, more: MemoryTree = {}): MemoryTree => ({
  ...nodeFiles('npm', { ...manifest, ...changes }),
  ...sources(),
  ...more,
});
const plain: MemoryTree = {
  ...nodeFiles(
    'npm',
    { name: 'shop', dependencies: { bcrypt: '^5.1.1' } },
    { bcrypt: { hasInstallScript: true } },
  ),
  'server.js': "require('bcrypt');\nrequire('http').createServer().listen(8080);\n",
};
const file = (...lines: string[]): string => `${lines.join('\n')}\n`;
const build = ['COPY . .', 'RUN npm ci', 'RUN npm run build'];
const text = (...lines: string[]): string => file('FROM node:22', 'WORKDIR /srv', ...lines);
const start = 'CMD ["node", "dist/index.js"]';
const script = (...lines: string[]): string => file('#!/bin/sh', 'set -e', ...lines);
const entrypoint = [
  'COPY docker-entrypoint.sh /usr/local/bin/',
  'RUN chmod +x /usr/local/bin/docker-entrypoint.sh',
  'ENTRYPOINT ["docker-entrypoint.sh"]',
];
const berry = (linker: string): MemoryTree => ({
  ...nodeFiles('berry', { ...manifest, packageManager: 'yarn@4.1.0' }),
  '.yarnrc.yml': `nodeLinker: ${linker}\n`,
  ...sources(),
});

const cases: PlanCase[] = [
  { name: 'entrypoint-that-execs', files: files({}, { 'docker-entrypoint.sh': script('exec "$@"') }), text: text(...build, ...entrypoint, start) },
  { name: 'entrypoint-that-waits', files: files({}, { 'docker-entrypoint.sh': script('until nc -z db 5432; do sleep 1; done', 'exec "$@"') }), text: text(...build, ...entrypoint, 'CMD ["npm", "start"]') },
  { name: 'entrypoint-with-gosu', files: files({}, { 'docker-entrypoint.sh': script('chown -R node:node /data', 'exec gosu node "$@"') }), text: text('RUN apt-get update && apt-get install -y --no-install-recommends gosu && rm -rf /var/lib/apt/lists/*', ...build, 'VOLUME /data', ...entrypoint, start) },
  { name: 'entrypoint-with-su-exec', files: { ...plain, 'docker-entrypoint.sh': script('chown -R node:node /data', 'exec su-exec node "$@"') }, text: file('FROM node:22-alpine', 'RUN apk add --no-cache su-exec python3 make g++', 'WORKDIR /srv', 'COPY . .', 'RUN npm ci --omit=dev', ...entrypoint, 'CMD ["node", "server.js"]') },
  { name: 'entrypoint-that-migrates', files: files({ dependencies: { express: '^4.19.2', knex: '^3.0.0' } }, { 'docker-entrypoint.sh': script('npx knex migrate:latest', 'exec "$@"') }), text: text(...build, ...entrypoint, start) },
  { name: 'entrypoint-needs-a-development-package', files: files({ devDependencies: { ...manifest.devDependencies, prisma: '^5.0.0' } }, { 'docker-entrypoint.sh': script('npx prisma migrate deploy', 'exec "$@"') }), text: text(...build, ...entrypoint, start) },
  { name: 'start-script-of-the-project', files: files({}, { 'start.sh': script('exec node dist/index.js') }), text: text(...build, 'RUN chmod +x start.sh', 'CMD ["./start.sh"]') },
  { name: 'start-script-that-is-not-there', files: files(), text: text(...build, 'CMD ["/start.sh"]') },
  { name: 'writes-sqlite', files: files({ dependencies: { express: '^4.19.2', 'better-sqlite3': '^11.0.0' } }, { 'src/index.ts': "import Database from 'better-sqlite3';\nconst db = new Database('data/app.db');\n" }), text: text(...build, start) },
  { name: 'writes-uploads', files: files({ dependencies: { express: '^4.19.2', multer: '^1.4.4' } }, { 'src/index.ts': "import multer from 'multer';\nconst upload = multer({ dest: 'uploads/' });\n" }), text: text(...build, start) },
  { name: 'writes-to-a-volume', files: files({}, { 'src/index.ts': "import fs from 'node:fs';\nfs.writeFileSync('/data/x', '');\n" }), text: text(...build, 'VOLUME /data', start) },
  { name: 'port-443', files: files({}, { 'src/index.ts': "import express from 'express';\nexpress().listen(443);\n" }), text: text(...build, 'EXPOSE 443', start) },
  { name: 'port-80-of-a-number-user', files: files({}, { 'src/index.ts': "import express from 'express';\nexpress().listen(80);\n" }), text: text(...build, 'EXPOSE 80', 'USER 1000', start) },
  { name: 'built-outside', files: { ...nodeFiles('npm', manifest), 'dist/index.js': '' }, text: text('COPY package*.json ./', 'RUN npm ci', 'COPY dist ./dist', 'EXPOSE 8080', start) },
  { name: 'built-outside-and-not-there', files: nodeFiles('npm', { ...manifest, dependencies: { bcrypt: '^5.1.1' } }, { bcrypt: { hasInstallScript: true } }), text: text('COPY package*.json ./', 'RUN npm ci', 'COPY dist ./dist', 'EXPOSE 8080', start) },
  { name: 'another-ecosystem', files: { 'go.mod': 'module example.org/x\n\ngo 1.26\n', 'main.go': 'package main\n\nfunc main() {}\n' }, text: text('COPY package*.json ./', 'RUN npm ci', 'COPY . .', 'RUN npm run build', start) },
  { name: 'yarn-lock-and-npm', files: { ...nodeFiles('yarn', manifest), ...sources() }, text: text(...build.map((line) => line.replace('ci', 'install')), start) },
  { name: 'two-lockfiles', files: { ...nodeFiles('npm', manifest), 'yarn.lock': nodeFiles('yarn', manifest)['yarn.lock']!, ...sources() }, text: text(...build, start) },
  { name: 'no-lockfile-yarn', files: { ...nodeFiles('none', manifest), ...sources() }, text: text('COPY . .', 'RUN yarn', 'RUN yarn build', start) },
  { name: 'yarn-pnp', files: berry('pnp'), text: text('RUN corepack enable', 'COPY . .', 'RUN yarn install', 'RUN yarn build', 'CMD ["yarn", "node", "dist/index.js"]') },
  { name: 'yarn-node-modules', files: berry('node-modules'), text: text('RUN corepack enable', 'COPY . .', 'RUN yarn install', 'RUN yarn build', start) },
  { name: 'bun-bundle', files: { ...nodeFiles('bun', { ...manifest, scripts: { build: 'bun build src/index.ts --target=bun --outdir=dist', start: 'bun dist/index.js' } }), ...sources() }, text: file('FROM oven/bun:1', 'WORKDIR /srv', 'COPY . .', 'RUN bun install', 'RUN bun run build', 'CMD ["bun", "start"]') },
  { name: 'husky-and-patches', files: files({ scripts: { ...manifest.scripts, prepare: 'husky', postinstall: 'patch-package' }, dependencies: { express: '^4.19.2', 'patch-package': '^8.0.0' } }, { 'patches/express+4.19.2.patch': '' }), text: text(...build, start) },
  { name: 'prisma-generate-by-script', files: files({ scripts: { ...manifest.scripts, postinstall: 'prisma generate' }, dependencies: { express: '^4.19.2', '@prisma/client': '^5.0.0' }, devDependencies: { ...manifest.devDependencies, prisma: '^5.0.0' } }, { 'prisma/schema.prisma': '' }), text: text(...build, start) },
  { name: 'postinstall-builds', files: files({ scripts: { ...manifest.scripts, postinstall: 'npm run build' } }), text: text('COPY . .', 'RUN npm ci', start) },
  { name: 'modules-as-a-cache-mount', files: files(), text: file('# syntax=docker/dockerfile:1', 'FROM node:22', 'WORKDIR /srv', 'COPY . .', 'RUN --mount=type=cache,target=/srv/node_modules npm ci && npm run build && cp -r node_modules /tmp/modules', start) },
  { name: 'unused-manifest-field', files: files({ files: ['dist'] }, { '.npmignore': 'src\n', 'other.json': json({}) }), text: text(...build, start) },
]; // prettier-ignore

goldenTests('node-special', cases);
