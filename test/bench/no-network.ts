/**
 * What a run costs where there is no network: `check` of a file with an image that nobody knows, with resolvers that
 * never answer, beside `check --offline`, alternating:
 *
 *   node scripts/run.mjs test/bench/no-network.ts
 *
 * Exit code 1 when it takes more than 200 ms longer.
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const rounds = 9;
const allowedMs = 200;

const folder = mkdtempSync(path.join(tmpdir(), 'no-network-'));
const cli = path.join(folder, 'main.cli.cjs');
const preload = path.join(folder, 'hang.cjs');
try {
  await build({
    entryPoints: ['server/main.cli.ts'],
    outfile: cli,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  // Never answers, and keeps the process meanwhile, as the system's does.
  writeFileSync(preload, "require('node:dns').lookup = () => void setInterval(() => undefined, 1000);\n");
  const images = Array.from({ length: 20 }, (_, i) => `FROM registry${i}.example.com/team/base:1 AS s${i}\n`);
  writeFileSync(path.join(folder, 'Dockerfile'), images.join(''));
  const online: number[] = [];
  const offline: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    offline.push(time(['--offline']));
    online.push(time([]));
  }
  const extra = median(online) - median(offline);
  console.log(
    `offline: ${median(offline).toFixed(0)} ms, no network: ${median(online).toFixed(0)} ms, extra: ${extra.toFixed(0)} ms`,
  );
  if (extra > allowedMs) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function time(options: readonly string[]): number {
  const started = performance.now();
  const ran = spawnSync(
    process.execPath,
    [
      '--require',
      preload,
      cli,
      'check',
      'Dockerfile',
      '--fail-on',
      'none',
      '--shellcheck',
      'off',
      ...options,
    ],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: folder, HTTPS_PROXY: '', https_proxy: '', NO_PROXY: '*' },
    },
  );
  if (ran.status !== 0) throw new Error(ran.stderr);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
