/** Projects and files that are broken, circular or huge: the plan declines in words, and nothing is written by half. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles } from '../support/node-project.ts';
import { brokenPlans, eachAlone } from '../support/plan-laws.ts';
import { planOf } from './plan-tester.ts';

const kinds = ['optimize', 'multi-stage'] as const;
const node = `FROM node:22
WORKDIR /app
COPY . .
RUN npm ci
RUN npm run build
CMD ["node", "dist/index.js"]
`;
const go = 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n';
const whole: MemoryTree = {
  ...nodeFiles('npm', {
    name: 'shop',
    scripts: { build: 'tsc' },
    dependencies: { express: '^4.19.2' },
    devDependencies: { typescript: '^5.4.5' },
  }),
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
  'src/index.ts': '',
};

/** Packages of one workspace, each with what it depends on. */
function monorepo(
  count: number,
  dependencyOf: (i: number) => number,
  workspaces: readonly string[] = ['packages/*'],
): MemoryTree {
  const root = { name: 'root', private: true, workspaces, scripts: { build: 'tsc -b' } };
  const packages = Array.from({ length: count }, (_, i): [string, string] => [
    `packages/p${i}/package.json`,
    JSON.stringify({ name: `@x/p${i}`, dependencies: { [`@x/p${dependencyOf(i)}`]: '*' } }),
  ]);
  return {
    'package.json': JSON.stringify(root),
    'package-lock.json': JSON.stringify({ name: 'root', lockfileVersion: 3, packages: { '': root } }),
    ...Object.fromEntries(packages),
  };
}

describe.each(kinds)('%s: a manifest that is broken', (kind) => {
  it.each<[string, string, MemoryTree, RegExp]>([
    ['package.json', node, { ...whole, 'package.json': '{ "name": ' }, /package\.json can't be parsed: /],
    ['package.json that is a list', node, { ...whole, 'package.json': '[]' }, /package\.json can't be parsed: .*object/],
    ['package.json that is binary', node, { ...whole, 'package.json': '\0\0' }, /package\.json is not text/],
    ['lockfile', node, { ...whole, 'package-lock.json': '<<<<<<< HEAD\n{}\n' }, /package-lock\.json can't be parsed: /],
    ['tsconfig.json', node, { ...whole, 'tsconfig.json': '{{{' }, /tsconfig\.json has JSON errors/],
    ['go.mod', go, { 'go.mod': 'modul (((\n', 'main.go': 'package main\n' }, /go\.mod names no module/],
  ])('is named: %s', async (_, text, files, reason) => {
    const facts = await factsFor(text, files);
    const plan = planOf(text, facts, kind);
    expect(plan.obstacles).toHaveLength(1);
    expect(plan.obstacles[0]).toMatch(/^Not converted to several stages: .*[^.]\.$/s);
    expect(plan.obstacles[0]).toMatch(reason);
    expect(plan.after.text.match(/^FROM/gm)).toHaveLength(1);
    expect(plan.steps.map(({ id }) => id)).not.toContain('multi-stage');
    expect(brokenPlans(text, facts, kind, eachAlone)).toEqual([]);
  }); // prettier-ignore

  it('of another project does not matter', async () => {
    const facts = await factsFor(node, { ...whole, 'docs/package.json': '{' });
    expect(planOf(node, facts, kind).steps.map(({ id }) => id)).toContain('multi-stage');
  });
});

describe.each(kinds)('%s: workspaces', (kind) => {
  it.each<[string, MemoryTree]>([
    ['packages that depend on each other in a circle', monorepo(3, (i) => (i + 1) % 3)],
    ['packages that depend on themselves', monorepo(2, (i) => i)],
    ['workspaces that name the root and what is above', monorepo(2, () => 0, ['.', '..', 'packages/*'])],
    ['patterns that match nothing', monorepo(2, () => 0, ['apps/**', '!packages/*'])],
  ])('come to an end: %s', async (_, files) => {
    const facts = await factsFor(node, files);
    expect(brokenPlans(node, facts, kind, eachAlone)).toEqual([]);
  });

  it('of 200 packages get no COPY for each', async () => {
    const facts = await factsFor(
      node,
      monorepo(200, (i) => (i * 7 + 1) % 200),
    );
    const plan = planOf(node, facts, kind);
    expect(plan.obstacles).toEqual([
      expect.stringMatching(
        /^Not converted to several stages: The workspace has at least \d+ packages, .*\.$/,
      ),
    ]);
    expect(plan.steps.map(({ id }) => id)).not.toContain('multi-stage');
    expect(brokenPlans(node, facts, kind)).toEqual([]);
  });
});

describe.each(kinds)('%s: a Dockerfile with a syntax error', (kind) => {
  it.each([
    ['an open heredoc', `${node}RUN <<EOF\necho\n`],
    ['an unknown instruction', node.replace('CMD', 'COMMENCE')],
    ['no FROM', 'RUN npm ci\n'],
    ['nothing at all', ''],
    ['an open quote', `${node}ENV A="b\n`],
  ])('stays as it is: %s', async (_, text) => {
    expect(parseDockerfile(text).problems).not.toEqual([]);
    const plan = planOf(text, await factsFor(text, whole), kind);
    expect(plan.after.text).toBe(text);
    expect(plan.after.dockerignore).toBeUndefined();
    expect(plan.steps).toEqual([]);
    expect(plan.obstacles).toEqual([expect.stringMatching(/syntax error.*: .*[^.]\.$/s)]);
  });
});

it.each(kinds)('%s: a file of 20,000 instructions gets an answer', { timeout: 240_000 }, async (kind) => {
  const text = `FROM node:22\nWORKDIR /app\n${'RUN echo a\n'.repeat(20_000)}COPY --from=0 /app/x ./\n`;
  const plan = planOf(text, await factsFor(text, whole), kind);
  expect(plan.before.text).toBe(text);
});
