/** The real process: what only shows outside of a test's world. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { InitializeResult } from 'vscode-languageserver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let cli: string;
let server: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
  cli = join(folder, 'main.cli.cjs');
  server = join(folder, 'main.node.cjs');
  const entryPoints = { 'main.cli': 'server/main.cli.ts', 'main.node': 'server/main.node.ts' };
  await build({
    entryPoints,
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  argv: readonly string[],
  stdin = '',
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...argv], { cwd: folder, env: { ...process.env, ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(stdin);
  });
}

describe('the program', () => {
  it('ends, and has printed everything, while the system still looks for a registry', async () => {
    // A resolver that never answers, and keeps the process as the real one does.
    const preload = join(folder, 'hang.cjs');
    await writeFile(preload, "require('node:dns').lookup = () => void setInterval(() => undefined, 1000);\n");
    const packages = Array.from({ length: 400 }, (_, i) => `RUN apt-get install a${i}\n`).join('');
    await writeFile(join(folder, 'Dockerfile'), `FROM nowhere.example.com/team/base:1\n${packages}`);
    const env = { NODE_OPTIONS: `--require ${preload}`, HTTPS_PROXY: '', https_proxy: '', NO_PROXY: '*', XDG_CACHE_HOME: folder, DOCKER_HOST: 'tcp://nowhere.example.com' }; // prettier-ignore
    const ran = await run(['check', 'Dockerfile', '--format', 'json', '--fail-on', 'none'], '', env);
    expect(ran.code).toBe(0);
    expect(ran.stdout.length).toBeGreaterThan(100_000);
    expect(() => JSON.parse(ran.stdout) as unknown).not.toThrow();
  });

  it('knows the version of package.json', async () => {
    expect(await run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^dockerfile-optimizer \d+\.\d+\.\d+\n$/) as string,
      stderr: '',
    });
  });

  it('ends with 2 for bad usage', async () => {
    expect(await run(['check', '--nonsense'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('reads standard input with a byte order mark', async () => {
    const ran = await run(
      ['check', '-', '--format', 'json', '--fail-on', 'none'],
      '\uFEFFFROM alpine:3.22\n',
    );
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ files: [{ path: '-' }], summary: { files: 1 } });
  });

  it('writes all of a large answer to a pipe', async () => {
    const ran = await run(['rules', '--json']);
    expect(Array.isArray(JSON.parse(ran.stdout))).toBe(true);
  });

  it('ends quietly when the reader has enough', async () => {
    await writeFile(join(folder, 'Dockerfile.long'), `FROM alpine\n${'FOO bar\n'.repeat(3000)}`);
    const ended = await new Promise<Ended>((resolve, reject) => {
      const child = spawn(process.execPath, [cli, 'check', 'Dockerfile.long'], { cwd: folder });
      let stderr = '';
      child.stdout.once('data', () => child.stdout.destroy());
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stdout: '', stderr }));
    });
    expect(ended.stderr).toBe('');
  });
});

describe('the language server', () => {
  it.each([
    ['of the command line', () => [cli, 'lsp', '--stdio']],
    ['by itself', () => [server, '--stdio']],
    ['by itself, without arguments', () => [server]],
  ])('%s speaks over standard input and output', async (_, argv) => {
    const child = spawn(process.execPath, argv(), { cwd: folder });
    const exit = new Promise<number | null>((resolve) => {
      child.on('close', resolve);
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const result = await connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    expect(result.serverInfo?.name).toBe('dockerfile-optimizer');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await exit).toBe(0);
    connection.dispose();
  });

  it('ends when the client goes away without a word', async () => {
    const child = spawn(process.execPath, [server, '--stdio'], { cwd: folder });
    const exit = new Promise<number | null>((resolve) => {
      child.on('close', resolve);
    });
    child.stdin.end();
    expect(await exit).toBe(1);
  });
});
