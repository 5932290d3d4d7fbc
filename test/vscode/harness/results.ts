/** How the harness tells the run outside what happened: one line per test on the console. */

export interface Runner {
  on(event: 'pass', listener: (test: { fullTitle(): string }) => void): unknown;
  on(event: 'fail', listener: (test: { fullTitle(): string }, error: unknown) => void): unknown;
}

/** @param write gets `ok TITLE` or `not ok TITLE: REASON`, one line each */
export function reportTo(write: (line: string) => void, runner: Runner): void {
  runner.on('pass', (test) => {
    write(`ok ${test.fullTitle()}`);
  });
  runner.on('fail', (test, error) => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    write(`not ok ${test.fullTitle()}: ${reason.replace(/\s*\n\s*/g, ' | ')}`);
  });
}
