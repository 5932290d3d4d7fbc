/**
 * The packed extension in real editors: API tests on the oldest and the current VS Code, a walk through the user
 * interface, VS Code for the web, and Neovim.
 *
 *   npm run test:vscode [-- PART…]     parts: api, ui, web, neovim; default: all
 */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { runApiTests } from './api.ts';
import { runNeovim } from './neovim.ts';
import { current, installEditor, installWebEditor, oldest } from './support/editors.ts';
import { bundleHarness } from './support/harness.ts';
import { Report } from './support/report.ts';
import { mustRun } from './support/run.ts';
import { findChromium, findNeovim } from './support/system-tools.ts';
import { runUi } from './ui.ts';
import { unpackExtension } from './support/unpack.ts';
import { runWebTests } from './web.ts';

const parts = process.argv.slice(2);
const wanted = (part: string): boolean => parts.length === 0 || parts.includes(part);
const results = path.resolve('test-results');
const work = path.join(results, 'work');
const report = new Report();

/** One part's crash is a failure of that part; the others still run. */
async function attempt(title: string, body: () => Promise<void>): Promise<void> {
  const start = Date.now();
  try {
    await body();
  } catch (error) {
    report.notOk(title, error);
  }
  console.log(`# ${title}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

await rm(work, { recursive: true, force: true });
const { name, version } = JSON.parse(await readFile('package.json', 'utf8')) as {
  name: string;
  version: string;
};
const vsix = path.resolve(`${name}-${version}.vsix`);
console.log(await mustRun('npm', ['run', '--silent', 'package']));
if (!existsSync(vsix)) throw new Error(`${vsix} was not made`);
const extension = await unpackExtension(vsix, path.join(work, 'extension'));
const harness = await bundleHarness(path.join(work, 'harness'));

const chromium = await findChromium();
if (!chromium.ok) {
  for (const part of ['api', 'ui', 'web']) if (wanted(part)) report.skip(part, chromium.reason);
} else {
  if (wanted('api'))
    for (const which of [oldest, current])
      await attempt(`api ${which.vscode}`, async () => {
        const editor = await installEditor(which);
        const folder = path.join(work, `api-${which.vscode}`);
        await runApiTests({ editor, vsix, harness, chromium: chromium.path, folder }, report);
      });
  if (wanted('ui'))
    await attempt('ui', async () => {
      const editor = await installEditor(current);
      const screenshots = path.join(results, 'screenshots');
      await rm(screenshots, { recursive: true, force: true });
      await runUi(
        { editor, vsix, chromium: chromium.path, folder: path.join(work, 'ui'), screenshots },
        report,
      );
    });
  if (wanted('web'))
    await attempt('web', async () => {
      const editor = await installWebEditor();
      const folder = path.join(work, 'web');
      await runWebTests({ editor, extension, harness, chromium: chromium.path, folder }, report);
    });
}
if (wanted('neovim')) {
  const nvim = await findNeovim();
  if (!nvim.ok) report.skip('neovim', nvim.reason);
  else
    await attempt('neovim', () =>
      runNeovim(
        {
          nvim: nvim.path,
          server: [process.execPath, path.join(extension, 'dist', 'server.js'), '--stdio'],
          folder: path.join(work, 'neovim'),
        },
        report,
      ),
    );
}

console.log(report.sum());
process.exitCode = report.failed === 0 && report.passed > 0 ? 0 : 1;
