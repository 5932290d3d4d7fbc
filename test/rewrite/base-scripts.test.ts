/** Smaller base images where the container starts through a script. */
import { describe, expect, it } from 'vitest';
import { factsFor } from '../support/facts.ts';
import { planOf } from './plan-tester.ts';

const project = {
  'package.json': JSON.stringify({ name: 'shop', version: '1.0.0', dependencies: {} }),
  'package-lock.json': JSON.stringify({
    name: 'shop',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': { name: 'shop', version: '1.0.0' } },
  }),
  'server.js': "require('http').createServer().listen(3000);\n",
};
const text =
  'FROM node:22\nWORKDIR /srv\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["./start.sh"]\n';

async function baseFor(script: string | undefined): Promise<string> {
  const files = script === undefined ? project : { ...project, 'start.sh': script };
  const plan = planOf(text, await factsFor(text, files));
  return /^FROM (\S+)/m.exec(plan.after.text)![1]!;
}

describe('the base of a Node image that starts through a script', () => {
  it.each<[string, string | undefined, string]>([
    ['calls node alone', '#!/bin/sh\nset -e\nexec node server.js\n', 'node:22-alpine'],
    ['waits with BusyBox', '#!/bin/sh\nuntil test -f ready; do sleep 1; done\nexec node server.js\n', 'node:22-alpine'],
    ['asks for bash', '#!/bin/bash\nexec node server.js\n', 'node:22-slim'],
    ['calls what only the full image has', '#!/bin/sh\ncurl -fsS http://config/ready\nexec node server.js\n', 'node:22'],
    ['is not there', undefined, 'node:22'],
  ])('that %s', async (_, script, base) => {
    expect(await baseFor(script)).toBe(base);
  }); // prettier-ignore
});
