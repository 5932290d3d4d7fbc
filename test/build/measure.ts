/** Builds one folder twice, with an edit in between, and runs the image. */
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { embeddedImages } from '../../server/images/table.ts';
import { lastLines } from './command.ts';
import { ask, type Running } from './container.ts';
import type { Engine } from './engine.ts';
import type { BuildProject } from './projects.ts';
import { finalImage } from './stages.ts';

export interface Measurement {
  /** Unpacked bytes of the image with its base, as the engine counts them. */
  readonly bytes: number;
  /** About as many with the official base image; undefined when its size is not known. */
  readonly hubBytes: number | undefined;
  readonly coldSeconds: number;
  readonly editSeconds: number;
  /** Steps of the build after the edit. */
  readonly steps: readonly BuildStep[];
  readonly running: Running;
}

export interface BuildStep {
  /** For example `[build 3/5] RUN npm ci`. */
  readonly name: string;
  readonly cached: boolean;
}

/** Throws when a build fails or the program does not answer. `folder` is changed: the source file gets a comment. */
export async function measure(
  engine: Engine,
  project: BuildProject,
  folder: string,
  tag: string,
): Promise<Measurement> {
  const image = `build-test/${project.name}:${tag}`;
  const dockerfile = await readFile(path.join(folder, 'Dockerfile'), 'utf8');
  const missing = await engine.provide(dockerfile);
  if (missing.length > 0) throw new Error(`no look-alike of ${missing.join(', ')}: add it to engine/bases`);
  await engine.clearCacheMounts();
  const cold = await build(engine, folder, image, '--no-cache');
  const bytes = await engine.imageBytes(image);
  const running = await ask(engine, image, project.port, project.requests);
  const sign = /\.(?:py|rb|exs?)$/.test(project.edit) ? '#' : '//';
  await appendFile(path.join(folder, project.edit), `\n${sign} edited ${Date.now()}\n`);
  const edited = await build(engine, folder, image);
  return {
    bytes,
    hubBytes: await hubBytes(engine, bytes, finalImage(dockerfile)),
    coldSeconds: cold.seconds,
    editSeconds: edited.seconds,
    steps: readSteps(edited.log),
    running,
  };
}

/** The look-alike's bytes are taken away, the official image's, from the embedded table, put in their place. */
async function hubBytes(
  engine: Engine,
  bytes: number,
  base: string | undefined,
): Promise<number | undefined> {
  const official = base === undefined ? undefined : embeddedImages().lookup(base)?.onDisk?.bytes;
  if (base === undefined || official === undefined) return undefined;
  return bytes - (await engine.imageBytes(base)) + official;
}

async function build(
  engine: Engine,
  folder: string,
  image: string,
  ...options: readonly string[]
): Promise<{ seconds: number; log: string }> {
  const args = ['build', '--progress=plain', '--provenance=false', '--network', 'host', ...options];
  const result = await engine.docker(...args, '--tag', image, folder);
  if (result.code !== 0)
    throw new Error(`the build failed:\n${lastLines(result.stdout + result.stderr, 30)}`);
  return { seconds: result.seconds, log: result.stderr };
}

/** The steps of Dockerfiles in the plain progress: `#7 [build 3/5] RUN …`, later `#7 CACHED` or `#7 DONE 1.2s`. */
function readSteps(log: string): readonly BuildStep[] {
  const names = new Map<string, string>();
  const cached = new Set<string>();
  for (const line of log.split('\n')) {
    const [, number, text] = /^#(\d+) (.*)$/.exec(line) ?? [];
    if (number === undefined || text === undefined) continue;
    if (/^\[(?:\S+ )? *\d+\/\d+\] /.test(text)) names.set(number, text);
    else if (text === 'CACHED') cached.add(number);
  }
  // FROM is not a step that could be repeated.
  return [...names]
    .filter(([, name]) => !/\] FROM /.test(name))
    .map(([number, name]) => ({ name, cached: cached.has(number) }));
}
