/** What was measured before, kept beside the engine: the page needs all projects, a run may be of one. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rewritten, type Examined } from './examine.ts';
import type { BuildProject } from './projects.ts';

export async function keepResult(folder: string, { project, ...result }: Examined): Promise<void> {
  const file = fileOf(folder, project);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(result));
}

/**
 * One result for each project, or the names of those that have none that holds: it does as long as Optimize writes
 * the file that was built.
 */
export async function allResults(
  folder: string,
  projects: readonly BuildProject[],
  root: string,
): Promise<{ readonly results: readonly Examined[]; readonly missing: readonly string[] }> {
  const kept = await Promise.all(projects.map((project) => readResult(folder, project)));
  const never = projects.filter((_, i) => kept[i] === undefined).map(({ name }) => name);
  if (never.length > 0) return { results: [], missing: never };
  const results: Examined[] = [];
  const missing: string[] = [];
  for (const result of kept.filter((each) => each !== undefined))
    if (result.dockerfile === (await rewritten(result.project, root))) results.push(result);
    else missing.push(result.project.name);
  return { results, missing };
}

async function readResult(folder: string, project: BuildProject): Promise<Examined | undefined> {
  const text = await readFile(fileOf(folder, project), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { project, ...(JSON.parse(text) as Omit<Examined, 'project'>) };
}

function fileOf(folder: string, { name }: BuildProject): string {
  return path.join(folder, 'results', `${name}.json`);
}
