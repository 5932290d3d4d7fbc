import type { ContextFacts } from '../context/facts.ts';
import { neverCancelled, throwIfCancelled } from '../ports.ts';
import type { CancellationToken, FileSystem } from '../ports.ts';
import { readDenoProjects } from './deno/project.ts';
import { readDotnetProjects, readSolutions } from './dotnet/project.ts';
import { readElixirProjects } from './elixir/project.ts';
import type { Project, ProjectFacts, ProjectKind, ProjectOf, SourceFacts } from './facts.ts';
import { findManifests, topManifests } from './find-manifests.ts';
import { readGoProjects } from './go/project.ts';
import { readGradleProjects } from './gradle/project.ts';
import { readMavenProjects } from './maven/project.ts';
import { readNativeProjects } from './native/project.ts';
import { readNodeProjects } from './node/project.ts';
import { inside } from './paths.ts';
import { readPhpProjects } from './php/project.ts';
import { readPythonProjects } from './python/project.ts';
import { ProjectReader } from './reader.ts';
import { readRubyProjects } from './ruby/project.ts';
import { readRustProjects } from './rust/project.ts';
import { readShellScripts, type ScriptFile } from './shell-scripts.ts';
import { lookAtSources } from './sources/look.ts';
import { filesThatReachOutside } from './sources/outside.ts';

/**
 * Reads what the context's projects say about themselves. Nothing of a project is executed, and nothing outside
 * of the context is read.
 * @throws CancelledError when the token is cancelled; never for what the files hold.
 */
export async function gatherProject(
  context: ContextFacts,
  fileSystem: FileSystem,
  token: CancellationToken = neverCancelled,
): Promise<ProjectFacts> {
  throwIfCancelled(token);
  if (!context.known)
    return projectFacts(false, [], new Map(), new Map(), new ProjectReader(context, fileSystem, token));
  const reader = new ProjectReader(context, fileSystem, token);
  // Looked for, so that creating one is noticed.
  for (const name of topManifests) reader.isFile(name);
  const manifests = findManifests(context);
  if (manifests.skipped > 0)
    reader.problem('', `${manifests.skipped} manifests deep in the context were not read`);
  const projects: Project[] = [
    ...(await readNodeProjects(reader, manifests.of('node'))),
    ...(await readPythonProjects(reader, manifests.of('python'))),
    ...(await readGoProjects(reader, manifests.of('go'))),
    ...(await readPhpProjects(reader, manifests.of('php'))),
    ...(await readRubyProjects(reader, manifests.of('ruby'))),
    ...(await readElixirProjects(reader, manifests.of('elixir'))),
    ...(await readRustProjects(reader, manifests.of('rust'))),
    ...(await readMavenProjects(reader, manifests.of('maven'))),
    ...(await readGradleProjects(reader, manifests.of('gradle'))),
    ...(await readDotnetProjects(reader, manifests.of('dotnet'))),
    ...(await readSolutions(reader, manifests.of('dotnet-solution'))),
    ...(await readDenoProjects(reader, manifests.of('deno'))),
    ...(await readNativeProjects(reader, manifests.of('native'))),
  ];
  const sources = new Map<string, SourceFacts>();
  for (const project of projects) {
    throwIfCancelled(token);
    if (!isLookedInto(project)) continue;
    const sameKind = projects.filter((other) => other.kind === project.kind).map((other) => other.directory);
    const found = await lookAtSources(
      reader,
      project.kind,
      project.directory,
      sameKind.filter((other) => other.length > project.directory.length),
      'frameworks' in project ? project.frameworks : [],
      project.kind === 'node' ? project.scripts : {},
    );
    const isFrontEnd = project.kind === 'node' && project.build?.kind === 'front-end';
    const own = isFrontEnd
      ? { ...found, reachesOutside: await filesThatReachOutside(reader, project.directory) }
      : found;
    const before = sources.get(project.directory);
    sources.set(project.directory, before === undefined ? own : joined(before, own));
  }
  return projectFacts(true, projects, sources, await readShellScripts(reader), reader);
}

type LookedInto =
  'node' | 'deno' | 'python' | 'go' | 'rust' | 'native' | 'maven' | 'gradle' | 'dotnet' | 'php' | 'ruby';

/** Languages whose source files we can read. */
function isLookedInto(project: Project): project is ProjectOf<LookedInto> {
  return [
    'node',
    'deno',
    'python',
    'go',
    'rust',
    'native',
    'maven',
    'gradle',
    'dotnet',
    'php',
    'ruby',
  ].includes(project.kind);
}

/** Two ecosystems in one folder: both may be what runs. */
function joined(a: SourceFacts, b: SourceFacts): SourceFacts {
  return {
    complete: a.complete && b.complete,
    healthRoutes: [...a.healthRoutes, ...b.healthRoutes],
    ports: [...a.ports, ...b.ports],
    runtimePaths: [...a.runtimePaths, ...b.runtimePaths],
    embedded: [...a.embedded, ...b.embedded],
    writes: [...a.writes, ...b.writes],
    writesElsewhere: [...a.writesElsewhere, ...b.writesElsewhere],
    runsPrograms: [...a.runsPrograms, ...b.runsPrograms],
    startedPrograms: [...(a.startedPrograms ?? []), ...(b.startedPrograms ?? [])],
    kitUses: [...(a.kitUses ?? []), ...(b.kitUses ?? [])],
    localeUses: [...(a.localeUses ?? []), ...(b.localeUses ?? [])],
    ...(a.deno || b.deno ? { deno: (a.deno ?? b.deno)! } : {}),
    ...(a.rust || b.rust ? { rust: (a.rust ?? b.rust)! } : {}),
    needsCertificates: a.needsCertificates || b.needsCertificates,
    needsTimezones: a.needsTimezones || b.needsTimezones,
    bringsTimezones: a.bringsTimezones || b.bringsTimezones,
    tlsUses: [...a.tlsUses, ...b.tlsUses],
    timezoneUses: [...a.timezoneUses, ...b.timezoneUses],
    listeners: [...a.listeners, ...b.listeners],
    reachesOutside: a.reachesOutside ?? b.reachesOutside,
  };
}

function projectFacts(
  known: boolean,
  projects: readonly Project[],
  sources: ReadonlyMap<string, SourceFacts>,
  scripts: ReadonlyMap<string, ScriptFile>,
  reader: ProjectReader,
): ProjectFacts {
  const normal = (directory: string): string => inside('', directory.replace(/^\.?\/+|\/+$|^\.$/g, ''));
  const find = <Kind extends ProjectKind>(kind: Kind, directory: string): ProjectOf<Kind> | undefined =>
    projects.find(
      (project): project is ProjectOf<Kind> =>
        project.kind === kind && project.directory === normal(directory),
    );
  return {
    known,
    projects,
    problems: reader.problems,
    node: (directory) => find('node', directory),
    python: (directory) => find('python', directory),
    go: (directory) => find('go', directory),
    find,
    sources: (directory) => sources.get(normal(directory)),
    script: (path) => scripts.get(path),
    read: reader.read,
  };
}
