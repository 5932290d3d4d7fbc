/** Manifests that no conversion can build on. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { Facts } from '../rules/rule.ts';
import { dependencyInstalls } from '../tools/dependencies/all.ts';
import { goCommands, nodeInstalls, pipInstalls } from '../tools/installs.ts';
import { folderOf } from '../tools/locate.ts';

/** A conversion copies the manifest of every package by name, but pnpm's; nobody would read more lines than this. */
const maximumWorkspaces = 50;

/** Why the project can't be arranged anew, a complete sentence; undefined when its manifests can be read. */
export function manifestObstacle(model: DockerfileModel, facts: Facts): string | undefined {
  const folders = manifestFolders(model, facts);
  const problem = facts.project.problems.find(({ path }) => path !== '' && folders.has(folderOf(path)));
  if (problem) return `${problem.message.replace(/[.:]$/, '')}.`;
  for (const { project } of nodeInstalls(model, facts)) {
    const root =
      project?.workspaceRoot === undefined ? project : (facts.project.node(project.workspaceRoot) ?? project);
    const count = root?.workspaces.length ?? 0;
    // Packages that nobody has looked at are not counted.
    const known = facts.project.problems.some(({ path }) => path === '') ? 'at least ' : '';
    if (count > maximumWorkspaces && root?.packageManager !== 'pnpm')
      return `The workspace has ${known}${count} packages, and a COPY for the manifest of each would hide what the file does: install only what one of them needs first.`;
  }
  return undefined;
}

/** Folders of the context that installs and builds of the file read their manifests from, and the workspaces' roots. */
function manifestFolders(model: DockerfileModel, facts: Facts): ReadonlySet<string> {
  const node = nodeInstalls(model, facts);
  const manifests = [
    ...node.map(({ manifest }) => manifest?.path),
    ...goCommands(model, facts).map(({ manifest }) => manifest?.path),
    ...dependencyInstalls(model, facts).map(({ manifest }) => manifest?.path),
    ...pipInstalls(model, facts).flatMap(({ requirements }) =>
      requirements.map(({ origin }) => origin?.path),
    ),
  ].flatMap((path) => (path === undefined ? [] : [folderOf(path)]));
  return new Set([...manifests, ...node.flatMap(({ project }) => project?.workspaceRoot ?? [])]);
}
