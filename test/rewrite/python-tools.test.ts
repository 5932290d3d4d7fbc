/** Python programs whose packages poetry, uv or pipenv installs. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const ignored = { '.dockerignore': '.git\n.venv\n__pycache__\n.env\n' };
const app =
  'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/health")\ndef health():\n    return {}\n';
const poetry: MemoryTree = {
  'pyproject.toml':
    '[tool.poetry]\nname = "shop"\nversion = "1.0.0"\n\n[tool.poetry.dependencies]\npython = "^3.12"\nfastapi = "^0.116"\nuvicorn = "^0.35"\npsycopg2 = "^2.9"\n\n[tool.poetry.group.dev.dependencies]\npytest = "^8"\n',
  'poetry.lock': '[[package]]\nname = "fastapi"\nversion = "0.116.1"\n\n[metadata]\nlock-version = "2.1"\n',
  'shop/__init__.py': '',
  'shop/main.py': app,
  ...ignored,
};
const uv: MemoryTree = {
  'pyproject.toml':
    '[project]\nname = "shop"\nversion = "1.0.0"\nrequires-python = ">=3.12"\ndependencies = ["fastapi>=0.116", "uvicorn>=0.35", "psycopg2>=2.9"]\n\n[dependency-groups]\ndev = ["pytest>=8"]\n\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
  'uv.lock':
    'version = 1\n\n[[package]]\nname = "fastapi"\nversion = "0.116.1"\n\n[[package]]\nname = "shop"\nversion = "1.0.0"\nsource = { editable = "." }\n\n[package.metadata]\nrequires-dist = [\n    { name = "fastapi", specifier = ">=0.116" },\n    { name = "psycopg2", specifier = ">=2.9" },\n    { name = "uvicorn", specifier = ">=0.35" },\n]\n\n[package.metadata.requires-dev]\ndev = [{ name = "pytest", specifier = ">=8" }]\n',
  'src/shop/__init__.py': '',
  'src/shop/main.py': app,
  'README.md': '# shop\n',
  ...ignored,
};
const pipenv: MemoryTree = {
  Pipfile: '[packages]\nflask = "*"\ngunicorn = "*"\nmysqlclient = "*"\n\n[dev-packages]\npytest = "*"\n',
  'Pipfile.lock': '{"_meta":{},"default":{"flask":{"version":"==3.1.2"}},"develop":{}}\n',
  'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
  ...ignored,
};
const packages =
  'RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*\n';

const cases: PlanCase[] = [
  {
    name: 'poetry-in-the-system',
    files: poetry,
    text: `FROM python:3.12-slim\n${packages}RUN pip install poetry==2.1.3\nENV POETRY_VIRTUALENVS_CREATE=false\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --only main --no-root --no-interaction\nCOPY . .\nCMD ["uvicorn", "shop.main:app", "--host", "0.0.0.0"]\n`,
  },
  {
    name: 'poetry-run',
    files: poetry,
    text: `FROM python:3.12\nWORKDIR /app\nRUN pip install poetry && poetry config virtualenvs.create false\nCOPY . .\nRUN poetry install\nEXPOSE 8000\nCMD ["poetry", "run", "uvicorn", "shop.main:app", "--host", "0.0.0.0"]\n`,
  },
  {
    name: 'poetry-with-its-installer',
    files: poetry,
    text: `FROM python:3.12-slim\nENV POETRY_HOME=/opt/poetry PYTHONUNBUFFERED=1\nENV PATH="$POETRY_HOME/bin:$PATH"\nRUN apt-get update && apt-get install -y curl build-essential libpq-dev\nRUN curl -sSL https://install.python-poetry.org | python3 -\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root\nCOPY shop ./shop\nCMD poetry run uvicorn shop.main:app --host 0.0.0.0 --port 8000\n`,
  },
  {
    name: 'poetry-in-the-project',
    files: poetry,
    text: `FROM python:3.12-slim\n${packages}ENV POETRY_VIRTUALENVS_IN_PROJECT=true\nRUN pip install poetry\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --only main --no-root\nCOPY shop ./shop\nENV PATH="/app/.venv/bin:$PATH"\nCMD ["uvicorn", "shop.main:app"]\n`,
  },
  {
    name: 'poetry-export',
    files: poetry,
    text: `FROM python:3.12-slim\n${packages}WORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN pip install poetry poetry-plugin-export && poetry export -f requirements.txt --output requirements.txt && pip install -r requirements.txt\nCOPY shop ./shop\nCMD ["uvicorn", "shop.main:app"]\n`,
  },
  {
    name: 'poetry-own-script',
    files: poetry,
    text: `FROM python:3.12\nWORKDIR /app\nRUN pip install poetry\nCOPY . .\nRUN poetry install\nCMD ["poetry", "run", "serve"]\n`,
  },
  {
    name: 'uv-copied',
    files: uv,
    text: `FROM python:3.12-slim-bookworm\nCOPY --from=ghcr.io/astral-sh/uv:0.8.3 /uv /uvx /bin/\n${packages}WORKDIR /app\nCOPY . .\nRUN uv sync --frozen --no-dev\nENV PATH="/app/.venv/bin:$PATH"\nCMD ["uvicorn", "shop.main:app", "--host", "0.0.0.0"]\n`,
  },
  {
    name: 'uv-in-two-steps',
    files: uv,
    text: `FROM python:3.12\nCOPY --from=ghcr.io/astral-sh/uv:0.8.3 /uv /bin/uv\nENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN --mount=type=cache,target=/root/.cache/uv uv sync --locked --no-install-project\nCOPY src ./src\nCOPY README.md ./\nRUN --mount=type=cache,target=/root/.cache/uv uv sync --locked\nCMD ["uv", "run", "--no-sync", "uvicorn", "shop.main:app"]\n`,
  },
  {
    name: 'uv-run-a-file',
    files: { ...uv, 'serve.py': 'import uvicorn\n' },
    text: `FROM python:3.12\nRUN pip install uv\nWORKDIR /app\nCOPY . .\nRUN uv sync --no-cache\nCMD ["uv", "run", "serve.py"]\n`,
  },
  {
    name: 'uv-pip-system',
    files: { 'requirements.txt': 'flask\ngunicorn\npsycopg2\n', 'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n', ...ignored },
    text: `FROM python:3.13-slim\n${packages}COPY --from=ghcr.io/astral-sh/uv:0.8.3 /uv /bin/\nWORKDIR /app\nCOPY requirements.txt .\nRUN uv pip install --system --no-cache -r requirements.txt\nCOPY . .\nCMD ["gunicorn", "app:app"]\n`,
  },
  {
    name: 'uv-other-python',
    files: { ...uv, '.python-version': '3.13\n' },
    text: `FROM python:3.12\nRUN pip install uv\nWORKDIR /app\nCOPY . .\nRUN uv sync\nCMD ["uv", "run", "uvicorn", "shop.main:app"]\n`,
  },
  {
    name: 'pipenv-system',
    files: pipenv,
    text: `FROM python:3.11-slim\nRUN apt-get update && apt-get install -y gcc default-libmysqlclient-dev pkg-config\nRUN pip install --upgrade pip && pip install pipenv\nWORKDIR /usr/src/app\nCOPY Pipfile Pipfile.lock ./\nRUN pipenv install --system --deploy\nCOPY . .\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]\n`,
  },
  {
    name: 'pipenv-run',
    files: pipenv,
    text: `FROM python:3.11\nWORKDIR /usr/src/app\nRUN pip install pipenv\nCOPY Pipfile* ./\nRUN pipenv sync\nCOPY . .\nCMD pipenv run gunicorn -b 0.0.0.0:$PORT app:app\n`,
  },
  {
    name: 'pipenv-in-the-project',
    files: pipenv,
    text: `FROM python:3.11\nENV PIPENV_VENV_IN_PROJECT=1\nWORKDIR /usr/src/app\nRUN pip install pipenv\nCOPY Pipfile Pipfile.lock ./\nRUN pipenv install --deploy\nCOPY . .\nENTRYPOINT ["pipenv", "run", "gunicorn", "app:app"]\n`,
  },
]; // prettier-ignore

goldenTests('python-tools', cases);
