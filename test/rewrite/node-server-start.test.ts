/** How a Node server is started, and what runs with it. */
import { goldenTests } from './golden.ts';
import { manifest, npmText, server, withScripts } from './node-servers.ts';
import type { PlanCase } from './plan-tester.ts';

const cases: PlanCase[] = [
  {
    name: 'privileged-port',
    files: server('npm', {}, { 'src/index.ts': "require('express')().listen(80);\n" }),
    text: npmText.replace('8080', '80'),
  },
  {
    name: 'entrypoint-script',
    files: server('npm', {}, { 'docker-entrypoint.sh': '#!/bin/sh\nset -e\nexec "$@"\n' }),
    text: `FROM node:22
WORKDIR /srv
COPY . .
RUN npm install
RUN npm run build
COPY docker-entrypoint.sh /usr/local/bin/
RUN chmod +x /usr/local/bin/docker-entrypoint.sh
EXPOSE 8080
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'cmd-dotenv',
    files: server('npm', { dependencies: { express: '^4.19.2', dotenv: '^16.0.0' } }),
    text: npmText.replace('["npm", "start"]', '["node", "-r", "dotenv/config", "dist/index.js"]'),
  },
  {
    name: 'cmd-without-extension',
    files: server('npm', withScripts({ start: 'node dist' })),
    text: npmText,
  },
  {
    name: 'cmd-pm2',
    files: server('npm', { dependencies: { express: '^4.19.2', pm2: '^5.3.0' } }),
    text: npmText.replace('["npm", "start"]', '["npx", "pm2-runtime", "dist/index.js"]'),
  },
  {
    name: 'cmd-ts-node',
    files: server('npm', {
      ...withScripts({ start: 'ts-node src/index.ts' }),
      devDependencies: { ...manifest.devDependencies, 'ts-node': '^10.9.0' },
    }),
    text: npmText,
  },
  {
    name: 'cmd-nodemon',
    files: server('npm', {
      ...withScripts({ start: 'nodemon dist/index.js' }),
      devDependencies: { ...manifest.devDependencies, nodemon: '^3.0.0' },
    }),
    text: npmText,
  },
  {
    name: 'start-with-a-hook',
    files: server('npm', withScripts({ prestart: 'node dist/migrate.js' })),
    text: npmText,
  },
  {
    name: 'start-sets-variables',
    files: server(
      'npm',
      withScripts({ start: 'NODE_ENV=production node --enable-source-maps dist/index.js' }),
    ),
    text: npmText,
  },
  {
    name: 'global-tool-at-run-time',
    files: server('npm'),
    text: `FROM node:22
RUN npm install -g pm2
WORKDIR /srv
COPY . .
RUN npm ci
RUN npm run build
EXPOSE 8080
CMD ["pm2-runtime", "dist/index.js"]
`,
  },
  {
    name: 'writes-files',
    files: server(
      'npm',
      {},
      {
        'src/index.ts':
          "import fs from 'node:fs';\nimport express from 'express';\nfs.writeFileSync('./data/log.txt', '');\nexpress().listen(8080);\n",
      },
    ),
    text: npmText,
  },
];

goldenTests('node-server', cases);
