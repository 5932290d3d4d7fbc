import { defineConfig } from 'vitest/config';

/**
 * Tests of the pure core. They share no state: what the program remembers follows from what it is asked. So the files
 * that one worker runs share its modules; to load them anew takes a second or more of every file's time.
 * https://vitest.dev/guide/recipes.html#disabling-isolation-for-specific-test-files-only
 */
const core = [
  'context',
  'dockerfile',
  'dockerignore',
  'edit',
  'engine',
  'images',
  'project',
  'property',
  'rewrite',
  'rules',
  'size',
  'tools',
  'uses',
].map((folder) => `test/${folder}/**/*.test.ts`);
/** Replaces modules, which others would then find replaced. */
const mocking = ['test/rewrite/verify-steps.test.ts'];
const elsewhere = ['test/vscode/**', 'test/build/**', 'test/bench/**', 'test/fixtures/**', 'node_modules/**'];

export default defineConfig({
  test: {
    passWithNoTests: false,
    reporters: ['default', './test/support/plain-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: core,
          exclude: [...mocking, ...elsewhere],
          isolate: false,
          pool: 'threads',
        },
      },
      { extends: true, test: { name: 'mocking', include: mocking } },
      {
        extends: true,
        test: { name: 'rest', include: ['test/**/*.test.ts'], exclude: [...core, ...elsewhere] },
      },
    ],
    setupFiles: ['./test/support/fast-check.ts'],
    testTimeout: 30_000,
  },
});
