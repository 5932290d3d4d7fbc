import { describe, expect, it } from 'vitest';
import type { PythonTool } from '../../../server/project/python/facts.ts';
import { pythonJson } from '../../../server/project/python/canonical-json.ts';
import {
  pipenvProject,
  poetryApplication,
  poetryProject,
  uvApplication,
  uvPackage,
} from '../../support/dependency-projects.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const toolOf = async (tree: MemoryTree, tool: PythonTool['tool']): Promise<PythonTool | undefined> =>
  (await projectOf(tree)).python('')?.tools.find((one) => one.tool === tool);
const edited = (
  tree: Readonly<Record<string, string>>,
  name: string,
  from: string,
  to: string,
): MemoryTree => ({
  ...tree,
  [name]: tree[name]!.replace(from, to),
});

it('writes JSON as Python does', () => {
  // json.dumps({"a": "\x7f é 🚀 / \" \\ \n \b", "é": [1, True, None]}, sort_keys=True)
  expect(pythonJson({ é: [1, true, null], a: '\x7f é 🚀 / " \\ \n \b' })).toBe(
    '{"a": "\\u007f \\u00e9 \\ud83d\\ude80 / \\" \\\\ \\n \\b", "\\u00e9": [1, true, null]}',
  );
  expect(pythonJson({ b: {}, a: [] }, true)).toBe('{"a":[],"b":{}}');
  expect(pythonJson({ ﬀ: 1, '🚀': 2 })).toBe('{"\\ufb00": 1, "\\ud83d\\ude80": 2}');
  expect(pythonJson({ a: 1.5 })).toBeUndefined();
});

describe('poetry', () => {
  it('reads groups, and whether the lockfile is in step by its hash', async () => {
    expect(await toolOf(poetryProject, 'poetry')).toEqual({
      tool: 'poetry',
      manifest: 'pyproject.toml',
      lock: { path: 'poetry.lock', packages: 2, inStep: true, differences: [] },
      packages: ['flask'],
      groups: [{ name: 'dev', optional: false, packages: ['pytest'] }],
      installsProject: true,
      needsSources: undefined,
      installFiles: [],
    });
    expect((await toolOf(poetryApplication, 'poetry'))!.installsProject).toBe(false);
  });
  it.each<[string, string, string, boolean | undefined, string[]]>([
    ['another version', 'flask = "^3.0"', 'flask = "^3.1"', false, ['content-hash']],
    ['a new package', 'flask = "^3.0"', 'flask = "^3.0"\nhttpx = "*"', false, ['httpx']],
    ['another name of the project', 'name = "shop"', 'name = "store"', true, []],
  ])('compares: %s', async (_, from, to, inStep, differences) => {
    const tool = await toolOf(edited(poetryProject, 'pyproject.toml', from, to), 'poetry');
    expect(tool!.lock).toMatchObject({ inStep, differences });
  }); // prettier-ignore
  it.each([
    ['of today', '44f7c1920fe340ac29ca7331c7c5ab86ad63b2dcdfedb5c3ae7b9b0da7e8c5f9'],
    ['before groups were part of it', 'a546ca0b0a02dfe02fe16469e99524c3786b95543e4d1111b3888d6e788978e0'],
  ])('knows the hash %s for standard metadata', async (_, hash) => {
    const tree = {
      'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.12"\ndependencies = ["flask>=3.0"]\n[dependency-groups]\ndev = ["pytest>=8"]\n',
      'poetry.lock': `[metadata]\nlock-version = "2.1"\ncontent-hash = "${hash}"\n`,
    };
    expect(await toolOf(tree, 'poetry')).toMatchObject({ lock: { inStep: true }, packages: ['flask'], groups: [{ name: 'dev', optional: false, packages: ['pytest'] }] });
  }); // prettier-ignore
  it('says when sources are needed', async () => {
    const local = edited(poetryProject, 'pyproject.toml', 'flask = "^3.0"', 'flask = "^3.0"\nlib = { path = "../lib", develop = true }');
    expect((await toolOf(local, 'poetry'))!.needsSources).toBe('pyproject.toml depends on lib at ../lib');
    const old = edited(poetryProject, 'pyproject.toml', '[tool.poetry.group.dev.dependencies]', '[tool.poetry.dev-dependencies]');
    expect((await toolOf(old, 'poetry'))!.groups).toEqual([{ name: 'dev', optional: false, packages: ['pytest'] }]);
  }); // prettier-ignore
  it('answers for broken files', async () => {
    const facts = await projectOf({ ...poetryProject, 'poetry.lock': '<<<<<<< HEAD\n' });
    expect(facts.problems[0]!.message).toContain("poetry.lock can't be parsed");
    expect(facts.python('')!.tools[0]!.lock).toMatchObject({ inStep: undefined, packages: undefined });
    const strange = { 'pyproject.toml': '[tool.poetry]\ndependencies = 3\ngroup = "x"\n[dependency-groups]\na = [{include-group = "a"}, 7]\n' };
    expect((await toolOf(strange, 'poetry'))!.groups).toEqual([{ name: 'a', optional: false, packages: [] }]);
  }); // prettier-ignore
});

describe('uv', () => {
  it('tells applications from packages', async () => {
    expect(await toolOf(uvApplication, 'uv')).toEqual({
      tool: 'uv',
      manifest: 'pyproject.toml',
      lock: { path: 'uv.lock', packages: 2, inStep: true, differences: [] },
      packages: ['flask'],
      groups: [{ name: 'dev', optional: false, packages: ['pytest'] }],
      installsProject: false,
      needsSources: undefined,
      installFiles: [],
    });
    expect((await toolOf(uvPackage, 'uv'))!.installsProject).toBe(true);
  });
  it.each<[string, string, string, boolean | undefined, string[]]>([
    ['a new package', '"flask>=3.0"', '"flask>=3.0", "httpx"', false, ['httpx']],
    ['another range, which may still fit', '"flask>=3.0"', '"flask>=3.1"', undefined, []],
    ['another writing', '"flask>=3.0"', '"Flask >= 3.0"', true, []],
    ['a new package of a group', '"pytest>=8"', '"pytest>=8", "ruff"', false, ['ruff']],
    ['one package less', '"pytest>=8"', '', undefined, []],
  ])('compares: %s', async (_, from, to, inStep, differences) => {
    const tool = await toolOf(edited(uvApplication, 'pyproject.toml', from, to), 'uv');
    expect(tool!.lock).toMatchObject({ inStep, differences });
  });
  it('reads default groups, older development packages and settings', async () => {
    const tree = edited(uvApplication, 'pyproject.toml', '[dependency-groups]', '[tool.uv]\ndefault-groups = ["lint"]\ndev-dependencies = ["ruff"]\npackage = true\n[dependency-groups]\nlint = ["black", {include-group = "dev"}]'); // prettier-ignore
    expect(await toolOf(tree, 'uv')).toMatchObject({
      installsProject: true,
      groups: [
        { name: 'lint', optional: false, packages: ['black', 'pytest'] },
        { name: 'dev', optional: true, packages: ['pytest', 'ruff'] },
      ],
    });
  });
  it('says what the installation reads', async () => {
    const lock = `${String(uvPackage['uv.lock']).replace('version = 1\n', 'version = 1\n\n[manifest]\nmembers = [\n    "lib",\n    "shop",\n]\n')}\n[[package]]\nname = "lib"\nsource = { editable = "packages/lib" }\n`;
    const tree = { ...uvPackage, 'uv.lock': lock, 'packages/lib/pyproject.toml': '[project]\nname = "lib"\n', '.python-version': '3.13\n', 'uv.toml': '' };
    expect(await toolOf(tree, 'uv')).toMatchObject({ needsSources: undefined, installFiles: ['uv.toml', '.python-version', 'packages/lib/pyproject.toml'] });
    const outside = { ...uvPackage, 'uv.lock': `${String(uvPackage['uv.lock'])}\n[[package]]\nname = "lib"\nsource = { directory = "../lib" }\n` };
    expect((await toolOf(outside, 'uv'))!.needsSources).toBe('pyproject.toml depends on lib, a folder of the project');
    const dynamic = edited(uvPackage, 'pyproject.toml', 'version = "0.1.0"', 'dynamic = ["version", "dependencies"]');
    expect((await toolOf(dynamic, 'uv'))!.needsSources).toBe('pyproject.toml leaves its dependencies to the build of the project');
  }); // prettier-ignore
});

describe('pipenv', () => {
  it('compares the hash of the whole Pipfile', async () => {
    expect(await toolOf(pipenvProject, 'pipenv')).toEqual({
      tool: 'pipenv',
      manifest: 'Pipfile',
      lock: { path: 'Pipfile.lock', packages: 2, inStep: true, differences: [] },
      packages: ['flask'],
      groups: [{ name: 'dev', optional: true, packages: ['pytest'] }],
      installsProject: false,
      needsSources: undefined,
      installFiles: [],
    });
    const newer = edited(pipenvProject, 'Pipfile', 'flask = "*"', 'flask = "*"\nhttpx = "*"');
    expect((await toolOf(newer, 'pipenv'))!.lock).toMatchObject({ inStep: false, differences: ['httpx'] });
    const scripts = edited(pipenvProject, 'Pipfile', '[requires]', '[scripts]\nstart = "python app.py"\n\n[requires]'); // prettier-ignore
    expect((await toolOf(scripts, 'pipenv'))!.lock!.inStep).toBe(true);
  });
  it('says when sources are needed', async () => {
    const tree = edited(pipenvProject, 'Pipfile', 'flask = "*"', 'shop = { editable = true, path = "." }');
    expect((await toolOf(tree, 'pipenv'))!.needsSources).toBe('Pipfile depends on shop at .');
  });
});
