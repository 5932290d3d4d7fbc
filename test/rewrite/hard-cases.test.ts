/** Projects whose Dockerfile is easily broken by a rewrite: what must be in the result of each, and what must not. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { gatherFacts } from '../../server/engine/gather.ts';
import type { Plan } from '../../server/rewrite/plan.ts';
import { createMemoryFileSystem, type MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles, type Manifest } from '../support/node-project.ts';
import { checkLaws, planOf } from './plan-tester.ts';
import { testToday } from '../support/facts.ts';

interface HardCase {
  readonly name: string;
  readonly files: MemoryTree;
  readonly text: string;
  /** Of the Dockerfile in the context. */
  readonly path?: string;
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  /** What an obstacle says; without one there is none. */
  readonly obstacle?: RegExp;
}

const lines = (...all: string[]): string => [...all, ''].join('\n');
const ignore: MemoryTree = { '.dockerignore': '.git\nnode_modules\ndist\n' };

const manifest: Manifest = {
  name: 'shop',
  scripts: { build: 'tsc', start: 'node dist/index.js' },
  dependencies: { express: '^4.19.2' },
  devDependencies: { typescript: '^5.4.5' },
};
const scripts = (more: Record<string, string>): Manifest => ({ scripts: { ...manifest.scripts, ...more } });
const node = (changes: Manifest = {}, extra: MemoryTree = {}, manager: 'npm' | 'pnpm' | 'yarn' = 'npm'): MemoryTree => ({
  ...nodeFiles(manager, { ...manifest, ...changes }),
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"},"include":["src"]}',
  'src/index.ts': "import express from 'express';\nexpress().listen(8080);\n",
  ...ignore,
  ...extra,
}); // prettier-ignore
const nodeText = (...end: string[]): string => lines('FROM node:22', 'WORKDIR /srv', 'COPY . .', 'RUN npm ci', 'RUN npm run build', ...end, 'CMD ["node", "dist/index.js"]'); // prettier-ignore

const without = (files: MemoryTree, path: string): MemoryTree => Object.fromEntries(Object.entries(files).filter(([name]) => name !== path)); // prettier-ignore

const plain: MemoryTree = {
  ...nodeFiles('npm', { name: 'shop', dependencies: { express: '^4.19.2' } }),
  ...ignore,
};
const plainText = (...body: string[]): string => lines('FROM node:22', 'WORKDIR /srv', 'COPY . .', 'RUN npm ci', ...body); // prettier-ignore
const server = (body: string): MemoryTree => ({ ...plain, 'server.js': `const app = require('express')();\n${body}\n` }); // prettier-ignore

const goFiles: MemoryTree = { 'go.mod': 'module example.com/shop\n\ngo 1.22\n', ...ignore };

const cases: readonly HardCase[] = [
  { name: 'an install script that builds from the sources', files: node(scripts({ postinstall: 'npm run build' })), text: nodeText(), has: ['COPY . .\nRUN --mount=type=cache,target=/root/.npm npm ci\nRUN npm run build'] },
  { name: 'prisma generate in an install script', files: node({ ...scripts({ postinstall: 'prisma generate' }), dependencies: { ...manifest.dependencies, '@prisma/client': '^6.0.0' }, devDependencies: { ...manifest.devDependencies, prisma: '^6.0.0' } }, { 'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\n' }), text: nodeText(), has: ['COPY prisma/ ./prisma/\nRUN --mount=type=cache,target=/root/.npm npm ci', 'install -y --no-install-recommends openssl'], lacks: ['alpine'] },
  { name: 'nuxt prepare in an install script', files: { ...nodeFiles('npm', { name: 'site', scripts: { build: 'nuxt build', postinstall: 'nuxt prepare' }, dependencies: { nuxt: '^3.12.0' } }), 'nuxt.config.ts': 'export default defineNuxtConfig({});\n', 'app.vue': '<template><p/></template>\n', ...ignore }, text: lines('FROM node:22', 'WORKDIR /srv', 'COPY . .', 'RUN npm ci', 'RUN npm run build', 'CMD ["node", ".output/server/index.mjs"]'), has: ['COPY --from=build /srv/.output ./.output'], lacks: ['--ignore-scripts'] },
  { name: 'husky', files: node({ ...scripts({ prepare: 'husky' }), devDependencies: { ...manifest.devDependencies, husky: '^9.0.0' } }), text: nodeText(), has: ['npm ci --omit=dev --ignore-scripts'] },
  { name: 'NODE_ENV before the install of the build', files: node(), text: nodeText().replace('WORKDIR', 'ENV NODE_ENV=production\nWORKDIR'), has: ['npm ci\nCOPY . .\nRUN npm run build'], lacks: ['ENV NODE_ENV=production\nWORKDIR /srv\nCOPY package.json'] },
  { name: 'node_modules as a cache mount', files: node(), text: nodeText().replace('RUN npm ci', 'RUN --mount=type=cache,target=/srv/node_modules npm ci'), lacks: ['--from='], obstacle: /keeps \/srv\/node_modules in a cache mount/ },
  { name: 'patch-package', files: node({ ...scripts({ postinstall: 'patch-package' }), dependencies: { ...manifest.dependencies, 'patch-package': '^8.0.0' } }, { 'patches/express+4.19.2.patch': 'diff\n' }), text: nodeText(), has: ['COPY patches/ ./patches/\nRUN --mount=type=cache,target=/root/.npm npm ci --omit=dev'], lacks: ['--ignore-scripts'] },
  { name: 'patches of pnpm', files: node({ pnpm: { patchedDependencies: { 'express@4.19.2': 'patches/express@4.19.2.patch' } } }, { 'patches/express@4.19.2.patch': 'diff\n' }, 'pnpm'), text: nodeText().replace('RUN npm ci', 'RUN npm i -g pnpm@9 && pnpm i --frozen-lockfile').replace('npm run', 'pnpm run'), has: ['COPY package.json pnpm-lock.yaml ./\nCOPY patches/ ./patches/'] },
  { name: 'a lockfile of another package manager', files: node({}, {}, 'yarn'), text: nodeText().replace('npm ci', 'npm install'), lacks: ['npm ci', '--from='], obstacle: /the lockfile \(yarn\.lock\) is for yarn/ },
  { name: 'no lockfile', files: without(node(), 'package-lock.json'), text: nodeText().replace('npm ci', 'npm install'), has: ['COPY package.json ./\nRUN'], lacks: ['npm ci', 'package-lock.json', 'alpine'], obstacle: /^$/ },
  { name: 'an entrypoint that ends in exec "$@"', files: node({}, { 'entrypoint.sh': { text: '#!/bin/sh\nset -e\necho starting\nexec "$@"\n', executable: true } }), text: nodeText('ENTRYPOINT ["./entrypoint.sh"]'), has: ['USER node', 'ENTRYPOINT ["./entrypoint.sh"]'] },
  { name: 'an entrypoint with gosu', files: { ...server("app.listen(3000);"), 'entrypoint.sh': { text: '#!/bin/sh\nchown -R node /data\nexec gosu node "$@"\n', executable: true } }, text: plainText('RUN apt-get update && apt-get install -y --no-install-recommends gosu && rm -rf /var/lib/apt/lists/*', 'VOLUME /data', 'ENTRYPOINT ["./entrypoint.sh"]', 'CMD ["node", "server.js"]'), has: ['FROM node:22-slim\n', 'install -y --no-install-recommends gosu'], lacks: ['USER'] },
  { name: 'an entrypoint with su-exec', files: { ...server("app.listen(3000);"), 'entrypoint.sh': { text: '#!/bin/sh\nchown -R node /data\nexec su-exec node "$@"\n', executable: true } }, text: plainText('RUN apk add --no-cache su-exec', 'VOLUME /data', 'ENTRYPOINT ["./entrypoint.sh"]', 'CMD ["node", "server.js"]').replace('node:22', 'node:22-alpine'), has: ['RUN apk add --no-cache su-exec\nCOPY'], lacks: ['USER'] },
  { name: 'a program that keeps SQLite in its folder', files: server("const db = require('node:sqlite'); new db.DatabaseSync('data.db');\napp.listen(3000);"), text: plainText('CMD ["node", "server.js"]'), lacks: ['USER'] },
  { name: 'a program that stores uploads in its folder', files: { ...server("require('fs').writeFileSync('uploads/a', 'b');\napp.listen(3000);"), 'uploads/.gitkeep': '' }, text: plainText('CMD ["node", "server.js"]'), has: ['COPY --chown=node:node . .', 'USER node'] },
  { name: 'a port below 1024', files: server("app.listen(80);"), text: plainText('EXPOSE 80', 'CMD ["node", "server.js"]'), lacks: ['USER'] },
  { name: 'a Dockerfile whose context is a parent folder', path: 'api/docker/Dockerfile', files: Object.fromEntries(Object.entries(node()).map(([path, content]) => [path === '.dockerignore' ? path : `api/${path}`, content])), text: nodeText().replace('COPY . .', 'COPY api/ .'), has: ['COPY api/package.json api/package-lock.json ./', 'COPY --from=build /srv/dist ./dist'] },
  { name: 'a Dockerfile of another ecosystem than the folder', files: { ...node() }, text: lines('FROM golang:1.22', 'WORKDIR /src', 'COPY . .', 'RUN go build -o /shop .', 'CMD ["/shop"]'), lacks: ['--from='], obstacle: /The go\.mod that the build reads was not found/ },
  { name: 'a jar that was built outside', files: { 'pom.xml': '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>shop</artifactId><version>1.0</version></project>', ...ignore }, text: lines('FROM eclipse-temurin:21-jdk', 'WORKDIR /app', 'COPY target/shop-1.0.jar app.jar', 'CMD ["java", "-jar", "app.jar"]'), has: ['COPY target/shop-1.0.jar app.jar'], lacks: ['AS build', 'mvn'], obstacle: /the sources of the program are not all in the build context/ },
  { name: 'a Go program that runs others', files: { ...goFiles, 'main.go': 'package main\n\nimport "os/exec"\n\nfunc main() { _ = exec.Command("git", "status").Run() }\n' }, text: lines('FROM golang:1.22', 'WORKDIR /src', 'COPY . .', 'RUN go build -o /shop .', 'CMD ["/shop"]'), has: ['install -y --no-install-recommends git'], lacks: ['distroless', 'FROM scratch'] },
  { name: 'a C library of the build that is newer than that of the final stage', files: { ...goFiles, 'main.go': 'package main\n\nimport "C"\n\nfunc main() {}\n' }, text: lines('FROM golang:1.25-trixie AS build', 'WORKDIR /src', 'COPY . .', 'RUN go build -o /shop .', 'FROM debian:bookworm', 'COPY --from=build /shop /shop', 'CMD ["/shop"]'), has: ['-extldflags=-static', 'FROM gcr.io/distroless/static-debian13:nonroot'] },
  { name: 'mvnw without its executable bit', files: { 'pom.xml': '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>shop</artifactId><version>1.0</version></project>', mvnw: { text: '#!/bin/sh\n', executable: false }, '.mvn/wrapper/maven-wrapper.properties': 'distributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/3.9.9/apache-maven-3.9.9-bin.zip\n', 'src/main/java/A.java': 'class A { public static void main(String[] a) {} }\n', ...ignore }, text: lines('FROM eclipse-temurin:21', 'WORKDIR /app', 'COPY . .', 'RUN ./mvnw package', 'CMD ["java", "-jar", "target/shop-1.0.jar"]'), has: ['chmod +x ./mvnw && ./mvnw package'] },
  { name: 'Alpine and packages whose wheels are for glibc', files: { 'requirements.txt': 'numpy==2.0.0\nflask==3.0.3\n', 'app.py': 'import flask\n', ...ignore }, text: lines('FROM python:3.12-alpine', 'WORKDIR /app', 'RUN apk add --no-cache gcc musl-dev', 'COPY . .', 'RUN pip install -r requirements.txt', 'CMD ["python", "app.py"]'), lacks: ['--from='], obstacle: /On Alpine, packages without wheels for musl are compiled/ },
  { name: 'a last stage for development', files: server("app.listen(3000);"), text: lines('FROM node:22 AS prod', 'WORKDIR /srv', 'COPY . .', 'RUN npm ci', 'CMD ["node", "server.js"]', 'FROM prod AS dev', 'CMD ["npx", "nodemon", "server.js"]'), lacks: ['USER'], obstacle: /nothing says that another one \(`prod`\) is shipped/ },
]; // prettier-ignore

async function plan({ text, files, path = 'Dockerfile' }: HardCase): Promise<Plan> {
  const facts = await gatherFacts({
    model: parseDockerfile(text),
    fileSystem: createMemoryFileSystem({ ...files, [path]: text }),
    clock: { today: () => testToday, now: () => 0 },
    dockerfile: `file:///project/${path}`,
    context: 'file:///project',
  });
  const made = planOf(text, facts);
  checkLaws(made, text, facts);
  return made;
}

describe('projects that a rewrite easily breaks', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { after, obstacles } = await plan(one);
    for (const part of one.has ?? []) expect(after.text).toContain(part);
    for (const part of one.lacks ?? []) expect(after.text).not.toContain(part);
    if (one.obstacle) expect(obstacles.join('\n')).toMatch(one.obstacle);
    else expect(obstacles).toEqual([]);
  });
});
