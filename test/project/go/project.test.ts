import { describe, expect, it } from 'vitest';
import { parseGoMod } from '../../../server/project/go/go-mod.ts';
import type { GoProject } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const goOf = async (tree: MemoryTree): Promise<GoProject> => (await projectOf(tree)).go('')!;
const mod = 'module example.com/shop // x\n\ngo 1.22\n';

describe('go.mod', () => {
  it('reads lines and blocks', () => {
    const text = `${mod}toolchain go1.22.3\r\nrequire a.b/c v1.0.0\nrequire (\n\td.e/f v2.0.0 // indirect\n\t"g.h/i" v3.0.0\n)\nreplace x => ../x\nreplace (\n\ty v1 => ./y\n\tz => w.v/z v1.2.0\n)\n`;
    expect(parseGoMod(text)).toEqual({
      module: 'example.com/shop',
      goVersion: '1.22',
      requires: ['a.b/c', 'd.e/f', 'g.h/i'],
      direct: ['a.b/c', 'g.h/i'],
      localReplaces: ['../x', './y'],
      replacements: ['w.v/z'],
    });
  });
});

describe('Go projects', () => {
  it('finds programs, sums, workspaces and replacements', async () => {
    const project = (await projectOf({
      'go.work': 'go 1.22\nuse (\n\t./svc\n\t./lib\n)\n',
      'svc/go.mod': `${mod}replace y => ../lib\nreplace q => ../../q\n`,
      'svc/go.sum': '',
      'svc/main.go': '// Copyright\n\npackage main\n',
      'svc/cmd/worker/w.go': '/* package other */ package main\n',
      'svc/cmd/worker/w_test.go': 'package worker_test',
      'svc/tools/gen.go': '//go:build ignore\n\npackage main\n',
      'svc/internal/x.go': 'package x // main\n',
      'svc/testdata/m.go': 'package main',
      'svc/win_windows.go': 'package main',
      'svc/vendor/modules.txt': '',
      'svc/vendor/v/m.go': 'package main\nimport "C"',
      'lib/go.mod': 'module lib',
    })).go('svc')!;
    expect(project).toMatchObject({
      module: 'example.com/shop',
      goVersion: '1.22',
      sum: 'svc/go.sum',
      work: 'go.work',
      vendored: true,
      localReplaces: ['lib'],
      mains: ['svc', 'svc/cmd/worker'],
      usesCgo: false,
    });
  }); // prettier-ignore
  it.each<[string, MemoryTree, boolean]>([
    ['import "C"', { 'a.go': 'package main\n\n// #include <stdio.h>\nimport "C"\n' }, true],
    ['in a group', { 'a.go': 'package main\nimport (\n\t"fmt"\n\t"C"\n)\n' }, true],
    ['in a test', { 'a_test.go': 'package main\nimport "C"\n' }, false],
    ['in a comment', { 'a.go': 'package main\n// import "C"\n' }, false],
    ['a string', { 'a.go': 'package main\nvar s = "C"\n' }, false],
    ['known module', { 'go.mod': 'module x\nrequire github.com/mattn/go-sqlite3 v1.14.0\n' }, true],
    ['pure module', { 'go.mod': 'module x\nrequire modernc.org/sqlite v1.14.0\n' }, false],
  ])('cgo: %s', async (_name, tree, expected) => {
    const project = await goOf({ 'go.mod': mod, ...tree });
    expect(project.usesCgo).toBe(expected);
    expect(project.cgoReason !== undefined).toBe(expected);
  });

  it('names one import of each folder that links the C library', async () => {
    const project = await goOf({
      'go.mod': mod,
      'main.go': 'package main\nimport (\n\t"net/url"\n\t"net/http"\n\t"os/user"\n)\n',
      'main_test.go': 'package main\nimport "net"\n',
      'net_windows.go': 'package main\nimport "net"\n',
      'cmd/tool/main.go': 'package main\nimport "net/netip"\n',
      'internal/web/web.go': 'package web\nimport "github.com/labstack/echo/v4"\n',
      'internal/wasm/wasm.go': '//go:build wasm\n\npackage wasm\nimport "net"\n',
    });
    expect(project.networkImports).toEqual([
      { name: 'github.com/labstack/echo/v4', file: 'internal/web/web.go' },
      { name: 'net/http', file: 'main.go' },
    ]);
  });
});
