import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/lockfile-not-copied.ts';
import {
  composerProject,
  mixProject,
  pipenvProject,
  poetryProject,
  rubyProject,
  uvApplication,
} from '../../support/dependency-projects.ts';
import { factsFor } from '../../support/facts.ts';
import { nodeFiles } from '../../support/node-project.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const node = nodeFiles('npm', { name: 'shop', dependencies: { express: '^4.19.2' } });
const pnpm = nodeFiles('pnpm', { name: 'shop', dependencies: { express: '^4.19.2' } });
const go = {
  'go.mod': 'module example.org/shop\n\ngo 1.26\n\nrequire github.com/gorilla/mux v1.8.1\n',
  'go.sum': 'github.com/gorilla/mux v1.8.1 h1:x\n',
  'main.go': 'package main\n',
};
const stage = (image: string, lines: string): string =>
  `FROM ${image} AS build\nWORKDIR /app\n${lines}FROM debian:13-slim\nCOPY --from=build /app /app\nUSER 10001\n`;

const found = (
  name: string,
  files: NonNullable<RuleCase['files']>,
  image: string,
  copy: string,
  copyFixed: string,
  run: string,
): RuleCase => ({
  name,
  files,
  text: stage(image, `COPY ${copy} ./\nRUN ${run}\n`),
  findings: [copy],
  fixed: stage(image, `COPY ${copyFixed} ./\nRUN ${run}\n`),
});

const cases: readonly RuleCase[] = [
  found('poetry', poetryProject, 'python:3.13', 'pyproject.toml', 'pyproject.toml poetry.lock', 'poetry install --no-root'),
  found('uv', uvApplication, 'python:3.13', './pyproject.toml', './pyproject.toml ./uv.lock', 'uv sync --frozen'),
  found('pipenv', pipenvProject, 'python:3.13', 'Pipfile', 'Pipfile Pipfile.lock', 'pipenv install --deploy'),
  found('composer', composerProject, 'composer:2.8', 'composer.json', 'composer.json composer.lock', 'composer install'),
  found('bundler', rubyProject, 'ruby:3.4', 'Gemfile', 'Gemfile Gemfile.lock', 'bundle config set frozen true && bundle install'),
  found('mix', mixProject, 'elixir:1.18', 'mix.exs', 'mix.exs mix.lock', 'mix deps.get'),
  found('npm ci', node, 'node:22', 'package.json', 'package.json package-lock.json', 'npm ci'),
  found('pnpm', pnpm, 'node:22', 'package.json', 'package.json pnpm-lock.yaml', 'pnpm install --frozen-lockfile'),
  found('go', go, 'golang:1.26', 'go.mod', 'go.mod go.sum', 'go mod download'),
  {
    name: 'a lockfile that another stage makes',
    files: pnpm,
    text: stage('node:22', 'COPY package.json ./\nCOPY --from=pruner /app/out/pnpm-lock.yaml ./\nRUN pnpm install --frozen-lockfile\n'),
    findings: 0,
  },
  {
    name: 'a destination that only one source may have',
    files: node,
    text: stage('node:22', 'COPY package.json .\nRUN npm ci\n'),
    findings: 1,
    fixed: stage('node:22', 'COPY package.json package-lock.json ./\nRUN npm ci\n'),
  },
  {
    name: 'a lockfile that .dockerignore hides',
    files: { ...composerProject, '.dockerignore': '*.lock\n' },
    text: stage('composer:2.8', 'COPY . .\nRUN composer install\n'),
    findings: ['composer install'],
    fixed: stage('composer:2.8', 'COPY . .\nRUN composer install\n'),
  },
  {
    name: 'a manifest under another name, without a fix',
    files: composerProject,
    text: stage('composer:2.8', 'COPY composer.json /app/composer.json\nRUN composer install\n'),
    findings: ['composer.json'],
    fixed: stage('composer:2.8', 'COPY composer.json /app/composer.json\nRUN composer install\n'),
  },
  // Nothing to find.
  { name: 'both', files: composerProject, text: stage('composer:2.8', 'COPY composer.json composer.lock ./\nRUN composer install\n'), findings: 0 },
  { name: 'a pattern', files: composerProject, text: stage('composer:2.8', 'COPY composer.* ./\nRUN composer install\n'), findings: 0 },
  { name: 'in a copy of its own', files: composerProject, text: stage('composer:2.8', 'COPY composer.json ./\nCOPY composer.lock ./\nRUN composer install\n'), findings: 0 },
  { name: 'everything', files: composerProject, text: stage('composer:2.8', 'COPY . .\nRUN composer install\n'), findings: 0 },
  { name: 'mounts', files: uvApplication, text: stage('python:3.13', 'RUN --mount=type=bind,source=uv.lock,target=uv.lock --mount=type=bind,source=pyproject.toml,target=pyproject.toml uv sync --locked\n'), findings: 0 },
  { name: 'no lockfile', files: { 'composer.json': '{"require":{"slim/slim":"*"}}' }, text: stage('composer:2.8', 'COPY composer.json ./\nRUN composer install\n'), findings: 0 },
  { name: 'an install that lockfile-install speaks about', files: node, text: stage('node:22', 'COPY package.json ./\nRUN npm install\n'), findings: 0 },
  { name: 'the same for uv', files: uvApplication, text: stage('python:3.13', 'COPY pyproject.toml ./\nRUN uv sync\n'), findings: 0 },
  { name: 'without a lockfile on purpose', files: node, text: stage('node:22', 'COPY package.json ./\nRUN npm install --no-package-lock\n'), findings: 0 },
  { name: 'vendored Go', files: { ...go, 'vendor/modules.txt': '' }, text: stage('golang:1.26', 'COPY go.mod ./\nCOPY vendor ./vendor\nCOPY main.go ./\nRUN go build -o /app/shop .\n'), findings: 0 },
  { name: 'another stage brings it', files: composerProject, text: `FROM alpine:3.22 AS files\nCOPY . /src\n${stage('composer:2.8', 'COPY --from=files /src/composer.json /src/composer.lock ./\nRUN composer install\n')}`, findings: 0 },
]; // prettier-ignore

describe(rule.id, () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    await checkCase(rule, one);
  });

  it.each<[string, RuleCase['files'], string, string]>([
    ['anew', composerProject, stage('composer:2.8', 'COPY composer.json ./\nRUN composer install\n'), 'composer.lock is not copied with composer.json: `composer install` resolves versions anew instead of installing what it pins. Copy it too.'],
    ['fails', node, stage('node:22', 'COPY package.json ./\nRUN npm ci\n'), 'package-lock.json is not copied with package.json: `npm ci` fails without it. Copy it too.'],
    ['Go', go, stage('golang:1.26', 'COPY go.mod ./\nRUN go mod download\n'), "go.sum is not copied with go.mod: `go mod download` can't check what it downloads, and a change of it does not renew the layer. Copy it too."],
    ['hidden', { ...composerProject, '.dockerignore': '*.lock\n' }, stage('composer:2.8', 'COPY . .\nRUN composer install\n'), '.dockerignore excludes composer.lock: `composer install` resolves versions anew instead of installing what it pins. Let it through.'],
  ])('says what happens: %s', async (_, files, text, message) => {
    expect(findingsOf(rule, text, await factsFor(text, files))[0]?.message).toBe(message);
  }); // prettier-ignore

  it('brings no lockfile that is out of step', async () => {
    const text = stage('python:3.13', 'COPY pyproject.toml ./\nRUN poetry install --no-root\n');
    const manifest = String(poetryProject['pyproject.toml']).replace('^3.0', '^3.1');
    const stale = await factsFor(text, { ...poetryProject, 'pyproject.toml': manifest });
    expect(findingsOf(rule, text, stale)[0]!.fixes()).toEqual([]);
  });
});
