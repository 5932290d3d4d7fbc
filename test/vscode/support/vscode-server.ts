/** Starts VS Code's server with the packed extension, and a clean data folder. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Editor } from './editors.ts';
import { killGroup, mustRun } from './run.ts';

export interface ServerOptions {
  readonly editor: Editor;
  readonly vsix: string;
  /** A folder of the run's own; it is wiped (hot exit would bring back unsaved texts of the last run). */
  readonly data: string;
  /** Lets a page name tests for the extension host. It hides notifications, so a UI run goes without. */
  readonly extensionTests: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningServer {
  readonly url: string;
  stop(): void;
}

const settings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'editor.hover.delay': 100,
  'editor.accessibilitySupport': 'off',
  'files.autoSave': 'off',
  'files.hotExit': 'off',
};

/** @throws with the server's log when it does not come up */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { editor, vsix, data } = options;
  await rm(data, { recursive: true, force: true });
  for (const kind of ['Machine', 'User']) {
    await mkdir(path.join(data, 'data', kind), { recursive: true });
    await writeFile(path.join(data, 'data', kind, 'settings.json'), JSON.stringify(settings, null, 2));
  }
  const main = path.join(editor.server, 'out', 'server-main.js');
  const folders = ['--server-data-dir', data, '--extensions-dir', path.join(data, 'extensions')];
  await mustRun(
    editor.node,
    [main, ...folders, '--install-extension', vsix, '--force', '--accept-server-license-terms'],
    { timeout: 60_000 },
  );
  const port = await freePort();
  const log = path.join(data, 'server.log');
  const logFile = openSync(log, 'w');
  const child = spawn(
    editor.node,
    [
      main, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token',
      '--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust',
      ...(options.extensionTests ? ['--enable-smoke-test-driver'] : []), ...folders,
    ], // prettier-ignore
    { detached: true, stdio: ['ignore', logFile, logFile], env: { ...process.env, ...options.env } },
  );
  const stop = (): void => {
    killGroup(child.pid);
  };
  const url = `http://127.0.0.1:${String(port)}`;
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) break;
    if (await answers(`${url}/version`)) return { url, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error(`VS Code's server did not come up:\n${await readFile(log, 'utf8')}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** A TCP port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}
