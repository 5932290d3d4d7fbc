import { describe, expect, it } from 'vitest';
import { buildOnlyFiles } from '../../../server/project/sources/build-files.ts';
import { json, projectOf } from '../support.ts';

const only = (scripts: Record<string, string>, directory = ''): string[] => [
  ...buildOnlyFiles(scripts, directory),
];

describe('files that only a build runs', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['a step of the build', { build: 'tsc && node tools/copy-pages.js' }, ['tools/copy-pages.js']],
    ['by a hook', { postbuild: 'node ./tools/copy.mjs --all' }, ['tools/copy.mjs']],
    ['by a runner with options', { 'build:css': 'tsx --tsconfig a.json tools/css.ts' }, []],
    ['a program that only a test names', { test: 'node server.js --check' }, []],
    ['by a runner', { 'build:css': 'NODE_ENV=production tsx tools/css.ts' }, ['tools/css.ts']],
    ['the start', { start: 'node server.js', build: 'tsc' }, []],
    ['the start that the build calls too', { start: 'node server.js', test: 'node server.js --check' }, []],
    ['a migration, which a start may call', { migrate: 'node tools/migrate.js' }, []],
    ['another program', { build: 'vite build tools/a.js' }, []],
    ['without its ending', { prepare: 'node tools/hooks' }, ['tools/hooks', 'tools/hooks.js', 'tools/hooks/index.js']],
    ['outside of the context', { build: 'node ../../a.js' }, []],
  ])('%s', (_, scripts, files) => {
    expect(only(scripts)).toEqual(files);
  }); // prettier-ignore

  it('are found in the folder of the project', () => {
    expect(only({ build: 'node tools/a.js' }, 'api')).toEqual(['api/tools/a.js']);
  });

  it('write nothing that the running program needs', async () => {
    const tree = {
      'package.json': json({ name: 'a', scripts: { build: 'node tools/copy.js', start: 'node server.js' } }),
      'tools/copy.js': "require('fs').cpSync('a', 'build/a');\n",
      'server.js': "require('fs').writeFileSync('log/a', 'b');\n",
    };
    const { writes } = (await projectOf(tree)).sources('')!;
    expect(writes.map(({ path }) => path)).toEqual(['log/a']);
  });
});
