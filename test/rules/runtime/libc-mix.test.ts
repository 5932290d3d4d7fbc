import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/libc-mix.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const go: MemoryTree = {
  'go.mod': 'module example.org/shop\n\ngo 1.26\n',
  'main.go': 'package main\n\nimport "net/http"\n\nfunc main() { _ = http.ListenAndServe(":8080", nil) }\n',
};
const goBuild = (run: string, base = 'golang:1.26'): string => `FROM ${base} AS build\nWORKDIR /src\nCOPY . .\nRUN ${run}\n`; // prettier-ignore
const goEnd = (base: string): string => `FROM ${base}\nCOPY --from=build /src/shop /usr/local/bin/shop\nCMD ["shop"]\n`; // prettier-ignore

const node = (name: string, version: string, more: object = {}): MemoryTree => ({
  'package.json': JSON.stringify({ name: 'shop', dependencies: { [name]: `^${version}` } }),
  'package-lock.json': JSON.stringify({
    name: 'shop',
    lockfileVersion: 3,
    packages: {
      '': { name: 'shop', dependencies: { [name]: `^${version}` } },
      [`node_modules/${name}`]: { version, hasInstallScript: true, ...more },
    },
  }),
  'server.js': '',
});
const modules = (from: string, to: string, last = 'CMD ["node", "server.js"]'): string => `FROM ${from} AS deps\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nFROM ${to}\nWORKDIR /app\nCOPY --from=deps /app/node_modules ./node_modules\nCOPY server.js ./\n${last}\n`; // prettier-ignore

const venv = (from: string, to: string, make = 'python -m venv /opt/venv', target = '/opt/venv', cmd = '["/opt/venv/bin/gunicorn", "app:app"]'): string => `FROM ${from} AS build\nWORKDIR /src\nRUN ${make}\nCOPY requirements.txt ./\nRUN /opt/venv/bin/pip install -r requirements.txt\nFROM ${to}\nCOPY --from=build /opt/venv ${target}\nCMD ${cmd}\n`; // prettier-ignore
const python: MemoryTree = { 'requirements.txt': 'flask==3.1.2\ngunicorn==23.0.0\n' };
const compiled: MemoryTree = { 'requirements.txt': 'Pydantic_Core>=2\npsycopg2-binary==2.9.10\n' };

const silent: RuleCase[] = [
  { name: 'Go without cgo', files: go, text: goBuild('CGO_ENABLED=0 go build -o shop .') + goEnd('alpine:3.22') },
  { name: 'Go on the same libc', files: go, text: goBuild('go build -o shop .') + goEnd('debian:13-slim') },
  { name: 'Go on Alpine without a compiler', files: go, text: goBuild('go build -o shop .', 'golang:1.26-alpine') + goEnd('debian:13-slim') },
  { name: 'a bridge is installed', files: go, text: goBuild('go build -o shop .') + goEnd('alpine:3.22').replace('COPY', 'RUN apk add --no-cache libc6-compat\nCOPY') },
  { name: 'a bridge in a heredoc', files: go, text: goBuild('go build -o shop .') + goEnd('alpine:3.22').replace('COPY', 'RUN <<EOF\napk add --no-cache gcompat\nEOF\nCOPY') },
  { name: 'a bridge in the stage above', files: go, text: `${goBuild('go build -o shop .')}FROM alpine:3.22 AS base\nRUN apk add --no-cache gcompat\n${goEnd('base')}` },
  { name: 'libraries are copied', files: go, text: goBuild('go build -o shop .') + goEnd('alpine:3.22').replace('COPY', 'COPY --from=build /lib64 /lib64\nCOPY') },
  { name: 'no libc at all is another rule’s', files: go, text: goBuild('go build -o shop .') + goEnd('scratch') },
  { name: 'an unknown base', files: go, text: goBuild('go build -o shop .') + goEnd('registry.example.com/base:1') },
  { name: 'a stage that is thrown away', files: go, text: `${goBuild('go build -o shop .')}FROM alpine:3.22 AS pack\nCOPY --from=build /src/shop /shop\nCMD ["/shop"]\nFROM debian:13-slim\nCOPY --from=pack /shop /shop\nCMD ["/shop"]\n` },
  { name: 'node of the same libc', text: 'FROM debian:13-slim\nCOPY --from=node:22-slim /usr/local/bin/node /usr/local/bin/node\nCMD ["node", "a.js"]\n' },
  { name: 'rust on Alpine is static', files: { 'Cargo.toml': '', 'src/main.rs': '' }, text: 'FROM rust:1.98-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nFROM debian:13-slim\nCOPY --from=build /src/target/release/shop /shop\nCMD ["/shop"]\n' },
  { name: 'pure JavaScript', files: node('express', '5.1.0', { hasInstallScript: false }), text: modules('node:22', 'node:22-alpine') },
  { name: 'it brings both along', files: node('bcrypt', '6.0.0'), text: modules('node:22', 'node:22-alpine') },
  { name: 'only for development', files: node('better-sqlite3', '12.2.0', { dev: true }), text: modules('node:22', 'node:22-alpine') },
  { name: 'the same libc', files: node('better-sqlite3', '12.2.0'), text: modules('node:22', 'node:22-slim') },
  { name: 'installed again', files: node('better-sqlite3', '12.2.0'), text: modules('node:22', 'node:22-alpine', 'COPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]') },
  { name: 'built again', files: node('better-sqlite3', '12.2.0'), text: modules('node:22', 'node:22-alpine', 'RUN npm rebuild\nCMD ["node", "server.js"]') },
  { name: 'no lockfile', files: { 'package.json': '{"dependencies":{"better-sqlite3":"^12.2.0"}}', 'server.js': '' }, text: modules('node:22', 'node:22-alpine').replace('package.json package-lock.json', 'package.json').replace('npm ci', 'npm install') },
  { name: 'the same Python', files: compiled, text: venv('python:3.13', 'python:3.13-slim') },
  { name: 'a patch release', files: compiled, text: venv('python:3.13.5', 'python:3.13-slim') },
  { name: 'pure Python on another libc', files: python, text: venv('python:3.13-slim', 'python:3.13-alpine') },
  { name: 'an unknown Python', files: python, text: venv('python:3.13-slim', 'debian:13-slim') },
  { name: 'all of Python is copied', files: compiled, text: 'FROM python:3.13 AS build\nRUN pip install flask\nFROM python:3.14-slim\nCOPY --from=build /usr/local /usr/local\nCMD ["python", "app.py"]\n' },
  { name: 'moved, and started by Python', files: python, text: venv('python:3.13', 'python:3.13-slim', undefined, '/venv', '["/venv/bin/python", "-m", "gunicorn", "app:app"]') },
  { name: 'moved, and made for it', files: python, text: venv('python:3.13', 'python:3.13-slim', 'uv venv --relocatable /opt/venv', '/venv', '["/venv/bin/gunicorn", "app:app"]') },
  { name: 'moved, and mended', files: python, text: venv('python:3.13', 'python:3.13-slim', undefined, '/venv', '["/venv/bin/gunicorn", "app:app"]').replace('CMD', 'RUN sed -i "1s|/opt|/|" /venv/bin/gunicorn\nCMD') },
  { name: 'into its folder', files: python, text: venv('python:3.13', 'python:3.13-slim').replace('/opt/venv /opt/venv', '/opt /opt') },
  { name: 'Windows', text: 'FROM python:3.13-windowsservercore AS build\nRUN python -m venv C:\\venv\nFROM python:3.14-nanoserver\nCOPY --from=build C:\\venv C:\\venv\nCMD python\n' },
].map((test) => ({ findings: [], ...test })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'Go with cgo on Alpine', files: go, text: goBuild('go build -o shop .') + goEnd('alpine:3.22'), findings: ['/src/shop'], fixed: goBuild('CGO_ENABLED=0 go build -o shop .') + goEnd('alpine:3.22') },
  { name: 'Go with musl on Debian', files: go, text: goBuild('apk add --no-cache build-base && go build -o shop .', 'golang:1.26-alpine') + goEnd('debian:13-slim'), findings: ['/src/shop'] },
  { name: 'rust on Alpine', files: { 'Cargo.toml': '', 'src/main.rs': '' }, text: 'FROM rust:1.98 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nFROM alpine:3.22\nCOPY --from=build /src/target/release/shop /shop\nCMD ["/shop"]\n', findings: ['/src/target/release/shop'] },
  { name: 'node of Debian on Alpine', text: 'FROM python:3.13-alpine\nCOPY --from=node:22-slim /usr/local/bin/node /usr/local/bin/\nCMD ["node", "a.js"]\n', findings: ['/usr/local/bin/node'] },
  { name: 'node of Alpine on Debian, from a stage', text: 'FROM node:22-alpine AS node\nFROM python:3.13-slim\nCOPY --from=node /usr/local/bin /usr/local/bin\nCMD ["node", "a.js"]\n', findings: ['/usr/local/bin'] },
  { name: 'node_modules on Alpine', files: node('better-sqlite3', '12.2.0'), text: modules('node:22', 'node:22-alpine'), findings: ['/app/node_modules'] },
  { name: 'node_modules on Debian', files: node('bcrypt', '5.1.1'), text: modules('node:22-alpine', 'node:22-slim'), findings: ['/app/node_modules'] },
  { name: 'with the whole folder', files: node('sharp', '0.34.3'), text: modules('node:22-bookworm', 'node:22-alpine').replace('/app/node_modules ./node_modules', '/app .'), findings: ['/app'] },
  { name: 'another Python', files: python, text: venv('python:3.12', 'python:3.13-slim'), findings: ['/opt/venv'] },
  { name: 'site-packages of another Python', text: 'FROM python:3.12 AS build\nRUN pip install flask\nFROM python:3.13-slim\nCOPY --from=build /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages\nCMD ["python", "app.py"]\n', findings: ['/usr/local/lib/python3.12/site-packages'] },
  { name: 'the user’s packages of another Python', text: 'FROM python:3.12 AS build\nRUN pip install --user flask\nFROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nCMD ["python", "app.py"]\n', findings: ['/root/.local'] },
  { name: 'a prefix for another Python', text: 'FROM python:3.12 AS build\nRUN pip install --prefix=/install flask\nFROM python:3.13-slim\nCOPY --from=build /install /usr/local\nCMD ["python", "app.py"]\n', findings: ['/install'] },
  { name: 'uv', text: 'FROM python:3.12 AS build\nWORKDIR /app\nRUN uv sync --frozen\nFROM python:3.13-slim\nCOPY --from=build /app /app\nCMD ["/app/.venv/bin/python", "app.py"]\n', findings: ['/app'] },
  { name: 'compiled Python on Alpine', files: compiled, text: venv('python:3.13', 'python:3.13-alpine'), findings: ['/opt/venv'] },
  { name: 'moved', files: python, text: venv('python:3.13', 'python:3.13-slim', undefined, '/venv', '["/venv/bin/gunicorn", "app:app"]'), findings: ['/opt/venv'] },
  { name: 'moved, and on the PATH', files: python, text: venv('python:3.13', 'python:3.13-slim', undefined, '/app/venv', '["gunicorn", "app:app"]').replace('CMD', 'ENV PATH="/app/venv/bin:$PATH"\nCMD'), findings: ['/opt/venv'] },
]; // prettier-ignore

describe('runtime/libc-mix', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it.each([
    [modules('node:22', 'node:22-alpine'), node('better-sqlite3', '12.2.0'), 'better-sqlite3 was installed on node:22 (glibc), and can\'t be loaded on node:22-alpine (musl).'],
    [venv('python:3.12', 'python:3.13-slim'), python, 'are for Python 3.12, and this image has Python 3.13'],
    [venv('python:3.13', 'python:3.13-alpine'), compiled, 'was installed on python:3.13 (glibc)'],
    [venv('python:3.13', 'python:3.13-slim', undefined, '/venv', '["/venv/bin/gunicorn", "app:app"]'), python, '`gunicorn` looks for /opt/venv/bin/python, which is not there'],
  ])('says why', async (text, files, part) => {
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding!.message).toContain(part);
  }); // prettier-ignore
});
