import { fileNameOf, folderOf, inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { readWrapper } from '../wrapper.ts';
import { readCatalog } from './catalog.ts';
import type { GradleModule, GradlePlugin, GradleProject } from './facts.ts';
import { readGradleScript } from './script.ts';
import type { GradleScript } from './script.ts';

const settingsNames = ['settings.gradle.kts', 'settings.gradle'] as const;
const buildNames = ['build.gradle.kts', 'build.gradle'] as const;

/** Modules that are read; a build with more is only listed. */
const maximumModules = 60;

export const isGradleManifest = (path: string): boolean =>
  [...settingsNames, ...buildNames].some((name) => name === fileNameOf(path));

/** Reads every build among the scripts (paths): folders with settings, and build scripts that no settings include. */
export async function readGradleProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly GradleProject[]> {
  const folders = [...new Set(manifestPaths.map(folderOf))];
  const withSettings = folders.filter((folder) => scriptIn(reader, folder, settingsNames) !== undefined);
  const projects: GradleProject[] = [];
  for (const folder of withSettings) projects.push(await readProject(reader, folder));
  const covered = new Set(
    projects.flatMap((project) => [project.directory, ...project.modules.map(({ directory }) => directory)]),
  );
  const nested = projects.flatMap(({ buildSource, includedBuilds }) => [
    ...(buildSource === undefined ? [] : [buildSource]),
    ...includedBuilds,
  ]);
  for (const folder of folders)
    if (!covered.has(folder) && !nested.includes(folder) && fileNameOf(folder) !== 'buildSrc')
      projects.push(await readProject(reader, folder));
  return projects;
}

function scriptIn(reader: ProjectReader, folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => inside(folder, name)).find((path) => reader.isFile(path));
}

async function read(reader: ProjectReader, path: string | undefined): Promise<GradleScript | undefined> {
  const text = path === undefined ? undefined : await reader.text(path, readLimits.manifest);
  return text === undefined ? undefined : readGradleScript(text);
}

async function readProject(reader: ProjectReader, directory: string): Promise<GradleProject> {
  const settings = scriptIn(reader, directory, settingsNames);
  const build = scriptIn(reader, directory, buildNames);
  const settingsScript = await read(reader, settings);
  const catalogPath = inside(directory, 'gradle/libs.versions.toml');
  const catalog = await catalogAt(reader, catalogPath);
  const places = modulePlaces(directory, settingsScript);
  const modules: GradleModule[] = [];
  const scripts: { readonly path: string; readonly script: GradleScript }[] = [];
  if (settings !== undefined && settingsScript) scripts.push({ path: settings, script: settingsScript });
  for (const place of [{ name: ':', directory }, ...places].slice(0, maximumModules)) {
    const path = place.directory === directory ? build : scriptIn(reader, place.directory, buildNames);
    const script = await read(reader, path);
    if (path !== undefined && script) scripts.push({ path, script });
    if (place.name !== ':' || path !== undefined) modules.push(moduleOf(place, path, script, catalog));
  }
  const applied = appliedBy(reader, scripts);
  const buildSource = inside(directory, 'buildSrc');
  const all = [
    ...scripts.map(({ script }) => script),
    ...(await Promise.all(applied.found.map((path) => read(reader, path)))).filter(
      (one) => one !== undefined,
    ),
  ];
  const plugins = modules.flatMap((module) => module.plugins);
  const ids = [...plugins.map(({ id }) => id), ...modules.flatMap((module) => module.dependencies)];
  const java = scripts.find(({ script }) => script.javaVersion !== undefined);
  return {
    kind: 'gradle',
    directory,
    manifest: settings ?? build!,
    settings,
    language: (build ?? settings)!.endsWith('.kts') ? 'kotlin' : 'groovy',
    name: settingsScript?.rootName,
    modules,
    includedBuilds: (settingsScript?.includedBuilds ?? []).flatMap(
      (path) => resolvePath(directory, path) ?? [],
    ),
    buildSource: reader.isDirectory(buildSource) ? buildSource : undefined,
    wrapper: await readWrapper(reader, 'gradle', directory),
    catalog: reader.isFile(catalogPath) ? catalogPath : undefined,
    lockfiles: lockfilesOf(reader, directory, modules),
    installFiles: [inside(directory, 'gradle.properties'), catalogPath, ...applied.found].filter((path) =>
      reader.isFile(path),
    ),
    needsFiles: needsFilesOf(scripts, applied.unknown, all, settingsScript, places.length),
    javaVersion: java && { source: java.path, version: java.script.javaVersion! },
    springBoot: plugins.find(({ id }) => id === 'org.springframework.boot')?.version,
    frameworks: frameworks.filter(({ of }) => ids.some((id) => of.test(id))).map(({ name }) => name),
  };
}

async function catalogAt(
  reader: ProjectReader,
  path: string,
): Promise<ReadonlyMap<string, GradlePlugin> | undefined> {
  const text = await reader.text(path, readLimits.manifest);
  if (text === undefined) return undefined;
  const result = readCatalog(text);
  if (result.ok) return result.value;
  reader.problem(path, `${path} can't be parsed: ${result.reason}`);
  return undefined;
}

/** Included projects with their folders: `:a:b` lies in a/b unless the settings say otherwise. */
function modulePlaces(
  directory: string,
  settings: GradleScript | undefined,
): readonly { name: string; directory: string }[] {
  return (settings?.includes ?? []).flatMap((name) => {
    const folder = settings?.projectFolders.get(name) ?? name.replaceAll(':', '/');
    const path = resolvePath(directory, folder);
    return path === undefined || path === directory ? [] : [{ name: `:${name}`, directory: path }];
  });
}

function moduleOf(
  place: { readonly name: string; readonly directory: string },
  path: string | undefined,
  script: GradleScript | undefined,
  catalog: ReadonlyMap<string, GradlePlugin> | undefined,
): GradleModule {
  return {
    name: place.name,
    directory: place.directory,
    script: path,
    plugins: (script?.plugins ?? []).map(({ id, version, fromCatalog }) => {
      const listed = fromCatalog ? catalog?.get(id) : undefined;
      return { id: listed?.id ?? id, version: version ?? listed?.version };
    }),
    version: script?.version,
    archiveName: script?.archiveName,
    mainClass: script?.mainClass,
    mergesLibraries: script?.mergesLibraries ?? false,
    springBootSettings: [...new Set(script?.springBootSettings)],
    projectDependencies: [...new Set(script?.projectDependencies)],
    dependencies: [...new Set(script?.dependencies)],
  };
}

/** Scripts of the context that `apply from` names, relative to the context. */
function appliedBy(
  reader: ProjectReader,
  scripts: readonly { readonly path: string; readonly script: GradleScript }[],
): { readonly found: readonly string[]; readonly unknown: string | undefined } {
  const found = new Set<string>();
  let unknown: string | undefined;
  for (const { path, script } of scripts)
    for (const written of script.applied) {
      // What is loaded from the network is no file of the project.
      if (/^https?:/.test(written)) continue;
      const target = resolvePath(folderOf(path), written);
      if (target !== undefined && reader.isFile(target)) found.add(target);
      else unknown ??= `${path} applies ${written}`;
    }
  return { found: [...found], unknown };
}

function lockfilesOf(
  reader: ProjectReader,
  directory: string,
  modules: readonly GradleModule[],
): readonly string[] {
  const folders = [...new Set([directory, ...modules.map((module) => module.directory)])];
  const files = folders.flatMap((folder) =>
    ['gradle.lockfile', 'buildscript-gradle.lockfile', 'settings-gradle.lockfile'].map((name) =>
      inside(folder, name),
    ),
  );
  const older = inside(directory, 'gradle/dependency-locks');
  return [...files.filter((path) => reader.isFile(path)), ...(reader.isDirectory(older) ? [older] : [])];
}

function needsFilesOf(
  scripts: readonly { readonly path: string; readonly script: GradleScript }[],
  unknown: string | undefined,
  all: readonly GradleScript[],
  settings: GradleScript | undefined,
  modules: number,
): string | undefined {
  if (unknown !== undefined) return unknown;
  if (settings?.computedIncludes === true) return 'the settings script computes what it includes';
  if (modules >= maximumModules) return 'it has too many projects';
  const reading = scripts.find(({ script }) => script.reads !== undefined);
  if (reading) return `${reading.path} calls \`${reading.script.reads!}\``;
  return all.some(({ reads }) => reads !== undefined)
    ? 'a script that it applies looks at other files'
    : undefined;
}

/** By id of a plugin, or group and name of a dependency. */
const frameworks = [
  { name: 'spring-boot', of: /^org\.springframework\.boot(?::|$)/ },
  { name: 'quarkus', of: /^io\.quarkus(?:[.:]|$)/ },
  { name: 'micronaut', of: /^io\.micronaut(?:[.:]|$)/ },
  { name: 'ktor', of: /^io\.ktor(?:[.:]|$)/ },
  { name: 'android', of: /^com\.android\./ },
] as const;
