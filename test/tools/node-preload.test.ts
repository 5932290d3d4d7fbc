import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { preloadedFile } from '../../server/tools/node-preload.ts';

describe('preloadedFile', () => {
  it.each([
    ['--require ./tracing.js', [], './tracing.js'],
    ['--max-old-space-size=4096 -r /srv/.pnp.cjs', [], '/srv/.pnp.cjs'],
    ['--import=./register.mjs', [], './register.mjs'],
    ['--experimental-loader ../.pnp.loader.mjs', [], '../.pnp.loader.mjs'],
    ['--require ./.pnp.cjs', ['.yarnrc.yml', '.pnp.cjs'], undefined],
    ['--require dotenv/config', [], undefined],
    ['--max-old-space-size=4096', [], undefined],
  ])('%s with %j', (options, installFiles, file) => {
    const model = parseDockerfile(`FROM node:22\nENV NODE_OPTIONS="${options}"\nRUN npm ci\n`);
    expect(preloadedFile(model.instructions.at(-1)!, { installFiles })).toBe(file);
  });

  it('knows nothing of what only the build knows', () => {
    const model = parseDockerfile('FROM node:22\nARG FILE\nENV NODE_OPTIONS="-r ./$FILE"\nRUN npm ci\n');
    expect(preloadedFile(model.instructions.at(-1)!, { installFiles: [] })).toBe(undefined);
  });
});
