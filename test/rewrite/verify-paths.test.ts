/** What is known to be in a stage, and what is known not to be. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { finalStage } from '../../server/dockerfile/stages.ts';
import { Contents } from '../../server/rewrite/verify-paths.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles } from '../support/node-project.ts';

const project: MemoryTree = {
  ...nodeFiles('npm', {
    name: 'shop',
    scripts: { build: 'tsc' },
    dependencies: { express: '^4.19.2' },
    devDependencies: { typescript: '^5.4.5' },
  }),
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
  'src/index.ts': '',
  'server.js': '',
  'secret.txt': '',
  '.dockerignore': 'secret.txt\n',
};

async function presence(lines: string, path: string, files: MemoryTree = project): Promise<string> {
  const model = parseDockerfile(lines);
  const facts = await factsFor(lines, files);
  return new Contents({ model, facts }).of(path, finalStage(model)!);
}

const node = 'FROM node:22\nWORKDIR /app\n';

describe('made', () => {
  it.each([
    ['by WORKDIR', node, '/app'],
    ['above a WORKDIR', 'FROM node:22\nWORKDIR /srv/app\n', '/srv'],
    ['by a copy of the file', `${node}COPY server.js ./\n`, '/app/server.js'],
    ['by a pattern', `${node}COPY *.js ./\n`, '/app/server.js'],
    ['under another name', `${node}COPY server.js main.js\n`, '/app/main.js'],
    ['by a copy of everything', `${node}COPY . .\n`, '/app/src/index.ts'],
    ['by a copy of its folder', `${node}COPY src ./lib\n`, '/app/lib/index.ts'],
    ['above the target of a copy', `${node}COPY src /srv/a/b/\n`, '/srv/a'],
    ['by an install', `${node}COPY package*.json ./\nRUN npm ci\n`, '/app/node_modules'],
    ['by a build', `${node}COPY . .\nRUN npm ci\nRUN npm run build\n`, '/app/dist'],
    ['by mkdir', `${node}RUN mkdir -p data\n`, '/app/data'],
    ['by venv', 'FROM python:3.13\nRUN python -m venv /opt/venv\n', '/opt/venv'],
    ['by -o', 'FROM gcc:14\nWORKDIR /src\nRUN gcc -o /src/tool main.c\n', '/src/tool'],
    ['in the stage below', `${node}COPY . .\nFROM 0\n`.replace('FROM node:22', 'FROM node:22 AS a').replace('FROM 0', 'FROM a'), '/app/server.js'],
    ['by a copy from a stage', 'FROM node:22 AS a\nWORKDIR /app\nCOPY . .\nFROM node:22-slim\nWORKDIR /srv\nCOPY --from=a /app ./\n', '/srv/server.js'],
    ['by inline text', `${node}COPY <<run.sh ./\necho\nrun.sh\n`, '/app/run.sh'],
    ['by a redirect', `${node}RUN echo x > version.txt\n`, '/app/version.txt'],
  ])('%s', async (_, lines, path) => {
    expect(await presence(lines, path)).toBe('made');
  }); // prettier-ignore

  it('by go build', async () => {
    const files = { 'go.mod': 'module example.org/shop\n\ngo 1.25\n', 'main.go': 'package main\n' };
    const lines = 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build .\n';
    expect(await presence(lines, '/src/shop', files)).toBe('made');
  });
});

describe('absent', () => {
  it.each([
    ['what nothing brings', node, '/app/server.js'],
    ['what the context does not have', `${node}COPY . .\n`, '/app/gone.js'],
    ['what .dockerignore keeps back', `${node}COPY . .\n`, '/app/secret.txt'],
    ['node_modules without an install', `${node}COPY src ./src\nRUN mkdir data\n`, '/app/node_modules'],
    ['a folder beside that of the build', `${node}COPY package*.json tsconfig.json ./\nCOPY src ./src\nRUN npm ci\nRUN npm run build\n`, '/app/build'],
    ['anything in scratch', 'FROM scratch\nCOPY server.js /server.js\n', '/bin/sh'],
    ['what its stage does not have', 'FROM node:22 AS a\nWORKDIR /app\nCOPY src ./src\nFROM node:22-slim\nWORKDIR /srv\nCOPY --from=a /app ./\n', '/srv/server.js'],
  ])('%s', async (_, lines, path) => {
    expect(await presence(lines, path)).toBe('absent');
  }); // prettier-ignore
});

describe('unknown', () => {
  it.each([
    ['in an unknown image', 'FROM example.org/own:1\nWORKDIR /app\n', '/app/server.js'],
    ['in a folder of the system', node, '/usr/local/bin/tool'],
    ['behind a command that may make anything', `${node}RUN make all\n`, '/app/server.js'],
    ['inside of what an install makes', `${node}COPY package*.json ./\nRUN npm ci\n`, '/app/node_modules/a'],
    ['inside of a build', `${node}COPY . .\nRUN npm run build\n`, '/app/dist/index.js'],
    ['in an archive', `${node}ADD source.tar.gz ./\n`, '/app/server.js'],
    ['behind a variable', `${node}ARG WHERE\nCOPY src $WHERE\n`, '/app/server.js'],
    ['behind a pattern', `${node}COPY s* ./\n`, '/app/server.js'],
    ['in another image', `${node}COPY --from=busybox /bin ./tools\n`, '/app/tools/sh'],
    ['in stages that copy from each other', 'FROM node:22 AS a\nWORKDIR /app\nCOPY --from=1 /app/x ./\nFROM node:22 AS b\nWORKDIR /app\nCOPY --from=a /app/x ./\n', '/app/x'],
  ])('%s', async (_, lines, path) => {
    expect(await presence(lines, path)).toBe('unknown');
  }); // prettier-ignore

  it('without a context', async () => {
    const model = parseDockerfile(`${node}COPY . .\n`);
    const facts = await factsFor(model.text, project);
    const unknown = { ...facts, context: { ...facts.context, known: false } };
    expect(new Contents({ model, facts: unknown }).of('/app/server.js', finalStage(model)!)).toBe('unknown');
  });
});
