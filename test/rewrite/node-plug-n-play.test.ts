/** Projects of Yarn's Plug'n'Play: no node_modules, but archives and .pnp.cjs. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { berryLock, json, nodeFiles, type Manifest } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const manifest: Manifest = {
  name: 'shop',
  packageManager: 'yarn@4.9.2',
  scripts: { build: 'tsc', start: 'node dist/index.js' },
  dependencies: { express: '^4.19.2' },
  devDependencies: { typescript: '^5.4.5' },
};
const sources: MemoryTree = {
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"},"include":["src"]}',
  'src/index.ts': "import express from 'express';\nexpress().listen(8080);\n",
};
const release: MemoryTree = {
  '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.9.2.cjs\n',
  '.yarn/releases/yarn-4.9.2.cjs': '',
};
const files = (changes: Manifest = {}, more: MemoryTree = release): MemoryTree => ({
  ...nodeFiles('berry', { ...manifest, ...changes }),
  ...sources,
  ...more,
});
/** What an install on this machine has left. */
const installed: MemoryTree = {
  '.pnp.cjs': '',
  '.yarn/install-state.gz': '',
  '.yarn/unplugged/esbuild/node_modules/esbuild/package.json': '{}',
};
const committed: MemoryTree = {
  '.yarnrc.yml': 'enableGlobalCache: false\nyarnPath: .yarn/releases/yarn-4.9.2.cjs\n',
  '.yarn/releases/yarn-4.9.2.cjs': '',
  '.yarn/cache/express-npm-4.19.2-1-2.zip': '',
  '.pnp.cjs': '',
  '.gitignore': '.yarn/*\n!.yarn/cache\n!.yarn/releases\n',
};
const text = (...lines: string[]): string => `${['FROM node:22', 'WORKDIR /srv', ...lines].join('\n')}\n`;
const build = ['COPY . .', 'RUN yarn install', 'RUN yarn build'];
const start = 'CMD ["yarn", "node", "dist/index.js"]';
const hooked = 'CMD ["node", "-r", "./.pnp.cjs", "dist/index.js"]';
const plain: Manifest = { scripts: { start: 'node server.js' }, devDependencies: {} };
const workspace: MemoryTree = {
  'package.json': json({ name: 'shop', private: true, packageManager: 'yarn@4.9.2', workspaces: ['packages/*'] }),
  'yarn.lock': berryLock({ name: 'shop', dependencies: { express: '^4.19.2' }, devDependencies: { typescript: '^5.4.5' } }),
  'packages/api/package.json': json({ name: '@shop/api', scripts: manifest.scripts, dependencies: { express: '^4.19.2', '@shop/prices': 'workspace:*' }, devDependencies: { typescript: '^5.4.5' } }),
  'packages/api/tsconfig.json': sources['tsconfig.json']!,
  'packages/api/src/index.ts': sources['src/index.ts']!,
  'packages/prices/package.json': json({ name: '@shop/prices', main: 'index.js' }),
  'packages/prices/index.js': '',
  ...release,
}; // prettier-ignore

const cases: PlanCase[] = [
  { name: 'release-in-the-project', files: files(), text: text(...build, 'EXPOSE 8080', start) },
  { name: 'installed-on-this-machine', files: files({}, { ...release, ...installed }), text: text(...build, 'EXPOSE 8080', start) },
  { name: 'installed-with-modules', files: files({}, { ...release, ...installed, '.pnp.loader.mjs': '' }), text: text(...build, start) },
  { name: 'project-of-modules', files: files({ type: 'module' }), text: text(...build, start) },
  { name: 'start-script', files: files({ type: 'module' }), text: text(...build, 'CMD yarn start') },
  { name: 'hooks-by-hand', files: files(), text: text(...build, hooked) },
  { name: 'hooks-in-the-environment', files: files(), text: text(...build, 'ENV NODE_OPTIONS="--require /srv/.pnp.cjs"', 'CMD ["node", "dist/index.js"]') },
  { name: 'hooks-before-the-install', files: files({}, { ...release, ...installed }), text: text('ENV NODE_OPTIONS="--require /srv/.pnp.cjs"', ...build, 'CMD ["node", "dist/index.js"]') },
  { name: 'committed-hooks-before-the-install', files: files({}, { ...committed, ...installed }), text: text('ENV NODE_OPTIONS="--require /srv/.pnp.cjs"', ...build, 'CMD ["node", "dist/index.js"]') },
  { name: 'base-without-yarn', files: files(), text: text(...build, start).replace('node:22', 'node:26') },
  { name: 'corepack', files: files({}, installed), text: text('RUN corepack enable', ...build, start) },
  { name: 'corepack-and-nothing-known', files: files({}, {}), text: text('RUN corepack enable', ...build, start) },
  { name: 'corepack-with-a-release', files: files(), text: text('RUN corepack enable', ...build, start) },
  { name: 'committed', files: files({}, committed), text: text(...build.map((line) => line.replace('install', 'install --immutable --immutable-cache')), start) },
  { name: 'committed-and-copied-by-name', files: files({}, committed), text: text('COPY package.json yarn.lock .yarnrc.yml .pnp.cjs ./', 'COPY .yarn ./.yarn', 'RUN yarn install --immutable', 'COPY . .', 'RUN yarn build', start) },
  { name: 'cache-that-is-not-committed', files: files({}, { ...committed, '.gitignore': '.yarn/*\n!.yarn/releases\n.pnp.*\n' }), text: text(...build, start) },
  { name: 'archives-in-the-context', files: files({}, { ...release, ...installed, '.dockerignore': 'node_modules\n' }), text: text(...build, start) },
  { name: 'patches', files: files({ dependencies: { express: 'patch:express@npm%3A4.19.2#~/.yarn/patches/express.patch' } }, { ...release, '.yarn/patches/express.patch': '' }), text: text(...build, hooked) },
  { name: 'plugins', files: files({}, { '.yarnrc.yml': 'plugins:\n  - .yarn/plugins/x.cjs\nyarnPath: .yarn/releases/yarn-4.9.2.cjs\n', '.yarn/plugins/x.cjs': '', '.yarn/releases/yarn-4.9.2.cjs': '' }), text: text(...build, hooked) },
  { name: 'native-code', files: files({ dependencies: { express: '^4.19.2', bcrypt: '^5.1.1' } }), text: text(...build, hooked) },
  { name: 'without-a-build', files: { ...nodeFiles('berry', { ...manifest, ...plain }), 'server.js': "require('express')().listen(8080);\n", ...release }, text: text('RUN apt-get update && apt-get install -y python3', 'COPY . .', 'RUN yarn install', 'CMD ["node", "-r", "./.pnp.cjs", "server.js"]') },
  { name: 'workspace', files: workspace, text: text('COPY . .', 'RUN yarn install', 'RUN yarn workspace @shop/api build', 'CMD ["node", "-r", "./.pnp.cjs", "packages/api/dist/index.js"]') },
  { name: 'version-three', files: files({ packageManager: 'yarn@3.8.7' }, { '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-3.8.7.cjs\n', '.yarn/releases/yarn-3.8.7.cjs': '' }), text: text(...build, hooked) },
  { name: 'version-three-with-the-plugin', files: files({ packageManager: 'yarn@3.8.7' }, { '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-3.8.7.cjs\n', '.yarn/releases/yarn-3.8.7.cjs': '', '.yarn/plugins/@yarnpkg/plugin-workspace-tools.cjs': '' }), text: text(...build, hooked) },
  { name: 'cache-elsewhere', files: files({}, { ...release, '.yarnrc.yml': 'cacheFolder: /var/yarn\nyarnPath: .yarn/releases/yarn-4.9.2.cjs\n' }), text: text(...build, start) },
  { name: 'settings-in-the-environment', files: files(), text: text('ENV YARN_CACHE_FOLDER=/cache', ...build, start) },
  { name: 'settings-by-command', files: files(), text: text('COPY . .', 'RUN yarn config set nodeLinker node-modules && yarn install', 'RUN yarn build', start) },
  { name: 'linker-pnpm', files: files({}, { '.yarnrc.yml': 'nodeLinker: pnpm\n' }), text: text('RUN corepack enable', ...build, start) },
  { name: 'linker-node-modules', files: files({}, { '.yarnrc.yml': 'nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.9.2.cjs\n', '.yarn/releases/yarn-4.9.2.cjs': '' }), text: text(...build, start) },
  { name: 'carriage-returns', files: files({}, { ...release, ...installed }), text: text(...build, '# Serves.', start).replaceAll('\n', '\r\n') },
]; // prettier-ignore

goldenTests('node-plug-n-play', cases);
