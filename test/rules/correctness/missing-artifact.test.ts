import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/missing-artifact.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const manifest = (scripts: string): string =>
  `{"name":"shop","scripts":${scripts},"devDependencies":{"vite":"^7.0.0"}}`;
const files = {
  'package.json': manifest('{"build":"vite build"}'),
  'index.html': '',
  'src/main.js': '',
  'server.js': '',
  'public/logo.svg': '',
};
const build = (steps: string): string =>
  `FROM node:22-alpine AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\n${steps}`;
const copy = (path: string): string =>
  `FROM nginx:1.29-alpine\nCOPY --from=build ${path} /usr/share/nginx/html\n`;
const vite = build('RUN npm run build\n');
const node = 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\n';

const cases: readonly RuleCase[] = [
  { name: 'what the build writes', files, text: vite + copy('/app/dist'), findings: 0 },
  { name: 'from the context', files, text: vite + copy('/app/public'), findings: 0 },
  {
    name: 'another build',
    files: { ...files, 'package.json': manifest('{"build":"node make.js"}') },
    text: vite + copy('/app/out'),
    findings: 0,
  },
  {
    name: 'a hook writes more',
    files: { ...files, 'package.json': manifest('{"build":"vite build","postbuild":"cp -r dist build"}') },
    text: vite + copy('/app/build'),
    findings: 0,
  },
  {
    name: 'a plugin that moves the output',
    files: {
      ...files,
      'vite.config.js':
        "import laravel from 'laravel-vite-plugin'\nexport default defineConfig({ plugins: [laravel()] })",
    },
    text: vite + copy('/app/public/build'),
    findings: 0,
  },
  { name: 'an unknown command', files, text: build('RUN ./make.sh\n') + copy('/app/out'), findings: 0 },
  { name: 'made by name', files, text: build('RUN mkdir out\n') + copy('/app/out'), findings: 0 },
  { name: 'node_modules', files, text: build('') + copy('/app/node_modules'), findings: 0 },
  { name: 'of the base image', files, text: build('') + copy('/usr/local/lib/node'), findings: 0 },
  {
    name: 'an unknown base image',
    files,
    text: build('').replace('node:22-alpine', 'example.com/base:1') + copy('/app/out'),
    findings: 0,
  },
  {
    name: 'from another stage',
    files,
    text:
      'FROM node:22-alpine AS x\nRUN ./make.sh\nFROM node:22-alpine AS build\nWORKDIR /app\nCOPY --from=x /out ./\n' +
      copy('/app/out'),
    findings: 0,
  },
  { name: 'the working directory itself', files, text: build('') + copy('/app'), findings: 0 },
  { name: 'a file of the machine', files, text: build('') + copy('/app/.env'), findings: 0 },
  { name: 'a pattern', files, text: build('') + copy('/app/d*'), findings: 0 },
  {
    name: 'a file that a COPY names is another rule',
    files,
    text: 'FROM node:22-alpine\nWORKDIR /app\nCOPY main.js ./\nCMD ["node", "main.js"]\n',
    findings: 0,
  },
  { name: 'no project here', text: build('') + copy('/app/out'), findings: 0 },
  { name: 'a program', files, text: `${node}CMD ["node", "server.js"]\n`, findings: 0 },
  {
    name: 'a program that may be built before',
    files,
    text: `${node}CMD ["node", "dist/index.js"]\n`,
    findings: 0,
  },
  {
    name: 'a program for another entry point',
    files,
    text: `${node}ENTRYPOINT ["./run"]\nCMD ["node", "nothing.js"]\n`,
    findings: 0,
  },
  { name: 'no build at all', files, text: build('') + copy('/app/dist'), findings: ['/app/dist'] },
  {
    name: 'another folder',
    files,
    text: vite + copy('/app/build/'),
    findings: ['/app/build/'],
    fixed: vite + copy('/app/dist/'),
  },
  {
    name: 'an install that builds',
    files: { ...files, 'package.json': manifest('{"build":"vite build","prepare":"npm run build"}') },
    text: `${node}RUN npm ci\nCMD ["node", "index.js"]\n`,
    findings: 0,
  },
  {
    name: 'an install that does not build',
    files: { ...files, 'package.json': manifest('{"build":"vite build","prepare":"npm run build"}') },
    text: `${node}RUN npm ci --ignore-scripts\nCMD ["node", "index.js"]\n`,
    findings: ['"index.js"'],
  },
  {
    name: 'an image to build on',
    files,
    text: `${node}ONBUILD COPY index.js ./\nCMD ["node", "index.js"]\n`,
    findings: 0,
  },
  {
    name: 'a program that is not there',
    files,
    text: `${node}CMD ["node", "index.js"]\n`,
    findings: ['"index.js"'],
  },
  {
    name: 'a program in shell form behind an init',
    files,
    text: `${node}ENTRYPOINT ["tini", "--"]\nCMD node index.js --port 80\n`,
    findings: ['index.js'],
  },
  {
    name: 'a program that .dockerignore holds back',
    files: { ...files, '.dockerignore': 'dist\n' },
    text: `${node}CMD ["node", "dist/index.js"]\n`,
    findings: 1,
  },
];

describe('correctness/missing-artifact', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
