/** The harness in the real extension host of a VS Code server; a headless browser plays the window. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser } from './support/browser.ts';
import type { Editor } from './support/editors.ts';
import type { Harness } from './support/harness.ts';
import type { Report } from './support/report.ts';
import { startServer } from './support/vscode-server.ts';
import { freshWorkspace } from './support/workspace.ts';

export interface ApiRun {
  readonly editor: Editor;
  readonly vsix: string;
  readonly harness: Harness;
  readonly chromium: string;
  /** Absolute; everything of this run goes there. */
  readonly folder: string;
}

/** Milliseconds for all tests together. */
const limit = 240_000;

export async function runApiTests(options: ApiRun, report: Report): Promise<void> {
  const { editor, folder, harness } = options;
  const prefix = `api ${editor.version}`;
  const results = path.join(folder, 'results.txt');
  await rm(results, { force: true });
  const workspace = await freshWorkspace(path.join(folder, 'workspace'));
  const server = await startServer({
    editor,
    vsix: options.vsix,
    data: path.join(folder, 'data'),
    extensionTests: true,
    env: { DOCKERFILE_OPTIMIZER_TEST_RESULTS: results },
  });
  const browser = await launchBrowser(options.chromium);
  try {
    const page = await browser.newPage();
    const outcome = new Promise<number | string>((resolve) => {
      setTimeout(() => {
        resolve(`no end after ${String(limit)} ms`);
      }, limit).unref();
      page.on('crash', () => {
        resolve('the page crashed');
      });
      // VS Code's smoke test driver calls these two.
      void page.exposeFunction('codeAutomationLog', () => undefined);
      void page.exposeFunction('codeAutomationExit', (code: number) => {
        resolve(code);
      });
    });
    const remote = (file: string): string => `vscode-remote://${new URL(server.url).host}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(harness.extension)],
      ['extensionTestsPath', remote(harness.node)],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
    await page.goto(`${server.url}/?${query.toString()}`, { waitUntil: 'domcontentloaded' });
    const code = await outcome;
    const lines = await readFile(results, 'utf8').then(
      (text) => text.split('\n'),
      () => [],
    );
    report.add(prefix, lines);
    if (code !== 0) await page.screenshot({ path: path.join(folder, 'failed.png') });
    if (code !== 0 && !lines.some((line) => line.startsWith('not ok'))) report.notOk(prefix, code);
    if (code === 0 && !lines.some((line) => line.startsWith('ok'))) report.notOk(prefix, 'no test ran');
  } finally {
    await browser.close();
    server.stop();
  }
}
