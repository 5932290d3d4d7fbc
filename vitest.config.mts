import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/vscode/**', 'test/build/**', 'test/bench/**', 'test/fixtures/**', 'node_modules/**'],
    setupFiles: ['./test/support/fast-check.ts'],
    testTimeout: 30_000,
    passWithNoTests: false,
    reporters: ['default', './test/support/plain-reporter.ts'],
  },
});
