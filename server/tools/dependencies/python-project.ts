/** Projects of poetry, uv and pipenv: where they come from, and what their installs read. */
import type { PythonProject } from '../../project/facts.ts';
import type { PythonGroup, PythonTool } from '../../project/python/facts.ts';
import type { InstallInputs } from '../install-inputs.ts';
import { folderOf, type Origin } from '../locate.ts';
import type { CommandSite } from '../sites.ts';
import { manifestIn } from './command.ts';
import type { InstallScope } from './install.ts';

export interface PythonPlace {
  readonly manifest: Origin | undefined;
  readonly project: PythonProject | undefined;
  readonly tool: PythonTool | undefined;
}

export function pythonPlace(
  name: PythonTool['tool'],
  manifestName: string,
  directory: string | undefined,
  site: CommandSite,
  scope: InstallScope,
): PythonPlace {
  const manifest = manifestIn(directory, manifestName, site, scope);
  const project = manifest && scope.facts.project.find('python', folderOf(manifest.path));
  return { manifest, project, tool: project?.tools.find(({ tool }) => tool === name) };
}

/** `skipsFolders`: the command leaves dependencies on folders of the project out. */
export function toolInputs(tool: PythonTool, skipsFolders = false): InstallInputs {
  return {
    paths: [...new Set([tool.manifest, ...(tool.lock ? [tool.lock.path] : []), ...tool.installFiles])],
    needsSources: skipsFolders ? undefined : tool.needsSources,
  };
}

/** Groups that no program needs at run time, by the names that people give them. */
export function isDevelopmentGroup(name: string): boolean {
  return /^(?:dev|develop|development|tests?|testing|lint|linting|linters?|docs?|documentation|typing|types|type-?check(?:ing)?|mypy|format|formatting|quality|qa|ci|debug|pre-?commit|notebooks?)(?:[-_].*)?$/i.test(
    name,
  );
}

/** Packages of the groups that the program itself does not ask for. */
export function groupPackages(groups: readonly PythonGroup[], tool: PythonTool): readonly string[] {
  const needed = new Set(tool.packages);
  return [...new Set(groups.flatMap(({ packages }) => packages))].filter((name) => !needed.has(name));
}

/** How many packages the manifest names, of all groups. */
export function askedBy(tool: PythonTool): number {
  return new Set([...tool.packages, ...tool.groups.flatMap(({ packages }) => packages)]).size;
}
