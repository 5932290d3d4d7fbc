import { describe, expect, it } from 'vitest';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

const outsideOf = async (tree: MemoryTree, directory = 'client') =>
  (
    await projectOf({
      [`${directory === '' ? '' : `${directory}/`}package.json`]: json({
        name: 'client',
        scripts: { build: 'vite build' },
        devDependencies: { vite: '^5.0.0' },
      }),
      ...tree,
    })
  ).sources(directory)!.reachesOutside;

describe('files of a front end that reach outside of its folder', () => {
  it.each<[string, string, string]>([
    ['an import', 'client/src/a.ts', "import x from '../../shared/x';"],
    [
      'an alias of the bundler',
      'client/vite.config.js',
      "alias: { '@shared': resolve(__dirname, '..', 'shared') }",
    ],
    ['a style sheet', 'client/src/a.scss', '@use "../../theme";'],
    ['a picture of one', 'client/a.css', 'body { background: url(../logo.png) }'],
    ['a component', 'client/src/App.vue', "<script>\nimport x from '../../../x'\n</script>"],
    ['the compiler', 'client/tsconfig.json', '{ "extends": "../tsconfig.base.json" }'],
  ])('are found in %s', async (_, path, text) => {
    expect(await outsideOf({ [path]: text })).toEqual([path]);
  });

  it.each<[string, string, string]>([
    ['a folder of its own', 'client/src/pages/a.ts', "import x from '../../shared/x';"],
    ['prose', 'client/src/a.ts', '// see ../../README.md\nconst dots = [...[], ...x];'],
    ['packages', 'client/node_modules/x/a.js', "require('../../../../y')"],
  ])('are not those of %s', async (_, path, text) => {
    expect(await outsideOf({ [path]: text })).toEqual([]);
  });

  it('are none where the folder is the whole context', async () => {
    expect(await outsideOf({ 'src/a.ts': "import '../../x'" }, '')).toEqual([]);
  });

  it('are not known where a file is too large to be read', async () => {
    expect(await outsideOf({ 'client/src/a.ts': { size: 5_000_000 } })).toBeUndefined();
  });

  it('are not looked for in servers', async () => {
    const files = {
      'api/package.json': json({ name: 'api', scripts: { build: 'nest build' } }),
      'api/src/a.ts': "import '../../x'",
    };
    expect((await projectOf(files)).sources('api')!.reachesOutside).toBeUndefined();
  });
});
