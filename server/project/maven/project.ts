import type { AskedVersion } from '../dependencies.ts';
import { folderOf, inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { readWrapper } from '../wrapper.ts';
import { EffectivePom } from './effective.ts';
import type { MavenParent, MavenProject } from './facts.ts';
import { readPom } from './pom.ts';
import type { Pom } from './pom.ts';

/** Generations of parents that are followed; real ones have two or three. */
const maximumParents = 10;

/** Reads every pom.xml among the manifests (paths). */
export async function readMavenProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly MavenProject[]> {
  const poms = new Map<string, Pom>();
  for (const path of manifestPaths) {
    const text = await reader.text(path, readLimits.manifest);
    if (text === undefined) continue;
    const result = readPom(text);
    if (result.ok) poms.set(path, result.pom);
    else reader.problem(path, `${path} can't be parsed: ${result.reason}`);
  }
  const modules = new Map([...poms].map(([path, pom]) => [folderOf(path), modulesOf(path, pom)]));
  const projects: MavenProject[] = [];
  for (const path of poms.keys()) projects.push(await readProject(reader, path, poms, modules));
  return projects;
}

/** Folders; a module may also be named by its pom. */
function modulesOf(path: string, pom: Pom): readonly string[] {
  return [...new Set(pom.modules.flatMap((written) => {
    const target = resolvePath(folderOf(path), written);
    const folder = target?.endsWith('.xml') === true ? folderOf(target) : target;
    return folder === undefined || folder === folderOf(path) ? [] : [folder];
  }))]; // prettier-ignore
}

async function readProject(
  reader: ProjectReader,
  path: string,
  poms: ReadonlyMap<string, Pom>,
  modules: ReadonlyMap<string, readonly string[]>,
): Promise<MavenProject> {
  const directory = folderOf(path);
  const parents = parentsOf(path, poms);
  const pom = poms.get(path)!;
  const effective = new EffectivePom([pom, ...parents.map((parent) => poms.get(parent)!)]);
  const dependencies = effective.dependencies.map((one) => ({
    groupId: effective.fill(one.groupId),
    artifactId: effective.fill(one.artifactId) ?? one.artifactId,
    version: effective.fill(one.version),
    scope: one.scope ?? 'compile',
  }));
  const plugins = effective.plugins.map(({ artifactId, version, goals }) => ({
    artifactId,
    version: effective.fill(version),
    goals,
  }));
  const springBoot = springBootVersion(effective);
  const quarkus = versionOfManaged(effective, /^quarkus-(?:bom|universe-bom)$/) ?? effective.property('quarkus.platform.version'); // prettier-ignore
  const names = [
    ...dependencies.map(({ groupId }) => groupId ?? ''),
    ...plugins.map((one) => one.artifactId),
  ];
  return {
    kind: 'maven',
    directory,
    manifest: path,
    groupId: effective.groupId,
    artifactId: effective.artifactId,
    version: effective.version,
    packaging: effective.fill(pom.packaging) ?? 'jar',
    finalName: finalNameOf(effective),
    buildDirectory: buildDirectoryOf(effective),
    parent: parentOf(effective, parents[0]),
    modules: modules.get(directory) ?? [],
    aggregator: aggregatorOf(directory, modules),
    dependencies,
    plugins,
    profiles: pom.profiles,
    mainClass: mainClassOf(effective),
    wrapper: await readWrapper(reader, 'maven', directory),
    installFiles: installFilesOf(reader, directory),
    javaVersion: javaVersionOf(path, effective),
    springBoot,
    quarkus,
    quarkusPackage:
      effective.property('quarkus.package.jar.type') ?? effective.property('quarkus.package.type'),
    frameworks: frameworks.filter(({ of }) => names.some((name) => of.test(name))).map(({ name }) => name),
    libraryFolders: libraryFoldersOf(effective),
    springBootSettings:
      effective.plugins.find(({ artifactId }) => artifactId === 'spring-boot-maven-plugin')?.configured ?? [],
    needsFiles: needsFilesOf(path, effective),
  };
}

/** Poms of the context that it inherits from, the nearest first. */
function parentsOf(path: string, poms: ReadonlyMap<string, Pom>): readonly string[] {
  const found: string[] = [];
  for (let current = path; found.length < maximumParents;) {
    const { parent } = poms.get(current)!;
    if (parent === undefined || parent.relativePath === '') break;
    const written = resolvePath(folderOf(current), parent.relativePath ?? '../pom.xml');
    const next =
      written === undefined ? undefined : [written, inside(written, 'pom.xml')].find((one) => poms.has(one));
    // Maven takes a file there only when it is the parent that the pom names.
    if (
      next === undefined ||
      found.includes(next) ||
      next === path ||
      poms.get(next)!.artifactId !== parent.artifactId
    )
      break;
    found.push(next);
    current = next;
  }
  return found;
}

function parentOf(effective: EffectivePom, manifest: string | undefined): MavenParent | undefined {
  const { parent } = effective.pom;
  if (parent === undefined) return undefined;
  const { groupId, artifactId } = parent;
  return { groupId, artifactId, version: effective.fill(parent.version), manifest };
}

/** The outermost folder whose pom leads to this one by its modules. */
function aggregatorOf(
  directory: string,
  modules: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const seen = new Set([directory]);
  let found: string | undefined;
  for (let current = directory; ;) {
    const above = [...modules].find(([, members]) => members.includes(current))?.[0];
    if (above === undefined || seen.has(above)) return found;
    seen.add(above);
    found = above;
    current = above;
  }
}

function finalNameOf(effective: EffectivePom): string | undefined {
  // The name or a suffix may be a plugin's.
  const renames = effective.plugins.some(
    ({ artifactId, settings }) =>
      /^(?:spring-boot-maven|maven-jar|maven-war)-plugin$/.test(artifactId) &&
      (settings.has('finalName') || settings.has('classifier')),
  );
  if (renames) return undefined;
  return effective.fill(
    effective.nearest((pom) => pom.finalName) ?? '${project.artifactId}-${project.version}',
  );
}

function buildDirectoryOf(effective: EffectivePom): string {
  const written = effective
    .nearest((pom) => pom.buildDirectory)
    ?.replace(/^\$\{(?:project\.)?basedir\}\//, '');
  return effective.fill(written) ?? 'target';
}

/** The goal's own default is `dependency` (maven.apache.org/plugins/maven-dependency-plugin/copy-dependencies-mojo.html). */
function libraryFoldersOf(effective: EffectivePom): readonly string[] {
  const target = `${buildDirectoryOf(effective)}/`;
  return effective.plugins
    .filter(
      ({ artifactId, goals }) =>
        artifactId === 'maven-dependency-plugin' && goals.includes('copy-dependencies'),
    )
    .flatMap(({ settings }) => {
      const written = settings.get('outputDirectory') ?? `${target}dependency`;
      const path = written
        .replace(/^\$\{(?:project\.)?basedir\}\//, '')
        .replace(/^\$\{project\.build\.directory\}\//, target);
      return path.startsWith(target) && !path.includes('$')
        ? [path.slice(target.length).replace(/\/+$/, '')]
        : [];
    });
}

function mainClassOf(effective: EffectivePom): string | undefined {
  const written = effective.plugins
    .map(({ settings }) => settings.get('mainClass'))
    .find((one) => one !== undefined);
  return effective.fill(written) ?? effective.property('start-class') ?? effective.property('exec.mainClass');
}

/** Files of the nearest .mvn folder, without the wrapper's. */
function installFilesOf(reader: ProjectReader, directory: string): readonly string[] {
  for (let folder = directory; ; folder = folderOf(folder)) {
    const settings = inside(folder, '.mvn');
    if (reader.isDirectory(settings))
      return reader.context
        .children(settings)
        .filter(({ type }) => type !== 'directory')
        .map(({ path }) => path);
    if (folder === '') return [];
  }
}

const compilerSettings = ['release', 'target', 'source'] as const;

function javaVersionOf(path: string, effective: EffectivePom): AskedVersion | undefined {
  const compiler = effective.plugins.find(({ artifactId }) => artifactId === 'maven-compiler-plugin');
  const candidates = [
    ...compilerSettings.map((name) => effective.fill(compiler?.settings.get(name))),
    effective.property('maven.compiler.release'),
    effective.property('java.version'),
    effective.property('maven.compiler.target'),
    effective.property('maven.compiler.source'),
  ];
  const version = candidates.find((one) => one !== undefined && /^(?:1\.)?\d+$/.test(one));
  return version === undefined ? undefined : { source: path, version };
}

function springBootVersion(effective: EffectivePom): string | undefined {
  const starter = effective.nearest(({ parent }) =>
    parent?.artifactId === 'spring-boot-starter-parent' ? parent.version : undefined,
  );
  const plugin = effective.plugins.find(({ artifactId }) => artifactId === 'spring-boot-maven-plugin');
  return (
    effective.fill(starter) ??
    versionOfManaged(effective, /^spring-boot-dependencies$/) ??
    effective.fill(plugin?.version)
  );
}

function versionOfManaged(effective: EffectivePom, artifact: RegExp): string | undefined {
  return effective.fill(effective.managed.find(({ artifactId }) => artifact.test(artifactId))?.version);
}

/** By group of a dependency or name of a plugin. */
const frameworks = [
  { name: 'spring-boot', of: /^org\.springframework\.boot$|^spring-boot-maven-plugin$/ },
  { name: 'quarkus', of: /^io\.quarkus|^quarkus-maven-plugin$/ },
  { name: 'micronaut', of: /^io\.micronaut|^micronaut-maven-plugin$/ },
  { name: 'helidon', of: /^io\.helidon/ },
  { name: 'dropwizard', of: /^io\.dropwizard/ },
  { name: 'vert.x', of: /^io\.vertx/ },
  { name: 'jakarta-ee', of: /^(?:jakarta\.platform|javax)$/ },
] as const;

function needsFilesOf(path: string, effective: EffectivePom): string | undefined {
  const local = effective.dependencies.find((one) => one.scope === 'system' || one.systemPath !== undefined);
  if (local) return `${path} takes ${local.artifactId} from a file`;
  const folder = effective.repositories.find((url) => /^file:|\$\{(?:project\.)?basedir\}/.test(url));
  if (folder !== undefined) return `${path} has a repository in a folder`;
  const installs = effective.plugins.find(({ goals }) => goals.includes('install-file'));
  return installs && `${path} installs an artifact from a file`;
}
