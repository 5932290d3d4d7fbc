import { describe, expect, test } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { withFile } from '../../server/engine/changed-files.ts';
import { gatherFacts } from '../../server/engine/gather.ts';
import { optimize } from '../../server/rewrite/optimize.ts';
import { testToday } from '../support/facts.ts';
import { createMemoryFileSystem, type MemoryTree } from '../support/memory-file-system.ts';

async function factsOf(text: string, files: MemoryTree, dockerfile = 'Dockerfile') {
  const fileSystem = createMemoryFileSystem({ ...files, [dockerfile]: text });
  return gatherFacts({
    model: parseDockerfile(text),
    fileSystem,
    clock: { today: () => testToday, now: () => 0 },
    dockerfile: fileSystem.locate(dockerfile),
    workspaceRoot: fileSystem.root,
  });
}

const found = (text: string, facts: Awaited<ReturnType<typeof factsOf>>) =>
  analyze(parseDockerfile(text), facts).findings;

describe('a file that is built in two contexts', () => {
  const text =
    'FROM node:22-slim\nWORKDIR /app\nCOPY package.json settings.json ./\nUSER node\nCMD ["node", "a.js"]\n';
  const files = {
    'compose.yaml': 'services:\n  a: { build: { context: a, dockerfile: ../Dockerfile } }\n  b: { build: { context: b, dockerfile: ../Dockerfile } }\n',
    'a/package.json': '{"name":"a"}',
    'a/settings.json': '{}',
    'b/package.json': '{"name":"b"}',
  }; // prettier-ignore

  test('is judged for each, and says for which', async () => {
    const facts = await factsOf(text, files);
    expect(facts.context.reason).toBe('compose.yaml (service a)');
    const missing = found(text, facts).filter(({ rule }) => rule.id === 'context/missing-source');
    expect(missing).toHaveLength(1);
    expect(missing[0]!.message).toMatch(/^As compose\.yaml \(service b\) builds it: .*settings\.json/);
    expect(missing[0]!.fixes()).toEqual([]);
  });

  test('says once what is wrong in both', async () => {
    const facts = await factsOf(text, { ...files, 'a/settings.json/': '', 'b/x': '' });
    const ids = found(text, facts).map(({ rule, span }) => `${rule.id} ${span.start}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is not converted for one of them', async () => {
    const single = 'FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n';
    const go = { 'go.mod': 'module example.org/x\n\ngo 1.26\n', 'main.go': 'package main\n\nfunc main() {}\n' };
    const both = Object.fromEntries(['a', 'b'].flatMap((folder) => Object.entries(go).map(([name, content]) => [`${folder}/${name}`, content])));
    const facts = await factsOf(single, { 'compose.yaml': files['compose.yaml'], ...both });
    const plan = optimize(single, facts, { kind: 'multi-stage' });
    expect(plan.after.text).toBe(single);
    expect(plan.obstacles.join()).toContain('compose.yaml (service b) builds this file in another context');
  }); // prettier-ignore

  test('a .dockerignore that is written counts wherever it is read', async () => {
    const facts = await factsOf(text, files);
    const { path } = facts.context.dockerignore;
    const after = withFile(facts, { path, before: undefined, after: '*\n' });
    expect(after.context.isIgnored('package.json')).toBe(true);
    expect(after.variants[0]!.facts.context.isIgnored('package.json')).toBe(false);
  });
});

describe('arguments that change the base image', () => {
  const text = 'ARG NODE=22-slim\nFROM node:${NODE}\nUSER node\nCMD ["node", "a.js"]\n';
  test('are judged with the name of who gives them', async () => {
    const facts = await factsOf(text, { 'compose.yaml': 'services:\n  old: { build: { context: ., args: { NODE: 14-slim } } }\n' });
    const [finding] = found(text, facts).filter(({ rule }) => rule.id === 'reproducible/eol-base');
    expect(finding!.message).toMatch(/^As compose\.yaml \(service old\) builds it: /);
  }); // prettier-ignore

  test('say nothing twice when they are the defaults', async () => {
    const facts = await factsOf(text, { 'compose.yaml': 'services:\n  same: { build: { context: ., args: { NODE: 22-slim } } }\n' });
    expect(facts.variants).toEqual([]);
  }); // prettier-ignore

  test('that everybody gives need no default', async () => {
    const open = 'ARG TAG\nFROM node:${TAG}\nUSER node\nCMD ["node", "a.js"]\n';
    const ids = async (files: MemoryTree) => found(open, await factsOf(open, files)).map(({ rule }) => rule.id);
    expect(await ids({})).toContain('correctness/undefined-arg-in-from');
    expect(await ids({ 'compose.yaml': 'services:\n  a: { build: { context: ., args: [TAG] } }\n' })).not.toContain('correctness/undefined-arg-in-from');
  }); // prettier-ignore
});

describe('further contexts', () => {
  const text = 'FROM shared\nCOPY --from=assets /site /srv/site\nUSER 1000\nCMD ["serve"]\n';
  test('are no images and no stages', async () => {
    const contexts = await factsOf(text, {
      'compose.yaml': 'services:\n  a: { build: { context: ., additional_contexts: { shared: ../x, assets: "docker-image://acme/assets:1" } } }\n',
    });
    const rules = found(text, contexts).map(({ rule }) => rule.id);
    expect(rules).not.toContain('correctness/unknown-stage');
    expect(rules).not.toContain('reproducible/unpinned-base');
    expect(found(text, await factsOf(text, {})).map(({ rule }) => rule.id)).toContain('correctness/unknown-stage');
  }); // prettier-ignore
});
