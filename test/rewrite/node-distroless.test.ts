/** Node images for those who prefer Distroless, and what they get where it does not fit. */
import { expect, it } from 'vitest';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles, type LockedExtra, type Manifest } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import { planOf, type PlanCase } from './plan-tester.ts';

const manifest: Manifest = {
  name: 'shop',
  scripts: { build: 'tsc', start: 'node dist/index.js' },
  dependencies: { express: '^4.19.2' },
  devDependencies: { typescript: '^5.4.5' },
};
const server = (body = 'express().listen(8080);'): MemoryTree => ({
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"},"include":["src"]}',
  'src/index.ts': `import express from 'express';\nimport fs from 'node:fs';\n${body}\n`,
});
const files = (
  changes: Manifest = {},
  more: MemoryTree = {},
  extras: Record<string, LockedExtra> = {},
): MemoryTree => ({ ...nodeFiles('npm', { ...manifest, ...changes }, extras), ...server(), ...more });
const file = (...lines: string[]): string => `${lines.join('\n')}\n`;
const build = ['COPY . .', 'RUN npm ci', 'RUN npm run build'];
const text = (...lines: string[]): string => file('FROM node:22', 'WORKDIR /srv', ...lines);
const start = 'CMD ["node", "dist/index.js"]';
const scripts = (added: Readonly<Record<string, string>>): Manifest => ({
  scripts: { ...manifest.scripts, ...added },
});
const stages = (...lines: string[]): string =>
  file(
    'FROM node:22 AS build',
    'WORKDIR /srv',
    'COPY package*.json ./',
    'RUN npm ci',
    'COPY . .',
    'RUN npm run build && npm prune --omit=dev',
    '',
    'FROM node:22',
    ...lines,
  );
const copies = [
  'COPY --from=build /srv/node_modules ./node_modules',
  'COPY --from=build /srv/dist ./dist',
  'COPY package.json ./',
];

const cases: Omit<PlanCase, 'preferences'>[] = [
  { name: 'build', files: files(), text: text(...build, 'EXPOSE 8080', start) },
  { name: 'npm-start', files: files(scripts({ start: 'NODE_ENV=production node --enable-source-maps dist/index.js' })), text: text(...build, 'CMD npm start') },
  { name: 'without-a-build', files: { ...nodeFiles('npm', { name: 'shop', dependencies: { express: '^4.19.2' } }), 'server.js': "require('express')().listen(8080);\n" }, text: text('RUN apt-get update && apt-get install -y python3', 'COPY . .', 'RUN npm install', 'CMD ["node", "server.js"]') },
  { name: 'health-route', files: files({}, { 'src/index.ts': "import express from 'express';\nconst app = express();\napp.get('/health', (_, r) => r.end());\napp.listen(8080);\n" }), text: text(...build, 'EXPOSE 8080', start) },
  { name: 'health-check-with-curl', files: files(), text: text(...build, 'HEALTHCHECK --interval=10s CMD curl -f http://localhost:8080/ || exit 1', start) },
  { name: 'health-check-with-node', files: files(), text: stages('WORKDIR /srv', ...copies, 'COPY probe.js ./', 'HEALTHCHECK CMD node probe.js || exit 1', 'USER node', start).replace('FROM node:22 AS', '# syntax=docker/dockerfile:1\nFROM node:22 AS') },
  { name: 'health-check-of-another-program', files: files(), text: text(...build, 'HEALTHCHECK CMD pgrep node', start) },
  { name: 'prebuilt-native-code', files: files({ dependencies: { express: '^4.19.2', bcrypt: '^5.1.1' } }, {}, { bcrypt: { hasInstallScript: true } }), text: text(...build, start) },
  { name: 'older-debian', files: files(), text: file('FROM node:22-bullseye', 'WORKDIR /srv', ...build, start) },
  { name: 'exact-version', files: files(), text: file('FROM node:22.11.0', 'WORKDIR /srv', ...build, start) },
  { name: 'version-without-distroless', files: files(), text: file('FROM node:18', 'WORKDIR /srv', ...build, start) },
  { name: 'hooks-around-the-start', files: files(scripts({ prestart: 'node migrate.js' })), text: text(...build, 'CMD ["npm", "start"]') },
  { name: 'entrypoint-script', files: files({}, { 'docker-entrypoint.sh': '#!/bin/sh\nset -e\nexec "$@"\n' }), text: text(...build, 'COPY docker-entrypoint.sh /usr/local/bin/', 'RUN chmod +x /usr/local/bin/docker-entrypoint.sh', 'ENTRYPOINT ["docker-entrypoint.sh"]', start) },
  { name: 'several-commands', files: files(), text: text(...build, 'CMD node dist/migrate.js && node dist/index.js') },
  { name: 'system-package', files: files(), text: text('RUN apt-get update && apt-get install -y ghostscript', ...build, start) },
  { name: 'entrypoint-is-node', files: files(), text: stages('WORKDIR /srv', ...copies, 'USER node', 'ENTRYPOINT ["node", "dist/index.js"]', 'CMD ["--port", "8080"]') },
  { name: 'entrypoint-is-an-init', files: files(), text: stages('WORKDIR /srv', ...copies, 'USER node', 'ENTRYPOINT ["/tini", "--"]', start) },
  { name: 'owners', files: files(), text: stages('WORKDIR /srv', ...copies.map((line) => line.replace('COPY', 'COPY --chown=node:node')), 'USER node:node', start) },
  { name: 'owner-by-number', files: files(), text: stages('WORKDIR /srv', ...copies.map((line) => line.replace('COPY', 'COPY --chown=1000:1000')), 'USER 1000', start) },
  { name: 'folder-of-the-base', files: files(), text: stages(...copies.map((line) => line.replace(' ./', ' /home/node/')), 'USER node', 'CMD ["node", "/home/node/dist/index.js"]') },
  { name: 'folder-after-relative-copies', files: files(), text: stages(...copies, 'WORKDIR /srv', 'USER node', start) },
  { name: 'folder-after-the-copies', files: files(), text: stages(...copies.map((line) => line.replace(' ./', ' /srv/')), 'WORKDIR /srv', 'USER node', start) },
  { name: 'writes-uploads', files: files({ dependencies: { express: '^4.19.2', multer: '^1.4.4' } }, { 'src/index.ts': "import multer from 'multer';\nconst upload = multer({ dest: 'uploads/' });\n" }), text: text(...build, start) },
  { name: 'port-80', files: files({}, { 'src/index.ts': "import express from 'express';\nexpress().listen(80);\n" }), text: text(...build, 'EXPOSE 80', start) },
  { name: 'compose-calls-another-program', files: files({}, { 'compose.yaml': 'services:\n  shop:\n    build: .\n    command: ["node", "dist/index.js"]\n' }), text: text(...build, start) },
  { name: 'slim-stays', files: files(), text: stages('WORKDIR /srv', ...copies, 'USER node', start).replaceAll('node:22\n', 'node:22-slim\n') },
  { name: 'no-lockfile', files: { ...nodeFiles('none', manifest), ...server() }, text: text('COPY . .', 'RUN npm install', 'RUN npm run build', start) },
  { name: 'starts-a-binary', files: files(scripts({ start: 'next start' })), text: text(...build, 'CMD ["npx", "serve-handler", "dist"]') },
  { name: 'carriage-returns', files: files(), text: text(...build, '# Serves.', 'CMD npm start').replaceAll('\n', '\r\n') },
]; // prettier-ignore

const preferences = { nodeBase: 'distroless' } as const;
goldenTests(
  'node-distroless',
  cases.map((test) => ({ ...test, preferences })),
);

/** Why the final stage keeps a shell: the end of the reason of the step that takes another base. */
const reasons: readonly (readonly [string, string])[] = [
  ['older-debian', 'it has no image of Node 22 on Debian 11 that is still built'],
  ['exact-version', 'it has no image for Node 22.11.0 but for 22'],
  ['version-without-distroless', 'it has no image of Node 18 that is still built'],
  ['hooks-around-the-start', 'the script `prestart` runs around it when the container starts `npm start`'],
  ['entrypoint-script', 'the final stage runs `chmod +x /usr/local/bin/docker-entrypoint.sh`'],
  ['entrypoint-is-an-init', 'the container starts `/tini --`, which is not there'],
  ['folder-of-the-base', 'the final stage starts in the folder of its base image'],
  ['writes-uploads', 'the program writes to uploads'],
  ['port-80', 'port 80 is below 1024, which another user may not open everywhere'],
  ['compose-calls-another-program', 'a Compose file starts or checks the container with words of its own'],
  ['no-lockfile', 'without a readable lockfile nobody knows what native code its packages have'],
  ['starts-a-binary', 'the container starts `npx serve-handler dist`, which is not there'],
];

it.each(reasons)('%s: says why', async (name, reason) => {
  const { text: before, files: tree } = cases.find((one) => one.name === name)!;
  const { steps } = planOf(before, await factsFor(before, tree, preferences));
  const said = `Distroless, which the settings prefer, does not fit: ${reason}.`;
  expect(steps.find(({ id }) => id === 'base')?.reason.endsWith(said)).toBe(true);
});
