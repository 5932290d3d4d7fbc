/**
 * How long the walk of a context takes, asked from a server's main thread, beside `du -a` on the same tree, alternating,
 * what it keeps in memory, and how long the asking thread is ever kept from its work meanwhile:
 *
 *   node scripts/run.mjs test/bench/context-walk.ts [files]
 *
 * 100,000 files unless told otherwise. Exit code 1 when the walk takes more than 1.5 times as long as du, or keeps 100
 * bytes a file or more.
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createContextWalker } from '../../server/platform/node/context-walker.ts';
import { nodeTrees } from '../../server/platform/node/node-trees.ts';
import { fillTree, newTree, removeTree } from '../support/trees.ts';

const files = Number(process.argv[2] ?? 100_000);
const rounds = 7;
const filesPerFolder = 100;
/** What a project's file has. */
const dockerignore =
  'node_modules\n.git\n**/*.log\n**/.DS_Store\ncoverage\n.env*\n!.env.example\nDockerfile*\n';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const place = newTree();
const script = path.join(place, 'walk-thread.cjs');
await build({
  entryPoints: ['server/platform/node/walk-thread.ts'],
  bundle: true,
  platform: 'node',
  outfile: script,
  logLevel: 'error',
});
const root = path.join(place, 'tree');
const walker = createContextWalker(script);
try {
  fillTree(root, Math.ceil(files / filesPerFolder / 20) * 20, filesPerFolder);
  const request = { context: pathToFileURL(root).href, folder: '', dockerignore };
  const nothing = openSync('/dev/null', 'w');
  const du: number[] = [];
  const walk: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  for (let round = 0; round < rounds; round += 1) {
    du.push(await time(() => void spawnSync('du', ['-a', root], { stdio: ['ignore', nothing, 'ignore'] })));
    // Another text, or the answer would be remembered.
    const asked = { ...request, dockerignore: `${dockerignore}# ${round}` };
    delay.enable();
    walk.push(await time(() => walker.measure(asked)));
    delay.disable();
  }
  collect();
  const before = getHeapStatistics().used_heap_size;
  const trees = nodeTrees(() => false);
  const summary = await trees.measure(request);
  collect();
  const kept = (getHeapStatistics().used_heap_size - before) / files;
  const ratio = median(walk) / median(du);
  console.log(`files: ${summary.sent.files + summary.held.files}`);
  console.log(
    `du -a: ${median(du).toFixed(0)} ms, walk: ${median(walk).toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
  );
  console.log(
    `asking thread: ${(delay.percentile(99) / 1e6).toFixed(1)} ms between two turns in 99 % of cases`,
  );
  console.log(`kept: ${kept.toFixed(1)} bytes a file`);
  // The walk's folders must still be there when they are weighed.
  trees.changed([]);
  if (ratio > 1.5 || kept >= 100) process.exitCode = 1;
} finally {
  walker.dispose();
  removeTree(place);
}

async function time(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
