import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { analyze } from '../../../server/engine/analyze.ts';
import { fixAll } from '../../../server/engine/fix-all.ts';
import incomplete from '../../../server/rules/context/incomplete-dockerignore.ts';
import missing from '../../../server/rules/context/no-dockerignore.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

const project = { 'package.json': '{"name":"shop"}', 'src/index.js': '' };
const whole = 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "src/index.js"]\n';
const folder =
  'FROM node:22-alpine\nWORKDIR /app\nCOPY src/ ./src/\nUSER node\nCMD ["node", "src/index.js"]\n';
const heavy = {
  'node_modules/a/index.js': { size: 3_000_000 },
  '.git/objects/pack/p.pack': { size: 48_000_000 },
};

const withoutFile: readonly RuleCase[] = [
  {
    name: 'only named files',
    files: { ...project, ...heavy },
    text: 'FROM node:22-alpine\nCOPY package.json ./\nCOPY src ./src\nUSER node\n',
    findings: 0,
  },
  { name: 'a folder, and nothing heavy in it', files: { ...project, ...heavy }, text: folder, findings: 0 },
  {
    name: 'a folder with something heavy in it',
    files: { ...project, 'src/node_modules/a/index.js': { size: 3_000_000 } },
    text: folder,
    findings: ['src/'],
  },
  { name: 'there is one', files: { ...project, '.dockerignore': '.git\n' }, text: whole, findings: 0 },
  {
    name: 'there is one of the Dockerfile',
    files: { ...project, 'Dockerfile.dockerignore': '.git\n' },
    text: whole,
    findings: 0,
  },
  {
    name: 'a copy from another stage',
    files: project,
    text: 'FROM node:22-alpine AS a\nFROM node:22-alpine\nCOPY --from=a . .\nUSER node\n',
    findings: 0,
  },
  {
    name: 'a heredoc',
    files: project,
    text: 'FROM node:22-alpine\nCOPY <<EOF /a\nx\nEOF\nUSER node\n',
    findings: 0,
  },
  {
    name: 'an empty one can not exclude anything, but it is there',
    files: { ...project, '.dockerignore': '' },
    text: whole,
    findings: 0,
  },
  { name: 'the whole context', files: project, text: whole, findings: ['.'] },
  {
    name: 'a folder that holds Dockerfiles alone is not the context',
    files: { 'debug.Dockerfile': whole, Dockerfile: whole },
    text: whole,
    findings: 0,
  },
  {
    name: 'ADD of the whole context',
    files: project,
    text: whole.replace('COPY . .', 'ADD ./ /app/'),
    findings: ['./'],
  },
  {
    name: 'the first of two',
    files: project,
    text: `FROM node:22-alpine AS a\nCOPY . /a\n${whole}`,
    findings: 1,
  },
];

const withFile: readonly RuleCase[] = [
  { name: 'there is none', files: { ...project, ...heavy }, text: whole, findings: 0 },
  {
    name: 'a complete one',
    files: { ...project, ...heavy, '.dockerignore': 'node_modules\n.git\n' },
    text: whole,
    findings: 0,
  },
  {
    name: 'only the sources are let through',
    files: { ...project, ...heavy, '.dockerignore': '*\n!package.json\n!src\n' },
    text: whole,
    findings: 0,
  },
  {
    name: 'a light folder',
    files: { ...project, '.dockerignore': '.git\nnode_modules\n', 'coverage/lcov.info': 'x' },
    text: whole,
    findings: 0,
  },
  {
    name: 'nothing broad is copied',
    files: { ...project, ...heavy, '.dockerignore': 'x\n' },
    text: folder,
    findings: 0,
  },
  {
    name: 'it can not be read',
    files: { ...project, ...heavy, '.dockerignore': { unreadable: true } },
    text: whole,
    findings: 0,
  },
  {
    name: 'dependencies and history',
    files: { ...project, ...heavy, '.dockerignore': '*.log\n' },
    text: whole,
    findings: ['.'],
  },
  {
    name: 'secrets alone are another rule’s',
    files: { ...project, '.env': 'DB_PASSWORD=x1\n', '.dockerignore': '.git\nnode_modules\n' },
    text: whole,
    findings: 0,
  },
];

describe('context/no-dockerignore', () => {
  it('is a remark where nothing is going to lie that costs something', async () => {
    const severityOf = async (text: string, files: Record<string, string>): Promise<string | undefined> =>
      findingsOf(missing, text, await factsFor(text, files))[0]?.effectiveSeverity;
    const go = 'FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go build -o /out .\n';
    const goFiles = { 'go.mod': 'module shop\n\ngo 1.26\n', 'main.go': 'package main\n' };
    expect(await severityOf(go, goFiles)).toBe('info');
    expect(await severityOf(go, { ...goFiles, '.git/HEAD': 'ref: refs/heads/main\n' })).toBe('warning');
    const node = 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';
    const nodeFiles = {
      'package.json': '{"name":"shop","dependencies":{"express":"5.1.0"}}',
      'server.js': '',
    };
    expect(await severityOf(node, nodeFiles)).toBe('warning');
  });

  it.each(withoutFile.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(missing, test);
  });

  it('names the heaviest entries with their sizes and what the fix saves', async () => {
    const facts = await factsFor(whole, { ...project, ...heavy });
    const [finding] = findingsOf(missing, whole, facts);
    expect(finding!.message).toBe(
      'There is no .dockerignore, so `COPY . .` takes .git (48 MB) and node_modules (3 MB) along.',
    );
    const fix = preferredFix(finding!);
    expect(fix?.title).toBe('Create .dockerignore for this project (−51 MB)');
    expect(fix?.files?.[0]).toMatchObject({ path: '.dockerignore', before: undefined });
    expect(fix?.files?.[0]?.after).toContain('node_modules');
  });
});

describe('context/incomplete-dockerignore', () => {
  it.each(withFile.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(incomplete, test);
  });

  it('keeps the lines that are there', async () => {
    const facts = await factsFor(whole, { ...project, ...heavy, '.dockerignore': '# ours\r\n*.log\r\n' });
    const [finding] = findingsOf(incomplete, whole, facts);
    expect(finding!.message).toContain('.git (48 MB) and node_modules (3 MB)');
    const after = preferredFix(finding!)?.files?.[0]?.after;
    expect(after?.startsWith('# ours\r\n*.log\r\n')).toBe(true);
    expect(after?.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

it('one of the two at most, and both are gone when all is fixed', async () => {
  for (const dockerignore of [{}, { '.dockerignore': 'x\n' }]) {
    const facts = await factsFor(whole, {
      ...project,
      ...heavy,
      ...dockerignore,
      '.env': 'DB_PASSWORD=x1\n',
    });
    const ids = analyze(parseDockerfile(whole), facts).findings.map(({ rule }) => rule.id);
    expect(ids.filter((id) => id.startsWith('context/') && id.endsWith('dockerignore'))).toHaveLength(1);
    const fixed = fixAll(whole, facts);
    const left = analyze(parseDockerfile(fixed.text), fixed.facts).findings.map(({ rule }) => rule.id);
    expect(left.filter((id) => id.endsWith('dockerignore') || id === 'security/secret-file')).toEqual([]);
    expect(fixed.files).toHaveLength(1);
  }
});

const withDependency = { ...project, 'package.json': '{"dependencies":{"koa":"3.0.1"}}' };

it('names no history where there is none', async () => {
  const [found] = findingsOf(missing, whole, await factsFor(whole, withDependency));
  expect(found?.message).toContain('builds: node_modules, ');
  expect(found?.message).not.toContain('.git');
});
