/** Small decisions of the Python recipe, one by one. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { convertToMultiStage } from '../../server/rewrite/multi-stage.ts';
import { pythonLibrariesBehind, librariesOf } from '../../server/rewrite/python/runtime-libraries.ts';
import { factsFor } from '../support/facts.ts';

describe('libraries behind build packages', () => {
  it('has one name where all releases agree', () => {
    for (const release of ['11', '12', '13', undefined])
      expect(pythonLibrariesBehind('libpq-dev', release)).toEqual(['libpq5']);
  });

  it('knows the names of the release', () => {
    expect(pythonLibrariesBehind('libcurl4-openssl-dev', '12')).toEqual(['libcurl4']);
    expect(pythonLibrariesBehind('libcurl4-openssl-dev', '13')).toEqual(['libcurl4t64']);
  });

  it('is not certain of a name that depends on an unknown release', () => {
    expect(pythonLibrariesBehind('libldap2-dev', undefined)).toBeUndefined();
    expect(pythonLibrariesBehind('libldap2-dev', '10')).toBeUndefined();
  });

  it('needs nothing for what Python itself links', () => {
    expect(pythonLibrariesBehind('libssl-dev', undefined)).toEqual([]);
  });

  it('does not know every header', () => {
    expect(pythonLibrariesBehind('libfoo-dev', '12')).toBeUndefined();
    expect(pythonLibrariesBehind('toString', '12')).toBeUndefined();
  });

  it('knows what Python packages load', () => {
    expect(librariesOf('flask', '12')).toEqual([]);
    expect(librariesOf('mysqlclient', '12')).toEqual(['libmariadb3']);
    expect(librariesOf('opencv-python', '12')).toBeUndefined();
  });
});

describe('the Python of uv', () => {
  const convert = async (requires: string, version?: string): Promise<string | undefined> => {
    const text =
      'FROM python:3.12\nRUN pip install uv\nWORKDIR /app\nCOPY . .\nRUN uv sync --frozen\nCMD ["uv", "run", "gunicorn", "app:app"]\n';
    const facts = await factsFor(text, {
      'pyproject.toml': `[project]\nname = "shop"\nversion = "1"\nrequires-python = "${requires}"\ndependencies = ["gunicorn"]\n`,
      'uv.lock': 'version = 1\n',
      'app.py': '',
      ...(version !== undefined && { '.python-version': version }),
    });
    return convertToMultiStage(parseDockerfile(text), facts, false).obstacle;
  };

  it.each(['>=3.9', '>=3.12', '>=3.12,<4', '>=3.10,<3.13', '~=3.11', '==3.12.*', '~=3.12.0', '>=3'])(
    'is that of the image for %s',
    async (requires) => {
      expect(await convert(requires)).toBeUndefined();
    },
  );

  it.each(['>=3.13', '<3.12', '==3.12.4', '>=3.12.5', '<=3.12', '!=3.12', '==3.11.*', 'whatever'])(
    'may be fetched for %s',
    async (requires) => {
      expect(await convert(requires)).toMatch(/asks for Python .*uv fetches a Python of its own/);
    },
  );

  it('is what .python-version says', async () => {
    expect(await convert('>=3.9', '3.12\n')).toBeUndefined();
    expect(await convert('>=3.9', '3.12.4\n')).toMatch(/asks for Python 3\.12\.4/);
  });
});

describe('asked for by its own command', () => {
  it('says why one stage is right', async () => {
    const text =
      'FROM python:3.12-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["python"]\n';
    const facts = await factsFor(text, { 'requirements.txt': 'flask\n' });
    expect(convertToMultiStage(parseDockerfile(text), facts, false).obstacle).toMatch(/ships no compilers/);
    expect(convertToMultiStage(parseDockerfile(text), facts, true)).toEqual({});
  });

  it('leaves a full image of wheels to its base', async () => {
    const text =
      'FROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["python", "-m", "flask"]\n';
    const facts = await factsFor(text, { 'requirements.txt': 'flask\n' });
    const { obstacle } = convertToMultiStage(parseDockerfile(text), facts, false);
    expect(obstacle).toMatch(/slim variant of its base\.$/);
  });

  it('keeps a package manager out that Optimize alone would leave', async () => {
    const text =
      'FROM python:3.12-slim\nWORKDIR /app\nRUN pip install poetry\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root\nCOPY app.py ./\nCMD ["poetry", "run", "python", "app.py"]\n';
    const facts = await factsFor(text, {
      'pyproject.toml':
        '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\npython = "^3.12"\nflask = "*"\n',
      'poetry.lock': '[metadata]\n',
      'app.py': '',
    });
    const asked = convertToMultiStage(parseDockerfile(text), facts, false);
    expect(asked.text).toMatch(/CMD \["python", "app\.py"\]\n$/);
    expect(asked.reason).toContain('without `poetry run`');
    expect(convertToMultiStage(parseDockerfile(text), facts, true)).toEqual({});
  });
});
