/**
 * Three quick projects, for CI: what this machine or its network lacks is said and skipped, never a failure, and after
 * some minutes the rest is skipped too.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Engine } from './engine.ts';
import { examine, type Examined } from './examine.ts';
import { buildProjects, type BuildProject } from './projects.ts';
import { printResult, table } from './report.ts';

/** A server with dependencies, a static site, a compiled program. Their base images have much in common. */
const names = ['orders-npm', 'site-vite', 'counter-c'];
/** Everything together; from an empty folder on two cores, setting up and three projects take less than five minutes. */
const limitSeconds = 360;

export async function examineSubset(root: string): Promise<void> {
  const timer = new AbortController();
  const late = delay(limitSeconds * 1000, 'late' as const, { signal: timer.signal }).catch(
    () => 'late' as const,
  );
  const results: Examined[] = [];
  const engine = await Engine.start(root, limitSeconds).catch((error: unknown) => brief(String(error)));
  if (typeof engine === 'string') console.log(`SKIP: no images can be built here: ${engine}`);
  else
    try {
      for (const project of buildProjects.filter(({ name }) => names.includes(name))) {
        const result = await Promise.race([examineTwice(engine, project, root), late]);
        if (result === 'late') {
          console.log(`SKIP ${project.name} and what follows: ${limitSeconds} s are over`);
          break;
        }
        if (result.originalFails)
          console.log(
            `SKIP ${project.name}: its own Dockerfile does not work here: ${brief(result.failures.join(' '))}`,
          );
        else {
          printResult(result);
          results.push(result);
        }
      }
    } finally {
      await engine.stop();
    }
  timer.abort();
  if (results.length > 0) console.log(`\n${table(results)}\n`);
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** A failure counts when it happens again: the network may have been away for the second build only. */
async function examineTwice(engine: Engine, project: BuildProject, root: string): Promise<Examined> {
  const first = await examine(engine, project, root);
  return first.failures.length > 0 && !first.originalFails ? examine(engine, project, root) : first;
}

/** What failed, and the last word about why. */
function brief(text: string): string {
  const lines = text.trim().split('\n');
  return lines.length > 1 ? `${lines[0]} … ${lines.at(-1)!.trim()}` : lines[0]!;
}
