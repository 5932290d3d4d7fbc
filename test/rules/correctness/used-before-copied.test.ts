import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/used-before-copied.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const node = {
  'package.json': '{"name":"shop","dependencies":{"express":"^4.19.2"}}',
  'package-lock.json':
    '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"}},"node_modules/express":{"version":"4.19.2"}}}',
  'src/index.js': '',
  '.dockerignore': 'node_modules\n.git\n',
};
const python = {
  'requirements.txt': '-r base.txt\nflask==3.1.2\n',
  'base.txt': 'click==8.3.0\n',
  'app.py': '',
  '.dockerignore': '.git\n',
};
const go = {
  'go.mod': 'module example.org/shop\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};
const built = {
  ...node,
  'package.json': '{"name":"shop","scripts":{"build":"tsc"},"dependencies":{"express":"^4.19.2"}}',
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
  'src/index.ts': '',
};

const ci = 'RUN npm ci --omit=dev && npm cache clean --force\n';
const app = 'FROM node:22-alpine\nWORKDIR /app\n';
const end = 'USER node\nCMD ["node", "src/index.js"]\n';

const silent = (name: string, text: string, files: RuleCase['files'] = node): RuleCase => ({
  name,
  text,
  files,
  findings: 0,
});

const cases: readonly RuleCase[] = [
  silent('copied by name', `${app}COPY package.json package-lock.json ./\n${ci}COPY src ./src\n${end}`),
  silent('copied by a pattern', `${app}COPY package*.json ./\n${ci}${end}`),
  silent('copied with everything', `${app}COPY . .\n${ci}${end}`),
  silent('copied to an absolute folder', `${app}COPY package.json package-lock.json /app/\n${ci}${end}`),
  silent('a folder that the context does not have here', `${app}COPY shop .\n${ci}${end}`),
  silent('a file that the context does not have here', `${app}COPY package.json .\n${ci}${end}`, {}),
  silent('ADD of an archive', `${app}ADD shop.tar.gz ./\n${ci}${end}`),
  silent('ADD of an address', `${app}ADD https://example.org/package.json ./\n${ci}${end}`),
  silent('a heredoc', `${app}COPY <<EOF package.json\n{}\nEOF\n${ci}${end}`),
  silent(
    'from another stage',
    `FROM node:22-alpine AS a\nWORKDIR /app\nRUN npm init -y\n${app}COPY --from=a /app ./\n${ci}${end}`,
  ),
  silent('from another image', `${app}COPY --from=registry.example.org/shop /app ./\n${ci}${end}`),
  silent(
    'inherited',
    `FROM node:22-alpine AS base\nWORKDIR /app\nCOPY package.json package-lock.json ./\nFROM base\n${ci}${end}`,
  ),
  silent('a bind mount', `${app}RUN --mount=type=bind,target=. npm ci --omit=dev\n${end}`),
  silent(
    'bind mounts of files',
    `${app}RUN --mount=type=bind,source=package.json,target=package.json --mount=type=bind,source=package-lock.json,target=package-lock.json npm ci --omit=dev && npm cache clean --force\n${end}`,
  ),
  silent('git clone', `${app}RUN git clone https://example.org/shop.git .\n${ci}${end}`),
  silent('curl and tar', `${app}RUN wget -qO- https://example.org/shop.tgz | tar xz\n${ci}${end}`),
  silent('npm init', `${app}RUN npm init -y && npm install\n${end}`),
  silent('a generator', `${app}RUN npx create-shop .\n${ci}${end}`),
  silent('a package by name makes the manifest', `${app}RUN npm install express@4\n${ci}${end}`),
  silent('written by echo', `${app}RUN echo '{}' > package.json\nRUN npm install\n${end}`),
  silent('written by cat', `${app}RUN cat <<EOF > package.json\n{}\nEOF\n${ci}${end}`),
  silent('a script may do it', `${app}COPY setup.sh /\nRUN /setup.sh\n${ci}${end}`),
  silent('only if it is there', `${app}RUN if [ -f package.json ]; then npm ci; fi\n${end}`),
  silent(
    'tested before',
    `${app}RUN [ -f package.json ] && npm ci\nRUN [[ -f package.json ]] && npm ci\n${end}`,
  ),
  silent('may fail', `${app}RUN npm ci || true\n${end}`),
  silent('an unknown base', `FROM registry.example.org/shop-base:3\nWORKDIR /app\n${ci}${end}`),
  silent('a base from a variable', `ARG BASE\nFROM $BASE\nWORKDIR /app\n${ci}${end}`),
  silent('a base with triggers', `FROM node:8-onbuild\n${ci}${end}`),
  silent('an unknown folder', `${app}RUN cd $TARGET && npm ci\n${end}`),
  silent('global packages', `${app}RUN npm install -g pnpm@10 && npm i --global tsx@4\n${end}`),
  silent(
    'a manifest in a folder above',
    `${app}COPY package.json package-lock.json ./\nRUN mkdir sub && cd sub && npm ci\n${end}`,
  ),
  silent(
    'the default folder of the image',
    `FROM oven/bun:1\nCOPY package.json /home/bun/app/\nRUN bun install --production\n`,
  ),
  silent('ONBUILD', `${app}ONBUILD RUN npm ci\n${end}`),
  silent(
    'requirements copied',
    'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt base.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\n',
    python,
  ),
  silent(
    'requirements of an address',
    'FROM python:3.13-slim\nRUN pip install --no-cache-dir -r https://example.org/requirements.txt\n',
    python,
  ),
  silent(
    'requirements made by a tool',
    'FROM python:3.13-slim\nWORKDIR /app\nCOPY pyproject.toml ./\nRUN pip install --no-cache-dir pip-tools && pip-compile\nRUN pip install --no-cache-dir -r requirements.txt\n',
    python,
  ),
  silent('packages by name', 'FROM python:3.13-slim\nRUN pip install --no-cache-dir flask==3.1.2\n', python),
  silent(
    'a module that is made',
    'FROM golang:1.26\nWORKDIR /src\nRUN go mod init example.org/x && go mod tidy\n',
    go,
  ),
  silent('a tool of Go', 'FROM golang:1.26\nRUN go install golang.org/x/tools/cmd/stringer@v0.30.0\n', go),
  silent(
    'the build has its sources',
    `${app}COPY package.json package-lock.json tsconfig.json ./\nRUN npm ci\nCOPY src ./src\nRUN npm run build\n${end}`,
    built,
  ),
  silent(
    'the build has one of its sources',
    `${app}COPY package.json package-lock.json src/index.ts ./\nRUN npm ci\nRUN npm run build\n${end}`,
    built,
  ),
  silent(
    'a script that builds nothing',
    `${app}COPY package.json package-lock.json ./\nRUN npm ci\nRUN npm run lint\n${end}`,
    built,
  ),
  {
    name: 'npm ci',
    files: node,
    text: `${app}${ci}COPY . .\n${end}`,
    findings: ['npm ci --omit=dev'],
    fixed: `${app}COPY package.json package-lock.json ./\n${ci}COPY . .\n${end}`,
  },
  {
    name: 'only another file is copied',
    files: { ...node, '.npmrc': 'fund=false\n', 'tsconfig.json': '{}' },
    text: `${app}COPY tsconfig.json .npmrc ./\n${ci}COPY src ./src\n${end}`,
    findings: 1,
    fixed: `${app}COPY tsconfig.json .npmrc ./\nCOPY package.json package-lock.json .npmrc ./\n${ci}COPY src ./src\n${end}`,
  },
  {
    name: 'behind packages of the system, with the comment of the RUN',
    files: node,
    text: `${app}RUN apk add --no-cache tini && mkdir -p /data\n# packages\n${ci}COPY --chown=node:node . .\n${end}`,
    findings: 1,
    fixed: `${app}RUN apk add --no-cache tini && mkdir -p /data\nCOPY --chown=node:node package.json package-lock.json ./\n# packages\n${ci}COPY --chown=node:node . .\n${end}`,
  },
  {
    name: 'the project is a folder of the context',
    files: {
      'api/package.json': '{"name":"api"}',
      'api/package-lock.json': '{"name":"api","lockfileVersion":3,"packages":{"":{"name":"api"}}}',
      'api/index.js': '',
      '.dockerignore': '**/node_modules\n.git\n',
    },
    text: `${app}${ci}COPY api/ ./\nUSER node\nCMD ["node", "index.js"]\n`,
    findings: 1,
    fixed: `${app}COPY api/package.json api/package-lock.json ./\n${ci}COPY api/ ./\nUSER node\nCMD ["node", "index.js"]\n`,
  },
  {
    name: 'the context is not the project: no fix',
    files: {},
    text: `${app}${ci}${end}`,
    findings: 1,
    fixed: `${app}${ci}${end}`,
  },
  {
    name: 'requirements with what they include',
    files: python,
    text: 'FROM python:3.13-slim\nWORKDIR /app\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nUSER 10001\nCMD ["python", "app.py"]\n',
    findings: ['pip install --no-cache-dir -r requirements.txt'],
    fixed:
      'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt base.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nUSER 10001\nCMD ["python", "app.py"]\n',
  },
  {
    name: 'an upgrade of pip comes first',
    files: python,
    text: 'FROM python:3.13-slim\nWORKDIR /app\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --upgrade pip && pip install --no-cache-dir -r requirements.txt\nCOPY . .\nUSER 10001\nCMD ["python", "app.py"]\n',
    findings: 1,
  },
  {
    name: 'go mod download',
    files: go,
    text: 'FROM golang:1.26 AS build\nWORKDIR /src\nRUN go mod download\nCOPY main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
    findings: ['go mod download'],
    fixed:
      'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod ./\nRUN go mod download\nCOPY main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
  },
  {
    name: 'a build without sources',
    files: built,
    text: `${app}COPY package.json package-lock.json tsconfig.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nRUN npm run build\n${end}`,
    findings: ['npm run build'],
    fixed: `${app}COPY package.json package-lock.json tsconfig.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY . .\nRUN npm run build\n${end}`,
  },
];

describe('correctness/used-before-copied', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('says what happens, and where the file comes', async () => {
    const text = `${app}RUN npm install\nCOPY . .\n${end}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, node));
    expect(finding!.message).toBe(
      '`npm install` installs nothing: it needs package.json, and COPY . . comes only below. Copy package.json first.',
    );
    expect(finding!.related?.[0]?.message).toBe('package.json comes only here');
  });
});
