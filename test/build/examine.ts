/** One project: built as it is, optimized, built again, compared. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mustRun } from './command.ts';
import type { Answer } from './container.ts';
import type { Engine } from './engine.ts';
import { measure, type Measurement } from './measure.ts';
import type { BuildProject } from './projects.ts';

export interface Examined {
  readonly project: BuildProject;
  readonly before: Measurement | undefined;
  readonly after: Measurement | undefined;
  /** The optimized file. */
  readonly dockerfile: string | undefined;
  /** What does not hold; empty when the project passed. */
  readonly failures: readonly string[];
  /** The project as it is does not build or answer: says nothing about Optimize. */
  readonly originalFails: boolean;
}

/** What `optimize --json` prints, as far as it is read here. */
interface PlanJson {
  readonly before: { readonly text: string };
  readonly after: { readonly text: string; readonly dockerignore: string | null };
  readonly steps: readonly { readonly id: string }[];
}

/** Steps that install dependencies: a source edit must not repeat them. */
const installs =
  /\b(?:npm (?:ci|install|i)|yarn install|pnpm (?:install|i|fetch)|bun (?:install|i)|go mod download|pip3? install|composer install|bundle install|mvn dependency:go-offline|mix deps\.(?:get|compile)|apt-get install|deno (?:install|ci))\b/;

export async function examine(engine: Engine, project: BuildProject, root: string): Promise<Examined> {
  const folder = await mkdtemp(path.join(tmpdir(), `${project.name}-`));
  const failures: string[] = [];
  let before: Measurement | undefined;
  let after: Measurement | undefined;
  let dockerfile: string | undefined;
  let at: 'optimize' | 'original' | 'result' = 'optimize';
  try {
    const [original, optimized] = [path.join(folder, 'before'), path.join(folder, 'after')];
    for (const copy of [original, optimized]) await copyProject(project, root, copy);
    const plan = await optimize(root, optimized);
    dockerfile = plan.after.text;
    await writeFile(path.join(optimized, 'Dockerfile'), plan.after.text);
    if (plan.after.dockerignore !== null)
      await writeFile(path.join(optimized, '.dockerignore'), plan.after.dockerignore);
    if (plan.steps.length === 0) failures.push('optimize proposes nothing');
    const again = await optimize(root, optimized);
    if (again.steps.length > 0 || again.after.text !== plan.after.text)
      failures.push(
        `optimize proposes more on its own result: ${again.steps.map(({ id }) => id).join(', ')}`,
      );
    at = 'original';
    // Here, because it says nothing about Optimize either when a base image can't be made.
    await engine.provide(dockerfile);
    before = await measure(engine, project, original, 'before');
    at = 'result';
    after = await measure(engine, project, optimized, 'after');
    failures.push(...compare(project, before, after));
  } catch (error) {
    failures.push(`${at}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const originalFails = at === 'original';
  return { project, before, after, dockerfile, failures, originalFails };
}

/** The file that Optimize makes of a project today. */
export async function rewritten(project: BuildProject, root: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `${project.name}-`));
  try {
    await copyProject(project, root, folder);
    return (await optimize(root, folder)).after.text;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyProject(project: BuildProject, root: string, folder: string): Promise<void> {
  const { name, folder: source = name, settings } = project;
  await cp(path.join(root, 'test', 'build', 'projects', source), folder, { recursive: true });
  if (settings !== undefined) await writeFile(path.join(folder, '.dockerfile-optimizer.yaml'), settings);
}

async function optimize(root: string, folder: string): Promise<PlanJson> {
  const cli = path.join(root, 'dist', 'cli.js');
  const file = path.join(folder, 'Dockerfile');
  const plan = JSON.parse(await mustRun(process.execPath, [cli, 'optimize', file, '--json'])) as PlanJson;
  if (plan.before.text !== (await readFile(file, 'utf8'))) throw new Error('optimize read another file');
  return plan;
}

function compare(project: BuildProject, before: Measurement, after: Measurement): readonly string[] {
  const failures: string[] = [];
  for (const [i, request] of project.requests.entries()) {
    const [expected, found] = [before.running.answers[i], after.running.answers[i]];
    if (JSON.stringify(expected) !== JSON.stringify(found))
      failures.push(`${request.path} answers ${shorten(found)} after, ${shorten(expected)} before`);
  }
  if (before.running.answers[0]?.status !== 200) failures.push('the original does not answer with 200');
  if (after.running.uid === 0) failures.push('the program runs as root');
  if (/^(?:sh|bash|dash|busybox|npm.*|yarn.*|pnpm.*)$/.test(after.running.process))
    failures.push(`process 1 is ${after.running.process}`);
  if (after.running.health !== undefined && after.running.health !== 'healthy')
    failures.push(`the health check says ${after.running.health}`);
  // Without dependencies there is nothing in the step that a layer could keep.
  const repeated = project.noInstall
    ? []
    : after.steps.filter(({ name, cached }) => installs.test(name) && !cached);
  if (!project.noInstall && !after.steps.some(({ name }) => installs.test(name)))
    failures.push('no step installs dependencies');
  for (const { name } of repeated) failures.push(`repeated after a source edit: ${name}`);
  failures.push(...tooLarge(project.smaller, before.bytes, after.bytes, 'with the look-alikes'));
  failures.push(
    ...tooLarge(project.smallerOnHub, before.hubBytes, after.hubBytes, 'with the official images'),
  );
  return failures;
}

function shorten(answer: Answer | undefined): string {
  const text = JSON.stringify(answer);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

function tooLarge(
  least: number | undefined,
  before: number | undefined,
  after: number | undefined,
  where: string,
): readonly string[] {
  if (least === undefined || before === undefined || after === undefined) return [];
  const smaller = 1 - after / before;
  const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
  return smaller < least
    ? [`${percent(smaller)} smaller ${where}, at least ${percent(least)} was expected`]
    : [];
}
