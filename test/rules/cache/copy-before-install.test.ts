import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/cache/copy-before-install.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { nodeFiles, type Manifest } from '../../support/node-project.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const manifest: Manifest = { name: 'shop', dependencies: { express: '^4.19.2' } };
const tidy: MemoryTree = { '.dockerignore': 'node_modules\n.git\n', 'src/index.js': '' };
const npm: MemoryTree = { ...nodeFiles('npm', manifest), ...tidy };
const withScripts = (scripts: Record<string, string>): MemoryTree => ({
  ...nodeFiles('npm', { ...manifest, scripts }),
  ...tidy,
});
const go: MemoryTree = {
  'go.mod': 'module example.org/shop\n\ngo 1.25\n\nrequire github.com/gorilla/mux v1.8.1\n',
  'go.sum': 'github.com/gorilla/mux v1.8.1 h1:x\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};
const end = 'USER node\nCMD ["node", "src/index.js"]\n';
const node = (lines: string): string => `FROM node:22-alpine\nWORKDIR /app\n${lines}${end}`;

const cases: RuleCase[] = [
  {
    name: 'a clean-up at the end of the RUN is done in the layer of the install too',
    files: npm,
    text: node('COPY . .\nRUN npm ci && \\\n  npm run build && \\\n  npm cache clean --force\n'),
    findings: 1,
    fixed: node(
      'COPY package.json package-lock.json ./\nRUN npm ci && npm cache clean --force\nCOPY . .\nRUN npm run build && \\\n  npm cache clean --force\n',
    ),
  },
  {
    name: 'downloads with the secrets, keys and caches of the build',
    files: go,
    text: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN --mount=type=ssh --network=host go build -o /shop .\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
    findings: 1,
    fixed:
      'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=ssh --network=host go mod download\nCOPY . .\nRUN --mount=type=ssh --network=host go build -o /shop .\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
  },
  {
    name: 'downloads behind what prepares the stage for it',
    files: go,
    text: 'FROM golang:1.25-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN apk add --no-cache git\nENV GOPRIVATE=example.org\nRUN go build -o /shop .\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
    findings: 1,
    fixed:
      'FROM golang:1.25-alpine AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN apk add --no-cache git\nENV GOPRIVATE=example.org\nRUN go mod download\nCOPY . .\nRUN go build -o /shop .\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
  },
  {
    name: 'keeps the flags, the comments and the indentation of the copy',
    files: npm,
    text: `FROM node:22-alpine\nWORKDIR /app\n  # the shop\n  COPY --chown=node:node . .\n  RUN npm ci\n${end}`,
    findings: ['COPY --chown=node:node . .'],
    fixed: `FROM node:22-alpine\nWORKDIR /app\n  COPY --chown=node:node package.json package-lock.json ./\n  RUN npm ci\n  # the shop\n  COPY --chown=node:node . .\n${end}`,
  },
  {
    name: 'keeps instructions apart with empty lines where the file does',
    files: npm,
    text: `FROM node:22-alpine\nWORKDIR /app\n\n# the shop\nCOPY . .\n\nRUN npm ci\n\n${end}`,
    findings: ['COPY . .'],
    fixed: `FROM node:22-alpine\nWORKDIR /app\n\nCOPY package.json package-lock.json ./\n\nRUN npm ci\n\n# the shop\nCOPY . .\n\n${end}`,
  },
  {
    name: 'splits the build from the install',
    files: withScripts({ build: 'node build.js' }),
    text: node('COPY . .\nRUN npm ci && npm run build\n'),
    findings: 1,
    fixed: node('COPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n'),
  },
  {
    name: 'keeps clean-up with the install, and mounts with both halves',
    files: withScripts({ build: 'node build.js' }),
    text: node(
      'COPY . .\nRUN --mount=type=secret,id=npmrc npm ci \\\n  && npm cache clean --force \\\n  && npm run build\n',
    ),
    findings: 1,
    fixed: node(
      'COPY package.json package-lock.json ./\nRUN --mount=type=secret,id=npmrc npm ci \\\n  && npm cache clean --force\nCOPY . .\nRUN --mount=type=secret,id=npmrc npm run build\n',
    ),
  },
  {
    name: 'takes a second install for one that only prunes',
    files: withScripts({ build: 'node build.js' }),
    text: node(
      'COPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nRUN npm install --omit=dev\n',
    ),
    findings: 0,
  },
  {
    name: 'speaks of the first of two installs behind the sources',
    files: withScripts({ build: 'node build.js' }),
    text: node('COPY . .\nRUN npm ci\nRUN npm run build\nRUN npm ci --omit=dev\n'),
    findings: ['COPY . .'],
  },
  {
    name: 'does not take the install of another folder for the same',
    files: { ...withScripts({}), 'web/package.json': '{"name":"web","dependencies":{"vue":"3.5.0"}}' },
    text: node('COPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN cd web && npm install\n'),
    findings: 1,
  },
  {
    name: 'takes the other manager’s lockfile for no input',
    files: { ...nodeFiles('pnpm', manifest), ...tidy },
    text: node('COPY . .\nRUN npm install\n'),
    findings: 1,
    fixed: node('COPY package.json ./\nRUN npm install\nCOPY . .\n'),
  },
  {
    name: 'brings patches, configuration and the schema that the install reads',
    files: {
      ...nodeFiles('pnpm', { ...manifest, dependencies: { ...manifest.dependencies, '@prisma/client': '^5.0.0' } }),
      ...tidy,
      '.npmrc': 'engine-strict=true\n',
      'patches/express.patch': '',
      'prisma/schema.prisma': '',
    },
    text: node('RUN corepack enable\nCOPY . .\nRUN pnpm install --frozen-lockfile\n'),
    findings: 1,
    fixed: node(
      'RUN corepack enable\nCOPY package.json pnpm-lock.yaml .npmrc ./\nCOPY patches/ ./patches/\nCOPY prisma/ ./prisma/\nRUN pnpm install --frozen-lockfile\nCOPY . .\n',
    ),
  },
  {
    name: 'brings the manifests of workspace members',
    files: {
      ...nodeFiles('npm', { name: 'mono', workspaces: ['packages/*'] }),
      'packages/api/package.json': '{"name":"api"}',
      'packages/web/package.json': '{"name":"web"}',
      '.dockerignore': 'node_modules\n.git\n',
    },
    text: node('COPY . .\nRUN npm ci\n'),
    findings: 1,
    fixed: node(
      'COPY package.json package-lock.json ./\nCOPY packages/api/package.json ./packages/api/\nCOPY packages/web/package.json ./packages/web/\nRUN npm ci\nCOPY . .\n',
    ),
  },
  {
    name: 'copies from the folder that was copied',
    files: Object.fromEntries(
      Object.entries(npm).map(([path, entry]) => [path === '.dockerignore' ? path : `server/${path}`, entry]),
    ),
    text: `FROM node:22-alpine\nWORKDIR /app\nCOPY server/ .\nRUN npm ci\n${end}`,
    findings: 1,
    fixed: `FROM node:22-alpine\nWORKDIR /app\nCOPY server/package.json server/package-lock.json ./\nRUN npm ci\nCOPY server/ .\n${end}`,
  },
  {
    name: 'finds go build that downloads behind the sources, once',
    files: go,
    text: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go vet ./... && go build -o /a .\nFROM scratch\nCOPY --from=build /a /a\nUSER 65532\nENTRYPOINT ["/a"]\n',
    findings: ['COPY . .'],
  },
  // No fix where the install reads more than can be named.
  {
    name: 'finds an install whose script needs the sources, and leaves it',
    files: withScripts({ postinstall: 'node src/setup.js' }),
    text: node('COPY . .\nRUN npm ci\n'),
    findings: 1,
  },
  {
    name: 'finds an install with a folder of the project as dependency, and leaves it',
    files: { ...nodeFiles('none', { ...manifest, dependencies: { lib: 'file:./lib' } }), ...tidy, 'lib/package.json': '{}' },
    text: node('COPY . .\nRUN npm install\n'),
    findings: 1,
  },
  // Nothing to find.
  { name: 'manifests first', files: npm, text: node('COPY package*.json ./\nRUN npm ci\nCOPY . .\n'), findings: 0 },
  { name: 'a bind mount', files: npm, text: node('RUN --mount=type=bind,source=package.json,target=package.json --mount=type=bind,source=package-lock.json,target=package-lock.json npm ci\nCOPY . .\n'), findings: 0 },
  { name: 'a manifest from another stage', files: npm, text: `FROM alpine:3.22 AS files\nWORKDIR /x\nCOPY . .\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=files /x/package*.json ./\nRUN npm ci\n${end}`, findings: 0 },
  { name: 'a global tool', files: npm, text: node('COPY . .\nRUN npm install -g pm2\n'), findings: 0 },
  { name: 'a script alone', files: npm, text: node('COPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n'), findings: 0 },
  { name: 'a package by name', files: npm, text: node('COPY . .\nRUN npm install serve\n'), findings: 0 },
  { name: 'Go without requirements', files: { 'go.mod': 'module a\n\ngo 1.25\n', 'main.go': 'package main\n' }, text: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /a .\nFROM scratch\nCOPY --from=build /a /a\nUSER 65532\nENTRYPOINT ["/a"]\n', findings: 0 },
  { name: 'vendored Go', files: { ...go, 'vendor/modules.txt': '' }, text: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /a .\nFROM scratch\nCOPY --from=build /a /a\nUSER 65532\nENTRYPOINT ["/a"]\n', findings: 0 },
  { name: 'Go with a module cache', files: go, text: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -o /a .\nFROM scratch\nCOPY --from=build /a /a\nUSER 65532\nENTRYPOINT ["/a"]\n', findings: 0 },
  {
    name: 'a manifest that is copied already',
    files: { 'requirements.txt': 'flask==3.1.2\n', 'app.py': '' },
    text: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY ./requirements.txt ./\nCOPY . .\nRUN pip install --no-cache-dir -r /app/requirements.txt\nUSER 1000\nCMD ["python", "app.py"]\n',
    findings: 1,
    fixed: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY ./requirements.txt ./\nRUN pip install --no-cache-dir -r /app/requirements.txt\nCOPY . .\nUSER 1000\nCMD ["python", "app.py"]\n',
  },
  { name: 'a lockfile without packages', files: { 'package.json': '{"name":"a"}', 'package-lock.json': '{"name":"a","lockfileVersion":3,"packages":{"":{"name":"a"}}}' }, text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER node\nCMD ["node", "a.js"]\n', findings: 0 },
  { name: 'pip of the project itself', files: { 'pyproject.toml': '[project]\nname = "a"\n' }, text: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install --no-cache-dir .\nUSER 1000\nCMD ["a"]\n', findings: 0 },
  { name: 'a heredoc in another language', files: npm, text: node('COPY . .\nRUN <<EOF\n#!/usr/bin/env python3\nprint("npm ci")\nEOF\n'), findings: 0 },
]; // prettier-ignore

describe('cache/copy-before-install', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it.each([
    ['another WORKDIR between', 'COPY . .\nWORKDIR /app/src\nWORKDIR /app\nRUN npm ci\n'],
    ['another copy over it', 'COPY . .\nCOPY other.json ./package.json\nRUN npm ci\n'],
    ['a RUN that reads the sources', 'COPY . .\nRUN node src/index.js\nRUN npm ci\n'],
    ['an install whose failure is ignored', 'COPY . .\nRUN npm ci || true; npm run build\n'],
    ['words behind a #', 'COPY . . # all of it\nRUN npm ci\n'],
  ])('offers no fix with %s', async (_, lines) => {
    const text = node(lines);
    const findings = findingsOf(rule, text, await factsFor(text, { ...npm, 'other.json': '{}' }));
    expect(findings.flatMap((finding) => finding.fixes())).toEqual([]);
  });

  it.each([
    ['npm', 'COPY package.json ./\nRUN npm install', 1],
    ['pip', 'COPY requirements.txt ./\nRUN pip install -r requirements.txt', 1],
    ['no install', 'COPY package.json ./\nRUN node build.js', 0],
  ])('sees the sources in the stage below: %s', async (_, lines, count) => {
    const files = { 'package.json': '{"dependencies":{"a":"1"}}', 'requirements.txt': 'flask\n', 'app.js': '' };
    const text = `FROM node:22 AS sources\nWORKDIR /app\nCOPY . .\n\nFROM sources\n${lines}\n`;
    const found = findingsOf(rule, text, await factsFor(text, files));
    expect(found.map(({ message }) => message)).toHaveLength(count);
    for (const finding of found) {
      expect(text.slice(finding.span.start, finding.span.end)).toBe('COPY . .');
      expect(finding.message).toContain('Install in a stage that does not start from `sources`.');
      expect(finding.fixes()).toEqual([]);
    }
    const apart = text.replace('COPY . .', 'COPY app.js ./');
    expect(findingsOf(rule, apart, await factsFor(apart, files))).toEqual([]);
    const twice = text.replace('COPY . .', 'COPY package.json ./\nRUN npm install\nCOPY . .');
    expect(findingsOf(rule, twice, await factsFor(twice, files)).filter(() => lines.includes('npm'))).toEqual([]);
  }); // prettier-ignore

  it('offers no fix when .dockerignore hides what the install reads', async () => {
    const text = node('COPY . .\nRUN npm install\n');
    const facts = await factsFor(text, { ...npm, '.dockerignore': 'package-lock.json\n' });
    expect(findingsOf(rule, text, facts).flatMap((finding) => finding.fixes())).toEqual([]);
  });

  it('says what it costs, with the project’s own files', async () => {
    const text = node('COPY . .\nRUN npm ci\n');
    const [finding] = findingsOf(rule, text, await factsFor(text, npm));
    expect(finding?.message).toBe(
      '`COPY . .` runs before `npm ci`: every source change reinstalls 1 package. Copy package.json and package-lock.json first.',
    );
    expect(finding?.fixes()[0]).toMatchObject({
      title: 'Copy package.json and package-lock.json before npm ci',
      applicability: 'safe',
    });
  });
});

it("brings a .dockerignore when this machine's node_modules would come behind the install", async () => {
  const files = { ...npm, '.dockerignore': '.git\n', 'node_modules/express/index.js': '' };
  const text = node('COPY . .\nRUN npm ci\n');
  const [finding] = findingsOf(rule, text, await factsFor(text, files));
  expect(finding?.fixes()[0]?.files).toMatchObject([
    { path: '.dockerignore', before: '.git\n', after: expect.stringMatching(/^node_modules$/m) as unknown },
  ]);
});
