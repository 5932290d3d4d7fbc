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
  return projects.length > 0 ? projects : looseSources(reader);
}

/** Sources without a file that says how to build them, where no other language is at home. */
function looseSources(reader: ProjectReader): readonly NativeProject[] {
  const files = reader.context.entries.filter(({ type }) => type === 'file');
  const sources = files.filter(({ path }) => isSource.test(path)).map(({ path }) => path);
  const [first] = sources;
  const isForeign = files.some(({ path }) => foreignManifests.some((name) => fileNameOf(path) === name));
  if (first === undefined || isForeign) return [];
  const language = sources.some((path) => isCpp.test(path)) ? 'C++' : 'C';
  const nothing = { executables: [], targets: [], installs: false, libraries: [], sharedBy: undefined };
  return [
    {
      kind: 'native',
      directory: '',
      manifest: first,
      system: 'none',
      language,
      name: undefined,
      isStatic: false,
      ...nothing,
    },
  ];
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
  const sharedBy = await findShared(reader, directory);
  const hasCpp = sources.some(({ path }) => isCpp.test(path));
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
    sharedBy,
    isStatic: cmake?.isStatic ?? make?.isStatic ?? false,
  };
}

/** Build files of subfolders that are looked into. */
const maximumFiles = 60;
const shares =
  /\b(?:SHARED|MODULE)\b|\bBUILD_SHARED_LIBS\s+ON\b|\bBUILD_SHARED_LIBS=ON\b|\bFetchContent_\w+\s*\(|\bExternalProject_Add\b|\bCPMAddPackage\b|(?:^|\s)-shared\b|\.so\b|\bshared_library\s*\(|\bsubproject\s*\(|-fsanitize\b|-stdlib=libc\+\+|\bb_sanitize\b/;

/** The first build file that makes shared libraries, or brings other projects. */
async function findShared(reader: ProjectReader, directory: string): Promise<string | undefined> {
  const files = reader.context.entries.filter(
    ({ path, type }) =>
      type === 'file' &&
      isWithin(directory, path) &&
      /(?:^|\/)(?:CMakeLists\.txt|[^/]+\.cmake|(?:GNUm|m|M)akefile|[^/]+\.mk|meson\.build|\.gitmodules)$/.test(
        path,
      ),
  );
  if (files.length > maximumFiles) return files[0]!.path;
  for (const { path } of files) {
    const text = (await reader.quietText(path, readLimits.manifest)) ?? '';
    if (fileNameOf(path) === '.gitmodules' || shares.test(text.replace(/(?:^|\s)#.*$/gm, ''))) return path;
  }
  return undefined;
}

const isCpp = /\.(?:cc|cpp|cxx|c\+\+|C)$/;
const isSource = /\.(?:c|cc|cpp|cxx|c\+\+|C)$/;
const phony =
  /^(?:all|clean|distclean|install|uninstall|test|tests|check|run|help|debug|release|lint|format|fmt|docs?|docker\S*|build|default|deps|dist|depend|PHONY)$/;

/** Not in a folder of another language's project or of somebody else's code. */
function isOwn(reader: ProjectReader, directory: string, path: string): boolean {
  if (!isWithin(directory, path)) return false;
  for (let folder = folderOf(path); folder.length > directory.length; folder = folderOf(folder))
    if (foreignManifests.some((name) => reader.context.entry(inside(folder, name)) !== undefined))
      return false;
  return !foreignManifests.some((name) => reader.context.entry(inside(directory, name)) !== undefined);
}

/** C beside one of these is an extension of that project. */
const foreignManifests = [
  'package.json', 'go.mod', 'Cargo.toml', 'setup.py', 'pyproject.toml', 'requirements.txt', 'Gemfile', 'mix.exs', 'composer.json', 'pom.xml',
  'build.gradle', 'build.gradle.kts',
] as const; // prettier-ignore
