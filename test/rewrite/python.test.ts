/** Python programs whose packages pip installs. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const ignored = { '.dockerignore': '.git\n.venv\n__pycache__\n.env\n' };
const flask = (requirements: string, extra: MemoryTree = {}): MemoryTree => ({
  'requirements.txt': requirements,
  'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/health")\ndef health():\n    return "ok"\n',
  ...ignored,
  ...extra,
}); // prettier-ignore
const pinned = 'flask==3.1.2\ngunicorn==23.0.0\npsycopg2==2.9.10\n';
const text = `FROM python:3.12-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
`;
const apt = (packages: string, line = text): string => line.replace('gcc libpq-dev', packages);
const start = (command: string, line = text): string => line.replace(/CMD .*/, command);
const django: MemoryTree = {
  'requirements.txt': 'Django==5.2.1\ngunicorn==23.0.0\nmysqlclient==2.2.7\nwhitenoise==6.9.0\n',
  'manage.py': 'import os\nfrom django.core.management import execute_from_command_line\n',
  'shop/__init__.py': '',
  'shop/settings.py': 'STATIC_ROOT = "/srv/static"\n',
  'shop/wsgi.py': 'application = None\n',
  ...ignored,
};

const cases: PlanCase[] = [
  { name: 'flask-psycopg2', files: flask(pinned), text },
  {
    name: 'sources-before-packages',
    files: flask(pinned),
    text: `FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y gcc libpq-dev\nRUN pip install --upgrade pip\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "app:app"]\n`,
  },
  {
    name: 'several-requirements',
    files: flask('-r requirements/base.txt\n', {
      'requirements/base.txt': 'flask==3.1.2\n',
      'requirements/prod.txt': '-r base.txt\ngunicorn==23.0.0\npsycopg2==2.9.10\n',
      'requirements/dev.txt': 'pytest==8.4.0\n',
    }),
    text: `FROM python:3.13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev\nWORKDIR /srv/app\nCOPY . /srv/app\nRUN pip install -r requirements/prod.txt\nCMD ["gunicorn", "-b", ":8000", "app:app"]\n`,
  },
  {
    name: 'constraints',
    files: flask(pinned, { 'constraints.txt': 'werkzeug==3.1.3\n' }),
    text: text
      .replace('COPY requirements.txt .', 'COPY requirements.txt constraints.txt ./')
      .replace('-r requirements.txt', '-r requirements.txt -c constraints.txt'),
  },
  {
    name: 'fastapi-run-time-programs',
    files: flask('fastapi==0.116.1\nuvicorn[standard]==0.35.0\npsycopg2==2.9.10\n'),
    text: start(
      'HEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]',
      apt('\\\n    build-essential \\\n    curl \\\n    libpq-dev \\\n    tini \\\n   '),
    ).replace('CMD ["uv', 'ENTRYPOINT ["tini", "--"]\nCMD ["uv'),
  },
  {
    name: 'django-collectstatic',
    files: django,
    text: `FROM python:3.12-slim-bookworm

# No .pyc files, no buffering
ENV PYTHONDONTWRITEBYTECODE=1 \\
    PYTHONUNBUFFERED=1 \\
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /code

# System packages
RUN apt-get update \\
    && apt-get install -y --no-install-recommends \\
        default-libmysqlclient-dev \\
        build-essential \\
        pkg-config \\
        gettext \\
    && rm -rf /var/lib/apt/lists/*

# Dependencies first
COPY requirements.txt /code/
RUN pip install -r requirements.txt

COPY . /code/
RUN python manage.py collectstatic --noinput

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi:application"]
`,
  },
  {
    name: 'celery-worker',
    files: flask('celery[redis]==5.5.3\npsycopg2==2.9.10\n', { 'tasks.py': 'from celery import Celery\n' }),
    text: start('CMD celery -A tasks worker --loglevel=info --concurrency=$WORKERS').replace(
      'WORKDIR',
      'ARG WORKERS=2\nENV WORKERS=$WORKERS\nWORKDIR',
    ),
  },
  {
    name: 'script',
    files: { 'requirements.txt': 'pycurl==7.45.6\n', 'fetch.py': 'import pycurl\n', ...ignored },
    text: start('ENTRYPOINT ["python", "fetch.py"]\nCMD ["--once"]', apt('gcc libcurl4-openssl-dev libssl-dev')).replace('EXPOSE 8000\n', ''),
  },
  {
    name: 'full-image',
    files: flask(pinned),
    text: `FROM python:3.12\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["gunicorn", "app:app"]\n`,
  },
  {
    name: 'full-image-and-packages',
    files: flask(pinned + 'mysqlclient==2.2.7\n'),
    text: `FROM python:3.11-bookworm\nWORKDIR /app\nRUN apt-get update && apt-get install -y libpq-dev gettext\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["gunicorn", "app:app"]\n`,
  },
  {
    name: 'full-image-of-wheels',
    files: flask('flask==3.1.2\ngunicorn==23.0.0\n'),
    text: `FROM python:3.12\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["gunicorn", "app:app"]\n`,
  },
  {
    name: 'slim-is-enough',
    files: flask('flask==3.1.2\ngunicorn==23.0.0\n'),
    text: `FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["gunicorn", "app:app"]\n`,
  },
  {
    name: 'one-run-for-all',
    files: flask(pinned),
    text: `FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN apt-get update && apt-get install -y gcc libpq-dev netcat-openbsd && pip install -r requirements.txt && rm -rf /var/lib/apt/lists/*\nCOPY . .\nCMD ["gunicorn", "app:app"]\n`,
  },
  {
    name: 'accounts-and-folders',
    files: flask(pinned),
    text: text
      .replace('COPY requirements', 'RUN useradd --create-home --uid 10001 web && mkdir -p /data && chown web /data\nCOPY requirements')
      .replace('COPY . .', 'COPY --chown=web . .')
      .replace('EXPOSE', 'USER web\nVOLUME /data\nEXPOSE'),
  },
  {
    name: 'own-environment',
    files: flask(pinned),
    text: text.replace('COPY requirements.txt .', 'ENV VIRTUAL_ENV=/venv\nENV PATH="$VIRTUAL_ENV/bin:$PATH"\nRUN python3 -m venv $VIRTUAL_ENV\nCOPY requirements.txt .'),
  },
  {
    name: 'editable',
    files: { ...flask(''), 'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\ndependencies = ["flask", "psycopg2"]\n\n[build-system]\nrequires = ["setuptools"]\n', 'src/shop/__init__.py': '' },
    text: text.replace('COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .', 'COPY . .\nRUN pip install --no-cache-dir -e .'),
  },
  {
    name: 'requirements-and-the-project',
    files: { ...flask(pinned), 'setup.py': 'from setuptools import setup\nsetup(name="shop")\n' },
    text: text.replace('COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .', 'COPY . .\nRUN pip install -r requirements.txt\nRUN pip install --no-deps -e .'),
  },
  {
    name: 'named-packages',
    files: flask(''),
    text: text.replace('COPY requirements.txt .\n', '').replace('-r requirements.txt', 'flask==3.1.2 gunicorn==23.0.0 psycopg2==2.9.10'),
  },
  {
    name: 'secret-and-index',
    files: flask(pinned),
    text: text
      .replace('WORKDIR', '# syntax of private packages\nARG PIP_INDEX_URL\nENV PIP_EXTRA_INDEX_URL=https://pypi.example.org/simple\nWORKDIR')
      .replace('RUN pip', 'RUN --mount=type=secret,id=netrc,target=/root/.netrc pip'),
  },
  {
    name: 'lower-case-and-crlf',
    files: flask(pinned),
    text: text.replace(/^(FROM|WORKDIR|RUN|COPY|EXPOSE|CMD)/gm, (word) => word.toLowerCase()).replaceAll('\n', '\r\n'),
  },
  {
    name: 'explicit-copies',
    files: flask(pinned, { 'templates/index.html': '', 'conf/gunicorn.conf.py': '' }),
    text: text.replace('COPY . .', 'COPY app.py ./\nCOPY templates ./templates\nCOPY conf/gunicorn.conf.py /etc/gunicorn.conf.py'),
  },
  {
    name: 'requirements-elsewhere',
    files: flask(pinned),
    text: text.replace('COPY requirements.txt .', 'COPY requirements.txt /tmp/requirements.txt').replace('-r requirements.txt', '-r /tmp/requirements.txt && rm /tmp/requirements.txt'),
  },
  {
    name: 'git-for-a-dependency',
    files: flask('flask==3.1.2\ngunicorn==23.0.0\ngit+https://github.com/example/things@v1.0\n'),
    text: apt('git gcc'),
  },
  {
    name: 'several-shell-commands',
    files: flask(pinned),
    text: text.replace('RUN pip install --no-cache-dir -r requirements.txt', 'RUN set -ex; \\\n    pip install --no-cache-dir -r requirements.txt; \\\n    pip install --no-cache-dir sentry-sdk==2.33.0; \\\n    pip check'),
  },
  {
    name: 'subfolder',
    files: { 'backend/requirements.txt': pinned, 'backend/app.py': 'from flask import Flask\n\napp = Flask(__name__)\n', 'docs/index.md': '', ...ignored },
    text: text.replace('COPY requirements.txt .', 'COPY backend/requirements.txt .').replace('COPY . .', 'COPY backend/ .'),
  },
  {
    name: 'language-data',
    files: flask('spacy==3.8.7\nflask==3.1.2\ngunicorn==23.0.0\n'),
    text: apt('build-essential').replace('COPY . .', 'RUN python -m spacy download en_core_web_sm\nCOPY . .'),
  },
  {
    name: 'libraries-by-release',
    files: flask('flask==3.1.2\ngunicorn==23.0.0\npython-ldap==3.4.4\n'),
    text: apt('gcc libldap2-dev libsasl2-dev').replace('3.12-slim', '3.12-slim-bookworm'),
  },
]; // prettier-ignore

goldenTests('python', cases);
