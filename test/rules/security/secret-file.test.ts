import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/security/secret-file.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

const tail = 'USER node\nCMD ["node", "src/index.js"]\n';
const whole = `FROM node:22-alpine\nWORKDIR /app\nCOPY . .\n${tail}`;
const named = (source: string): string => `FROM node:22-alpine\nWORKDIR /app\nCOPY ${source} ./\n${tail}`;
const project = {
  'package.json': '{"name":"shop"}',
  'src/index.js': '',
  '.dockerignore': '.git\nnode_modules\n',
};
const env = { ...project, '.env': 'DB_PASSWORD=hunter2\n' };
const key = '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n';

const cases: readonly RuleCase[] = [
  { name: 'no secret there', files: project, text: whole, findings: 0 },
  { name: 'it is excluded', files: { ...env, '.dockerignore': '.env*\n' }, text: whole, findings: 0 },
  { name: 'only named files are copied', files: env, text: named('package.json'), findings: 0 },
  { name: 'another folder is copied', files: env, text: named('src'), findings: 0 },
  {
    name: 'an environment file of another name',
    files: { ...project, 'config.env': 'DATABASE=mongodb://shop:hun-ter-2@db.example.net/shop\n' },
    text: whole,
    findings: ['.'],
  },
  {
    name: 'settings of another name',
    files: { ...project, 'config.env': 'PORT=3000\n' },
    text: whole,
    findings: 0,
  },
  {
    name: 'an example',
    files: { ...project, '.env.example': 'DB_PASSWORD=\n' },
    text: `${whole}`,
    findings: 0,
  },
  {
    name: 'what a front end publishes',
    files: { ...project, '.env.production': 'VITE_API=https://example.org\n' },
    text: named('.env.production'),
    findings: 0,
  },
  {
    name: 'a certificate',
    files: { ...project, 'ca.pem': '-----BEGIN CERTIFICATE-----\n' },
    text: named('ca.pem'),
    findings: 0,
  },
  {
    name: 'a public key',
    files: { ...project, 'id_ed25519.pub': 'ssh-ed25519 AAAA\n' },
    text: named('id_ed25519.pub'),
    findings: 0,
  },
  {
    name: '.npmrc without a token',
    files: { ...project, '.npmrc': 'save-exact=true\n' },
    text: named('.npmrc'),
    findings: 0,
  },
  {
    name: '.npmrc with a variable',
    files: { ...project, '.npmrc': '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n' },
    text: named('.npmrc'),
    findings: 0,
  },
  { name: '.npmrc that is not there proves nothing', files: project, text: named('.npmrc'), findings: 0 },
  {
    name: 'a mount leaves nothing behind',
    files: env,
    text: `FROM node:22-alpine\nRUN --mount=type=bind,source=.env,target=/x cat /x\n${tail}`,
    findings: 0,
  },
  {
    name: 'from another stage',
    files: env,
    text: `FROM node:22-alpine AS a\nFROM node:22-alpine\nCOPY --from=a .env ./\n${tail}`,
    findings: 0,
  },
  { name: 'test data', files: { ...project, 'tests/fixtures/id_rsa': 'x' }, text: whole, findings: 0 },
  {
    name: 'by name and excluded: the build stops',
    files: { ...env, '.dockerignore': '.env\n' },
    text: named('.env'),
    findings: 0,
  },
  {
    name: 'a variable in the name',
    files: env,
    text: `FROM node:22-alpine\nARG F\nCOPY $F ./\n${tail}`,
    findings: 0,
  },
  { name: 'a broad copy', files: env, text: whole, findings: ['.'] },
  {
    name: 'the folder that holds it',
    files: { ...project, 'config/master.key': 'abc' },
    text: named('config'),
    findings: ['config'],
  },
  {
    name: 'a pattern',
    files: { ...project, 'tls/a.pem': key, 'tls/b.pem': key },
    text: named('tls/*.pem'),
    findings: ['tls/*.pem'],
  },
  { name: 'by name', files: env, text: named('.env'), findings: ['.env'] },
  { name: 'by name, among others', files: env, text: named('package.json .env'), findings: ['.env'] },
  { name: 'by name, not there on this machine', files: project, text: named('id_rsa'), findings: ['id_rsa'] },
  {
    name: 'ADD',
    files: { ...project, '.npmrc': '//registry.npmjs.org/:_authToken=abcdef\n' },
    text: named('.npmrc').replace('COPY', 'ADD'),
    findings: ['.npmrc'],
  },
  {
    name: 'by name and by a broad copy is told once',
    files: env,
    text: `FROM node:22-alpine\nWORKDIR /app\nCOPY .env ./\nCOPY . .\n${tail}`,
    findings: ['.env'],
  },
  {
    name: 'in two stages is told once, where it ships',
    files: env,
    text: `FROM node:22-alpine AS build\nWORKDIR /app\nCOPY . .\nFROM node:22-alpine\nCOPY ./ /app/\n${tail}`,
    findings: ['./'],
  },
];

describe('security/secret-file', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  const stages = (from: string): string =>
    `FROM node:22-alpine AS build\nWORKDIR /app\nCOPY . .\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=build ${from} ./\n${tail}`;

  it.each([
    ['/app/dist', 'warning'],
    ['/app', 'error'],
    ['/app/', 'error'],
    ['/app/.env', 'error'],
    ['/app/src', 'warning'],
  ])('a build stage from which %s is copied: %s', async (from, severity) => {
    const text = stages(from);
    const findings = findingsOf(rule, text, await factsFor(text, env));
    expect(findings.map((finding) => finding.effectiveSeverity)).toEqual([severity]);
  });

  it('tells apart what ships of one copy', async () => {
    const text = stages('/app/config');
    const facts = await factsFor(text, { ...env, 'config/master.key': 'abc' });
    const told = findingsOf(rule, text, facts).map(({ effectiveSeverity, message }) => [
      effectiveSeverity,
      /takes (\S+)/.exec(message)![1],
    ]);
    expect(told).toEqual([
      ['error', 'config/master.key'],
      ['warning', '.env'],
    ]);
  });

  it('excludes the file with a safe fix, and has none for a copy by name', async () => {
    const broad = findingsOf(rule, whole, await factsFor(whole, env))[0]!;
    expect(preferredFix(broad)).toMatchObject({ applicability: 'safe', title: 'Add .env to .dockerignore' });
    const text = named('.env');
    expect(findingsOf(rule, text, await factsFor(text, env))[0]!.fixes()).toEqual([]);
  });

  it('says what it is and why it gets there', async () => {
    const [finding] = findingsOf(rule, whole, await factsFor(whole, { ...env, 'config/master.key': 'x' }));
    expect(finding!.message).toBe(
      '`COPY .` takes .env (environment file) and config/master.key (Rails master key) into the image, where everybody who pulls it can read it: .dockerignore does not exclude them.',
    );
  });
});
