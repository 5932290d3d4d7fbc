import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/no-lockfile.ts';
import {
  composerProject,
  mixProject,
  pipenvProject,
  poetryProject,
  rubyProject,
  uvApplication,
} from '../../support/dependency-projects.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { nodeFiles } from '../../support/node-project.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const manifest = { name: 'shop', dependencies: { express: '^4.19.2' } };
const without = (files: MemoryTree, lock: string): MemoryTree =>
  Object.fromEntries(Object.entries(files).filter(([name]) => name !== lock));
const stage = (image: string, lines: string): string =>
  `FROM ${image} AS build\nWORKDIR /app\n${lines}FROM debian:13-slim\nCOPY --from=build /app /app\nUSER 10001\n`;

const cases: readonly RuleCase[] = [
  { name: 'npm', files: nodeFiles('none', manifest), text: stage('node:22', 'COPY package.json ./\nRUN npm install\n'), findings: ['npm install'] },
  { name: 'npm ci, which fails', files: nodeFiles('none', manifest), text: stage('node:22', 'COPY . .\nRUN npm ci\n'), findings: 1 },
  { name: 'poetry', files: without(poetryProject, 'poetry.lock'), text: stage('python:3.13', 'COPY pyproject.toml ./\nRUN poetry install --no-root\n'), findings: ['poetry install --no-root'] },
  { name: 'uv', files: without({ ...uvApplication, 'pyproject.toml': `${String(uvApplication['pyproject.toml'])}\n[tool.uv]\n` }, 'uv.lock'), text: stage('python:3.13', 'COPY pyproject.toml ./\nRUN uv sync\n'), findings: 1 },
  { name: 'pipenv', files: without(pipenvProject, 'Pipfile.lock'), text: stage('python:3.13', 'COPY Pipfile ./\nRUN pipenv install\n'), findings: 1 },
  { name: 'composer', files: without(composerProject, 'composer.lock'), text: stage('composer:2.8', 'COPY . .\nRUN composer install\n'), findings: 1 },
  { name: 'bundler', files: without(rubyProject, 'Gemfile.lock'), text: stage('ruby:3.4', 'COPY Gemfile ./\nRUN bundle install\n'), findings: 1 },
  { name: 'mix', files: without(mixProject, 'mix.lock'), text: stage('elixir:1.18', 'COPY mix.exs ./\nRUN mix deps.get\n'), findings: 1 },
  { name: 'Go', files: { 'go.mod': 'module a\n\ngo 1.26\n\nrequire github.com/gorilla/mux v1.8.1\n', 'main.go': 'package main\n' }, text: stage('golang:1.26', 'COPY . .\nRUN go build -o /app/a .\n'), findings: 1 },
  { name: 'one manifest, two installs', files: nodeFiles('none', manifest), text: stage('node:22', 'COPY package.json ./\nRUN npm install\nRUN npm install --omit=dev\n'), findings: 1 },
  // Nothing to find.
  { name: 'a lockfile', files: nodeFiles('npm', manifest), text: stage('node:22', 'COPY package*.json ./\nRUN npm ci\n'), findings: 0 },
  { name: 'a lockfile of another manager', files: nodeFiles('yarn', manifest), text: stage('node:22', 'COPY package.json ./\nRUN npm install\n'), findings: 0 },
  { name: 'a lockfile of the workspace', files: { ...nodeFiles('npm', { name: 'mono', workspaces: ['apps/*'] }), 'apps/a/package.json': '{"name":"a","dependencies":{"express":"^4"}}' }, text: stage('node:22', 'COPY apps/a/package.json ./\nRUN npm install\n'), findings: 0 },
  { name: 'without a lockfile on purpose', files: nodeFiles('none', manifest), text: stage('node:22', 'COPY package.json ./\nRUN npm install --no-package-lock\n'), findings: 0 },
  { name: 'no dependencies', files: nodeFiles('none', { name: 'shop' }), text: stage('node:22', 'COPY package.json ./\nRUN npm install\n'), findings: 0 },
  { name: 'Go without requirements', files: { 'go.mod': 'module a\n\ngo 1.26\n', 'main.go': 'package main\n' }, text: stage('golang:1.26', 'COPY . .\nRUN go build -o /app/a .\n'), findings: 0 },
  { name: 'a gem, tested against what its users have', files: { Gemfile: 'source "https://rubygems.org"\ngemspec\n', 'shop.gemspec': '' }, text: stage('ruby:3.4', 'COPY . .\nRUN bundle install\n'), findings: 0 },
  { name: 'a member of an uv workspace', files: { 'uv.lock': '', 'api/pyproject.toml': '[project]\nname = "api"\ndependencies = ["flask"]\n[tool.uv]\n' }, text: stage('python:3.13', 'COPY api/pyproject.toml ./\nRUN uv sync\n'), findings: 0 },
  { name: 'a context that does not have the manifest', files: {}, text: stage('composer:2.8', 'COPY composer.json ./\nRUN composer install\n'), findings: 0 },
  { name: 'a lockfile that is copied and not there is told by another rule', files: nodeFiles('none', manifest), text: stage('oven/bun:1', 'COPY package.json bun.lockb ./\nRUN bun install\n'), findings: 0 },
  { name: 'pip', files: { 'requirements.txt': 'flask\n' }, text: stage('python:3.13', 'COPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\n'), findings: 0 },
]; // prettier-ignore

describe(rule.id, () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    await checkCase(rule, one);
  });

  it.each<[MemoryTree, string, string]>([
    [nodeFiles('none', manifest), stage('node:22', 'COPY . .\nRUN npm install\n'), '`npm install` resolves 1 dependency and what it needs anew in every build: package.json has no lockfile. Commit its package-lock.json.'],
    [without(composerProject, 'composer.lock'), stage('composer:2.8', 'COPY . .\nRUN composer install\n'), '`composer install` resolves 2 dependencies and what they need anew in every build: composer.json has no lockfile. Commit its composer.lock.'],
    [{ 'go.mod': 'module a\n\ngo 1.26\n\nrequire github.com/gorilla/mux v1.8.1\n', 'main.go': 'package main\n' }, stage('golang:1.26', 'COPY . .\nRUN go mod download\n'), 'go.mod has no go.sum: nothing proves that `go mod download` gets the modules it got before. Commit the go.sum that `go mod tidy` writes.'],
  ])('says what is missing (%#)', async (files, text, message) => {
    expect(findingsOf(rule, text, await factsFor(text, files))[0]?.message).toBe(message);
  }); // prettier-ignore
});
