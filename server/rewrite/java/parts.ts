/** What the final stage gets: results of the build, and files of the context that the running program reads. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { copyLines } from '../../tools/install-inputs.ts';
import { folderOf } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { Artifact } from '../artifact/runtime-stage.ts';
import { jarName, jarNeeds } from './jar.ts';
import type { BuiltBy, Origins } from './made.ts';
import { appJar } from './spring-boot.ts';
import type { Need } from './needs.ts';

export interface FinalFiles {
  readonly artifacts: readonly Artifact[];
  /** Files and folders of the context, with their absolute places in the image. */
  readonly assets: readonly Asset[];
  /** COPY instructions in front of the build that bring such files alone. */
  readonly copies: ReadonlySet<Instruction>;
  /** The jar of Spring Boot that starts, where it is known by name. */
  readonly bootJar: { readonly artifact: Artifact; readonly by: BuiltBy } | undefined;
  /** Words of the start that become others. */
  readonly renamed: ReadonlyMap<string, string>;
}

export interface Asset {
  readonly path: string;
  readonly place: string;
}

/** All of it, or what is not certain: a complete sentence. `isChanged`: a RUN of the build works on the file. */
export function finalFiles(
  needs: readonly Need[],
  stage: Stage,
  origins: Origins,
  isChanged: (path: string) => boolean,
): FinalFiles | string {
  const { facts } = origins;
  const artifacts = new Map<string, Artifact>();
  const assets = new Map<string, Asset>();
  const copies = new Set<Instruction>();
  const renamed = new Map<string, string>();
  const add = (artifact: Artifact): void => void artifacts.set(artifact.from, artifact);
  let bootJar: FinalFiles['bootJar'];
  for (const written of needs) {
    const exact = written.dead ? named(written, origins) : { need: written, path: written.path };
    if (typeof exact === 'string') return exact;
    const { need, path } = exact;
    const origin = origins.of(path);
    switch (origin.kind) {
      case 'built': {
        const found = fromBuild(need, origin.by, path, facts);
        if (typeof found === 'string') return found;
        const moved = written.dead
          ? found.artifacts.map((one) => ({ ...one, to: appJar(stage) }))
          : found.artifacts;
        if (written.dead) renamed.set(written.written, 'app.jar');
        moved.forEach(add);
        const [jar] = moved;
        if (jar && found.isSpringBoot && moved.length === 1 && !/[*?[]/.test(path))
          bootJar = { artifact: jar, by: origin.by };
        break;
      }
      case 'moved': {
        const found = fromMove(need, origin.sources, origins, facts);
        if (typeof found === 'string') return found;
        add(found.artifact);
        if (found.by && need.role === 'jar') bootJar = { artifact: found.artifact, by: found.by };
        break;
      }
      case 'downloaded':
        add({ from: path, to: path, isFolder: false });
        break;
      case 'context':
        if (isChanged(path)) add({ from: path, to: path, isFolder: false });
        else if (origin.broad) assets.set(path, { path: origin.path, place: path });
        else copies.add(origin.copy);
        break;
      default:
        if (need.role !== 'argument')
          return `Where ${need.written} comes from, which the container starts, was not found.`;
    }
  }
  const results = resultsFolder(stage, origins);
  if (results !== undefined) add({ from: results, to: results, isFolder: true });
  return {
    artifacts: withoutNested([...artifacts.values()]),
    assets: [...assets.values()],
    copies,
    bootJar: results === undefined ? bootJar : undefined,
    renamed,
  };
}

/** The file that a pattern was to stand for which nothing expands. */
function named(need: Need, origins: Origins): { need: Need; path: string } | string {
  const by = origins.built(need.path);
  const name = by && need.role === 'jar' && jarName(by, by.folder);
  if (name === undefined || name === false)
    return `Nothing expands the pattern in \`${need.written}\`, and which file it stands for is not certain.`;
  const path = resolvePath(need.path, `../${name}`);
  return { need: { ...need, path, written: name }, path };
}

/** A program that works in a folder which the build makes may read anything of it. */
function resultsFolder({ endState }: Stage, origins: Origins): string | undefined {
  const { workdir } = endState;
  const by = workdir === undefined ? undefined : origins.built(workdir);
  // Only jars lie in Gradle's `libs`, and classes and jars side by side in Maven's `target`.
  return by === undefined || by.inside === '' || by.inside === 'libs' ? undefined : workdir;
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
      return folder === undefined || folder === results ? notJava(need) : plain([same(folder, true)]);
    }
    default:
      return plain([same(path, false)]);
  }
}

function notJava({ written }: Need): string {
  return `${written} is a program of its own, not one that Java runs.`;
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
function fromMove(
  need: Need,
  sources: readonly string[],
  origins: Origins,
  facts: Facts,
): { artifact: Artifact; by: BuiltBy | undefined } | string {
  let boot: BuiltBy | undefined;
  for (const source of sources) {
    const by = origins.built(source);
    if (!by) return `Where ${need.written} comes from, which the container starts, was not found.`;
    if (need.role === 'program') return notJava(need);
    if (need.role !== 'jar') continue;
    const needs = jarNeeds(by, need.written, facts.project);
    if (typeof needs === 'string') return needs;
    if (needs.isQuarkusApp || needs.folders.length > 0)
      return `${need.written} needs what lies beside the jar that it was copied from.`;
    if (needs.isSpringBoot) boot = by;
  }
  const isFolder = need.role === 'jars' || (need.role === 'entry' && !need.path.endsWith('.jar'));
  return { artifact: { from: need.path, to: need.path, isFolder }, by: boot };
}

/** What a folder that is copied has already. */
function withoutNested(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.filter(
    ({ from }) =>
      !artifacts.some((one) => one.isFolder && from !== one.from && from.startsWith(`${one.from}/`)),
  );
}

/** COPY instructions for the assets where this working directory is in force. */
export function assetLines(
  assets: readonly Asset[],
  workdir: string | undefined,
  model: DockerfileModel,
  facts: Facts,
): string[] {
  return assets.flatMap(({ path, place }) =>
    copyLines([path], {
      contextRoot: folderOf(path),
      imageRoot: resolvePath(place, '..'),
      workdir,
      keyword: keywordCase(model, 'COPY'),
      context: facts.context,
    }),
  );
}
