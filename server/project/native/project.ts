import { fileNameOf, folderOf, inside, isWithin } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { readCMake } from './cmake.ts';
import type { NativeProject } from './facts.ts';
import { readMakefile } from './makefile.ts';

/** In the order in which they win: a project with several is built with the first. */
const manifests = [
  { name: 'CMakeLists.txt', system: 'cmake' },
  { name: 'meson.build', system: 'meson' },
  { name: 'configure.ac', system: 'autotools' },
  { name: 'configure', system: 'autotools' },
  { name: 'GNUmakefile', system: 'make' },
  { name: 'makefile', system: 'make' },
  { name: 'Makefile', system: 'make' },
] as const;

export const isNativeManifest = (path: string): boolean =>
  manifests.some(({ name }) => name === fileNameOf(path));

/** Reads every C or C++ project among the manifests (paths): outermost folders that have sources. */
export async function readNativeProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly NativeProject[]> {
  const folders = [...new Set(manifestPaths.map(folderOf))].sort((a, b) => a.length - b.length);
  const projects: NativeProject[] = [];
  for (const directory of folders) {
    // A folder's build files belong to the project around it.
    if (projects.some((outer) => isWithin(outer.directory, directory))) continue;
    const project = await readProject(reader, directory);
    if (project) projects.push(project);
  }
  return projects;
}

async function readProject(reader: ProjectReader, directory: string): Promise<NativeProject | undefined> {
  const found = manifests.find(({ name }) => reader.isFile(inside(directory, name)));
  const sources = reader.context.entries.filter(
    ({ path, type }) => type === 'file' && isSource.test(path) && isOwn(reader, directory, path),
  );
  // Makefiles are used for everything; only sources make a C project.
  if (found === undefined || sources.length === 0) return undefined;
  const manifest = inside(directory, found.name);
  const text = (await reader.text(manifest, readLimits.manifest)) ?? '';
  const cmake = found.system === 'cmake' ? readCMake(text) : undefined;
  const make = found.system === 'make' ? readMakefile(text) : undefined;
  const hasCpp = sources.some(({ path }) => /\.(?:cc|cpp|cxx|c\+\+|C)$/.test(path));
  const mesonName = found.system === 'meson' ? /\bproject\(\s*'([^']+)'/.exec(text)?.[1] : undefined;
  const programs = make?.targets.filter((name) => !phony.test(name)) ?? [];
  return {
    kind: 'native',
    directory,
    manifest,
    system: found.system,
    language: hasCpp || cmake?.languages.includes('CXX') === true ? 'C++' : 'C',
    name: cmake?.project ?? mesonName,
    executables: cmake?.executables ?? programs,
    targets: make?.targets ?? [],
    installs: cmake?.installs ?? make?.targets.includes('install') ?? false,
    libraries: cmake?.libraries ?? make?.libraries ?? [],
    isStatic: cmake?.isStatic ?? make?.isStatic ?? false,
  };
}

const isSource = /\.(?:c|cc|cpp|cxx|c\+\+|C)$/;
const phony =
  /^(?:all|clean|distclean|install|uninstall|test|tests|check|run|help|debug|release|lint|format|fmt|docs?|docker\S*|build|default|deps|dist|depend|PHONY)$/;

/** Not in a folder of another language's project or of somebody else's code. */
function isOwn(reader: ProjectReader, directory: string, path: string): boolean {
  if (!isWithin(directory, path)) return false;
  for (let folder = folderOf(path); folder.length > directory.length; folder = folderOf(folder))
    if (foreignManifests.some((name) => reader.context.entry(inside(folder, name)) !== undefined)) return false;
  return !foreignManifests.some((name) => reader.context.entry(inside(directory, name)) !== undefined);
} // prettier-ignore

/** C beside one of these is an extension of that project. */
const foreignManifests = [
  'package.json', 'go.mod', 'Cargo.toml', 'setup.py', 'pyproject.toml', 'requirements.txt', 'Gemfile', 'mix.exs', 'composer.json', 'pom.xml',
  'build.gradle', 'build.gradle.kts',
] as const; // prettier-ignore
