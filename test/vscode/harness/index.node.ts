/** Runs the suite in the Node extension host: VS Code loads this as `extensionTestsPath` and calls `run`. */
import Mocha from 'mocha';
import { appendFileSync } from 'node:fs';
import { defineSuite } from './suite.ts';
import { reportTo } from './results.ts';

export function run(): Promise<void> {
  const results = process.env['DOCKERFILE_OPTIMIZER_TEST_RESULTS'];
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000 });
  // Gives `describe`, `it` … to the suite, as loading a file would.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  defineSuite();
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${String(failures)} tests failed`));
    });
    reportTo((line) => {
      console.log(line);
      if (results !== undefined) appendFileSync(results, `${line}\n`);
    }, runner);
  });
}
