import { describe, expect, it } from 'vitest';
import type { NodeProject } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

const nodeOf = async (tree: MemoryTree, packageManager = 'yarn@4.9.2'): Promise<NodeProject> =>
  (await projectOf({ 'package.json': json({ name: 'shop', packageManager }), ...tree })).node('')!;
const archives: MemoryTree = { '.yarn/cache/a.zip': '', '.pnp.cjs': '' };

describe("Plug'n'Play", () => {
  it.each<[string, string, boolean]>([
    ['enableGlobalCache: false\n', 'yarn@4.9.2', true],
    ['enableGlobalCache: true\n', 'yarn@3.8.7', false],
    ['defaultSemverRangePrefix: ""\n', 'yarn@4.9.2', false],
    ['defaultSemverRangePrefix: ""\n', 'yarn@3.8.7', true],
    ['yarnPath: [\n', 'yarn@4.9.2', false],
  ])('%j with %s keeps archives in the project: %s', async (settings, manager, inProject) => {
    const { plugNPlay } = await nodeOf({ '.yarnrc.yml': settings }, manager);
    expect(plugNPlay?.cacheInProject).toBe(inProject);
  });

  it.each<[string | undefined, boolean]>([
    ['.yarn/*\n!.yarn/cache\n', true],
    ['.yarn/*\n!.yarn/releases\n', false],
    ['node_modules\n', true],
    [undefined, false],
  ])('takes archives for committed with .gitignore %j: %s', async (ignore, committed) => {
    const project = await nodeOf({
      '.yarnrc.yml': 'enableGlobalCache: false\n',
      ...archives,
      ...(ignore !== undefined && { '.gitignore': ignore }),
    });
    expect(project.plugNPlay?.committed).toBe(committed);
    expect(project.installFiles.includes('.yarn/cache')).toBe(committed);
    expect(project.installFiles.includes('.pnp.cjs')).toBe(committed);
  });

  it('knows the release, the plugin and what is moved', async () => {
    const { plugNPlay } = await nodeOf({
      '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-3.8.7.cjs\ncacheFolder: /tmp/x\n',
      '.yarn/plugins/@yarnpkg/plugin-workspace-tools.cjs': '',
    });
    expect(plugNPlay).toMatchObject({
      release: '.yarn/releases/yarn-3.8.7.cjs',
      focuses: true,
      moved: ['cacheFolder'],
    });
  });

  it('is nothing of other linkers', async () => {
    expect((await nodeOf({ '.yarnrc.yml': 'nodeLinker: node-modules\n' })).plugNPlay).toBe(undefined);
  });
});
