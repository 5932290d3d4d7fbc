import { gatherContext } from '../../server/context/gather.ts';
import type { GatherContextOptions } from '../../server/context/gather.ts';
import type { ContextFacts } from '../../server/context/facts.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

/** The context facts of a Dockerfile at the top of an in-memory project. */
export async function contextOf(
  tree: MemoryTree,
  dockerfile = 'FROM scratch\nCOPY . .\n',
  options: Partial<GatherContextOptions> = {},
): Promise<ContextFacts> {
  const fileSystem = createMemoryFileSystem({ Dockerfile: dockerfile, ...tree });
  return gatherContext({
    fileSystem,
    dockerfile: fileSystem.locate('Dockerfile'),
    model: parseDockerfile(dockerfile),
    ...options,
  });
}
