import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/cache/volatile-first.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const files = { 'package.json': '{"name":"x"}', 'package-lock.json': '{"lockfileVersion":3}' };
const node = (lines: string): string =>
  `FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\n${lines}\n`;

const silent: RuleCase[] = [
  ['below the install', node('RUN npm ci\nARG GIT_SHA\nLABEL rev=$GIT_SHA')],
  ['nothing expensive below', node('ARG GIT_SHA\nLABEL rev=$GIT_SHA\nRUN mkdir /x')],
  ['a version is not another in every build', node('ARG VERSION\nRUN npm ci')],
  ['another variable', node('ARG NODE_ENV\nRUN npm ci')],
  ['pinned in the file', node('ARG COMMIT=8f3c1a9\nRUN npm ci')],
  ['pinned before the first FROM', `ARG COMMIT=8f3c1a9\n${node('ARG COMMIT\nRUN npm ci')}`],
  ['the commit of another project', node('ARG NGINX_COMMIT\nRUN npm ci')],
  ['a global argument is in no environment', `ARG GIT_SHA\n${node('RUN npm ci')}`],
  ['the install uses it', node('ARG GIT_SHA\nRUN GIT_SHA=$GIT_SHA npm ci')],
  ['a step that may read it comes first', node('ARG GIT_SHA\nRUN ./prepare.sh\nRUN npm ci')],
  ['a build may read it', node('ARG GIT_SHA\nRUN npm run build\nRUN npm ci --omit=dev')],
  ['install and build in one RUN', node('ARG GIT_SHA\nRUN npm ci && npm run build')],
  ['a build that downloads too', 'FROM golang:1.26\nARG COMMIT\nCOPY . .\nRUN go build -ldflags="-X main.c=${COMMIT}" .\n'],
  ['a folder by its name', node('ARG BUILD_ID\nWORKDIR /builds/$BUILD_ID\nRUN npm ci')],
  ['an ENV with a literal', node('ENV BUILD_DATE=2026-01-01\nRUN npm ci')],
  ['a label with a literal', node('LABEL version=1\nRUN npm ci')],
  ['a checksum', 'FROM debian:13\nARG SHA\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\nRUN echo $SHA | sha256sum -c\n'],
  ['a heredoc that uses it', node('ARG GIT_SHA\nRUN <<EOF\necho $GIT_SHA > sha\nnpm ci\nEOF')],
  ['a deliberate argument', node('ARG CACHEBUST\nRUN npm ci')],
].map(([name, text]) => ({ name: name!, text: text!, files, findings: 0 })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'directly above the build that uses it', files, text: node('ARG GIT_SHA\nENV VITE_SHA=$GIT_SHA\nRUN npm ci\nCOPY . .\nRUN npm run build'), findings: ['GIT_SHA'], fixed: node('RUN npm ci\nCOPY . .\nARG GIT_SHA\nENV VITE_SHA=$GIT_SHA\nRUN npm run build') },
  { name: 'several at once', files, text: node('ARG GIT_SHA\nARG BUILD_DATE=unknown\nLABEL a=$GIT_SHA b=${BUILD_DATE}\nRUN npm ci\nCMD ["node"]'), findings: ['GIT_SHA'], fixed: node('RUN npm ci\nARG GIT_SHA\nARG BUILD_DATE=unknown\nLABEL a=$GIT_SHA b=${BUILD_DATE}\nCMD ["node"]') },
  { name: 'comments and blank lines', files, text: 'FROM node:22-alpine\n\n# what this is\nARG GIT_SHA\n\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\n\n# start\nCMD ["node"]\n', findings: 1, fixed: 'FROM node:22-alpine\n\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\n# what this is\nARG GIT_SHA\n\n# start\nCMD ["node"]\n' },
  { name: 'no line break at the end', files, text: 'FROM node:22-alpine\nARG GIT_SHA\nRUN npm install -g pm2@6', findings: 1, fixed: 'FROM node:22-alpine\nRUN npm install -g pm2@6\nARG GIT_SHA' },
  { name: 'system packages', text: 'FROM debian:13-slim\nARG BUILD_NUMBER\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n', findings: ['BUILD_NUMBER'] },
  { name: 'in a stage that is thrown away', files, text: `${node('ARG GIT_SHA\nRUN npm ci\nRUN npm run build')}FROM nginx:1.29-alpine\nCOPY --from=0 /app/dist /usr/share/nginx/html\n`, findings: 1 },
  { name: 'one more below the install stays', files, text: node('ARG GIT_SHA\nRUN npm ci\nARG BUILD_DATE\nRUN npm run build'), findings: 1, fixed: node('RUN npm ci\nARG GIT_SHA\nARG BUILD_DATE\nRUN npm run build') },
  { name: 'redeclared with a placeholder', files, text: `ARG COMMIT=unknown\n${node('ARG COMMIT\nRUN npm ci')}`, findings: 1 },
  { name: 'an ENV that also sets something else stays', files, text: node('ARG GIT_SHA\nENV NODE_ENV=production SHA=$GIT_SHA\nRUN npm ci'), findings: 1, fixed: node('ARG GIT_SHA\nENV NODE_ENV=production SHA=$GIT_SHA\nRUN npm ci') },
  { name: 'the second install', files, text: node('RUN npm ci\nARG GIT_SHA\nRUN npm install -g pm2@6\nCMD ["pm2"]'), findings: 1 },
]; // prettier-ignore

describe('cache/volatile-first', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('only suggests it where the project has install scripts of its own', async () => {
    const text = node('ARG GIT_SHA\nRUN npm ci\nCMD ["node"]');
    const own = { ...files, 'package.json': '{"name":"x","scripts":{"postinstall":"node write-sha.js"}}' };
    const applicability = async (tree: Record<string, string>): Promise<unknown> =>
      findingsOf(rule, text, await factsFor(text, tree))[0]?.fixes()[0]?.applicability;
    expect(await applicability(files)).toBe('safe');
    expect(await applicability(own)).toBe('suggested');
  });
});
