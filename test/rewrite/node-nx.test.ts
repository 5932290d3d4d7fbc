/** Repositories that Nx builds, with all packages in the manifest at the root. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles, type Manifest } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const manifest: Manifest = {
  name: 'repository',
  scripts: { build: 'nx build', 'build:all': 'nx run-many --target=build && node tools/pack.js' },
  dependencies: { express: '^4.19.2' },
  devDependencies: { nx: '^19.0.0', typescript: '^5.4.5' },
};
const files = (changes: Manifest = {}, more: MemoryTree = {}): MemoryTree => ({
  ...nodeFiles('npm', { ...manifest, ...changes }),
  'nx.json': '{}',
  'apps/api/project.json': '{"targets":{"build":{"options":{"outputPath":"dist/apps/api"}}}}',
  'apps/api/src/main.ts': "import express from 'express';\nexpress().listen(3000);\n",
  'tools/pack.js': '',
  ...more,
});
const text = (build: string, start = 'dist/apps/api/main.js'): string =>
  `FROM node:22\nWORKDIR /repo\nCOPY . .\nRUN npm ci\nRUN ${build}\nCMD ["node", "${start}"]\n`;

const cases: PlanCase[] = [
  { name: 'one-application', files: files(), text: text('npx nx build api --configuration=production') },
  { name: 'all-applications', files: files(), text: text('npx nx run-many --target=build') },
  { name: 'through-a-script', files: files(), text: text('npm run build api') },
  { name: 'script-that-does-more', files: files(), text: text('npm run build:all') },
  {
    name: 'reads-its-sources',
    files: files(
      {},
      {
        'apps/api/src/main.ts':
          "import fs from 'node:fs';\nfs.readFileSync('apps/api/src/assets/words.txt');\n",
        'apps/api/src/assets/words.txt': '',
      },
    ),
    text: text('npx nx build api'),
  },
  {
    name: 'built-in-the-application',
    files: files(),
    text: text('npx nx build api', 'apps/api/dist/main.js'),
  },
  {
    name: 'without-nx-settings',
    files: Object.fromEntries(Object.entries(files()).filter(([path]) => path !== 'nx.json')),
    text: text('npx nx build api'),
  },
];

goldenTests('node-nx', cases);
