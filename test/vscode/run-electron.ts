/**
 * The same harness in a desktop VS Code, for contributors' machines and public CI: @vscode/test-electron downloads
 * it. VSCODE_VERSION chooses one (default: stable and the oldest we support), VSCODE_EXECUTABLE takes an installed one.
 */
import { runTests } from '@vscode/test-electron';
import path from 'node:path';
import { bundleHarness } from './support/harness.ts';
import { mustRun } from './support/run.ts';
import { freshWorkspace } from './support/workspace.ts';

const folder = path.resolve('test-results', 'electron');
const executable = process.env['VSCODE_EXECUTABLE'];
const version = process.env['VSCODE_VERSION'];
const versions =
  executable !== undefined ? ['installed'] : version !== undefined ? [version] : ['stable', '1.100.3'];

await mustRun('npm', ['run', 'build']);
const harness = await bundleHarness(path.join(folder, 'harness'));
let failed = 0;
for (const each of versions) {
  try {
    await runTests({
      ...(executable === undefined ? { version: each } : { vscodeExecutablePath: executable }),
      extensionDevelopmentPath: process.cwd(),
      extensionTestsPath: harness.node,
      launchArgs: [await freshWorkspace(path.join(folder, `workspace-${each}`)), '--disable-extensions'],
    });
    console.log(`ok VS Code ${each}`);
  } catch (error) {
    failed++;
    console.log(`not ok VS Code ${each}: ${String(error)}`);
  }
}
console.log(`${String(versions.length - failed)} passed, ${String(failed)} failed`);
process.exitCode = failed === 0 ? 0 : 1;
