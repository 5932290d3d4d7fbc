/**
 * The main job on one project: the findings of its Dockerfile, then the plan and the diff of Optimize.
 *
 *   npm start                the example project examples/node-single-stage
 *   npm start -- PATH        a folder with a Dockerfile, or a Dockerfile
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const given = process.argv[2] ?? path.join(root, 'examples', 'node-single-stage');

/** Runs node and hands its output through; its exit code, 2 when it ended by a signal. */
function node(...args) {
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 2;
}

if (node(path.join(root, 'scripts', 'bundle.mjs'), '--only=cli', '--quiet') !== 0) {
  process.exitCode = 2;
} else {
  const cli = path.join(root, 'dist', 'cli.js');
  // Findings are the point here, not a failure: `check` ends with 0 unless it could not read the file.
  const checked = node(cli, 'check', '--fail-on', 'none', given);
  console.log();
  const optimized = node(cli, 'optimize', given);
  process.exitCode = Math.max(checked, optimized);
}
