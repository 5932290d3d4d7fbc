/** Files of the context that the running program opens: where the final stage gets them. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import { folderOf, isWithin } from '../../project/paths.ts';
import type { Facts } from '../../rules/rule.ts';
import { copyLines } from '../../tools/install-inputs.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { ArtifactReading } from './reading.ts';

export interface AssetCopies {
  /** The user's own copies that bring nothing else. */
  readonly kept: ReadonlySet<Copy>;
  /** COPY lines for what comes with a copy of more than that, as they are written in the last working directory. */
  readonly lines: readonly string[];
  /** The same where another working directory is in force. */
  readonly linesIn: (workdir: string | undefined) => readonly string[];
}

/** A place of the context and its place in the image. */
interface Place {
  readonly copy: Copy;
  readonly contextRoot: string;
  readonly imageRoot: string;
}

/**
 * `paths` are relative to the context. What no copy of the build stage brings was not there before either, and what
 * stands behind the last build is copied to the final stage as it is.
 */
export function assetCopies(
  paths: readonly string[],
  reading: ArtifactReading,
  model: DockerfileModel,
  facts: Facts,
): AssetCopies {
  const { copies, lastBuild, stage } = reading;
  const early = [...copies.values()].filter(
    ({ instruction, from }) => instruction.index < lastBuild.index && from === undefined,
  );
  const own = early.filter(
    (copy) =>
      !copy.inline &&
      copy.sources.every(
        ({ path, remote }) => !remote && path !== '.' && paths.some((asset) => isWithin(asset, path)),
      ),
  );
  const kept = new Set(own);
  const groups = new Map<string, { place: Place; paths: string[] }>();
  for (const path of outermost(paths)) {
    const place = early.map((copy) => placeOf(path, copy, facts)).findLast((one) => one !== undefined);
    if (!place || kept.has(place.copy)) continue;
    const key = `${place.contextRoot}:${place.imageRoot}`;
    const group = groups.get(key) ?? { place, paths: [] };
    group.paths.push(path);
    groups.set(key, group);
  }
  const linesIn = (workdir: string | undefined): string[] =>
    [...groups.values()].flatMap(({ place, paths: group }) =>
      copyLines(group, { ...place, workdir, keyword: keywordCase(model, 'COPY'), context: facts.context }),
    );
  return { kept, lines: linesIn(stage.endState.workdir ?? '/'), linesIn };
}

/** Of several paths the last copy's place counts; a folder's contents lie below the target. */
function placeOf(path: string, copy: Copy, { context }: Facts): Place | undefined {
  for (const source of copy.sources.toReversed()) {
    if (!source.complete || source.remote || copy.target === undefined) continue;
    const { path: from } = source;
    if (/[*?[]/.test(from)) {
      if (context.match(from).some((entry) => entry.path === path))
        return { copy, contextRoot: folderOf(path), imageRoot: copy.target };
      continue;
    }
    if (from === '.' || context.entry(from)?.type === 'directory') {
      const root = from === '.' ? '' : from;
      if (isWithin(root, path)) return { copy, contextRoot: root, imageRoot: copy.target };
    } else if (from === path) {
      return !copy.intoDirectory ? undefined : { copy, contextRoot: folderOf(path), imageRoot: copy.target };
    }
  }
  return undefined;
}

/** Where the build stage has a file of the context; undefined when no copy tells. */
export function imagePathOf(path: string, { copies }: ArtifactReading, facts: Facts): string | undefined {
  for (const copy of [...copies.values()].reverse()) {
    const place = copy.from === undefined ? placeOf(path, copy, facts) : undefined;
    if (place)
      return resolvePath(
        place.imageRoot,
        path.slice(place.contextRoot === '' ? 0 : place.contextRoot.length + 1),
      );
    if (
      copy.from === undefined &&
      !copy.intoDirectory &&
      copy.sources.length === 1 &&
      copy.sources[0]!.path === path
    )
      return copy.target;
  }
  return undefined;
}

function outermost(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)]
    .filter((path) => !paths.some((other) => other !== path && isWithin(other, path)))
    .sort();
}
