/**
 * The main job on one project: the findings of its Dockerfile, then the plan and the diff of Optimize.
 *
 *   npm start                the example project examples/node-single-stage
 *   npm start -- PATH        a folder with a Dockerfile, or a Dockerfile
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const given = process.argv[2] ?? path.join(root, 'examples', 'node-single-stage');

/** Runs node and hands its output through; its exit code, 2 when it ended by a signal. */
function node(...args) {
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 2;
}

/** The Dockerfile meant by `place`, or undefined. In a folder the plainest name wins. */
function dockerfileAt(place) {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) return place;
  const names = readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.dockerignore'))
    .map((entry) => entry.name);
  const name =
    names.find((it) => it === 'Dockerfile') ??
    names.find((it) => it === 'Containerfile') ??
    names.sort().find((it) => /^(Dockerfile|Containerfile)[.\-_]|\.dockerfile$/i.test(it));
  return name === undefined ? undefined : path.join(place, name);
}

const dockerfile = dockerfileAt(given);
if (dockerfile === undefined) {
  console.error(`No Dockerfile at ${given}`);
  process.exitCode = 2;
} else if (node(path.join(root, 'scripts', 'bundle.mjs'), '--only=cli', '--quiet') !== 0) {
  process.exitCode = 2;
} else {
  const cli = path.join(root, 'dist', 'cli.js');
  // Findings are the point here, not a failure: `check` ends with 0 unless it could not read the file.
  const checked = node(cli, 'check', '--fail-on', 'none', dockerfile);
  console.log();
  const optimized = node(cli, 'optimize', '--diff', dockerfile);
  process.exitCode = Math.max(checked, optimized);
}
