import { describe, it } from 'vitest';
import rule from '../../../server/rules/deprecated/npm-flags.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const node = (command: string, image = 'node:22-alpine'): string =>
  `FROM ${image}\nRUN ${command}\nUSER node\n`;

const cases: readonly RuleCase[] = [
  { name: 'the new flag', text: node('npm ci --omit=dev'), findings: 0 },
  { name: 'npm 6 does not know it', text: node('npm ci --production', 'node:14'), findings: 0 },
  { name: 'yarn has that flag', text: node('yarn install --production'), findings: 0 },
  { name: 'pnpm', text: node('pnpm install --prod'), findings: 0 },
  { name: 'only development packages', text: node('npm install --only=dev'), findings: 0 },
  { name: 'asks for all', text: node('npm install --production=false'), findings: 0 },
  { name: 'an argument of a script', text: node('npm run build'), findings: 0 },
  { name: 'only mentioned', text: node('echo npm ci --production'), findings: 0 },
  { name: '--production', text: node('npm install --production'), findings: ['--production'], fixed: node('npm install --omit=dev') },
  { name: 'prune', text: node('npm prune --production'), findings: 1, fixed: node('npm prune --omit=dev') },
  { name: 'two words', text: node('npm ci --only production'), findings: ['--only production'], fixed: node('npm ci --omit=dev') },
  { name: '--also', text: node('npm ci --also=dev'), findings: 1, fixed: node('npm ci --include=dev') },
  { name: '--no-optional', text: node('npm ci --no-optional'), findings: 1, fixed: node('npm ci --omit=optional') },
  { name: '--unsafe-perm', text: node('npm ci --unsafe-perm --ignore-scripts'), findings: 1, fixed: node('npm ci --ignore-scripts') },
  { name: 'both', text: node('npm ci --omit=dev \\\n    --production'), findings: 1, fixed: node('npm ci --omit=dev') },
  { name: 'an image that is not known', text: node('npm ci --production', 'example.com/a:1'), findings: 1, fixed: node('npm ci --omit=dev', 'example.com/a:1') },
  { name: 'JSON form: no fix', text: node('["npm", "ci", "--production"]'), findings: 1, fixed: node('["npm", "ci", "--production"]') },
]; // prettier-ignore

describe('deprecated/npm-flags', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
