/** What makes a rewrite of a Node image go wrong when it is not seen. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles, type Extras, type Manifest } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const manifest: Manifest = {
  name: 'shop',
  scripts: { build: 'tsc', start: 'node dist/index.js' },
  dependencies: { express: '^4.19.2' },
  devDependencies: { typescript: '^5.4.5' },
};

const sources: MemoryTree = {
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"},"include":["src"]}',
  'src/index.ts': "import express from 'express';\nexpress().listen(8080);\n",
};

const files = (changes: Manifest = {}, extra: MemoryTree = {}, extras: Extras = {}): MemoryTree => ({
  ...nodeFiles('npm', { ...manifest, ...changes }, extras),
  ...sources,
  ...extra,
});
const scripts = (more: Record<string, string>): Manifest => ({ scripts: { ...manifest.scripts, ...more } });

const lines = (...body: string[]): string => ['FROM node:22', 'WORKDIR /srv', ...body, ''].join('\n');
const build = ['COPY . .', 'RUN npm ci', 'RUN npm run build'];
const start = 'CMD ["node", "dist/index.js"]';

const cases: PlanCase[] = [
  { name: 'configuration-in-root-home', files: files({}, { 'docker/npmrc': '' }), text: lines('COPY docker/npmrc /root/.npmrc', ...build, start) },
  { name: 'own-user', files: files(), text: lines('RUN groupadd -r app && useradd -r -g app app', 'COPY --chown=app:app package*.json ./', 'RUN npm ci', 'COPY --chown=app:app . .', 'RUN npm run build', 'USER app', start) },
  { name: 'chown-layer', files: files(), text: lines(...build, 'RUN chown -R node:node /srv', 'USER node', start) },
  { name: 'cache-mount-of-the-user', files: files(), text: lines('USER node', 'COPY --chown=node:node package*.json ./', 'RUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci', 'COPY --chown=node:node . .', 'RUN npm run build', start) },
  { name: 'tini', files: files(), text: lines('RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*', ...build, 'ENTRYPOINT ["/usr/bin/tini", "--"]', 'CMD ["npm", "start"]') },
  { name: 'node-dot', files: files({ main: 'dist/index.js', ...scripts({ start: 'node .' }) }), text: lines(...build, 'CMD ["npm", "start"]') },
  { name: 'migrates-at-start', files: files({ ...scripts({ start: 'knex migrate:latest && node dist/index.js' }), dependencies: { express: '^4.19.2', knex: '^3.0.0' } }), text: lines(...build, 'CMD ["npm", "start"]') },
  { name: 'migrates-with-a-development-package', files: files({ ...scripts({ start: 'prisma migrate deploy && node dist/index.js' }), devDependencies: { ...manifest.devDependencies, prisma: '^5.0.0' } }), text: lines(...build, 'CMD ["npm", "start"]') },
  { name: 'migrates-in-shell-form', files: files({ dependencies: { express: '^4.19.2', knex: '^3.0.0' } }), text: lines(...build, 'CMD npx knex migrate:latest && node dist/index.js') },
  { name: 'preloads-a-development-package', files: files({ devDependencies: { ...manifest.devDependencies, 'tsconfig-paths': '^4.0.0' } }), text: lines(...build, 'CMD ["node", "-r", "tsconfig-paths/register", "dist/index.js"]') },
  { name: 'port-from-a-variable', files: files(), text: lines('ENV PORT=8080', ...build, 'CMD node dist/index.js --port $PORT') },
  { name: 'pnpm-start-stays-plain', files: { ...nodeFiles('pnpm', { ...manifest, packageManager: 'pnpm@9.1.0', ...scripts({ prestart: 'node dist/warm.js' }) }), ...sources }, text: lines('RUN corepack enable', 'COPY . .', 'RUN pnpm install', 'RUN pnpm build', 'CMD ["pnpm", "start"]') },
  { name: 'yarn-1-with-prisma', files: { ...nodeFiles('yarn', { ...manifest, dependencies: { '@prisma/client': '^5.0.0' }, devDependencies: { ...manifest.devDependencies, prisma: '^5.0.0' } }), ...sources, 'prisma/schema.prisma': '' }, text: lines('COPY . .', 'RUN yarn', 'RUN yarn build', start) },
  { name: 'prisma-on-alpine', files: files({ dependencies: { '@prisma/client': '^5.0.0' }, devDependencies: { ...manifest.devDependencies, prisma: '^5.0.0' } }, { 'prisma/schema.prisma': '' }), text: lines(...build, start).replace('node:22', 'node:22-alpine') },
  { name: 'browser-at-run-time', files: files(), text: lines('COPY . .', 'RUN npm ci', 'RUN npx playwright install --with-deps chromium', 'RUN npm run build', start) },
  { name: 'explicit-copies', files: files({}, { 'emails/hello.html': '', 'rates.csv': '', 'docs/a.md': '' }), text: lines('COPY package.json package-lock.json tsconfig.json ./', 'RUN npm ci', 'COPY src ./src', 'COPY emails ./emails', 'COPY rates.csv ./', 'COPY docs ./docs', 'RUN npm run build', start) },
  { name: 'arg-node-env', files: files(), text: lines('ARG NODE_ENV=production', 'ENV NODE_ENV=$NODE_ENV', 'COPY . .', 'RUN npm ci --include=dev', 'RUN npm run build', start) },
  { name: 'arg-for-the-build', files: files(), text: lines('ARG API_URL', 'ENV API_URL=$API_URL', ...build, start) },
  { name: 'health-check-by-curl', files: files(), text: lines(...build, 'EXPOSE 8080', 'HEALTHCHECK --interval=10s CMD curl --fail http://localhost:8080/health || exit 1', start) },
  { name: 'health-check-by-script', files: files({}, { 'health.sh': 'curl x' }), text: lines(...build, 'EXPOSE 8080', 'HEALTHCHECK CMD ./health.sh', start) },
  { name: 'health-check-with-headers', files: files(), text: lines(...build, 'EXPOSE 8080', 'HEALTHCHECK CMD curl -H "X-Probe: 1" -f http://localhost:8080/health', start) },
  { name: 'system-packages-with-the-install', files: files(), text: lines('COPY . .', 'RUN apt-get update && apt-get install -y ffmpeg && npm ci', 'RUN npm run build', start) },
  { name: 'build-tools-with-the-install', files: files(), text: lines('COPY . .', 'RUN apt-get update && apt-get install -y python3 make g++ && npm ci && rm -rf /var/lib/apt/lists/*', 'RUN npm run build', start) },
  { name: 'chmod-of-a-program-file', files: files({}, { 'bin/tool.js': '' }), text: lines(...build, 'RUN chmod +x bin/tool.js', start) },
  { name: 'uploads-folder', files: files(), text: lines(...build, 'RUN mkdir -p uploads && chown -R node:node uploads', 'USER node', start) },
  { name: 'node-modules-on-this-machine', files: files({}, { 'node_modules/express/index.js': { size: 5_000_000 }, 'node_modules/express/package.json': '{}' }), text: lines(...build, start) },
  { name: 'dockerignore-hides-the-lockfile', files: files({}, { '.dockerignore': 'package-lock.json\nnode_modules\n' }), text: lines('COPY . .', 'RUN npm install', 'RUN npm run build', start) },
  { name: 'no-workdir-and-a-script-of-the-install', files: files(scripts({ postinstall: 'node setup.js' }), { 'setup.js': '' }), text: 'FROM node:22\nCOPY . .\nRUN npm ci && npm run build && npm prune --production\nCMD ["npm", "start"]\n' },
  { name: 'no-workdir', files: files(), text: 'FROM node:22\nCOPY . /app\nRUN cd /app && npm ci && npm run build\nCMD ["node", "/app/dist/index.js"]\n' },
  { name: 'workdir-behind-the-copy', files: files(), text: 'FROM node:22\nCOPY . /app\nWORKDIR /app\nRUN npm ci\nRUN npm run build\nCMD ["node", "dist/index.js"]\n' },
  { name: 'install-with-a-prefix', files: files(), text: 'FROM node:22\nCOPY . /app\nRUN npm ci --prefix /app\nRUN npm run build --prefix /app\nWORKDIR /app\nCMD ["node", "dist/index.js"]\n' },
  { name: 'heredoc', files: files(), text: lines('COPY . .', 'RUN <<EOF', 'npm ci', 'npm run build', 'EOF', start) },
  { name: 'shell-instruction', files: files(), text: lines('SHELL ["/bin/bash", "-o", "pipefail", "-c"]', ...build, start) },
  { name: 'base-from-an-argument', files: files(), text: `ARG NODE_VERSION=22\nFROM node:\${NODE_VERSION}\nWORKDIR /srv\n${build.join('\n')}\n${start}\n` },
  { name: 'unknown-base', files: files(), text: lines(...build, start).replace('node:22', 'registry.example.org/node:22') },
  { name: 'digest', files: files(), text: lines(...build, start).replace('node:22', `node:22@sha256:${'0'.repeat(64)}`) },
  { name: 'output-beside-the-sources', files: files(scripts({ start: 'node src/index.js' }), { 'tsconfig.json': '{"include":["src"]}' }), text: lines(...build, 'CMD ["npm", "start"]') },
  { name: 'unknown-build', files: files(scripts({ build: 'node scripts/build.mjs' })), text: lines(...build, start) },
  { name: 'front-end-and-server', files: files({ ...scripts({ build: 'vite build && tsc' }), devDependencies: { ...manifest.devDependencies, vite: '^5.0.0' } }), text: lines(...build, start) },
  { name: 'two-installs', files: files({}, { 'client/package.json': '{"name":"client"}' }), text: lines('COPY . .', 'RUN npm ci && npm --prefix client ci', 'RUN npm run build', start) },
  { name: 'windows', files: files(), text: '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR C:\\app\nCOPY . .\nRUN npm ci\nCMD ["node", "dist/index.js"]\n' },
  { name: 'comment-behind-a-copy', files: files(), text: lines('COPY . . # everything', 'RUN npm ci', 'RUN npm run build', start) },
  { name: 'onbuild', files: files(), text: lines(...build, 'ONBUILD COPY . /x', start) },
  { name: 'no-cmd', files: files(), text: lines(...build) },
]; // prettier-ignore

goldenTests('node-odd', cases);
