import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/host-node-modules.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const files = {
  'package.json': '{"name":"x","dependencies":{"express":"5.1.0"}}',
  'package-lock.json':
    '{"name":"x","lockfileVersion":3,"packages":{"":{"name":"x","dependencies":{"express":"5.1.0"}},"node_modules/express":{"version":"5.1.0"}}}',
  'node_modules/express/package.json': '{}',
  'server.js': '',
};
const ignored = { ...files, '.dockerignore': 'node_modules\n' };
const head = 'FROM node:22-alpine\nWORKDIR /app\n';
const install = 'COPY package.json package-lock.json ./\nRUN npm ci\n';

const silent: RuleCase[] = [
  { name: 'of another stage', files, text: `FROM node:22 AS d\nFROM node:22\nCOPY --from=d /app/node_modules /app/node_modules\n` },
  { name: 'ignored', files: ignored, text: `${head}${install}COPY . .\n` },
  { name: 'named but ignored', files: ignored, text: `${head}COPY node_modules ./node_modules\n` },
  { name: 'nothing installed before', files, text: `${head}COPY . .\n` },
  { name: 'installed afterwards', files, text: `${head}COPY . .\nRUN npm ci\n` },
  { name: 'installed before and again', files, text: `${head}${install}COPY . .\nRUN npm ci --omit=dev\n` },
  { name: 'no node_modules here', files: { 'package.json': '{"name":"x"}' }, text: `${head}${install}COPY . .\n` },
  { name: 'copied elsewhere', files, text: `${head}${install}COPY . /src\n` },
  { name: 'one package of it', files, text: `${head}COPY node_modules/express/dist /static\n` },
  { name: 'a stage that nobody needs', files, text: `FROM node:22 AS x\nCOPY node_modules /n\nFROM node:22\n` },
  { name: 'vendor of Go', files: { 'go.mod': 'module x\n', 'vendor/modules.txt': '' }, text: 'FROM golang:1.26\nCOPY vendor ./vendor\n' },
  { name: 'vendor of a front end', files: { 'vendor/jquery.js': '' }, text: 'FROM nginx:1.31\nCOPY vendor /usr/share/nginx/html/vendor\n' },
  { name: 'a jar built before', files: { 'pom.xml': '<project/>', 'target/a.jar': '' }, text: 'FROM eclipse-temurin:21-jre\nCOPY target/a.jar /\nCOPY target /t\n' },
].map((test) => ({ ...test, findings: [] })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'over an install', files, text: `${head}${install}COPY node_modules ./node_modules\n`, findings: ['node_modules'], fixed: `${head}${install}` },
  { name: 'with other sources', files: { ...files, 'node_modules/': '' }, text: `${head}${install}COPY node_modules server.js /x/\n`, findings: ['node_modules'] },
  { name: 'without an install', files, text: `${head}COPY node_modules ./node_modules\nCOPY server.js ./\n`, findings: ['node_modules'], fixed: `${head}COPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY server.js ./\n` },
  { name: 'without an install, with a build', files, text: `${head}COPY node_modules ./node_modules\nRUN npm run build\n`, findings: 1, fixed: `${head}COPY package.json package-lock.json ./\nRUN npm ci && npm cache clean --force\nRUN npm run build\n` },
  { name: 'no project to look at', text: `${head}COPY node_modules/ ./node_modules/\n`, findings: ['node_modules/'] },
  { name: 'in a subfolder', files: { 'web/package.json': '{"name":"w"}', 'web/node_modules/a/index.js': '' }, text: `${head}COPY web/node_modules ./node_modules\n`, findings: ['web/node_modules'] },
  { name: 'a virtual environment', files: { '.venv/pyvenv.cfg': '' }, text: 'FROM python:3.13-slim\nCOPY .venv /app/.venv\n', findings: ['.venv'] },
  { name: 'vendor of PHP', files: { 'composer.json': '{}', 'vendor/autoload.php': '' }, text: 'FROM php:8.4-fpm\nCOPY vendor /app/vendor\n', findings: ['vendor'] },
  { name: 'target of Rust', files: { 'Cargo.toml': '', 'target/debug/x': '' }, text: 'FROM rust:1\nWORKDIR /a\nCOPY target ./target\nRUN cargo build --release\n', findings: ['target'] },
  { name: 'everything over an install', files, text: `${head}${install}COPY . .\n`, findings: ['COPY'] },
  { name: 'everything over copied packages', files, text: `FROM node:22-alpine AS deps\nWORKDIR /app\n${install}FROM node:22-alpine\nWORKDIR /app\nCOPY --from=deps /app/node_modules ./node_modules\nCOPY . .\n`, findings: ['COPY'] },
  { name: 'a subfolder over its install', files: { 'api/package.json': '{"name":"a"}', 'api/node_modules/a/index.js': '' }, text: `${head}COPY api/package.json ./\nRUN npm install\nCOPY api/ ./\n`, findings: ['COPY'] },
]; // prettier-ignore

describe('size/host-node-modules', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it.each([
    [undefined, 'node_modules\n'],
    ['dist', 'dist\nnode_modules\n'],
    ['dist\r\n', 'dist\r\nnode_modules\r\n'],
  ])('adds to .dockerignore: %j', async (before, after) => {
    const text = `${head}${install}COPY . .\n`;
    const tree = before === undefined ? files : { ...files, '.dockerignore': before };
    const [finding] = findingsOf(rule, text, await factsFor(text, tree));
    expect(finding!.fixes()[0]?.files).toEqual([{ path: '.dockerignore', before, after }]);
  });
});
