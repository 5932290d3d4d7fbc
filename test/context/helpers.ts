import type { CandidateFacts } from '../../server/context/candidates.ts';
import type { ContextFacts } from '../../server/context/facts.ts';
import { gatherContext } from '../../server/context/gather.ts';
import type { GatherContextOptions } from '../../server/context/gather.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import type { DockerfileModel } from '../../server/dockerfile/model.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { projectFacts } from './project-facts.ts';
import type { Projects } from './project-facts.ts';

const copyAll = 'FROM scratch\nCOPY . .\n';

/** The context facts of a Dockerfile at the top of an in-memory project. */
export async function contextOf(
  tree: MemoryTree,
  dockerfile = copyAll,
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

/** Facts and model together, as rules get them. */
export async function worldOf(
  tree: MemoryTree,
  dockerfile = copyAll,
  projects: Projects = {},
): Promise<{ readonly facts: CandidateFacts; readonly model: DockerfileModel }> {
  return {
    facts: { context: await contextOf(tree, dockerfile), project: projectFacts(projects) },
    model: parseDockerfile(dockerfile),
  };
}
