import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/cache/missing-cache-mount.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const files = {
  'package.json': '{"name":"x"}',
  'package-lock.json': '{"lockfileVersion":3}',
  'requirements.txt': 'flask\n',
};
const stage = (base: string, run: string, last = 'FROM scratch\nCOPY --from=build /out /out'): string =>
  `FROM ${base} AS build\nWORKDIR /src\nCOPY . .\n${run}\n${last}\n`;

const silent: RuleCase[] = [
  ['a mount', stage('node:22', 'RUN --mount=type=cache,target=/root/.npm npm ci')],
  ['a mount with its keys in another order', stage('node:22', 'RUN --mount=target=/root/.npm,sharing=locked,type=cache npm ci')],
  ['a mount above it', stage('python:3.13', 'RUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt')],
  ['another folder by ENV, and a mount there', stage('node:22', 'ENV npm_config_cache=/npm\nRUN --mount=type=cache,target=/npm npm ci')],
  ['a bind mount of the cache', stage('node:22', 'RUN --mount=type=bind,source=cache,target=/root/.npm npm ci --offline')],
  ['a cache that ships is another rule’s', 'FROM node:22\nCOPY . .\nRUN npm ci\n'],
  ['a store that pnpm is told', stage('node:22', 'RUN --mount=type=cache,target=/pnpm-store pnpm config set store-dir /pnpm-store && pnpm install --frozen-lockfile')],
  ['a store that pnpm is told above', stage('node:22', 'RUN pnpm config set --global store-dir=/pnpm-store\nRUN pnpm install --frozen-lockfile')],
  ['a folder that the command names', stage('node:22', 'RUN --mount=type=cache,target=/root/.yarn YARN_CACHE_FOLDER=/root/.yarn yarn install --frozen-lockfile')],
  ['a folder that the script exports', stage('python:3.13', 'RUN export PIP_CACHE_DIR=/pip && pip install -r requirements.txt')],
  ['a tool by its name', stage('node:22', 'RUN npm install -g pnpm@10')],
  ['a package by its name', stage('python:3.13', 'RUN pip install poetry')],
  ['wheels from this machine', stage('python:3.13', 'RUN pip install /wheels/*')],
  ['packages of the distribution', stage('debian:13', 'RUN apt-get update && apt-get install -y gcc')],
  ['a cache that is turned off', stage('python:3.13', 'ENV PIP_NO_CACHE_DIR=1\nRUN pip install -r requirements.txt')],
  ['a folder only the build knows', stage('node:22', 'ARG npm_config_cache\nRUN npm ci')],
  ['another user, whose home is not known', stage('node:22', 'USER app\nRUN npm ci')],
  ['modules that are copied out of the stage', stage('golang:1.26', 'RUN go mod download\nRUN go build -o /out .', 'FROM scratch\nCOPY --from=build /go/pkg/mod /go/pkg/mod')],
  ['a repository that the stage ships', 'FROM maven:3-eclipse-temurin-21\nCOPY . .\nRUN mvn -B dependency:go-offline\nCMD ["mvn", "spring-boot:run"]\n'],
  ['a script goes on with the packages', stage('golang:1.26', 'RUN go mod download\nRUN make')],
  ['settings that may name another repository', stage('maven:3-eclipse-temurin-21', 'RUN mvn -B -s /etc/build.xml package')],
  ['a repository elsewhere', stage('maven:3-eclipse-temurin-21', 'RUN mvn -Dmaven.repo.local=/repo package')],
  ['a cache elsewhere by an option', stage('node:22', 'RUN npm ci --cache /tmp/npm')],
  ['a Go image that is not known', stage('corp.example/builder:1', 'RUN go build -o /out .')],
  ['a cleaned folder beside the mount', stage('debian:13', 'RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*')],
  ['a clean-up before the install', stage('node:22', 'RUN --mount=type=cache,target=/root/.npm npm cache clean --force && npm ci')],
  ['the cache of another tool is cleaned', stage('node:22', 'RUN --mount=type=cache,target=/root/.npm npm ci && yarn cache clean')],
  ['Composer in an image that may set XDG variables', stage('ghcr.io/example/php-server:1', 'RUN composer install --no-dev')],
  ['Composer with an XDG variable', stage('php:8.4-cli', 'ENV XDG_CONFIG_HOME=/config\nRUN composer install --no-dev')],
  ['Windows', '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN npm ci\n'],
].map(([name, text]) => ({ name: name!, text: text!, files, findings: 0 })); // prettier-ignore

const npm = '--mount=type=cache,target=/root/.npm';
const found: RuleCase[] = [
  { name: 'other mounts stay', files, text: stage('node:22', 'RUN --mount=type=secret,id=npmrc npm ci'), findings: ['npm ci'], fixed: stage('node:22', `RUN --mount=type=secret,id=npmrc ${npm} npm ci`) },
  { name: 'the user of Node’s images', files, text: stage('node:22', 'USER node\nRUN npm ci'), findings: 1, fixed: stage('node:22', 'USER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 npm ci') },
  { name: 'a clean-up goes', files, text: 'FROM node:22\nCOPY . .\nRUN npm ci && npm cache clean --force\n', findings: 1, fixed: `FROM node:22\nCOPY . .\nRUN ${npm} npm ci\n` },
  { name: 'another tool keeps its flag', files, text: stage('node:22-alpine', 'RUN apk add --no-cache git && npm ci'), findings: 1, fixed: stage('node:22-alpine', 'RUN --mount=type=cache,target=/root/.npm apk add --no-cache git && npm ci') },
  { name: 'a flag goes', files, text: 'FROM python:3.13\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\n', findings: 1, fixed: 'FROM python:3.13\nCOPY . .\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n' },
  { name: 'every RUN of a tool that keeps packages only there', text: stage('golang:1.26', 'RUN go mod download\nRUN CGO_ENABLED=0 go build -o /out .'), findings: ['go mod download'], fixed: stage('golang:1.26', 'RUN --mount=type=cache,target=/go/pkg/mod go mod download\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \\\n    CGO_ENABLED=0 go build -o /out .') },
  { name: 'one finding for several stages', files, text: `FROM node:22 AS deps\nCOPY . .\nRUN npm ci --omit=dev\n${stage('node:22', 'RUN npm ci')}`, findings: ['npm ci --omit=dev'] },
  { name: 'yarn takes turns', files: { ...files, 'yarn.lock': '# yarn lockfile v1\n' }, text: stage('node:22', 'RUN yarn install --frozen-lockfile'), findings: 1, fixed: stage('node:22', 'RUN --mount=type=cache,target=/usr/local/share/.cache/yarn,sharing=locked yarn install --frozen-lockfile') },
  { name: 'a comment above the commands', files, text: stage('python:3.13', 'RUN \\\n    # all of them\n    pip install -r requirements.txt'), findings: 1, fixed: stage('python:3.13', 'RUN --mount=type=cache,target=/root/.cache/pip \\\n    # all of them\n    pip install -r requirements.txt') },
  { name: 'pnpm by its variable', files, text: stage('node:22', 'ENV PNPM_HOME=/pnpm\nRUN pnpm install --frozen-lockfile'), findings: 1, fixed: stage('node:22', 'ENV PNPM_HOME=/pnpm\nRUN --mount=type=cache,target=/pnpm/store pnpm install --frozen-lockfile') },
  { name: 'a heredoc', files, text: stage('node:22', 'RUN <<EOF\nset -e\nnpm ci\nnpm run build\nEOF'), findings: 1, fixed: stage('node:22', `RUN ${npm} <<EOF\nset -e\nnpm ci\nnpm run build\nEOF`) },
  { name: 'uv', files, text: stage('python:3.13', 'RUN uv sync --frozen --no-cache'), findings: 1, fixed: stage('python:3.13', 'RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen') },
  { name: 'composer’s own image', files, text: stage('composer:2', 'RUN composer install --no-dev'), findings: 1, fixed: stage('composer:2', 'RUN --mount=type=cache,target=/tmp/cache composer install --no-dev') },
  { name: '.NET', files, text: stage('mcr.microsoft.com/dotnet/sdk:9.0', 'RUN dotnet restore\nRUN dotnet publish -o /out'), findings: ['dotnet restore'] },
  { name: 'a mount that a flag defeats', files, text: stage('python:3.13', 'RUN --mount=target=/root/.cache/pip,type=cache pip install --no-cache-dir -r requirements.txt'), findings: ['--no-cache-dir'], fixed: stage('python:3.13', 'RUN --mount=target=/root/.cache/pip,type=cache pip install -r requirements.txt') },
  { name: 'a mount that a clean-up empties', files, text: stage('node:22', `RUN ${npm} npm ci && npm cache clean --force`), findings: ['npm cache clean --force'], fixed: stage('node:22', `RUN ${npm} npm ci`) },
  { name: 'lists that are deleted in their mount', text: stage('debian:13', 'RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/* /tmp/x'), findings: ['/var/lib/apt/lists/*'], fixed: stage('debian:13', 'RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y gcc && rm -rf /tmp/x') },
]; // prettier-ignore

describe('cache/missing-cache-mount', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('promises to keep only what the mounts keep', async () => {
    const messageOf = async (base: string, run: string): Promise<string | undefined> => {
      const text = stage(base, run);
      return findingsOf(rule, text, await factsFor(text, files))[0]?.message;
    };
    expect(await messageOf('php:8.4-cli', 'RUN composer install --no-dev')).toBe(
      '`composer install` downloads everything again each time it runs. Keep what it downloads with `--mount=type=cache,target=/root/.composer/cache`.',
    );
    expect(await messageOf('rust:1', 'RUN cargo build --release')).toContain(' Keep what it downloads with ');
    expect(await messageOf('golang:1.26', 'RUN go build -o /out .')).toContain(
      ' Keep what it downloads and compiles with ',
    );
  });

  it('speaks of no download where a Go module requires no other', async () => {
    const text = stage('golang:1.26', 'RUN go mod download\nRUN go build -o /out .');
    const spansOf = async (module: string): Promise<string[]> =>
      findingsOf(rule, text, await factsFor(text, { 'go.mod': module, 'main.go': '' })).map(({ span }) =>
        text.slice(span.start, span.end),
      );
    expect(await spansOf('module shop\n\ngo 1.26\n')).toEqual(['go build -o /out .']);
    expect(await spansOf('module shop\n\ngo 1.26\n\nrequire example.com/x v1.0.0\n')).toEqual([
      'go mod download',
    ]);
  });

  it.each([
    ['a module that requires no other', { 'go.mod': 'module shop\n\ngo 1.26\n', 'main.go': '' }, 'COPY . .\nRUN go build -o /out .', 1],
    ['a file without a module', { 'main.go': '' }, 'COPY main.go .\nRUN go build main.go', 1],
    ['a file, and a package that is fetched', { 'main.go': '' }, 'COPY main.go .\nRUN go get example.org/x\nRUN go build main.go', 2],
    ['packages by name', { 'main.go': '' }, 'COPY main.go .\nRUN go build -o /out ./...', 2],
  ])('promises to keep only what there is: %s', async (_, tree, lines, mounts) => {
    const text = `FROM golang:1.26 AS build\nWORKDIR /src\n${lines}\nFROM scratch\nCOPY --from=build /out /out\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text, tree));
    expect(finding?.message.match(/--mount/g)).toHaveLength(mounts);
    expect(finding?.message.includes('downloads')).toBe(mounts === 2);
  }); // prettier-ignore

  it('is for Optimize only where the file has cache mounts already', async () => {
    const preferred = async (text: string): Promise<unknown> =>
      findingsOf(rule, text, await factsFor(text, files))[0]?.fixes()[0]?.preferred;
    expect(await preferred(stage('node:22', 'RUN npm ci'))).toBe(false);
    expect(
      await preferred(stage('node:22', 'RUN --mount=type=cache,target=/root/.cache ./prepare\nRUN npm ci')),
    ).toBe(true);
  });
});

it('names the goal of Maven, not the value of an option', async () => {
  const text = stage('maven:3-eclipse-temurin-21', 'RUN mvn -B -f api.xml dependency:resolve');
  const [finding] = findingsOf(rule, text, await factsFor(text, files));
  expect(finding?.message).toContain('`mvn dependency:resolve`');
});

it('wants no packages kept where a .NET project asks for none', async () => {
  const text = stage('mcr.microsoft.com/dotnet/sdk:9.0', 'RUN dotnet publish shop.csproj -o /out');
  const project = (packages: string): Record<string, string> => ({
    'shop.csproj': `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>${packages}</ItemGroup></Project>`,
  });
  const count = async (packages: string): Promise<number> =>
    findingsOf(rule, text, await factsFor(text, project(packages))).length;
  expect(await count('')).toBe(0);
  expect(await count('<PackageReference Include="Dapper" Version="2.1.35" />')).toBe(1);
});

it.each<[string, string, string, number]>([
  ['Maven', 'maven:3-eclipse-temurin-21', 'CMD ["mvn", "spring-boot:run"]', 0],
  ['Maven', 'maven:3-eclipse-temurin-21', 'CMD ["java", "-jar", "/out"]', 1],
  ['Cargo', 'rust:1', 'CMD ["cargo", "run", "--offline"]', 0],
  ['npm, whose packages lie beside the sources', 'node:22', 'CMD ["npm", "run", "dev"]', 1],
])('leaves the packages of %s where a stage starts its tool', async (_, base, start, count) => {
  const run = { 'maven:3-eclipse-temurin-21': 'mvn install', 'rust:1': 'cargo build', 'node:22': 'npm ci' };
  const install = run[base as keyof typeof run];
  const dev = `FROM build AS tools\nRUN apt-get update\n\nFROM tools AS dev\n${start}\n\nFROM scratch\nCOPY --from=build /out /out`;
  const text = stage(base, `RUN ${install}`, dev);
  expect(findingsOf(rule, text, await factsFor(text, files))).toHaveLength(count);
});
