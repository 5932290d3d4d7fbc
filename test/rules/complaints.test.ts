/**
 * What users of other linters complain about, again and again. Each complaint is tested with all rules as they are by
 * default: it must not matter which of them would be wrong. The other half of a case is where the finding is right.
 */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

/** Text, files of the project, and the ids of the findings that are shown: hints are no complaint's matter. */
type Case = readonly [name: string, text: string, files: MemoryTree, findings: readonly string[]];

async function shown(text: string, files: MemoryTree): Promise<string[]> {
  const errors: string[] = [];
  const logger = { info: () => undefined, warn: () => undefined, error: (m: string) => void errors.push(m) };
  // By default a missing HEALTHCHECK is a hint.
  const rules = { 'runtime/no-healthcheck': 'info' } as const;
  const { findings } = analyze(parseDockerfile(text), await factsFor(text, files), { logger, rules });
  expect(errors).toEqual([]);
  return findings.filter((one) => one.effectiveSeverity !== 'hint').map(({ rule }) => rule.id);
}

const debian = 'FROM debian:13-slim\n';
const end = 'USER 10001\nCMD ["sleep", "infinity"]\n';
const install = 'apt-get install -y --no-install-recommends tini';
const clean = 'rm -rf /var/lib/apt/lists/*';

const python: MemoryTree = {
  'requirements.txt': 'flask==3.1.0\n',
  'app.py': 'print("hello")\n',
  '.dockerignore': '.git\n**/__pycache__\n.venv\n',
};
const pythonHead = 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\n';
const pythonEnd = 'COPY app.py ./\nUSER 10001\nCMD ["python", "app.py"]\n';

const node: MemoryTree = {
  'package.json': '{"name":"shop","version":"1.0.0","scripts":{"start":"node server.js"},"dependencies":{"express":"5.1.0"}}',
  'package-lock.json': '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"5.1.0"}},"node_modules/express":{"version":"5.1.0"}}}',
  'server.js': '',
}; // prettier-ignore
const nodeHead =
  'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\n';
const nodeEnd = 'USER node\nCMD ["node", "server.js"]\n';

const complaints: Readonly<Record<string, readonly Case[]>> = {
  'a pip cache mount silences the cache rule': [
    ['with the mount', `${pythonHead}RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n${pythonEnd}`, python, []],
    ['with the option', `${pythonHead}RUN pip install --no-cache-dir -r requirements.txt\n${pythonEnd}`, python, []],
    ['with the variable', `FROM python:3.13-slim\nENV PIP_NO_CACHE_DIR=1\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\n${pythonEnd}`, python, []],
    ['without any', `${pythonHead}RUN pip install -r requirements.txt\n${pythonEnd}`, python, ['size/package-cache']],
  ],
  'FROM ${BASE} whose ARG default carries a tag or a digest is pinned': [
    ['a tag', `ARG BASE=debian:13-slim\nFROM \${BASE}\n${end}`, {}, []],
    ['a digest', `ARG BASE=debian@sha256:${'a'.repeat(64)}\nFROM $BASE\n${end}`, {}, []],
    ['a version of its own', `ARG VERSION=13-slim\nFROM debian:\${VERSION}\n${end}`, {}, []],
    ['a default of the expansion', `ARG VERSION\nFROM debian:\${VERSION:-13-slim}\n${end}`, {}, []],
    ['no tag', `ARG BASE=debian\nFROM \${BASE}\n${end}`, {}, ['reproducible/unpinned-base', 'size/heavy-base']],
  ],
  'FROM img${suffix}': [
    ['the suffix holds the tag', `ARG suffix=:13-slim\nFROM debian\${suffix}\n${end}`, {}, []],
    ['the suffix ends the tag', `ARG suffix=-slim\nFROM debian:13\${suffix}\n${end}`, {}, []],
    ['an unknown suffix may be anything', `ARG suffix\nFROM debian:13\${suffix}\n${end}`, {}, []],
  ],
  'a package version in a variable is a version': [
    ['apt', `${debian}ARG TINI=0.19.0-1\nRUN apt-get update && apt-get install -y --no-install-recommends tini=$TINI && ${clean}\n${end}`, {}, []],
    ['npm', `FROM node:22-alpine\nARG TOOL=6.0.0\nRUN npm install -g serve@$TOOL && npm cache clean --force\n${end}`, {}, []],
    ['pip', `FROM python:3.13-slim\nARG UV=0.9.0\nRUN pip install --no-cache-dir uv==\${UV}\n${end}`, {}, []],
    ['no version', `FROM python:3.13-slim\nRUN pip install --no-cache-dir uv\n${end}`, {}, ['reproducible/unpinned-tool']],
  ],
  'a clean-up before the install does not count': [
    ['before', `${debian}RUN apt-get update && ${clean} && apt-get update && ${install}\n${end}`, {}, ['size/package-cache']],
    ['behind', `${debian}RUN apt-get update && ${install} && ${clean}\n${end}`, {}, []],
  ],
  'a clean-up in another layer does not count': [
    ['in another layer', `${debian}RUN apt-get update && ${install}\nRUN ${clean}\n${end}`, {}, ['size/package-cache']],
  ],
  'rules about the final image stay silent in stages that are thrown away': [
    ['caches, full images, root, ADD of tools', `FROM node:22 AS build\nRUN apt-get update && apt-get install -y --no-install-recommends jq\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY server.js ./\nRUN npx esbuild server.js --outfile=out.js\n\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=build /app/out.js ./\nUSER node\nCMD ["node", "out.js"]\n`, node, []],
    ['the same in the final one', `FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY server.js ./\nUSER root\nCMD ["node", "server.js"]\n`, node, ['size/package-cache', 'security/root-user']],
  ],
  'and rules about the speed of builds do not': [
    ['everything is copied before the install', `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npx esbuild server.js --outfile=out.js\n\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=build /app/out.js ./\nUSER node\nCMD ["node", "out.js"]\n`, { ...node, '.dockerignore': 'node_modules\n.git\nDockerfile\n' }, ['cache/copy-before-install']],
  ],
  'a final stage inherited from an earlier one is judged with what it inherits': [
    ['its USER', `${debian.trim()} AS base\nUSER 10001\n\nFROM base\nCMD ["sleep", "infinity"]\n`, {}, []],
    ['its WORKDIR', `FROM python:3.13-slim AS base\nWORKDIR /app\n\nFROM base\nCOPY app.py ./\nUSER 10001\nCMD ["python", "app.py"]\n`, python, []],
    ['its HEALTHCHECK', `FROM python:3.13-slim AS base\nHEALTHCHECK CMD ["python", "-c", "import app"]\n\nFROM base\nWORKDIR /app\nCOPY app.py ./\nEXPOSE 8000\nUSER 10001\nCMD ["python", "app.py"]\n`, python, []],
    ['what its layers hold', `${debian.trim()} AS base\nRUN apt-get update && ${install}\n\nFROM base\n${end}`, {}, ['size/package-cache']],
    ['not what is only another stage', `${debian.trim()} AS other\nUSER 10001\n\n${debian}COPY --from=other /etc/os-release /x\nCMD ["sleep", "infinity"]\n`, {}, ['security/root-user']],
  ],
  '--mount keys may come in any order': [
    ['target first', `${pythonHead}RUN --mount=target=/root/.cache/pip,type=cache pip install -r requirements.txt\n${pythonEnd}`, python, []],
    ['dst, id and sharing', `${debian}RUN --mount=sharing=locked,dst=/var/cache/apt,type=cache --mount=id=lists,destination=/var/lib/apt,sharing=locked,type=cache apt-get update && ${install}\n${end}`, {}, []],
  ],
  'heredocs with the shebang of another language are not shell': [
    ['Python', `FROM python:3.13-slim\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nif os.path.exists("/x"):\n    print("sudo apt-get update | cd /y")\nEOF\n${end}`, {}, []],
    ['a program that reads it', `FROM python:3.13-slim\nRUN python3 <<EOF\ncd = "apt-get install x"\nprint(cd)\nEOF\n${end}`, {}, []],
    ['JavaScript', `FROM node:22-alpine\nRUN <<EOF\n#!/usr/bin/env node\nconst sudo = () => { if (true) { console.log('apk add x'); } };\nsudo();\nEOF\n${end}`, {}, []],
    ['a file', `${debian}COPY <<EOF /etc/app.conf\nFROM x\nsudo cd; if\nEOF\n${end}`, {}, []],
    ['bash', `${debian}RUN <<EOF\n#!/bin/bash\napt-get update\n${install}\nEOF\n${end}`, {}, ['size/package-cache']],
  ],
  'comments after a heredoc': [
    ['are comments', `${debian}RUN <<EOF\necho a\nEOF\n# it's "done\n# RUN sudo rm\n${end}`, {}, []],
    ['and silence what follows', `${debian}RUN <<EOF\necho a\nEOF\n# dockerfile-optimizer ignore=size/package-cache\nRUN apt-get update && ${install}\n${end}`, {}, []],
    ['inside of one they are the script’s', `${debian}RUN <<EOF\n# dockerfile-optimizer ignore=size/package-cache\napt-get update\n${install}\nEOF\n${end}`, {}, ['size/package-cache']],
  ],
  'ONBUILD': [
    ['its triggers run elsewhere, later', `FROM node:22-alpine\nWORKDIR /app\nONBUILD COPY package.json package-lock.json ./\nONBUILD RUN npm ci --omit=dev && npm cache clean --force\nONBUILD COPY . .\n${nodeEnd}`, { ...node, '.dockerignore': 'node_modules\n.git\n' }, []],
    ['they can not be FROM', `${debian}ONBUILD FROM x\n${end}`, {}, ['correctness/syntax']],
  ],
  'USER numeric, user:group, from a variable': [
    ['a number', `${debian}USER 10001\nCMD ["sleep", "1"]\n`, {}, []],
    ['user:group', `${debian}USER 10001:10001\nCMD ["sleep", "1"]\n`, {}, []],
    ['a name with a group', `FROM node:22-alpine\nUSER node:node\nCMD ["node", "-v"]\n`, {}, []],
    ['a variable with a value', `${debian}ARG UID=10001\nUSER \${UID}\nCMD ["sleep", "1"]\n`, {}, []],
    ['a variable that the build sets', `${debian}ARG UID\nUSER $UID\nCMD ["sleep", "1"]\n`, {}, []],
    ['root by number', `${debian}USER 0:0\nCMD ["sleep", "1"]\n`, {}, ['security/root-user']],
    ['root by a variable', `${debian}ARG U=root\nUSER $U\nCMD ["sleep", "1"]\n`, {}, ['security/root-user']],
  ],
  'COPY . . is judged against .dockerignore': [
    ['which lets only sources through', `${nodeHead}COPY . .\n${nodeEnd}`, { ...node, '.dockerignore': 'node_modules\n.git\n.env\nDockerfile\n', 'node_modules/express/index.js': '', '.env': 'PASSWORD=hunter2secret\n' }, []],
    ['which names what may come', `${nodeHead}COPY . .\n${nodeEnd}`, { ...node, '.dockerignore': '*\n!server.js\n!package*.json\n', '.env': 'PASSWORD=hunter2secret\n' }, []],
    ['which is missing', `${nodeHead}COPY . .\n${nodeEnd}`, { ...node, 'node_modules/express/index.js': '' }, ['size/host-node-modules', 'context/no-dockerignore']],
    ['which lets a secret through', `${nodeHead}COPY . .\n${nodeEnd}`, { ...node, '.dockerignore': 'node_modules\n.git\n', '.env': 'PASSWORD=hunter2secret\n' }, ['security/secret-file']],
  ],
  'a broad COPY of a generated folder': [
    ['of another stage', `FROM node:22 AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY server.js ./\nRUN npx esbuild server.js --outfile=dist/out.js\n\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=build /app/dist .\nUSER node\nCMD ["node", "out.js"]\n`, node, []],
    ['built before, outside', 'FROM nginxinc/nginx-unprivileged:1.29-alpine\nCOPY dist/ /usr/share/nginx/html/\n', { 'dist/index.html': '', '.dockerignore': '*\n!dist\n' }, []],
  ],
  'a HEALTHCHECK that is inherited': [
    ['no HEALTHCHECK at all', `FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\nEXPOSE 8000\nUSER 10001\nCMD ["python", "app.py"]\n`, python, ['runtime/no-healthcheck']],
    ['from the stage before', `FROM python:3.13-slim AS base\nHEALTHCHECK CMD ["python", "-c", "import app"]\n\nFROM base\nWORKDIR /app\nCOPY app.py ./\nEXPOSE 8000\nUSER 10001\nCMD ["python", "app.py"]\n`, python, []],
    ['from a stage before that, where it is turned off', `FROM python:3.13-slim AS base\nHEALTHCHECK NONE\n\nFROM base AS app\nWORKDIR /app\nCOPY app.py ./\nEXPOSE 8000\n\nFROM app\nUSER 10001\nCMD ["python", "app.py"]\n`, python, []],
  ],
  'images that run as another user than root already': [
    ['nginx-unprivileged', 'FROM nginxinc/nginx-unprivileged:1.29-alpine\nCOPY index.html /usr/share/nginx/html/\n', { 'index.html': '' }, []],
    ['distroless nonroot', 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nENTRYPOINT ["/app"]\n', { app: { size: 10 } }, []],
    ['distroless', 'FROM gcr.io/distroless/static-debian12\nCOPY app /app\nENTRYPOINT ["/app"]\n', { app: { size: 10 } }, ['security/root-user']],
    ['and are made root', 'FROM nginxinc/nginx-unprivileged:1.29-alpine\nUSER root\nCOPY index.html /usr/share/nginx/html/\n', { 'index.html': '' }, ['security/root-user']],
  ],
  'pinned system packages are never demanded by default': [
    ['apt', `${debian}RUN apt-get update && ${install} && ${clean}\n${end}`, {}, []],
    ['apk', `FROM alpine:3.22\nRUN apk add --no-cache tini\n${end}`, {}, []],
    ['dnf', `FROM rockylinux:9\nRUN dnf install -y jq && dnf clean all\n${end}`, {}, []],
    ['digests', `FROM debian:13-slim\n${end}`, {}, []],
  ],
  'consecutive RUNs in a build stage are fine': [
    ['in a build stage', `FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod ./\nRUN go mod download\nCOPY main.go ./\nRUN go vet ./...\nRUN go test ./...\nRUN CGO_ENABLED=0 go build -o /app .\n\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n`, { 'go.mod': 'module shop\n\ngo 1.25\n', 'main.go': 'package main\n\nfunc main() {}\n' }, []],
    ['in the final one too, by default', `${debian}RUN mkdir -p /a\nRUN mkdir -p /b\n${end}`, {}, []],
  ],
  'targets (dev, test) are not unused stages': [
    ['dev and test', `FROM node:22-alpine AS base\nWORKDIR /app\nCOPY package.json package-lock.json ./\n\nFROM base AS dev\nRUN npm ci\nCMD ["node", "--watch", "server.js"]\n\nFROM base AS test\nRUN npm ci\nCOPY server.js ./\nRUN node --test\n\nFROM base\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY server.js ./\n${nodeEnd}`, node, []],
  ],
}; // prettier-ignore

describe.each(Object.entries(complaints))('%s', (_, cases) => {
  it.each(cases)('%s', async (_name, text, files, expected) => {
    expect(await shown(text, files)).toEqual(expected);
  });
});
