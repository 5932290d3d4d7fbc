import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/dev-dependencies.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { nodeFiles, type Manifest } from '../../support/node-project.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const manifest: Manifest = {
  name: 'shop',
  scripts: { build: 'tsc' },
  dependencies: { express: '^4.19.2' },
  devDependencies: { typescript: '^5.4.5', jest: '^29.0.0' },
};
const tidy: MemoryTree = { '.dockerignore': 'node_modules\n.git\n', 'server.js': '' };
const npm: MemoryTree = { ...nodeFiles('npm', manifest), ...tidy };
const files = (
  manager: Parameters<typeof nodeFiles>[0],
  changes: Manifest = {},
  extra: MemoryTree = {},
): MemoryTree => ({
  ...nodeFiles(manager, { ...manifest, ...changes }),
  ...tidy,
  ...extra,
});
const end = 'COPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n';
const single = (install: string, copies = 'package.json package-lock.json'): string =>
  `FROM node:22-alpine\nWORKDIR /app\nCOPY ${copies} ./\n${install}\n${end}`;
const staged = (build: string, final: string): string =>
  `FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n${build}\nFROM node:22-alpine\nWORKDIR /app\n${final}\nUSER node\nCMD ["node", "dist/index.js"]\n`;

const cases: RuleCase[] = [
  { name: 'npm ci', files: npm, text: single('RUN npm ci'), findings: ['npm ci'], fixed: single('RUN npm ci --omit=dev') },
  { name: 'npm install with options', files: npm, text: single('RUN npm install --no-audit && npm cache clean --force'), findings: 1, fixed: single('RUN npm install --omit=dev --no-audit && npm cache clean --force') },
  { name: 'pnpm', files: files('pnpm'), text: single('RUN corepack enable && pnpm install --frozen-lockfile', 'package.json pnpm-lock.yaml'), findings: 1, fixed: single('RUN corepack enable && pnpm install --prod --frozen-lockfile', 'package.json pnpm-lock.yaml') },
  { name: 'a bare yarn', files: files('yarn'), text: single('RUN yarn', 'package.json yarn.lock'), findings: 1, fixed: single('RUN yarn install --production', 'package.json yarn.lock') },
  { name: 'husky', files: files('npm', { scripts: { prepare: 'husky' } }), text: single('RUN npm ci'), findings: 1, fixed: single('RUN npm ci --omit=dev --ignore-scripts') },
  { name: 'node_modules from the build stage', files: npm, text: staged('RUN npm run build\n', 'COPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist'), findings: ['COPY --from=build /app/node_modules ./node_modules'], fixed: staged('RUN npm run build\nRUN npm prune --omit=dev\n', 'COPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist') },
  { name: 'the whole folder from the build stage, whose last instruction is no RUN', files: npm, text: staged('RUN npm run build\nENV A=1\nEXPOSE 80\n# the end of it\n', 'COPY --from=build /app ./'), findings: 1, fixed: staged('RUN npm run build\nRUN npm prune --omit=dev\nENV A=1\nEXPOSE 80\n# the end of it\n', 'COPY --from=build /app ./') },
  { name: 'a build stage that ends elsewhere than it installs', files: npm, text: staged('RUN npm run build\nWORKDIR /app/dist\n', 'COPY --from=build /app ./'), findings: 1, fixed: staged('RUN npm run build\nRUN npm prune --omit=dev\nWORKDIR /app/dist\n', 'COPY --from=build /app ./') },
  { name: 'a script that a variable chooses, which may be one for development', files: files('npm', { scripts: { dev: 'jest --watch', start: 'node server.js' } }), text: single('RUN npm ci').replace('["node", "server.js"]', 'npm run $MODE'), findings: 0 },
  { name: 'a script that a variable chooses, all of which run without development packages', files: files('npm', { scripts: { start: 'node server.js', worker: 'node worker.js' } }), text: single('RUN npm ci').replace('["node", "server.js"]', 'npm run $MODE'), findings: 1, fixed: single('RUN npm ci --omit=dev').replace('["node", "server.js"]', 'npm run $MODE') },
  { name: 'a script of its own that builds', files: files('npm', { scripts: { postinstall: 'tsc' } }), text: single('RUN npm ci'), findings: 1 },
  { name: 'patches', files: files('npm', { scripts: { postinstall: 'patch-package' }, devDependencies: { ...manifest.devDependencies, 'patch-package': '^8.0.0' } }), text: single('RUN npm ci'), findings: 1 },
  // Not to be found.
  { name: 'a build above a second install, where the base image starts', files: files('npm', {}, { 'client/package.json': '{"name":"client"}' }), text: 'FROM node:22\nCOPY . .\nRUN npm ci\nWORKDIR client\nRUN npm install\nWORKDIR ..\nRUN npm run build\nUSER node\nCMD ["node", "dist/index.js"]\n', findings: [] },
  { name: 'left out by an option', files: npm, text: single('RUN npm ci --omit=dev'), findings: 0 },
  { name: 'left out the old way', files: npm, text: single('RUN npm ci --only=production'), findings: 0 },
  { name: 'left out by NODE_ENV', files: npm, text: single('ENV NODE_ENV=production\nRUN npm ci'), findings: 0 },
  { name: 'left out by NODE_ENV of the command', files: npm, text: single('RUN NODE_ENV=production npm ci'), findings: 0 },
  { name: 'no development packages', files: files('npm', { devDependencies: {} }), text: single('RUN npm ci'), findings: 0 },
  { name: 'a stage that is thrown away', files: npm, text: staged('RUN npm run build\n', 'COPY --from=build /app/dist ./dist'), findings: 0 },
  { name: 'pruned in the same RUN', files: npm, text: single('RUN npm ci && npm run build && npm prune --omit=dev'), findings: 0 },
  { name: 'pruned in the build stage', files: npm, text: staged('RUN npm run build && npm prune --production\n', 'COPY --from=build /app/node_modules ./node_modules'), findings: 0 },
  { name: 'focused by yarn', files: files('berry', { packageManager: 'yarn@4.1.1' }, { '.yarnrc.yml': 'nodeLinker: node-modules\n' }), text: `FROM node:22-alpine AS build\nRUN corepack enable\nWORKDIR /app\nCOPY package.json yarn.lock .yarnrc.yml ./\nRUN yarn install --immutable\nCOPY . .\nRUN yarn build\nRUN yarn workspaces focus --all --production\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=build /app ./\nUSER node\nCMD ["node", "dist/index.js"]\n`, findings: 0 },
  { name: 'a stage that builds, which is another rule’s', files: npm, text: single('RUN npm ci\nCOPY . .\nRUN npm run build'), findings: 0 },
  { name: 'a container that starts a development tool', files: files('npm', { scripts: { start: 'nodemon server.js' }, devDependencies: { nodemon: '^3.0.0' } }), text: single('RUN npm ci').replace('["node", "server.js"]', '["npm", "start"]'), findings: 0 },
  { name: 'a script before the start that does', files: files('npm', { scripts: { prestart: 'tsc', start: 'node server.js' } }), text: single('RUN npm ci').replace('["node", "server.js"]', '["npm", "start"]'), findings: 0 },
  { name: 'a preloaded development package', files: files('npm', { devDependencies: { 'ts-node': '^10.0.0' } }), text: single('RUN npm ci').replace('"server.js"]', '"--require=ts-node/register", "server.js"]'), findings: 0 },
  { name: 'a stage on top of it that builds', files: npm, text: single('RUN npm ci').replace('alpine', 'alpine AS base').replace(end, `COPY . .\nFROM base\nRUN npm run build\n${end}`), findings: 0 },
  { name: 'a stage called dev', files: npm, text: single('RUN npm ci').replace('alpine', 'alpine AS dev'), findings: 0 },
]; // prettier-ignore

describe('size/dev-dependencies', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it.each<[string, MemoryTree, string]>([
    [
      'Prisma, whose client is generated by a development package',
      files(
        'npm',
        { dependencies: { '@prisma/client': '^5.0.0' }, devDependencies: { prisma: '^5.0.0' } },
        { 'prisma/schema.prisma': '' },
      ),
      single('RUN npm ci'),
    ],
    [
      'install scripts of its own beside native packages',
      {
        ...nodeFiles(
          'npm',
          { ...manifest, scripts: { prepare: 'husky' }, dependencies: { bcrypt: '^5.1.1' } },
          { bcrypt: { hasInstallScript: true } },
        ),
        ...tidy,
      },
      single('RUN npm ci'),
    ],
    [
      'a stage that another one builds on',
      npm,
      `FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nFROM build AS test\nRUN npm test\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=build /app ./\nUSER node\nCMD ["node", "server.js"]\n`,
    ],
    [
      'bun, which does not prune',
      files('bun'),
      `FROM oven/bun:1 AS build\nWORKDIR /app\nCOPY package.json bun.lock ./\nRUN bun install\nFROM oven/bun:1\nWORKDIR /app\nCOPY --from=build /app ./\nUSER bun\nCMD ["bun", "server.js"]\n`,
    ],
  ])('finds but does not fix %s', async (_, tree, text) => {
    const findings = findingsOf(rule, text, await factsFor(text, tree));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.fixes()).toEqual([]);
  });

  it('names the packages and the way out', async () => {
    const text = single('RUN npm ci');
    const [finding] = findingsOf(rule, text, await factsFor(text, npm));
    expect(finding?.message).toBe(
      'The final image carries typescript, jest, needed for development only. Install with `--omit=dev`.',
    );
  });

  it.each([
    ['npm install', 'Prune `build` with `npm prune --omit=dev`, or install'],
    ['yarn', 'Prune `build` with `yarn install --production --ignore-scripts --prefer-offline`, or install'],
    ['bun install', 'Install production packages in a stage of their own'],
  ])('prunes with the tool that installs: %s', async (install, advice) => {
    const text = `FROM node:22 AS build\nWORKDIR /app\nCOPY package.json ./\nRUN ${install}\nRUN ${install.split(' ')[0]!} run build\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nCMD ["node", "dist/a.js"]\n`;
    const files = { 'package.json': '{"dependencies":{"koa":"1.0.0"},"devDependencies":{"typescript":"5.0.0"}}' };
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding?.message).toContain(advice);
  }); // prettier-ignore
});
