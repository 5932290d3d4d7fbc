/** One package of a workspace: what the production install and the final image take of the others. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';
import { api, npm, pnpm } from './workspaces.ts';

const file = (...lines: string[]): string => `${lines.join('\n')}\n`;
const text = file(
  'FROM node:22',
  'RUN npm install -g pnpm@9.1.0',
  'WORKDIR /repo',
  'COPY . .',
  'RUN pnpm install',
  'RUN pnpm --filter @mono/api... build',
  'CMD ["node", "apps/api/dist/main.js"]',
);
const onlyApi = text.replace('@mono/api...', '@mono/api');
const injected = (files: MemoryTree): MemoryTree => ({
  ...files,
  'pnpm-lock.yaml': (files['pnpm-lock.yaml'] as string).replace(
    '\nsnapshots:\n',
    "\n  '@mono/lib@file:packages/lib':\n    resolution: {directory: packages/lib, type: directory}\n\nsnapshots:\n\n  '@mono/lib@file:packages/lib': {}\n",
  ),
});
const bundled = { scripts: { build: 'esbuild src/main.ts --bundle --platform=node --outdir=dist' } };
const plainLibrary = { scripts: {}, main: 'index.js' };
const libraryFiles = { 'packages/lib/index.js': '', '.dockerignore': '**/node_modules\n' };

const withoutLock = Object.fromEntries(Object.entries(pnpm()).filter(([path]) => path !== 'pnpm-lock.yaml'));

const cases: PlanCase[] = [
  { name: 'injected-packages', files: injected(pnpm()), text },
  { name: 'packages-elsewhere', files: pnpm({}, { '.npmrc': 'virtual-store-dir=/pnpm\n' }), text },
  { name: 'library-without-a-build', files: pnpm({ lib: plainLibrary }, libraryFiles), text },
  {
    name: 'library-in-typescript',
    files: pnpm({ lib: { scripts: {}, main: 'src/index.ts' } }, libraryFiles),
    text,
  },
  { name: 'only-the-package-is-built', files: pnpm(), text: onlyApi },
  {
    name: 'built-by-references',
    files: pnpm({ root: { scripts: { build: 'tsc --build apps/api' } } }),
    text: text.replace('pnpm --filter @mono/api... build', 'pnpm build'),
  },
  { name: 'library-is-packed-into-the-program', files: pnpm({ api: bundled }), text: onlyApi },
  {
    name: 'library-exports-its-sources',
    files: pnpm({ lib: { exports: { '.': './dist/index.js', './styles': './src/styles.css' } } }),
    text,
  },
  {
    name: 'library-exports-its-result',
    files: pnpm({ lib: { exports: { '.': { types: './src/index.ts', default: './dist/index.js' } } } }),
    text,
  },
  { name: 'library-with-hooks', files: pnpm({ lib: { scripts: { build: 'tsc', prepare: 'husky' } } }), text },
  { name: 'without-a-lockfile', files: withoutLock, text },
  {
    name: 'npm-only-the-package-is-built',
    files: npm({ api: { ...bundled } }),
    text: file(
      'FROM node:22',
      'WORKDIR /repo',
      'COPY . .',
      'RUN npm ci',
      'RUN npm run build -w apps/api',
      'CMD ["node", "apps/api/dist/main.js"]',
    ),
  },
  {
    name: 'needs-nothing-of-the-others',
    files: pnpm({ api: { dependencies: { express: api.dependencies!['express']! } } }),
    text,
  },
];

goldenTests('node-workspace', cases);
