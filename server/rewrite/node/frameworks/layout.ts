/** What the final image of a framework holds. */
import type { Facts } from '../../../rules/rule.ts';
import { isBrought } from '../brought.ts';
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import type { NodeReading } from '../reading.ts';
import type { ResolvedStart, Start } from '../start.ts';

export interface FrameworkLayout {
  /** What the build stage makes and the program needs, in order; relative to the project, '' for its folder. */
  readonly artifacts: readonly { readonly from: string; readonly to: string }[];
  /** Production packages and package.json. */
  readonly modules: boolean;
  /** Files of the context that the program reads besides, relative to the context. */
  readonly assets: readonly string[];
  /** Commands behind the build: what it leaves and nobody needs. */
  readonly finish: readonly string[];
  readonly start: Start;
  /** Complete sentences. */
  readonly reason: string;
}

/** The layout, or why there can't be one: a complete sentence. Undefined: no framework decides it. */
export type LayoutAnswer = FrameworkLayout | { readonly obstacle: string } | undefined;

/** The folder as it is: `.output` to `./.output`. */
export function same(path: string): { readonly from: string; readonly to: string } {
  return { from: path, to: path };
}

/** The program that the container starts, written out in the place of the CMD. */
export function startAs(
  argv: readonly string[],
  entry: string,
  env: ResolvedStart['env'],
  instruction: ResolvedStart['instruction'],
): Start {
  return { kind: 'program', runtime: 'node', entry, argv, resolved: { instruction, argv, env } };
}

/** A path of the project as the context names it. */
export function inProject(path: string, { contextRoot }: NodeReading): string {
  return contextRoot === '' ? path : `${contextRoot}/${path}`;
}

/** Paths that the sources name literally, as far as the image has them now and none of these folders brings them. */
export function namedPaths(
  reading: NodeReading,
  model: DockerfileModel,
  facts: Facts,
  brought: readonly string[],
): readonly string[] {
  const found = facts.project.sources(reading.project.directory)?.runtimePaths ?? [];
  const prefix = inProject('', reading);
  const paths = found
    .map(({ path }) => path)
    .filter((path) => path.startsWith(prefix) && path.length > prefix.length)
    .filter((path) => !/(?:^|\/)(?:node_modules|\.env)|^src$|^app$|^pages$/.test(path.slice(prefix.length)))
    .filter((path) => !brought.some((folder) => isWithin(path.slice(prefix.length), folder)))
    .filter((path) => facts.context.has(path) === true && isBrought(path, reading, model, facts));
  return [...new Set(paths)]
    .filter((path) => !paths.some((other) => other !== path && isWithin(path, other)))
    .sort();
}

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** `a/, b/: kept, the program may read them at run time.` with a leading blank; '' for none. */
export function keptSentence(assets: readonly string[]): string {
  if (assets.length === 0) return '';
  return ` ${assets.join(', ')}: kept, the program may read ${assets.length === 1 ? 'it' : 'them'} at run time.`;
}
