/** Shell scripts of the sources that the container starts through. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { Facts } from '../../rules/rule.ts';
import { folderOf } from '../../tools/locate.ts';
import { isInside } from '../application/places.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import type { Artifact } from '../artifact/runtime-stage.ts';

/**
 * They come from the build stage, where their permissions are set, unless the final stage gets them by a copy or with an
 * artifact anyway. `scripts` are relative to the context.
 */
export function scriptArtifacts(
  scripts: readonly string[],
  { copies, lastBuild }: ArtifactReading,
  artifacts: readonly Artifact[],
  kept: ReadonlySet<Copy>,
  facts: Facts,
): Artifact[] {
  return scripts.flatMap((script) => {
    const all = [...copies.values()].flatMap((copy) => {
      const path = placeOf(script, copy, facts);
      return path === undefined ? [] : [{ copy, path }];
    });
    const last = all.at(-1);
    if (!last || kept.has(last.copy) || last.copy.instruction.index > lastBuild.index) return [];
    const { path } = last;
    return artifacts.some(({ to }) => isInside(path, to)) ? [] : [{ from: path, to: path, isFolder: false }];
  });
}

/** Absolute. */
function placeOf(
  script: string,
  { sources, target, intoDirectory, from }: Copy,
  { context }: Facts,
): string | undefined {
  if (target === undefined || from !== undefined) return undefined;
  const prefix = target === '/' ? '' : target;
  for (const { path } of sources) {
    if (path === '.') return `${prefix}/${script}`;
    if (script.startsWith(`${path}/`)) return `${prefix}/${script.slice(path.length + 1)}`;
    if (context.match(path).some((entry) => entry.path === script))
      return intoDirectory ? `${prefix}/${script.slice(folderOf(script).length).replace('/', '')}` : target;
  }
  return undefined;
}
