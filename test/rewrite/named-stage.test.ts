/** A single stage with a name: it stays with the final stage, which others may build by that name. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const compose = (target: string): MemoryTree => ({
  'compose.yaml': `services:\n  web:\n    build: { context: ., target: ${target} }\n`,
});
const server: MemoryTree = {
  ...nodeFiles('npm', {
    scripts: { build: 'tsc', start: 'node dist/index.js' },
    dependencies: { express: '^4.19.2' },
    devDependencies: { typescript: '^5.4.5' },
  }),
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"},"include":["src"]}',
  'src/index.ts': "import express from 'express';\nexpress().listen(8080);\n",
};
const native: MemoryTree = {
  ...nodeFiles('npm', { dependencies: { bcrypt: '^5.1.1' } }, { bcrypt: { hasInstallScript: true } }),
  'server.js': "require('bcrypt');\n",
};
const site: MemoryTree = nodeFiles('npm', {
  scripts: { build: 'vite build' },
  devDependencies: { vite: '^5.0.0' },
});
const program: MemoryTree = {
  'go.mod': 'module example.org/x\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};
const python: MemoryTree = {
  'requirements.txt': 'flask==3.0.0\ngunicorn==22.0.0\npsycopg2==2.9.9\n',
  'app.py': '',
};

const built = (from: string): string =>
  `${from}\nWORKDIR /srv\nCOPY . .\nRUN npm ci\nRUN npm run build\nCMD ["node", "dist/index.js"]\n`;
const withTools = (from: string): string =>
  `${from}\nRUN apk add --no-cache python3 make g++\nWORKDIR /srv\nCOPY . .\nRUN npm ci\nRUN npm run build\nCMD ["node", "dist/index.js"]\n`;

const cases: PlanCase[] = [
  { name: 'node-that-compose-builds', files: { ...server, ...compose('app') }, text: built('FROM node:22 AS app') },
  { name: 'node-named-build', files: { ...server, ...compose('build') }, text: built('FROM node:22 AS build') },
  { name: 'node-named-base', files: server, text: withTools('FROM node:22-alpine AS base') },
  { name: 'node-named-prod-deps', files: server, text: withTools('from node:22-alpine as Prod-Deps') },
  { name: 'node-without-a-build-named-deps', files: native, text: 'FROM node:22 AS deps\nWORKDIR /srv\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n' },
  { name: 'site-named-build', files: site, text: 'FROM node:22 AS build\nWORKDIR /srv\nCOPY . .\nRUN npm ci && npm run build\nRUN npm install -g serve\nEXPOSE 3000\nCMD ["serve", "-s", "dist"]\n' },
  { name: 'go-named-build', files: program, text: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n' },
  { name: 'python-named-build', files: python, text: 'FROM python:3.12-slim AS build\nWORKDIR /srv\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["gunicorn", "app:app"]\n' },
  { name: 'named-dev', files: server, text: built('FROM node:22 AS dev') },
]; // prettier-ignore

goldenTests('named-stage', cases);
