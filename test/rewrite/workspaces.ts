/** Workspaces of an API, a site and a library that the API needs. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { json, nodeFiles, type Manifest } from '../support/node-project.ts';

const root: Manifest = {
  name: 'mono',
  private: true,
  packageManager: 'pnpm@9.1.0',
  devDependencies: { typescript: '^5.4.5' },
};
export const api: Manifest = {
  name: '@mono/api',
  scripts: { build: 'tsc', start: 'node dist/main.js' },
  dependencies: { express: '^4.19.2', '@mono/lib': 'workspace:*' },
};
const lib: Manifest = { name: '@mono/lib', main: 'dist/index.js', scripts: { build: 'tsc' } };
const web: Manifest = {
  name: '@mono/web',
  scripts: { build: 'vite build' },
  devDependencies: { vite: '^5.0.0' },
};
const tsconfig = '{"compilerOptions":{"outDir":"dist","rootDir":"src"},"include":["src"]}';

/** The lockfile of a workspace: one importer for each package. */
const lockOf = (rootManifest: Manifest, members: Readonly<Record<string, Manifest>>): string => {
  const importer = (folder: string, manifest: Manifest): string => {
    const table = (name: 'dependencies' | 'devDependencies'): string => {
      const entries = Object.entries(manifest[name] ?? {}).map(([each, range]) => {
        const version = range.startsWith('workspace:') ? 'link:../../packages/lib' : range.replace('^', '');
        return `      '${each}':\n        specifier: ${range}\n        version: ${version}\n`;
      });
      return entries.length === 0 ? '' : `    ${name}:\n${entries.join('')}`;
    };
    const tables = table('dependencies') + table('devDependencies');
    return tables === '' ? `  ${folder}: {}\n` : `  ${folder}:\n${tables}`;
  };
  const all = Object.values({ ...members, '.': rootManifest });
  const locked = Object.entries(
    Object.assign({}, ...all.flatMap((one) => [one.dependencies, one.devDependencies])) as Record<
      string,
      string
    >,
  )
    .filter(([, range]) => !range.startsWith('workspace:'))
    .map(([name, range]) => `'${name}@${range.replace('^', '')}'`);
  const importers = [['.', rootManifest] as const, ...Object.entries(members)].map(([folder, manifest]) =>
    importer(folder, manifest),
  );
  return `lockfileVersion: '9.0'\n\nimporters:\n\n${importers.join('\n')}\npackages:\n\n${locked.map((key) => `  ${key}:\n    resolution: {integrity: sha512-x}\n`).join('\n')}\nsnapshots:\n\n${locked.map((key) => `  ${key}: {}\n`).join('\n')}`;
};

export const pnpm = (
  changes: { root?: Manifest; api?: Manifest; lib?: Manifest } = {},
  more: MemoryTree = {},
): MemoryTree => ({
  ...nodeFiles('none', { ...root, ...changes.root }),
  'pnpm-lock.yaml': lockOf(
    { ...root, ...changes.root },
    { 'apps/api': { ...api, ...changes.api }, 'apps/web': web, 'packages/lib': { ...lib, ...changes.lib } },
  ),
  'pnpm-workspace.yaml': 'packages:\n  - apps/*\n  - packages/*\n',
  'apps/api/package.json': json({ ...api, ...changes.api }),
  'apps/api/tsconfig.json': tsconfig,
  'apps/api/src/main.ts': "import express from 'express';\nexpress().listen(3000);\n",
  'apps/web/package.json': json(web),
  'packages/lib/package.json': json({ ...lib, ...changes.lib }),
  'packages/lib/tsconfig.json': tsconfig,
  'packages/lib/src/index.ts': '',
  ...more,
});

const npmLockOf = (rootManifest: Manifest, members: Readonly<Record<string, Manifest>>): string => {
  const packages: Record<string, unknown> = { '': { ...rootManifest } };
  for (const [folder, member] of Object.entries(members)) {
    packages[folder] = { ...member, version: '1.0.0' };
    packages[`node_modules/${member.name!}`] = { resolved: folder, link: true };
  }
  const all = { ...members, '': rootManifest };
  for (const { dependencies, devDependencies } of Object.values(all)) {
    for (const [name, range] of Object.entries(devDependencies ?? {}))
      packages[`node_modules/${name}`] = { version: range.replace('^', ''), dev: true };
    for (const [name, range] of Object.entries(dependencies ?? {}))
      if (!name.startsWith('@mono/')) packages[`node_modules/${name}`] = { version: range.replace('^', '') };
  }
  return json({ name: 'mono', lockfileVersion: 3, packages });
};
const npmRoot: Manifest = {
  name: 'mono',
  private: true,
  workspaces: ['apps/*', 'packages/*'],
  devDependencies: { typescript: '^5.4.5' },
};
export const npmApi: Manifest = { ...api, dependencies: { express: '^4.19.2', '@mono/lib': '*' } };
export const npm = (
  changes: { root?: Manifest; api?: Manifest; lib?: Manifest } = {},
  more: MemoryTree = {},
): MemoryTree => {
  const members = {
    'apps/api': { ...npmApi, ...changes.api },
    'apps/web': web,
    'packages/lib': { ...lib, ...changes.lib },
  };
  return {
    'package.json': json({ ...npmRoot, ...changes.root }),
    'package-lock.json': npmLockOf({ ...npmRoot, ...changes.root }, members),
    ...Object.fromEntries(
      Object.entries(members).map(([folder, member]) => [`${folder}/package.json`, json(member)]),
    ),
    'apps/api/tsconfig.json': tsconfig,
    'apps/api/src/main.ts': "import express from 'express';\nexpress().listen(3000);\n",
    'packages/lib/tsconfig.json': tsconfig,
    'packages/lib/src/index.ts': '',
    ...more,
  };
};
