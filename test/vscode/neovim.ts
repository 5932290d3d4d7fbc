/** Another editor: Neovim speaks to dist/server.js over standard input and output. */
import path from 'node:path';
import type { Report } from './support/report.ts';
import { run } from './support/run.ts';
import { freshWorkspace } from './support/workspace.ts';

export interface NeovimRun {
  readonly nvim: string;
  /** The program and arguments of the server. */
  readonly server: readonly string[];
  readonly folder: string;
}

export async function runNeovim(options: NeovimRun, report: Report): Promise<void> {
  const workspace = await freshWorkspace(path.join(options.folder, 'workspace'));
  const { code, output } = await run(
    options.nvim,
    [
      '--headless',
      '-u',
      'NONE',
      '-i',
      'NONE',
      '-n',
      '-c',
      `luafile ${path.resolve('test/vscode/neovim.lua')}`,
    ],
    {
      timeout: 60_000,
      env: { LSP_FILE: path.join(workspace, 'Dockerfile'), LSP_COMMAND: JSON.stringify(options.server) },
    },
  );
  const lines = output.split(/\r?\n/);
  report.add('neovim', lines);
  if (code !== 0 && !lines.some((line) => line.startsWith('not ok')))
    report.notOk('neovim', output.slice(-3000));
  if (code === 0 && !lines.some((line) => line.startsWith('ok'))) report.notOk('neovim', 'no test ran');
}
