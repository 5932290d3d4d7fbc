import { gatherContext } from '../../server/context/gather.ts';
import type { ContextFacts } from '../../server/context/facts.ts';
import type { DockerfileModel } from '../../server/dockerfile/model.ts';
import type { ProjectFacts } from '../../server/project/facts.ts';
import { gatherProject } from '../../server/project/gather.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryFileSystem, MemoryTree } from '../support/memory-file-system.ts';

/** The Dockerfile has no say in what the projects are. */
const emptyModel: DockerfileModel = {
  text: '',
  eol: '\n',
  escape: '\\',
  directives: [],
  comments: [],
  instructions: [],
  stages: [],
  globalArgs: new Map(),
  contexts: new Set(),
  problems: [],
  isWindows: false,
};

export async function contextOf(fileSystem: MemoryFileSystem): Promise<ContextFacts> {
  return gatherContext({
    fileSystem,
    dockerfile: fileSystem.locate('Dockerfile'),
    context: fileSystem.root,
    model: emptyModel,
  });
}

/** The facts of a context that holds these files. */
export async function projectOf(tree: MemoryTree): Promise<ProjectFacts> {
  const fileSystem = createMemoryFileSystem({ Dockerfile: 'FROM scratch\n', ...tree });
  return gatherProject(await contextOf(fileSystem), fileSystem);
}

export function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
