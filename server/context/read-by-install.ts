/** Files that installing a project's dependencies, or building it, reads by name. */
import type { Project } from '../project/facts.ts';
import type { BuildWrapper } from '../project/wrapper.ts';
import { joinPath } from './build-output.ts';

/** Relative to the context. */
export function readByInstall(project: Project): readonly string[] {
  switch (project.kind) {
    case 'node':
      return [
        project.manifest,
        ...project.lockfiles.map((lockfile) => lockfile.path),
        ...(project.lockfile === undefined ? [] : [project.lockfile.path]),
        ...project.installFiles,
        ...project.workspaces,
        ...(project.typescript === undefined ? [] : [project.typescript.path, ...project.typescript.extends]),
        ...(project.prisma === undefined ? [] : [project.prisma.schema]),
      ];
    case 'python':
      return [
        ...project.requirements.flatMap((file) => [file.path, ...file.includes]),
        ...[project.manifest, project.lockfile].filter((path) => path !== undefined),
      ];
    case 'go':
      return [
        project.manifest,
        ...[project.sum, project.work].filter((path) => path !== undefined),
        ...project.localReplaces,
        ...project.mains,
        ...(project.vendored ? [project.directory === '' ? 'vendor' : `${project.directory}/vendor`] : []),
      ].filter((path) => path !== '');
    case 'php':
    case 'ruby':
    case 'elixir':
      return [
        project.manifest,
        ...(project.lock === undefined ? [] : [project.lock.path]),
        ...project.installFiles,
      ];
    case 'rust':
      return [
        project.manifest,
        ...(project.lock === undefined ? [] : [project.lock.path]),
        ...project.installFiles,
        ...project.targets.flatMap(({ path }) => path ?? []),
        ...[project.buildScript, project.sqlxOffline, project.configuration?.vendored].filter(isPath),
      ];
    case 'maven':
      return [project.manifest, ...wrapped(project.wrapper), ...project.installFiles];
    case 'gradle':
      return [
        project.manifest,
        ...project.modules.flatMap(({ script }) => script ?? []),
        ...wrapped(project.wrapper),
        ...project.installFiles,
        ...project.lockfiles,
        ...project.includedBuilds,
        ...[project.buildSource].filter(isPath),
      ];
    case 'dotnet':
      return [
        project.manifest,
        ...project.references.flatMap(({ path }) => path ?? []),
        ...(project.lock === undefined ? [] : [project.lock.path]),
        ...project.installFiles,
      ];
    case 'dotnet-solution':
      return [project.manifest, ...project.projects];
    case 'deno':
      return [
        project.manifest,
        ...(project.lock === undefined ? [] : [project.lock.path]),
        ...project.installFiles,
        ...(project.vendored ? [joinPath(project.directory, 'vendor')] : []),
      ];
    case 'native':
      return [project.manifest];
  }
}

function wrapped(wrapper: BuildWrapper | undefined): readonly string[] {
  return wrapper === undefined ? [] : [wrapper.script, ...wrapper.files];
}

function isPath(path: string | undefined): path is string {
  return path !== undefined && path !== '';
}
