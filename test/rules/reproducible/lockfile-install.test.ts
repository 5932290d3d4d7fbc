import { describe, it } from 'vitest';
import rule from '../../../server/rules/reproducible/lockfile-install.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const files = {
  'package.json': '{"name":"shop","dependencies":{"express":"^4.19.2"}}',
  'package-lock.json':
    '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"}},"node_modules/express":{"version":"4.19.2"}}}',
  'server.js': '',
};
const file = (...lines: string[]): string =>
  ['FROM node:22-alpine', 'WORKDIR /app', ...lines, 'USER node', 'CMD ["node", "server.js"]', ''].join('\n');

const cases: readonly RuleCase[] = [
  {
    name: 'a lockfile that is not copied comes along with the frozen install',
    files,
    text: file('COPY package.json ./', 'RUN npm install', 'COPY server.js ./'),
    findings: ['npm install'],
    fixed: file('COPY package.json package-lock.json ./', 'RUN npm ci', 'COPY server.js ./'),
  },
  {
    name: 'and is written as its neighbour',
    files,
    text: file('COPY ./package.json ./', 'RUN npm install', 'COPY server.js ./'),
    findings: 1,
    fixed: file('COPY ./package.json ./package-lock.json ./', 'RUN npm ci', 'COPY server.js ./'),
  },
  {
    name: 'a lockfile that .dockerignore hides gets no fix: a frozen install would fail',
    files: { ...files, '.dockerignore': 'package-lock.json\nnode_modules\n' },
    text: file('COPY package*.json ./', 'RUN npm install', 'COPY server.js ./'),
    findings: 1,
    fixed: file('COPY package*.json ./', 'RUN npm install', 'COPY server.js ./'),
  },
  {
    name: 'a target that names the file is left alone',
    files,
    text: file('COPY package.json /app/package.json', 'RUN npm install', 'COPY server.js ./'),
    findings: 1,
    fixed: file('COPY package.json /app/package.json', 'RUN npm install', 'COPY server.js ./'),
  },
  {
    name: 'the lockfile of another manager says nothing',
    files: { 'package.json': files['package.json'], 'yarn.lock': '# yarn lockfile v1\n\n\nexpress@^4.19.2:\n  version "4.19.2"\n' },
    text: file('COPY package.json yarn.lock ./', 'RUN npm install', 'COPY server.js ./'),
    findings: 0,
  },
  {
    name: 'nothing is left to be changed behind a frozen install',
    files,
    text: file('COPY package*.json ./', 'RUN npm ci', 'COPY server.js ./', 'RUN npm install --omit=dev'),
    findings: 0,
  },
  {
    name: 'a frozen install that may not have run proves nothing',
    files,
    text: file('COPY package*.json ./', 'RUN test -d node_modules || npm ci', 'RUN npm install --omit=dev'),
    findings: 1,
  },
  {
    name: 'a project that is made elsewhere is not asked for a lockfile that lies here',
    files,
    text: file('COPY dist/api api', 'RUN npm --prefix api install --omit=dev'),
    findings: 0,
  },
  {
    name: 'a frozen install is what is wanted',
    files,
    text: file('COPY package*.json ./', 'RUN npm ci', 'COPY server.js ./'),
    findings: 0,
  },
]; // prettier-ignore

describe(rule.id, () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    await checkCase(rule, one);
  });
});
