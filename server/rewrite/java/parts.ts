/** What the final stage gets: results of the build, and files of the context that the running program reads. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { copyLines } from '../../tools/install-inputs.ts';
import { folderOf } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { Artifact } from '../artifact/runtime-stage.ts';
import { jarNeeds } from './jar.ts';
import type { BuiltBy, Origins } from './made.ts';
import type { JavaStart, Need } from './start.ts';

export interface FinalFiles {
  readonly artifacts: readonly Artifact[];
  /** Files and folders of the context, with their absolute places in the image. */
  readonly assets: readonly Asset[];
  /** COPY instructions in front of the build that bring such files alone. */
  readonly copies: ReadonlySet<Instruction>;
  /** The jar of Spring Boot that can be taken apart, by its path. */
  readonly bootJar: BuiltBy | undefined;
}

export interface Asset {
  readonly path: string;
  readonly place: string;
}

/** All of it, or what is not certain: a complete sentence. */
export function finalFiles(start: JavaStart, origins: Origins, facts: Facts): FinalFiles | string {
  const artifacts = new Map<string, Artifact>();
  const assets = new Map<string, Asset>();
  const copies = new Set<Instruction>();
  const add = (artifact: Artifact): void => void artifacts.set(artifact.from, artifact);
  let bootJar: BuiltBy | undefined;
  for (const need of start.needs) {
    const origin = origins.of(need.path);
    switch (origin.kind) {
      case 'built': {
        const found = fromBuild(need, origin.by, need.path, facts);
        if (typeof found === 'string') return found;
        found.artifacts.forEach(add);
        if (found.isSpringBoot && !/[*?[]/.test(need.path)) bootJar = origin.by;
        break;
      }
      case 'moved': {
        const found = fromMove(need, origin.sources, origins, facts);
        if (typeof found === 'string') return found;
        add(found);
        break;
      }
      case 'downloaded':
        add({ from: need.path, to: need.path, isFolder: false });
        break;
      case 'context':
        if (origin.broad) assets.set(need.path, { path: origin.path, place: need.path });
        else copies.add(origin.copy);
        break;
      default:
        if (need.role !== 'argument')
          return `Where ${need.written} comes from, which the container starts, was not found.`;
    }
  }
  return { artifacts: withoutNested([...artifacts.values()]), assets: [...assets.values()], copies, bootJar };
}

interface Found {
  readonly artifacts: readonly Artifact[];
  readonly isSpringBoot: boolean;
}

function fromBuild(need: Need, by: BuiltBy, path: string, facts: Facts): Found | string {
  const same = (place: string, isFolder: boolean): Artifact => ({ from: place, to: place, isFolder });
  const results = path.slice(0, path.length - by.inside.length - 1);
  const plain = (artifacts: readonly Artifact[]): Found => ({ artifacts, isSpringBoot: false });
  switch (need.role) {
    case 'jar': {
      const needs = jarNeeds(by, need.written, facts.project);
      if (typeof needs === 'string') return needs;
      if (needs.isQuarkusApp) return plain(quarkusFolders(resolvePath(path, '..')));
      const folders = needs.folders.map((folder) => same(resolvePath(results, folder), true));
      return { artifacts: [...folders, jarFile(path, by)], isSpringBoot: needs.isSpringBoot };
    }
    case 'entry':
      return plain([/\.jar$/.test(path) ? same(path, false) : same(path, true)]);
    case 'jars':
      return plain([same(path, true)]);
    case 'program': {
      // Start scripts find their jars beside their own folder (docs.gradle.org: The Application Plugin).
      const folder = /^(.*)\/bin\/[^/]+$/.exec(path)?.[1];
      return folder === undefined || folder === results
        ? `${need.written} is a program of its own, not one that Java runs.`
        : plain([same(folder, true)]);
    }
    default:
      return plain([same(path, false)]);
  }
}

/** A pattern stays one: it stands for the same files in the same folder. */
function jarFile(path: string, { inside }: BuiltBy): Artifact {
  if (/[*?[]/.test(path)) return { from: path, to: `${resolvePath(path, '..')}/`, isFolder: false };
  const folder = inside.includes('/') && !/^libs\/[^/]+$/.test(inside);
  return folder
    ? { from: resolvePath(path, '..'), to: resolvePath(path, '..'), isFolder: true }
    : { from: path, to: path, isFolder: false };
}

/** Four layers, the libraries first, as Quarkus' own Dockerfile.jvm has them: they change least. */
function quarkusFolders(folder: string): Artifact[] {
  const part = (name: string): Artifact => ({
    from: `${folder}/${name}`,
    to: `${folder}/${name}`,
    isFolder: true,
  });
  return [
    part('lib'),
    { from: `${folder}/*.jar`, to: `${folder}/`, isFolder: false },
    part('app'),
    part('quarkus'),
  ];
}

/** `cp target/*.jar app.jar`: what is copied has to stand alone. */
function fromMove(need: Need, sources: readonly string[], origins: Origins, facts: Facts): Artifact | string {
  for (const source of sources) {
    const by = origins.built(source);
    if (!by) return `Where ${need.written} comes from, which the container starts, was not found.`;
    if (need.role !== 'jar') continue;
    const needs = jarNeeds(by, need.written, facts.project);
    if (typeof needs === 'string') return needs;
    if (needs.isQuarkusApp || needs.folders.length > 0)
      return `${need.written} needs what lies beside the jar that it was copied from.`;
  }
  return {
    from: need.path,
    to: need.path,
    isFolder: need.role === 'jars' || (need.role === 'entry' && !need.path.endsWith('.jar')),
  };
}

/** What a folder that is copied has already. */
function withoutNested(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.filter(
    ({ from }) =>
      !artifacts.some((one) => one.isFolder && from !== one.from && from.startsWith(`${one.from}/`)),
  );
}

/** COPY instructions for the assets. */
export function assetLines(
  assets: readonly Asset[],
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
): string[] {
  return assets.flatMap(({ path, place }) =>
    copyLines([path], {
      contextRoot: folderOf(path),
      imageRoot: resolvePath(place, '..'),
      workdir: stage.endState.workdir,
      keyword: keywordCase(model, 'COPY'),
      context: facts.context,
    }),
  );
}

/** Does the copy bring one of these places? */
export function brings({ target }: Copy, places: readonly string[]): boolean {
  return (
    target !== undefined &&
    places.some((place) => place === target || place.startsWith(`${target === '/' ? '' : target}/`))
  );
}
