/** Python images that are not converted, or only just: what must not break. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const ignored = { '.dockerignore': '.git\n.venv\n__pycache__\n.env\n' };
const files = (requirements = 'flask==3.1.2\ngunicorn==23.0.0\npsycopg2==2.9.10\n', extra: MemoryTree = {}): MemoryTree => ({
  'requirements.txt': requirements,
  'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
  ...ignored,
  ...extra,
}); // prettier-ignore
const text = `FROM python:3.12-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["gunicorn", "app:app"]
`;
const apt = (packages: string): string => text.replace('gcc libpq-dev', packages);
const start = (command: string): string => text.replace(/CMD .*/, command);
const before = (line: string): string => text.replace('CMD', `${line}\nCMD`);
const from = (image: string): string => text.replace('python:3.12-slim', image);

const cases: PlanCase[] = [
  { name: 'alpine', files: files(), text: from('python:3.12-alpine').replace(/RUN apt.*/, 'RUN apk add --no-cache gcc musl-dev postgresql-dev') },
  { name: 'debian', files: files(), text: from('debian:12-slim').replace('gcc', 'gcc python3 python3-pip') },
  { name: 'debian-packages', files: files(), text: apt('gcc libpq-dev python3-numpy') },
  { name: 'unknown-headers', files: files(), text: apt('gcc libpq-dev libfoo-dev') },
  { name: 'maps', files: files(), text: apt('binutils libproj-dev gdal-bin gcc') },
  { name: 'entrypoint-script', files: files(undefined, { 'entrypoint.sh': '#!/bin/sh\nexec gosu app "$@"\n' }), text: start('ENTRYPOINT ["./entrypoint.sh"]\nCMD ["gunicorn", "app:app"]') },
  { name: 'script-missing', files: files(undefined), text: start('CMD ["./start.sh"]') },
  { name: 'script-installs', files: files(undefined, { 'start.sh': '#!/bin/sh\npip install -r extra.txt\nexec gunicorn app:app\n' }), text: start('CMD ["./start.sh"]') },
  { name: 'script-runner', files: files(undefined, { 'start.sh': '#!/bin/sh\nexec poetry run gunicorn app:app\n' }), text: start('CMD ["./start.sh"]') },
  { name: 'script-by-path', files: files(undefined, { 'start.sh': '#!/bin/sh\nexec /usr/local/bin/gunicorn app:app\n' }), text: start('CMD ["./start.sh"]') },
  { name: 'start-script', files: files(undefined, { 'start.sh': '#!/bin/sh\nset -e\npython manage.py migrate\nexec gunicorn app:app --bind 0.0.0.0:8000\n' }), text: before('RUN chmod +x start.sh').replace(/CMD .*/, 'CMD ["./start.sh"]') },
  { name: 'supervisord', files: files(), text: start('CMD ["supervisord", "-n"]') },
  { name: 'program-by-path', files: files(), text: start('CMD ["/usr/local/bin/gunicorn", "app:app"]') },
  { name: 'user-install', files: files(), text: text.replace('--no-cache-dir', '--user') },
  { name: 'installed-by-a-user', files: files(), text: text.replace('COPY requirements', 'RUN useradd -m web\nUSER web\nCOPY requirements') },
  { name: 'target-folder', files: files(), text: text.replace('--no-cache-dir', '--target=/deps') },
  { name: 'site-packages', files: files(), text: before('COPY patch.py /usr/local/lib/python3.12/site-packages/flask/patch.py') },
  { name: 'browsers', files: files('playwright==1.54.0\npsycopg2==2.9.10\n'), text: before('RUN playwright install --with-deps chromium') },
  { name: 'language-data-at-home', files: files('nltk==3.9.1\npsycopg2==2.9.10\n'), text: before('RUN python -m nltk.downloader punkt') },
  { name: 'language-data-for-all', files: files('nltk==3.9.1\npsycopg2==2.9.10\n'), text: before('RUN python -m nltk.downloader -d /usr/local/share/nltk_data punkt') },
  { name: 'own-code-in-the-build', files: files(), text: before('RUN python prepare.py') },
  { name: 'compiles-at-run-time', files: files('torch==2.8.0\n'), text: apt('build-essential') },
  { name: 'runs-programs', files: files('flask==3.1.2\n', { 'app.py': 'import subprocess\n\nsubprocess.run(["gcc", "x.c"])\n' }), text: apt('gcc') },
  { name: 'runs-programs-and-compiles', files: files(undefined, { 'app.py': 'import subprocess\n\nsubprocess.run(["pg_dump"])\n' }), text: apt('gcc libpq-dev postgresql-client') },
  { name: 'no-command', files: files(), text: start('') },
  { name: 'compose-commands', files: files(undefined, { 'compose.yaml': 'services:\n  web:\n    build: .\n  worker:\n    build: .\n    command: celery -A app worker\n' }), text },
  { name: 'removed-in-the-same-run', files: files(), text: text.replace(/RUN apt.*\n/, '').replace('RUN pip install --no-cache-dir -r requirements.txt', 'RUN apt-get update && apt-get install -y gcc libpq-dev && pip install -r requirements.txt && apt-get purge -y gcc libpq-dev && rm -rf /var/lib/apt/lists/*') },
  { name: 'removed-later', files: files(), text: text.replace('COPY . .', 'RUN apt-get remove -y gcc && apt-get autoremove -y\nCOPY . .') },
  { name: 'removed-with-a-comment', files: files(), text: before('# slims the image down\nRUN apt-get remove -y gcc') },
  { name: 'upgrades', files: files('flask==3.1.2\ngunicorn==23.0.0\n'), text: apt('gcc').replace('apt-get update', 'apt-get update && apt-get upgrade -y') },
  { name: 'python-2', files: files(), text: from('python:2.7-slim') },
  { name: 'collected-with-the-install', files: files(undefined, { 'manage.py': '' }), text: text.replace('COPY requirements.txt .\n', '').replace('RUN pip install --no-cache-dir -r requirements.txt\nCOPY . .', 'COPY . .\nRUN pip install -r requirements.txt && SECRET_KEY=build python manage.py collectstatic --noinput') },
  { name: 'removes-what-runs', files: files(), text: apt('gcc libpq-dev curl').replace('COPY . .', 'RUN apt-get remove -y curl\nCOPY . .') },
  { name: 'openmp', files: files('flask==3.1.2\ngunicorn==23.0.0\nlightgbm==4.6.0\n'), text: apt('build-essential') },
  { name: 'host-environment', files: files('', { 'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.12"\ndependencies = ["flask"]\n', 'uv.lock': 'version = 1\n', '.venv/pyvenv.cfg': '', '.dockerignore': '.git\n!.venv\n' }), text: text.replace('RUN pip install --no-cache-dir -r requirements.txt', 'RUN pip install uv').replace('COPY . .', 'COPY . .\nRUN uv sync --frozen') },
  { name: 'path-as-a-whole', files: files(), text: text.replace('WORKDIR', 'ENV PATH=/usr/local/bin:/usr/bin:/bin\nWORKDIR') },
  { name: 'system-site-packages', files: files(), text: text.replace('COPY req', 'RUN python -m venv --system-site-packages /venv\nENV PATH="/venv/bin:$PATH"\nCOPY req') },
  { name: 'activated-environment', files: files(), text: text.replace('RUN pip install', 'RUN python -m venv /venv && . /venv/bin/activate && pip install') },
  { name: 'named-stage', files: files(), text: from('python:3.12-slim AS production') },
  { name: 'stage-named-build', files: files(), text: from('python:3.12-slim AS build') },
  { name: 'version-argument', files: files(), text: `ARG PYTHON=3.12\n${from('python:${PYTHON}-slim')}` },
  { name: 'full-image-by-argument', files: files(), text: `ARG PYTHON=3.12\n${from('python:${PYTHON}')}` },
  { name: 'full-image-without-minor', files: files(), text: from('python:3') },
  { name: 'full-image-by-digest', files: files(), text: from('python:3.12@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef') },
  { name: 'full-image-with-graphics', files: files('opencv-python==4.12.0.88\npsycopg2==2.9.10\n'), text: from('python:3.12') },
  { name: 'full-image-health-check', files: files(), text: from('python:3.12').replace('CMD', 'HEALTHCHECK CMD curl -f http://localhost:8000/\nCMD') },
  { name: 'extension-in-the-project', files: files('', { 'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\n\n[build-system]\nrequires = ["setuptools", "cython"]\n', 'shop/fast.pyx': '' }), text: text.replace('COPY requirements.txt .\n', '').replace('RUN pip install --no-cache-dir -r requirements.txt\nCOPY . .', 'COPY . .\nRUN pip install -e .') },
  { name: 'with-node', files: files(undefined, { 'package.json': '{"name":"shop"}' }), text: text.replace('COPY . .', 'COPY . .\nRUN npm ci && npm run build') },
  { name: 'shell-instruction', files: files(), text: text.replace('WORKDIR', 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nWORKDIR') },
  { name: 'unknown-requirements', files: { 'app.py': '', ...ignored }, text },
  { name: 'bash-start', files: files(undefined, { 'manage.py': '' }), text: start('CMD bash -c "python manage.py migrate && exec gunicorn app:app --bind 0.0.0.0:8000"') },
  { name: 'mirrors-and-time-zone', files: files(), text: text.replace('RUN apt-get update', 'ENV TZ=Europe/Vienna\nRUN ln -snf /usr/share/zoneinfo/$TZ /etc/localtime && echo $TZ > /etc/timezone\nRUN sed -i s/deb.debian.org/mirror.example.org/ /etc/apt/sources.list.d/debian.sources\nRUN apt-get update') },
  { name: 'system-python-of-uv', files: files(), text: text.replace('WORKDIR', 'ENV UV_SYSTEM_PYTHON=1\nWORKDIR').replace('pip install --no-cache-dir', 'pip install uv && uv pip install') },
]; // prettier-ignore

goldenTests('python-odd', cases);
