/** Runs the suite in the web worker extension host. There is no document, so mocha gets a reporter of our own. */
import 'mocha/mocha.js';
import { reportTo, type Runner } from './results.ts';
import { defineSuite } from './suite.ts';

class LineReporter {
  constructor(runner: Runner) {
    reportTo((line) => {
      console.log(line);
    }, runner);
  }
}

function run(): Promise<void> {
  const { mocha } = globalThis as unknown as { mocha: BrowserMocha };
  mocha.setup({ ui: 'bdd', timeout: 60_000, reporter: LineReporter });
  defineSuite();
  return new Promise((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${String(failures)} tests failed`));
    });
  });
}

interface BrowserMocha {
  setup(options: object): void;
  run(done: (failures: number) => void): void;
}

// Mocha's own prelude replaces module.exports while it loads, so this comes last and by hand.
module.exports = { run };
