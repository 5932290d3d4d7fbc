/** Where the distribution's packages of an image belong whose program runs from its sources. */
import type { ImageFact } from '../../images/facts.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { artifactPlacing } from '../artifact/packages.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import { isLinkedInC } from '../system/libraries.ts';
import type { Placing } from '../system/packages.ts';
import { isNodePackage } from './tools.ts';

interface PlacingFacts {
  /** Of the final stage. */
  readonly distro: ImageFact['distro'];
  /** Names of programs that the container calls. */
  readonly called: ReadonlySet<string>;
  /** Packages that the file itself removes again. */
  readonly removed: ReadonlySet<string>;
  readonly isTool: (name: string) => boolean;
  readonly keeps: (name: string) => boolean;
  readonly keepsNode: boolean;
}

export function placing({ distro, called, removed, isTool, keeps, keepsNode }: PlacingFacts): Placing {
  const general = artifactPlacing({
    distro,
    called,
    toolchain: (name) => isTool(name) || (!keepsNode && isNodePackage(name)),
  });
  return (name) => {
    if (keeps(name)) return undefined;
    if (removed.has(name)) return [];
    const found = general(name);
    // Headers whose libraries nobody knows bring them along.
    return typeof found === 'string' ? undefined : found?.filter(isLinkedInC);
  };
}

/** Packages of `apk add --virtual .build-deps …` where the group is removed again, the group's name among them. */
export function removedGroups({ runs }: ArtifactReading): ReadonlySet<string> {
  const commands = [...runs.values()].flatMap(({ script }) =>
    script.commands.flatMap((command) => systemCommand(command) ?? []),
  );
  const removed = new Set(
    commands.filter(({ action }) => action === 'remove').flatMap(({ packages }) => packages.map(packageName)),
  );
  const found = new Set<string>();
  for (const { action, options, packages } of commands) {
    const group = action === 'install' ? options.value('-t', '--virtual') : undefined;
    if (group === undefined || !removed.has(group)) continue;
    found.add(group);
    for (const word of packages) found.add(word.literal ? packageName(word) : word.raw);
  }
  return found;
}
