/** What else stands in the Dockerfiles of Node servers: folders, packages, users, and the user's own instructions. */
import { nodeFiles } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import { npmText, server, withScripts } from './node-servers.ts';
import type { PlanCase } from './plan-tester.ts';

const cases: PlanCase[] = [
  {
    name: 'reads-files-at-run-time',
    files: server(
      'npm',
      {},
      {
        'src/index.ts': `import express from 'express';
import { readFileSync } from 'node:fs';
const app = express();
app.set('view engine', 'ejs');
app.set('views', 'views');
app.use(express.static('public'));
const rates = readFileSync('./resources/rates.json', 'utf8');
app.listen(8080);
`,
        'views/index.ejs': '',
        'public/site.css': '',
        'resources/rates.json': '{}',
      },
    ),
    text: npmText,
  },
  {
    name: 'everything-of-the-users-survives',
    files: server('npm', {}, { 'docker/entry.sh': '#!/bin/sh\nexec "$@"\n' }),
    text: `# syntax=docker/dockerfile:1
# The shop's server.
ARG VERSION=0.0.0
FROM --platform=linux/amd64 node:22
LABEL org.opencontainers.image.title="shop" \\
      org.opencontainers.image.vendor="example"
ARG VERSION
ENV APP_VERSION=$VERSION
# where it lives
WORKDIR /srv
# all of it
COPY . .
# packages
RUN npm ci
# compile
RUN npm run build
VOLUME /srv/uploads
EXPOSE 8080
STOPSIGNAL SIGINT
HEALTHCHECK --interval=1m CMD node -e "fetch('http://127.0.0.1:8080/health').catch(() => process.exit(1))"
# start
CMD ["npm", "start"]
# the end
`,
  },
  {
    name: 'lower-case-and-crlf',
    files: server('npm'),
    text: npmText.replace(/^[A-Z]+/gm, (word) => word.toLowerCase()).replaceAll('\n', '\r\n'),
  },
  {
    name: 'subfolder-of-the-context',
    files: Object.fromEntries(
      Object.entries(server('npm')).map(([path, entry]) => [`server/${path}`, entry]),
    ),
    text: `FROM node:22
WORKDIR /app
COPY server/ .
RUN npm install
RUN npm run build
EXPOSE 8080
CMD ["npm", "start"]
`,
  },
  {
    name: 'whole-context-with-the-project-below',
    files: Object.fromEntries(
      Object.entries(server('npm')).map(([path, entry]) => [`server/${path}`, entry]),
    ),
    text: `FROM node:22
WORKDIR /app
COPY . .
WORKDIR /app/server
RUN npm install
RUN npm run build
EXPOSE 8080
CMD ["npm", "start"]
`,
  },
  {
    name: 'workspaces',
    files: {
      ...nodeFiles('npm', {
        name: 'mono',
        private: true,
        workspaces: ['packages/*'],
        scripts: { build: 'npm run build --workspaces' },
      }),
      'packages/api/package.json':
        '{"name":"api","scripts":{"build":"tsc","start":"node dist/index.js"},"dependencies":{"express":"^4.19.2"},"devDependencies":{"typescript":"^5.4.5"}}',
      'packages/api/src/index.ts': '',
      'packages/lib/package.json': '{"name":"lib","scripts":{"build":"tsc"}}',
    },
    text: `FROM node:22
WORKDIR /app
COPY . .
RUN npm install
RUN npm run build
CMD ["node", "packages/api/dist/index.js"]
`,
  },
  {
    name: 'apt-runtime-packages',
    files: server('npm'),
    text: `FROM node:22
RUN apt-get update && apt-get install -y --no-install-recommends \\
    build-essential \\
    ffmpeg \\
    libpq-dev \\
  && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY . .
RUN npm ci
RUN npm run build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'apt-unknown-dev-package',
    files: server('npm'),
    text: `FROM node:22
RUN apt-get update && apt-get install -y libodd-dev
WORKDIR /srv
COPY . .
RUN npm ci && npm run build
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'user-before-copy',
    files: server('npm'),
    text: `FROM node:22
WORKDIR /home/node/app
RUN chown node:node /home/node/app
USER node
COPY --chown=node:node . .
RUN npm ci
RUN npm run build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'several-workdirs-and-add',
    files: server('npm'),
    text: `FROM node:22
WORKDIR /srv
WORKDIR shop
ADD . ./
RUN npm ci
RUN npm run build
EXPOSE 8080
CMD node dist/index.js
`,
  },
  {
    name: 'tabs-and-continuations',
    files: server('npm'),
    text: 'FROM\tnode:22\nWORKDIR\t/srv\nCOPY\t. .\nRUN\tnpm ci && \\\n\tnpm run build && \\\n\tnpm cache clean --force\nEXPOSE\t8080\nCMD\t["node", "dist/index.js"]\n',
  },
  {
    name: 'tests-in-the-build',
    files: server('npm', withScripts({ test: 'vitest run' })),
    text: `FROM node:22
WORKDIR /srv
COPY . .
RUN npm ci
RUN npm test
RUN npm run build
CMD ["node", "dist/index.js"]
`,
  },
  {
    // What the image does not have now, it does not get.
    name: 'folder-that-is-not-copied',
    files: server('npm', {}, { 'public/logo.svg': '', 'views/home.ejs': '' }),
    text: `FROM node:22
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json ./
COPY src ./src
COPY views ./views
RUN npm run build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'alpine-already',
    files: server('npm'),
    text: npmText.replace('node:22', 'node:22-alpine'),
  },
  {
    name: 'slim-already',
    files: server('npm'),
    text: npmText.replace('node:22', 'node:22-slim'),
  },
];

goldenTests('node-server', cases);
