/** Node servers without a build: one stage on a small base, or two where an install needs tools. */
import { nodeFiles } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const source = {
  'server.js':
    "const app = require('express')();\napp.get('/healthz', (q, r) => r.end());\napp.listen(3000);\n",
};
const pure = { name: 'shop', scripts: { start: 'node server.js' }, dependencies: { express: '^4.19.2' } };
const withDev = { ...pure, devDependencies: { jest: '^29.0.0' } };
const native = (name: string, version = '^5.1.1') => ({
  ...nodeFiles(
    'npm',
    { ...withDev, dependencies: { express: '^4.19.2', [name]: version } },
    { [name]: { hasInstallScript: true } },
  ),
  ...source,
});

const text = `FROM node:22
WORKDIR /app
COPY . .
RUN npm install
EXPOSE 3000
CMD ["npm", "start"]
`;

const cases: PlanCase[] = [
  { name: 'pure', files: { ...nodeFiles('npm', pure), ...source }, text },
  { name: 'pure-with-dev', files: { ...nodeFiles('npm', withDev), ...source }, text },
  { name: 'no-lockfile', files: { ...nodeFiles('none', withDev), ...source }, text },
  {
    name: 'pnpm',
    files: { ...nodeFiles('pnpm', { ...withDev, packageManager: 'pnpm@9.1.0' }), ...source },
    text: text
      .replace('RUN npm install', 'RUN corepack enable\nRUN pnpm install')
      .replace('["npm", "start"]', 'pnpm start'),
  },
  {
    name: 'yarn',
    files: { ...nodeFiles('yarn', withDev), ...source },
    text: text.replace('npm install', 'yarn').replace('npm', 'yarn'),
  },
  { name: 'bcrypt', files: native('bcrypt'), text },
  { name: 'better-sqlite3', files: native('better-sqlite3', '^11.0.0'), text },
  { name: 'unknown-native', files: native('odd-native', '^1.0.0'), text },
  {
    name: 'unknown-native-slim',
    files: native('odd-native', '^1.0.0'),
    text: text.replace('node:22', 'node:22-slim'),
  },
  {
    name: 'native-with-tools',
    files: native('odd-native', '^1.0.0'),
    text: `FROM node:22-alpine
WORKDIR /app
RUN apk add --no-cache python3 make g++ vips
COPY package*.json ./
RUN npm ci --only=production
COPY . .
USER node
CMD ["node", "server.js"]
`,
  },
  {
    name: 'git-dependency',
    files: {
      ...nodeFiles('npm', { ...pure, dependencies: { express: '^4.19.2', lib: 'github:example/lib' } }),
      ...source,
    },
    text,
  },
  {
    name: 'no-dependencies',
    files: { 'package.json': '{"name":"x"}', 'server.js': "require('http').createServer().listen(3000)" },
    text,
  },
  {
    name: 'husky',
    files: { ...nodeFiles('npm', { ...withDev, scripts: { ...pure.scripts, prepare: 'husky' } }), ...source },
    text,
  },
  {
    name: 'prisma',
    files: {
      ...nodeFiles('npm', {
        ...withDev,
        dependencies: { express: '^4.19.2', '@prisma/client': '^5.0.0' },
        devDependencies: { prisma: '^5.0.0' },
      }),
      ...source,
      'prisma/schema.prisma': '',
    },
    text,
  },
  {
    name: 'shell-start-migrates',
    files: { ...nodeFiles('npm', withDev), ...source },
    text: text.replace('["npm", "start"]', 'node migrate.js && node server.js'),
  },
  {
    name: 'calls-git',
    files: {
      ...nodeFiles('npm', { ...withDev, dependencies: { express: '^4.19.2', 'simple-git': '^3.0.0' } }),
      ...source,
    },
    text,
  },
  { name: 'puppeteer', files: native('puppeteer', '^22.0.0'), text },
  {
    name: 'spawns',
    files: {
      ...nodeFiles('npm', withDev),
      'server.js':
        "require('child_process').execSync('convert a.png b.jpg');\nrequire('express')().listen(3000);\n",
    },
    text,
  },
  {
    name: 'multi-stage-already',
    files: { ...nodeFiles('npm', withDev), ...source },
    text: `FROM node:22 AS build
WORKDIR /app
COPY . .
RUN npm install

FROM node:22
WORKDIR /app
COPY --from=build /app .
EXPOSE 3000
CMD npm start
`,
  },
  {
    name: 'comments-everywhere',
    files: native('unknown-native'),
    text: `# A shop.
FROM node:22

# Where it lives.
WORKDIR /app

# The manifests first,
# so that the install stays cached.
COPY package*.json ./

# All packages.
RUN npm install
# The program.
COPY . .
# How it starts.
CMD ["npm", "start"]
`,
  },
  {
    name: 'script-by-variable',
    files: native('unknown-native'),
    text: `FROM node:22
ARG MODE=start
ENV MODE=$MODE
WORKDIR /app
COPY . .
RUN npm install
CMD npm run $MODE
`,
  },
  {
    name: 'slim-with-a-library',
    files: native('unknown-native'),
    text: `FROM node:22-slim
RUN apt-get update && apt-get install -y --no-install-recommends graphviz && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY . .
CMD ["node", "server.js"]
`,
  },
];

goldenTests('node-plain', cases);
