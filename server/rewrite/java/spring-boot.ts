/** Spring Boot's own ways of starting a program, and of taking its jar apart. */
import { coerce, gte } from 'semver';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { shorten } from '../../tools/install-inputs.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { Artifact } from '../artifact/runtime-stage.ts';
import type { BuiltBy } from './made.ts';
import type { JavaStart } from './start.ts';

/** What the project sets for the plugin of Spring Boot. */
export function springBootOf(by: BuiltBy): { version: string | undefined; settings: readonly string[] } {
  return by.kind === 'maven'
    ? { version: by.project.springBoot, settings: by.project.springBootSettings }
    : { version: by.project.springBoot, settings: by.module.springBootSettings };
}

/** Settings that change nothing about how the jar is laid out and started. */
const harmless: ReadonlySet<string> = new Set([
  'excludes',
  'image',
  'docker',
  'mainClass',
  'includes',
  'bootRun',
]);

/**
 * Since 3.3 (and without its first errors since 3.3.1) the jar can be extracted into layers that start by `java -jar` all
 * the same; before, they would start by another command (docs.spring.io: Packaging > Container Images > Dockerfiles).
 */
const layersSince = '3.3.1';

export interface Layers {
  /** The RUN of the build stage. */
  readonly line: string;
  readonly artifacts: readonly Artifact[];
}

/** The jar in layers: the libraries, which change least, first. Undefined where that is not certain to work. */
export function layersOf(
  jar: Artifact,
  by: BuiltBy,
  workdir: string,
  start: JavaStart,
  model: DockerfileModel,
  facts: Facts,
): Layers | undefined {
  const { version, settings } = springBootOf(by);
  const known = version === undefined ? null : coerce(version);
  if (!known || !gte(known, layersSince) || settings.some((name) => !harmless.has(name))) return undefined;
  // Spring Boot's launcher with a path of its own reads the jar itself.
  if (start.words.some((word) => /^-Dloader\.|LOADER_/.test(word))) return undefined;
  const folder = resolvePath(workdir, 'extracted');
  if (facts.context.has('extracted') !== false) return undefined;
  const place = (path: string): string => shorten(path, workdir).replace(/^\.\//, '').replace(/\/$/, '');
  const target = resolvePath(jar.to, '..');
  const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const renames = name(jar.from) === name(jar.to) ? '' : ` --application-filename ${name(jar.to)}`;
  const layer = (part: string): Artifact => ({ from: `${folder}/${part}`, to: target, isFolder: true });
  return {
    line: `${keywordCase(model, 'RUN')} java -Djarmode=tools -jar ${place(jar.from)} extract --layers --destination ${place(folder)}${renames}`,
    artifacts: ['dependencies', 'spring-boot-loader', 'snapshot-dependencies', 'application'].map(layer),
  };
}

/** Where the program's own jar lies when nothing else gives it another name. */
export function appJar({ endState }: Stage): string {
  return resolvePath(endState.workdir ?? '/', 'app.jar');
}
