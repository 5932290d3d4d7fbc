/** Facts of an in-memory project, for tests. */
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { gatherFacts } from '../../server/engine/gather.ts';
import type { Facts, Preferences } from '../../server/rules/rule.ts';
import { createMemoryFileSystem, type MemoryTree } from './memory-file-system.ts';

/** Ends of life are judged against this day in tests. */
export const testToday = '2026-11-21';

/** Facts for a Dockerfile at the root of a project with these files. */
export async function factsFor(
  dockerfile: string,
  files: MemoryTree = {},
  preferences?: Preferences,
): Promise<Facts> {
  return gatherFacts({
    model: parseDockerfile(dockerfile),
    fileSystem: createMemoryFileSystem({ ...files, Dockerfile: dockerfile }),
    clock: { today: () => testToday, now: () => 0 },
    dockerfile: 'file:///project/Dockerfile',
    context: 'file:///project',
    ...(preferences && { preferences }),
  });
}
