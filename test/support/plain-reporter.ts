/** Ends a run with one plain line, `N passed, N failed`, for people and scripts that read only the end. */
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      // A file that does not even load has errors and no tests; it counts as one failure.
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'failed') failed++;
      }
    }
    // At exit, so that it comes after everything the other reporters print.
    process.once('exit', () => {
      process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed\n`);
    });
  }
}
