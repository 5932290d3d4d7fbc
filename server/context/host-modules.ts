/** node_modules of the machine that builds, when sources are copied behind an install. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { Facts, Fix } from '../rules/rule.ts';
import { proposeDockerignore } from './propose.ts';

/**
 * The .dockerignore that a change must bring which moves a broad COPY behind the install: without it this machine's
 * node_modules would replace what was just installed. Empty when they do not come along anyway, or are wanted.
 */
export function keepHostModulesOut(facts: Facts, model: DockerfileModel): NonNullable<Fix['files']> {
  const { context, project } = facts;
  const folders = project.projects
    .filter(({ kind }) => kind === 'node')
    .map(({ directory }) => [directory, 'node_modules'].filter(Boolean).join('/'))
    .filter((folder) => context.has(folder) === true && !context.isIgnored(folder));
  const proposal = folders.length > 0 ? proposeDockerignore(facts, model) : undefined;
  if (!proposal) return [];
  const after = context.withDockerignore(proposal.after);
  return folders.some((folder) => after.isIgnored(folder))
    ? [{ path: proposal.path, before: proposal.before, after: proposal.after }]
    : [];
}
