/** The harness in VS Code for the web: the extension in a worker, its server in another one. */
import { copyFile, cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromiumArguments } from './support/browser.ts';
import type { WebEditor } from './support/editors.ts';
import type { Harness } from './support/harness.ts';
import type { Report } from './support/report.ts';
import { run } from './support/run.ts';
import { freePort } from './support/vscode-server.ts';
import { freshWorkspace } from './support/workspace.ts';

export interface WebRun {
  readonly editor: WebEditor;
  /** The unpacked extension. */
  readonly extension: string;
  readonly harness: Harness;
  readonly chromium: string;
  readonly folder: string;
}

export async function runWebTests(options: WebRun, report: Report): Promise<void> {
  const { editor, folder } = options;
  // test-web serves one folder only, so the tests lie inside of (a copy of) the extension.
  const extension = path.join(folder, 'extension');
  const tests = path.join(extension, 'tests.js');
  await rm(folder, { recursive: true, force: true });
  await cp(options.extension, extension, { recursive: true });
  await copyFile(options.harness.web, tests);
  const workspace = await freshWorkspace(path.join(folder, 'workspace'));
  const settings = {
    tools: editor.tools,
    workbench: editor.workbench,
    data: path.join(folder, 'data'),
    extension,
    tests,
    workspace,
    chromium: options.chromium,
    chromiumArguments,
    port: await freePort(),
  };
  // A process of its own: test-web brings its own playwright and ends by exiting.
  const { code, output } = await run(
    process.execPath,
    [path.resolve('test/vscode/support/test-web.cjs'), JSON.stringify(settings)],
    { timeout: 180_000 },
  );
  await writeFile(path.join(folder, 'output.txt'), output);
  const lines = output.split('\n').map((line) => line.trim());
  report.add('web', lines);
  if (code !== 0 && !lines.some((line) => line.startsWith('not ok')))
    report.notOk('web', output.slice(-3000));
  if (code === 0 && !lines.some((line) => line.startsWith('ok'))) report.notOk('web', 'no test ran');
}
