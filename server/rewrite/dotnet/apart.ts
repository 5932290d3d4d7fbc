/** Copies that bring no sources: what they put elsewhere is for the image. */
import type { Copy } from '../../dockerfile/copies.ts';
import { isWithin } from '../../project/paths.ts';
import type { Facts } from '../../rules/rule.ts';
import { isInside } from '../application/places.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import { isBuildFile, isProjectFolder } from './assets.ts';
import type { Publish } from './publishes.ts';

/** Copies before the last build to places outside of what is built; the final stage has them too. */
export function copiesApart(
  { copies, lastBuild }: ArtifactReading,
  publishes: readonly Publish[],
  facts: Facts,
): ReadonlySet<Copy> {
  const folders = publishes.flatMap(({ projects }) => projects.map(({ folder }) => folder));
  const early = [...copies.values()].filter(({ instruction }) => instruction.index < lastBuild.index);
  return new Set(
    early.filter((copy) => {
      const { target, from, sources } = copy;
      // What comes from another image may be a tool or a part of the program.
      if (from !== undefined) return true;
      if (target === undefined || folders.some((folder) => isInside(target, folder))) return false;
      return sources.every(({ path, remote }) => remote || isApart(path, facts));
    }),
  );
}

function isApart(path: string, { context }: Facts): boolean {
  if (path === '.') return false;
  const entries = context.match(path);
  return (
    entries.length > 0 &&
    entries.every(({ path: one, type }) => {
      if (type !== 'directory') return !isBuildFile(one);
      const files = context.entries.filter((entry) => entry.type === 'file' && isWithin(one, entry.path));
      return (
        !isProjectFolder(one, { context }) &&
        !files.some((file) => /\.(?:cs|fs|vb|props|targets)$/i.test(file.path)) &&
        files.some((file) => !isBuildFile(file.path))
      );
    })
  );
}
