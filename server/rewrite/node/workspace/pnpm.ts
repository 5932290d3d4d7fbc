/** The production packages of a part of a pnpm workspace, installed from the manifests of that part. */
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import { keywordCase } from '../../../edit/insert.ts';
import type { NodeProject } from '../../../project/facts.ts';
import type { Facts } from '../../../rules/rule.ts';
import { copyLines } from '../../../tools/install-inputs.ts';
import type { InstallLines } from '../install-lines.ts';
import type { NodeReading } from '../reading.ts';
import { maximumManifests } from './fetch.ts';

/**
 * COPY lines of what an install for these packages reads; undefined where such an install would not do. A frozen install
 * takes the packages of the manifests that are there from the lockfile, without looking for the others' (tried with 7 to 10);
 * `--filter` would leave packages of others in node_modules with some (github.com/pnpm/pnpm/issues/6300).
 */
export function pnpmManifests(
  members: readonly NodeProject[],
  reading: NodeReading,
  { frozen, inputs }: InstallLines,
  model: DockerfileModel,
  facts: Facts,
): readonly string[] | undefined {
  const { project, install, contextRoot, imageRoot } = reading;
  if (!frozen || members.length > maximumManifests || project.packagesElsewhere !== undefined)
    return undefined;
  // Injected packages are copies that are made at the install, before anything is built (pnpm.io/settings#injectworkspacepackages).
  const names = new Set(members.map(({ name }) => name));
  const packages = project.lockfile?.packages;
  if (!packages || packages.some(({ name }) => names.has(name))) return undefined;
  const others = project.workspaces.filter((folder) =>
    members.every(({ directory }) => directory !== folder),
  );
  const paths = inputs.paths.filter((path) => !others.some((folder) => path === `${folder}/package.json`));
  return copyLines(paths, {
    contextRoot,
    imageRoot,
    workdir: install.instruction.state.workdir ?? '/',
    keyword: keywordCase(model, 'COPY'),
    context: facts.context,
  });
}
