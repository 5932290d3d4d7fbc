import { describe, expect, it } from 'vitest';
import { parseRequirements } from '../../../server/project/python/requirements.ts';
import type { PythonProject } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const pythonOf = async (tree: MemoryTree): Promise<PythonProject | undefined> =>
  (await projectOf(tree)).python('');

describe('requirements files', () => {
  it('reads names as PEP 503 has them', () => {
    const text =
      '# c\nFlask[async]>=2.0 ; python_version < "4"\nzope.interface==5\nMy__Pkg @ https://x/y.whl\n\nrequests  # http\nx==1 \\\n  --hash=sha256:abc\n--index-url https://i\n';
    expect(parseRequirements(text)).toEqual({
      packages: ['flask', 'zope-interface', 'my-pkg', 'requests', 'x'],
      includes: [],
      needsSources: false,
    });
  });
  it.each([
    ['-e .', true], ['.', true], ['./lib', true], ['.[dev]', true], ['file:./x', true], ['x @ file:///y', true], ['wheels/a.whl', true],
    ['-e git+https://g/x.git#egg=x', false], ['git+https://g/x', false], ['flask', false], ['-f https://x', false], ['--editable=../x', true],
  ])('%s needs sources: %s', (line, expected) => {
    expect(parseRequirements(line).needsSources).toBe(expected);
  }); // prettier-ignore
  it('follows includes, cycles too', async () => {
    const project = await pythonOf({
      'requirements.txt': '-r requirements/base.txt\ngunicorn\n',
      'requirements/base.txt':
        '-r ../requirements.txt\n--constraint=c.txt\ndjango\n-rmore.txt\n-r missing.txt\n-r ../../outside.txt',
      'requirements/c.txt': 'urllib3<2',
      'requirements/more.txt': '-e ..',
    });
    const main = project!.requirements.find((file) => file.path === 'requirements.txt');
    expect(main).toEqual({
      path: 'requirements.txt',
      packages: ['gunicorn', 'django', 'urllib3'],
      includes: [
        'requirements/base.txt',
        'requirements/c.txt',
        'requirements/more.txt',
        'requirements/missing.txt',
      ],
      needsSources: true,
    });
    expect(project!.frameworks).toEqual(['django', 'gunicorn']);
  });
});

describe('managers', () => {
  it.each<[string, MemoryTree, Partial<PythonProject> | undefined]>([
    ['pip', { 'requirements.txt': 'flask' }, { manager: 'pip', manifest: 'requirements.txt', frameworks: ['flask'] }],
    ['poetry', { 'pyproject.toml': '[tool.poetry]\nname="x"\n[tool.poetry.dependencies]\npython="^3.11"\nfastapi="*"', 'poetry.lock': '' }, { manager: 'poetry', lockfile: 'poetry.lock', pythonVersion: { source: 'pyproject.toml', version: '^3.11' }, frameworks: ['fastapi'] }],
    ['uv', { 'pyproject.toml': '[project]\nname="x"\nrequires-python=">=3.12"\ndependencies=["uvicorn[standard]>=0.2"]', 'uv.lock': '', '.python-version': '3.12\n' }, { manager: 'uv', lockfile: 'uv.lock', pythonVersion: { source: '.python-version', version: '3.12' } }],
    ['pipenv', { Pipfile: '[packages]\nflask="*"\n[requires]\npython_version="3.11"', 'Pipfile.lock': '{}' }, { manager: 'pipenv', manifest: 'Pipfile', lockfile: 'Pipfile.lock', pythonVersion: { source: 'Pipfile', version: '3.11' } }],
    ['plain pyproject', { 'pyproject.toml': '[project]\nname="x"' }, { manager: 'pyproject', lockfile: undefined }],
    ['settings only', { 'pyproject.toml': '[tool.black]\nline-length=100' }, undefined],
    ['settings beside requirements', { 'pyproject.toml': '[tool.ruff]\n', 'requirements.txt': 'x' }, { manager: 'pip' }],
    ['setup.py', { 'setup.py': '' }, { manager: 'pip', manifest: 'setup.py' }],
    ['runtime.txt', { 'requirements.txt': 'x', 'runtime.txt': 'python-3.10.4' }, { pythonVersion: { source: 'runtime.txt', version: 'python-3.10.4' } }],
  ])('%s', async (_name, tree, expected) => {
    const project = await pythonOf(tree);
    if (expected === undefined) expect(project).toBeUndefined();
    else expect(project).toMatchObject(expected);
  }); // prettier-ignore
  it('reports broken TOML', async () => {
    const facts = await projectOf({ 'pyproject.toml': '[project\nname=', 'requirements.txt': 'x' });
    expect(facts.python('')!.manager).toBe('pip');
    expect(facts.problems[0]!.message).toContain("pyproject.toml can't be parsed");
  });
});
