import { describe, expect, it } from 'vitest';
import { gatherContext } from '../../server/context/gather.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { createMemoryFileSystem, type MemoryTree } from '../support/memory-file-system.ts';

async function preparedIn(folder: string, dockerfile: string, tree: MemoryTree): Promise<Record<string, string>> {
  const context = await gatherContext({
    fileSystem: createMemoryFileSystem({ '.git/HEAD': '', ...tree, [`${folder}Dockerfile`]: dockerfile }),
    dockerfile: `file:///project/${folder}Dockerfile`,
    model: parseDockerfile(dockerfile),
    context: `file:///project/${folder}`.replace(/\/$/, ''),
  });
  return Object.fromEntries(context.preparations.map(({ path, by }) => [path, by]));
} // prettier-ignore

const text = 'FROM ruby:3.4\nCOPY Gemfile* .ruby-version ./\nCOPY start.sh ./\n';
const own = { 'docker/base/start.sh': '' };

describe('findPreparations', () => {
  it.each<[string, MemoryTree, Record<string, string>]>([
    ['a Makefile', { Makefile: 'base:\n\tcp Gemfile* .ruby-version docker/base\n\tcd docker/base && docker build .\n' }, { 'Gemfile*': 'Makefile', '.ruby-version': 'Makefile' }],
    ['a script', { 'scripts/build.sh': 'cp .ruby-version \\\n  ./docker/base/\n' }, { '.ruby-version': 'scripts/build.sh' }],
    ['a workflow', { '.github/workflows/ci.yml': 'jobs:\n  build:\n    steps:\n      - run: ruby -v > docker/base/.ruby-version\n' }, { '.ruby-version': '.github/workflows/ci.yml' }],
    ['a script of package.json', { 'package.json': '{"scripts":{"image":"cp .ruby-version docker/base/ && docker build docker/base"}}' }, { '.ruby-version': 'package.json' }],
    ['a download', { Makefile: 'get:\n\tcurl -o docker/base/.ruby-version https://example.org/version\n' }, { '.ruby-version': 'Makefile' }],
    ['a folder in a variable', { 'build.sh': 'cp .ruby-version "$ROOT/docker/base/"\n' }, { '.ruby-version': 'build.sh' }],
    ['a Makefile of the folder itself', { 'docker/base/Makefile': 'build:\n\tcp ../../.ruby-version .\n\tdocker build .\n' }, { '.ruby-version': 'Makefile' }],
    ['what is removed', { Makefile: 'clean:\n\trm -f docker/base/.ruby-version\n' }, {}],
    ['another folder', { Makefile: 'base:\n\tcp .ruby-version docker/other\n' }, {}],
    ['a folder with a longer name', { Makefile: 'base:\n\tcp .ruby-version docker/base-images/\n' }, {}],
    ['a longer name', { Makefile: 'base:\n\tcp my.ruby-version docker/base\n' }, {}],
    ['a comment', { Makefile: '# cp .ruby-version docker/base\n' }, {}],
    ['a file that runs nothing', { 'README.md': 'cp .ruby-version docker/base\n' }, {}],
  ])('looks into %s', async (_, tree, expected) => {
    expect(await preparedIn('docker/base/', text, { ...own, ...tree })).toEqual(expected);
  }); // prettier-ignore

  it('knows files that are made where the build runs', async () => {
    const dockerfile = 'FROM nginx:1.29\nCOPY site.conf version.txt ./\n';
    const tree = { Makefile: 'build:\n\tcp site.example.conf site.conf\n\tgit describe > version.txt\n' };
    expect(await preparedIn('', dockerfile, tree)).toEqual({
      'site.conf': 'Makefile',
      'version.txt': 'Makefile',
    });
    expect(await preparedIn('', dockerfile, { Makefile: 'show:\n\tcp site.conf /etc/nginx/\n' })).toEqual({});
  });

  it('reads nothing where nothing is missing, and survives what can not be read', async () => {
    const tree = { ...own, Makefile: { size: 10_000_000 }, 'build.sh': '\0cp .ruby-version docker/base' };
    expect(await preparedIn('docker/base/', text, tree)).toEqual({});
    expect(await preparedIn('docker/base/', 'FROM ruby:3.4\nCOPY start.sh ./\n', { ...own, Makefile: 'all:\n\tcp start.sh docker/base\n' })).toEqual({});
  }); // prettier-ignore
});
