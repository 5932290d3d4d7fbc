/** What compose files say about the container silences the rules whose advice it has taken already. */
import { expect, test } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { factsFor } from '../support/facts.ts';

const text =
  'FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json server.js ./\nRUN npm ci\nEXPOSE 8080\nCMD ["node", "server.js"]\n';
const files = {
  'package.json': '{"name":"shop","dependencies":{"express":"5.1.0"},"devDependencies":{"eslint":"9.0.0"}}',
  'package-lock.json':
    '{"lockfileVersion":3,"packages":{"":{"dependencies":{"express":"5.1.0"},"devDependencies":{"eslint":"9.0.0"}},"node_modules/express":{"version":"5.1.0"},"node_modules/eslint":{"version":"9.0.0","dev":true}}}',
  'server.js':
    "const app = require('express')();\napp.get('/health', (q, r) => r.send('ok'));\napp.listen(8080);\n",
};

const severity = async (rule: string, ...services: string[]): Promise<string | undefined> => {
  const content = services.map((more, i) => `  s${i}:\n    build: .\n    ${more}\n`).join('');
  const compose = services.length === 0 ? {} : { 'compose.yaml': `services:\n${content}` };
  const facts = await factsFor(text, { ...files, ...compose });
  const { findings } = analyze(parseDockerfile(text), facts, { rules: { 'runtime/missing-init': 'hint' } });
  return findings.find((finding) => finding.rule.id === rule)?.effectiveSeverity;
};

const mounted = 'volumes: [".:/app"]';

test.each<[string, string, string[], string | undefined]>([
  ['a user', 'security/root-user', ['user: node'], undefined],
  ['a user for one of two', 'security/root-user', ['user: node', 'restart: always'], 'warning'],
  ['root itself', 'security/root-user', ['user: root'], 'warning'],
  ['sources over the image', 'security/root-user', [mounted], 'info'],
  ['a health check', 'runtime/no-healthcheck', ['healthcheck: { test: curl localhost }'], undefined],
  ['no health check', 'runtime/no-healthcheck', ['restart: always'], 'hint'],
  ['NODE_ENV', 'runtime/node-env', ['environment: [NODE_ENV=production]'], undefined],
  ['other variables', 'runtime/node-env', ['environment: [PORT=8080]'], 'hint'],
  ['an init', 'runtime/missing-init', ['init: true'], undefined],
  ['an init for one of two', 'runtime/missing-init', ['init: true', 'init: false'], 'hint'],
  ['sources over the image', 'size/dev-dependencies', [mounted], undefined],
  ['an ordinary service', 'size/dev-dependencies', ['restart: always'], 'warning'],
])('%s in compose and %s', async (_, rule, services, expected) => {
  const without = await severity(rule);
  expect(without).toBeDefined();
  expect(await severity(rule, ...services)).toBe(expected);
});
