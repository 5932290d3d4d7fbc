import { describe, expect, it } from 'vitest';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

async function differs(build: string, files: MemoryTree): Promise<string | undefined> {
  const facts = await projectOf({ 'package.json': json({ scripts: { build } }), ...files });
  const { site } = facts.node('')!;
  if (!site) throw new Error('the build has no site');
  return site.developmentDiffers;
}

describe('a site and its development server', () => {
  const cases: [string, string, MemoryTree, string | undefined][] = [
    ['nothing tells them apart', 'vite build', { 'src/main.ts': 'export const a = 1;\n', '.env': 'VITE_A=b\n' }, undefined],
    ['a source asks for NODE_ENV', 'react-scripts build', { 'src/api.js': "if (process.env.NODE_ENV === 'production') go();\n" }, 'src/api.js asks which mode it is in'],
    ['a source asks Vite', 'vite build', { 'src/App.vue': '<script setup>const dev = import.meta.env.DEV</script>' }, 'src/App.vue asks which mode it is in'],
    ['other variables of Vite', 'vite build', { 'src/main.ts': 'fetch(import.meta.env.VITE_API);\n' }, undefined],
    ['a configuration by command', 'vite build', { 'vite.config.ts': "export default defineConfig(({ command }) => ({ base: command === 'serve' ? '/' : '/x/' }))" }, 'vite.config.ts asks which mode it is in'],
    ['settings of one mode', 'vite build', { '.env.production': 'VITE_A=b\n' }, '.env.production is read in one of the two modes only'],
    ['settings that the image does not get', 'vite build', { '.env.production': 'VITE_A=b\n', '.dockerignore': '.env*\n' }, undefined],
    ['replaced files', 'ng build', { 'angular.json': json({ projects: { a: { architect: { build: { configurations: { production: { fileReplacements: [] } } } } } } }) }, 'angular.json replaces files in the production build'],
    ['tests and configurations of tools', 'vite build', { 'src/a.test.ts': 'process.env.NODE_ENV', 'jest.config.js': 'process.env.NODE_ENV', 'dist/x.js': 'process.env.NODE_ENV' }, undefined],
    ['another project below', 'vite build', { 'server/package.json': '{}', 'server/index.js': 'process.env.NODE_ENV' }, undefined],
    ['too many sources', 'vite build', Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`src/${i}.ts`, ''])), 'there are too many sources to see whether they ask for the mode'],
  ]; // prettier-ignore
  it.each(cases)('%s', async (_, build, files, expected) => {
    expect(await differs(build, files)).toBe(expected);
  });
});
