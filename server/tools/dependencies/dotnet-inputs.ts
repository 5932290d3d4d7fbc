/** What a restore reads: project files with all that they refer to, and what lies around them. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { DotnetProject, DotnetSolution, ProjectFacts } from '../../project/facts.ts';
import type { InstallInputs } from '../install-inputs.ts';
import { runCommands, type CommandSite } from '../sites.ts';
import { dotnetCommand } from '../dotnet.ts';
import type { InstallScope } from './install.ts';

/** Undefined when not all of it is known. */
export function restoreInputs(
  target: DotnetProject | DotnetSolution,
  scope: InstallScope,
  site: CommandSite,
): InstallInputs | undefined {
  const { facts } = scope;
  const roots = target.kind === 'dotnet' ? [target.manifest] : target.projects;
  if (target.kind === 'dotnet-solution' && target.outside.length > 0) return undefined;
  const projects = closureOf(roots, facts.project);
  if (!projects || projects.some(({ manifest }) => facts.context.has(manifest) !== true)) return undefined;
  const paths = [
    ...(target.kind === 'dotnet-solution' ? [target.manifest] : []),
    ...projects.map(({ manifest }) => manifest),
    ...projects.flatMap(({ lock }) => (lock ? [lock.path] : [])),
    ...projects.flatMap(({ installFiles }) => installFiles),
  ];
  return {
    paths: [...new Set(paths)],
    needsSources: undefined,
    doubt:
      projects.find(({ needsFiles }) => needsFiles !== undefined)?.needsFiles ??
      staleResults(projects, scope, site),
  };
}

/** The projects with those that they are built with; undefined when one of them was not read. */
export function closureOf(
  roots: readonly string[],
  facts: ProjectFacts,
): readonly DotnetProject[] | undefined {
  const byPath = new Map(
    facts.projects.flatMap((project) =>
      project.kind === 'dotnet' ? [[project.manifest, project] as const] : [],
    ),
  );
  const found = new Set<DotnetProject>();
  const waiting: (string | undefined)[] = [...roots];
  while (waiting.length > 0) {
    const path = waiting.shift();
    const project = path === undefined ? undefined : byPath.get(path);
    if (!project) return undefined;
    if (found.has(project)) continue;
    found.add(project);
    waiting.push(...project.references.map((reference) => reference.path));
  }
  return [...found];
}

/**
 * A copy behind the restore brings obj folders of this machine along, which then stand in the way of a build that does
 * not restore again.
 */
function staleResults(
  projects: readonly DotnetProject[],
  { model, facts }: InstallScope,
  site: CommandSite,
): string | undefined {
  const exposed = projects.find(
    ({ directory }) => !facts.context.isIgnored(directory === '' ? 'obj' : `${directory}/obj`),
  );
  if (!exposed) return undefined;
  const trusting = lastWithoutRestore(model) >= site.instruction.index;
  return trusting ? `.dockerignore lets obj of ${exposed.manifest} through` : undefined;
}

const lastIndexes = new WeakMap<DockerfileModel, number>();

/** Index of the last instruction with a command that relies on an earlier restore; -1 when there is none. */
function lastWithoutRestore(model: DockerfileModel): number {
  let known = lastIndexes.get(model);
  if (known === undefined) {
    known = [...runCommands(model)]
      .filter(({ command }) => dotnetCommand(command)?.has('--no-restore') === true)
      .reduce((last, { instruction }) => Math.max(last, instruction.index), -1);
    lastIndexes.set(model, known);
  }
  return known;
}
