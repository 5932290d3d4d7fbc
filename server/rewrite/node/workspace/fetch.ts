/** Large pnpm workspaces: what their lockfile names is fetched before any manifest of a package is there. */
import { coversProject } from '../copy-roles.ts';
import type { NodeReading } from '../reading.ts';

/** With more packages than these, a COPY for each manifest hides what the file is about and is forgotten for the next one. */
export const maximumManifests = 8;

/**
 * Files that `pnpm fetch` reads (pnpm.io/cli/fetch), relative to the context: the lockfile, settings, patches, and the
 * manifest at the root, which may name the version of pnpm. Undefined where copying every manifest is the better way.
 */
export function fetchInputs(reading: NodeReading): readonly string[] | undefined {
  const { project, builds, copies } = reading;
  if (project.packageManager !== 'pnpm' || !project.lockfile || project.workspaces.length <= maximumManifests)
    return undefined;
  // All manifests must come with the sources then.
  const isWhole = [...copies.values()].some((copy) => coversProject(copy, reading));
  return builds && isWhole ? [project.manifest, project.lockfile.path, ...project.installFiles] : undefined;
}
