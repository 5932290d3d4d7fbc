/** Files whose last stage is not the one that is shipped. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/engine/analyze.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { optimize } from '../../server/rewrite/optimize.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles } from '../support/node-project.ts';

const files: MemoryTree = {
  ...nodeFiles('npm', { name: 'shop', dependencies: { express: '^4.19.2' } }),
  'server.js': "require('express')().listen(3000);\n",
  '.dockerignore': '.git\nnode_modules\n',
};
/** The stage that is shipped runs as root; the last one is for development. */
const text = `FROM node:22 AS prod
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY server.js ./
CMD ["node", "server.js"]

FROM node:22 AS dev
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
CMD ["npx", "nodemon", "server.js"]
`;
const compose = (target: string) => ({
  ...files,
  'compose.yaml': `services:\n  web:\n    build: { context: ., target: ${target} }\n`,
});
const planFor = async (tree: MemoryTree, target?: string) =>
  optimize(text, await factsFor(text, tree), { kind: 'optimize', target });

/** The lines of one stage. */
const stageOf = (dockerfile: string, name: string): string =>
  dockerfile.split(/^(?=FROM )/m).find((part) => part.split('\n')[0]!.endsWith(` AS ${name}`))!;

describe('a last stage that is for development', () => {
  it('makes the plan ask for the target where nobody names one', async () => {
    const { obstacles, after, targets } = await planFor(files);
    expect(obstacles).toEqual([
      'The last stage, `dev`, is for development by its name, and nothing says that another one (`prod`) is shipped: name it with `--target`, or as the `target` of the service in a compose file, and the plan is made for it.',
    ]);
    expect(stageOf(after.text, 'prod')).not.toContain('USER');
    expect(targets).toEqual(['prod', 'dev']);
  });

  it('asks for nothing where the file has only that', async () => {
    const alone = `FROM node:22 AS dev\nWORKDIR /app\nCMD ["node"]\n`;
    const plan = optimize(alone, await factsFor(alone, files), { kind: 'optimize' });
    expect(plan.obstacles).toEqual([]);
  });

  it.each([
    ['compose names', compose('prod'), undefined],
    ['is given', files, 'prod'],
    ['is given in another case', files, 'PROD'],
    ['is given as a number', files, '0'],
    ['is given, whatever compose names', compose('dev'), 'prod'],
  ])('is left alone: the plan is for the target that %s', async (_, tree, target) => {
    const { after, obstacles } = await planFor(tree, target);
    expect(obstacles).toEqual([]);
    expect(stageOf(after.text, 'prod')).toContain('USER node');
    expect(stageOf(after.text, 'prod')).toMatch(/^FROM node:22-alpine AS prod/);
    expect(stageOf(after.text, 'dev')).toContain('CMD ["npx", "nodemon", "server.js"]');
  });

  it('proposes nothing for the result with the same target', async () => {
    const { after } = await planFor(files, 'prod');
    const again = optimize(after.text, await factsFor(after.text, files), {
      kind: 'optimize',
      target: 'prod',
    });
    expect(again.steps).toEqual([]);
    expect(again.obstacles).toEqual([]);
  });
});

it('measures the stage that is shipped', async () => {
  const sized = 'FROM scratch AS prod\nCOPY server.js /\n\nFROM node:22 AS dev\nCOPY server.js /\n';
  const facts = await factsFor(sized, files);
  const small = optimize(sized, facts, { kind: 'optimize', target: 'prod' }).before.sizeBytes;
  const large = optimize(sized, facts, { kind: 'optimize' }).before.sizeBytes;
  expect(small).toBeLessThan(1000);
  expect(large).toBeGreaterThan(100_000_000);
});

it('judges the same stage as the findings', async () => {
  const facts = { ...(await factsFor(text, files)), target: 'prod' };
  const users = analyze(parseDockerfile(text), facts).findings.filter(
    ({ rule }) => rule.id === 'security/root-user',
  );
  expect(users).toHaveLength(1);
  expect(users[0]!.span.start).toBeLessThan(text.indexOf('FROM node:22 AS dev'));
});
