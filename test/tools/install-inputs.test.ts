import { describe, expect, it } from 'vitest';
import { copyLines, goInstallInputs, nodeInstallInputs, shorten } from '../../server/tools/install-inputs.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles, type Manifest } from '../support/node-project.ts';

const manifest: Manifest = { name: 'shop', dependencies: { express: '^4.19.2' } };

async function inputs(tree: MemoryTree, tool?: 'npm' | 'pnpm' | 'yarn' | 'bun', directory = '') {
  const facts = await factsFor('FROM node:22\n', tree);
  return nodeInstallInputs(facts.project.node(directory)!, facts.context, facts.project, tool);
}

describe('nodeInstallInputs', () => {
  it.each<[string, MemoryTree, readonly string[]]>([
    ['the manifest alone', nodeFiles('none', manifest), ['package.json']],
    ['the lockfile', nodeFiles('npm', manifest), ['package.json', 'package-lock.json']],
    ['configuration', { ...nodeFiles('pnpm', manifest), '.npmrc': '', 'pnpm-workspace.yaml': '' }, ['package.json', 'pnpm-lock.yaml', '.npmrc', 'pnpm-workspace.yaml']],
    ['patches', { ...nodeFiles('npm', manifest), 'patches/a.patch': '' }, ['package.json', 'package-lock.json', 'patches']],
    ['members of a workspace', { ...nodeFiles('npm', { ...manifest, workspaces: ['apps/*'] }), 'apps/a/package.json': '{"name":"a"}' }, ['package.json', 'package-lock.json', 'apps/a/package.json']],
    ['the schema of Prisma', { ...nodeFiles('npm', { ...manifest, dependencies: { '@prisma/client': '^5.0.0' } }), 'prisma/schema.prisma': '', 'prisma.config.ts': '' }, ['package.json', 'package-lock.json', 'prisma', 'prisma.config.ts']],
    ['a schema at the top', { ...nodeFiles('npm', { ...manifest, dependencies: { '@prisma/client': '^5.0.0' } }), 'schema.prisma': '' }, ['package.json', 'package-lock.json', 'schema.prisma']],
  ])('names %s', async (_, tree, paths) => {
    expect(await inputs(tree)).toEqual({ paths, needsSources: undefined });
  }); // prettier-ignore

  it('names the lockfile of the tool that installs', async () => {
    const both = { ...nodeFiles('npm', manifest), 'yarn.lock': nodeFiles('yarn', manifest)['yarn.lock']! };
    expect((await inputs(both, 'yarn')).paths).toContain('yarn.lock');
    expect((await inputs(both, 'npm')).paths).not.toContain('yarn.lock');
    expect((await inputs(nodeFiles('pnpm', manifest), 'npm')).paths).toEqual(['package.json']);
  });

  it('names the lockfile of another manager that the tool takes versions from', async () => {
    const yarn = nodeFiles('yarn', manifest);
    expect((await inputs(yarn, 'npm')).paths).toEqual(['package.json', 'yarn.lock']);
    expect((await inputs(yarn, 'pnpm')).paths).toEqual(['package.json']);
    expect((await inputs(nodeFiles('pnpm', manifest), 'bun')).paths).toEqual([
      'package.json',
      'pnpm-lock.yaml',
    ]);
  });

  it.each([
    ['husky', 'husky', undefined],
    ['several harmless ones', 'husky install && echo done', undefined],
    ['patch-package', 'patch-package', undefined],
    ['a file of the project', 'node scripts/setup.js', 'the `postinstall` script of package.json runs `node scripts/setup.js`'],
    ['a build', 'husky && npm run build', 'the `postinstall` script of package.json runs `husky && npm run build`'],
  ])('knows whether %s as install script needs the sources', async (_, command, reason) => {
    const { needsSources } = await inputs(nodeFiles('npm', { ...manifest, scripts: { postinstall: command } }));
    expect(needsSources).toBe(reason);
  }); // prettier-ignore

  it.each([
    ['prisma generate', true], ['npx prisma generate', true], ['pnpx prisma generate', true], ['pnpm exec prisma generate', true],
    ['prisma generate --schema=db/schema.prisma', true], ['prisma migrate deploy', false], ['other prisma generate', false],
  ])('knows what %s reads', async (postinstall, known) => {
    const project = { ...manifest, dependencies: { '@prisma/client': '^6.0.0' }, scripts: { postinstall } };
    const tree = { ...nodeFiles('npm', project), 'prisma/schema.prisma': '' };
    expect((await inputs(tree)).needsSources === undefined).toBe(known);
  }); // prettier-ignore

  it.each(['file:./lib', 'link:../lib', 'portal:lib'])('needs the sources for %s', async (range) => {
    const { needsSources } = await inputs(nodeFiles('none', { ...manifest, dependencies: { lib: range } }));
    expect(needsSources).toBe(`package.json depends on lib at ${range}`);
  });
});

describe('goInstallInputs', () => {
  it('names go.mod, go.sum and local replacements, and needs everything in a workspace', async () => {
    const tree = {
      'go.mod': 'module a\n\ngo 1.25\n\nrequire example.org/lib v0.0.0\n\nreplace example.org/lib => ./lib\n',
      'go.sum': '',
      'lib/go.mod': 'module example.org/lib\n\ngo 1.25\n',
      'main.go': 'package main\n',
    };
    const facts = await factsFor('FROM golang:1.25\n', tree);
    expect(goInstallInputs(facts.project.go('')!, facts.context)).toEqual({
      paths: ['go.mod', 'go.sum', 'lib/go.mod'],
      needsSources: undefined,
    });
    const work = await factsFor('FROM golang:1.25\n', { ...tree, 'go.work': 'go 1.25\n\nuse .\n' });
    expect(goInstallInputs(work.project.go('')!, work.context).needsSources).toMatch(/go\.work/);
  });
});

describe('copyLines', () => {
  it('writes one line per target folder, shortened from the working directory', async () => {
    const { context } = await factsFor('FROM node:22\n', {
      'app/package.json': '',
      'app/.npmrc': '',
      'app/patches/a.patch': '',
      'app/libs/b/package.json': '',
      'app/with blank.json': '',
    });
    const paths = ['app/package.json', 'app/.npmrc', 'app/patches', 'app/libs/b/package.json'];
    const options = { contextRoot: 'app', imageRoot: '/srv', workdir: '/srv', keyword: 'COPY', context };
    expect(copyLines(paths, options)).toEqual([
      'COPY app/package.json app/.npmrc ./',
      'COPY app/patches/ ./patches/',
      'COPY app/libs/b/package.json ./libs/b/',
    ]);
    expect(
      copyLines(['app/with blank.json'], { ...options, workdir: '/other', flags: '--chown=1:1' }),
    ).toEqual(['COPY --chown=1:1 ["app/with blank.json", "/srv/"]']);
    expect(copyLines([], options)).toEqual([]);
  });
});

describe('shorten', () => {
  it.each([
    ['/srv', '/srv', './'],
    ['/srv/a', '/srv', './a/'],
    ['/srvx', '/srv', '/srvx/'],
    ['/a', '/', '/a/'],
    ['/', '/srv', '/'],
    ['/srv', undefined, '/srv/'],
  ])('writes %s from %s as %s', (folder, workdir, text) => {
    expect(shorten(folder, workdir)).toBe(text);
  });
});
