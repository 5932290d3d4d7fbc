import picomatch from 'picomatch';
import type { DependencyLock } from '../dependencies.ts';
import { folderOf, inside, isWithin, relativeTo, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { compareLock, readCargoLock, type LockedCrate } from './cargo-lock.ts';
import { inherited, readCargoToml, type CargoManifest, type Inheritable } from './cargo-toml.ts';
import type { RustDependency, RustProject } from './facts.ts';
import { readConfiguration, readToolchain } from './settings.ts';
import { targetsOf } from './targets.ts';

/** A Cargo.toml with its folder. */
interface Read {
  readonly path: string;
  readonly directory: string;
  readonly manifest: CargoManifest;
}

interface Workspace {
  readonly root: Read;
  /** Folders of the members, without the root's own. */
  readonly members: readonly string[];
  readonly lock: DependencyLock | undefined;
  readonly crates: readonly LockedCrate[];
  readonly locked: ReadonlyMap<string, readonly string[]> | undefined;
}

/** Reads every Cargo.toml among the manifests (paths). */
export async function readRustProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly RustProject[]> {
  const reads: Read[] = [];
  for (const path of manifestPaths) {
    const text = await reader.text(path, readLimits.manifest);
    if (text === undefined) continue;
    const result = readCargoToml(text);
    if (result.ok) reads.push({ path, directory: folderOf(path), manifest: result.value });
    else reader.problem(path, `${path} can't be parsed: ${result.reason}`);
  }
  const roots = reads.filter(({ manifest }) => manifest.workspace !== undefined);
  const membersOf = new Map(roots.map((root) => [root, workspaceMembers(root, reads)]));
  const workspaces = new Map<Read, Workspace>();
  const projects: RustProject[] = [];
  for (const read of reads) {
    const root = rootOf(read, membersOf) ?? read;
    let workspace = workspaces.get(root);
    if (!workspace) {
      workspace = await readWorkspace(reader, root, membersOf.get(root) ?? [], reads);
      workspaces.set(root, workspace);
    }
    projects.push(await readProject(reader, read, workspace));
  }
  return projects;
}

/** The nearest workspace above that has it as a member. */
function rootOf(read: Read, membersOf: ReadonlyMap<Read, readonly string[]>): Read | undefined {
  if (read.manifest.workspace !== undefined) return read;
  return [...membersOf]
    .filter(([, members]) => members.includes(read.directory))
    .map(([root]) => root)
    .sort((a, b) => b.directory.length - a.directory.length)[0];
}

/** Folders that `members` names, and those that members depend on by path below the root. */
function workspaceMembers(root: Read, reads: readonly Read[]): readonly string[] {
  const { members, exclude } = root.manifest.workspace!;
  const matchers = members.flatMap((pattern) => compile(pattern));
  const excluded = exclude.flatMap((path) => resolvePath(root.directory, path) ?? []);
  const below = reads.filter((read) => read !== root && isWithin(root.directory, read.directory));
  const found = new Set(
    below.filter(({ directory }) =>
      matchers.some((matches) => matches(relativeTo(root.directory, directory))),
    ),
  );
  const waiting = [...found, ...(root.manifest.package === undefined ? [] : [root])];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop())
    for (const dependency of pathsOf(current, root.manifest)) {
      const next = below.find(({ directory }) => directory === dependency);
      if (!next || found.has(next)) continue;
      found.add(next);
      waiting.push(next);
    }
  return [...found]
    .map(({ directory }) => directory)
    .filter((directory) => !excluded.some((folder) => isWithin(folder, directory)))
    .sort();
}

function compile(pattern: string): ((path: string) => boolean)[] {
  const plain = pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  if (plain === '' || plain.length > 1000) return [];
  try {
    return [picomatch(plain, { dot: true })];
  } catch {
    // An impossible pattern names no folder.
    return [];
  }
}

function pathsOf(read: Read, root: CargoManifest): readonly string[] {
  return dependenciesOf(read, { path: read.path, directory: read.directory, manifest: root })
    .map(({ path }) => path)
    .filter((path) => path !== undefined && path !== outside)
    .map((path) => path!);
}

const outside = 'outside';

/** With what is inherited from the workspace filled in; paths are relative to the context. */
function dependenciesOf(read: Read, root: Read): readonly RustDependency[] {
  return read.manifest.dependencies.map((own) => {
    const shared = own.inherits ? root.manifest.workspace?.dependencies.get(own.key) : undefined;
    const from = shared ?? own;
    // A path in the workspace's table is relative to the workspace.
    const folder = shared ? root.directory : read.directory;
    return {
      name: from.name,
      version: from.version,
      kind: own.kind,
      optional: own.optional,
      git: from.git,
      path: from.path === undefined ? undefined : (resolvePath(folder, from.path) ?? outside),
      features: [...new Set([...from.features, ...own.features])],
    };
  });
}

async function readWorkspace(
  reader: ProjectReader,
  root: Read,
  members: readonly string[],
  reads: readonly Read[],
): Promise<Workspace> {
  const path = inside(root.directory, 'Cargo.lock');
  const text = await reader.text(path, readLimits.lockfile);
  if (text === undefined) {
    // A file that is there and can't be read still is the lockfile.
    const lock = reader.isFile(path)
      ? { path, packages: undefined, inStep: undefined, differences: [] }
      : undefined;
    return { root, members, lock, crates: [], locked: undefined };
  }
  const result = readCargoLock(text);
  if (!result.ok) {
    reader.problem(path, `${path} can't be parsed: ${result.reason}`);
    return {
      root,
      members,
      lock: { path, packages: undefined, inStep: undefined, differences: [] },
      crates: [],
      locked: undefined,
    };
  }
  const all = [root, ...reads.filter(({ directory }) => members.includes(directory))];
  const own = all.flatMap((read) => {
    const { package: written } = read.manifest;
    if (written === undefined) return [];
    // A package without a version is 0.0.0.
    const version = versionOf(written.version, root.manifest.workspace?.version) ?? '0.0.0';
    return [{ name: written.name, version, dependencies: dependenciesOf(read, root) }];
  });
  const certain =
    !root.manifest.patched &&
    reader.context.complete &&
    all.every(({ manifest }) => manifest.package?.workspace === undefined) &&
    own.every(({ dependencies }) =>
      dependencies.every(
        (one) => one.path !== outside && (one.git || one.path !== undefined || one.version !== undefined),
      ),
    );
  return {
    root,
    members,
    lock: compareLock(path, result.value, own, certain),
    crates: result.value,
    locked: packagesOf(result.value),
  };
}

/** Several versions of a package together. */
function packagesOf(crates: readonly LockedCrate[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, dependencies } of crates) {
    const names = dependencies.map((line) => line.split(' ')[0]!);
    found.set(name, [...(found.get(name) ?? []), ...names]);
  }
  return found;
}

function versionOf(own: Inheritable, shared: string | undefined): string | undefined {
  return own === inherited ? shared : own;
}

async function readProject(reader: ProjectReader, read: Read, workspace: Workspace): Promise<RustProject> {
  const { directory, path, manifest } = read;
  const { root, members, lock, crates, locked } = workspace;
  const own = manifest.package;
  const shared = root.manifest.workspace;
  const toolchain = await readToolchain(reader, directory);
  const configuration = await readConfiguration(reader, directory);
  const dependencies = dependenciesOf(read, root);
  const minimum = versionOf(own?.rustVersion, shared?.rustVersion);
  const rustVersion = toolchain
    ? toolchain.version
    : minimum === undefined
      ? undefined
      : { source: path, version: minimum };
  return {
    kind: 'rust',
    directory,
    manifest: path,
    name: own?.name,
    version: versionOf(own?.version, shared?.version),
    edition: versionOf(own?.edition, shared?.edition),
    targets: own === undefined ? [] : targetsOf(reader, directory, manifest, own),
    defaultRun: own?.defaultRun,
    buildScript: own === undefined ? undefined : buildScriptOf(reader, directory, own.build),
    dependencies,
    lints: manifest.lints,
    features: manifest.features,
    members: read === root ? members : [],
    isWorkspace: manifest.workspace !== undefined,
    workspaceRoot: read === root ? undefined : root.directory,
    patched: root.manifest.patched,
    lock,
    lockedPackages: locked,
    nativePackages: [...new Set(crates.map(({ name }) => name).filter(isNative))],
    rustVersion,
    toolchainTargets: toolchain?.targets ?? [],
    configuration,
    installFiles: [toolchain?.path, configuration?.path].filter((file) => file !== undefined),
    sqlxOffline: dependencies.some(({ name }) => name === 'sqlx')
      ? sqlxOf(reader, directory, root.directory)
      : undefined,
    frameworks: frameworks.filter((name) =>
      dependencies.some((one) => one.name === name && one.kind === 'normal'),
    ),
  };
}

const frameworks = ['actix-web', 'axum', 'rocket', 'warp', 'poem', 'tide', 'salvo', 'tonic', 'hyper', 'leptos', 'dioxus']; // prettier-ignore

/** Bindings to other systems than Linux (the first are Windows' import libraries), and to nothing but the kernel. */
const foreign =
  /^(?:kernel32|user32|gdi32|shell32|ole32|advapi32|ws2_32|secur32|crypt32|userenv|dbghelp|psapi|winmm|winhttp|setupapi|uuid|rpcrt4|netapi32|iphlpapi|bcrypt|ncrypt|fuchsia-zircon|windows|js|web|linux-raw|dirs|dirs-next|inotify|core-foundation|core-graphics|core-text|coreaudio|security-framework|system-configuration|jni|ndk|objc|block|fsevent|kqueue|io-kit|mach|wasi|hermit|renderdoc)-sys(?:-next)?$/;

/** Packages that compile or link C though their name does not say so. */
const compiled: ReadonlySet<string> = new Set(['ring', 'mozjpeg', 'rusty_v8', 'v8', 'tikv-jemallocator']);

function isNative(name: string): boolean {
  return (/[-_]sys$/.test(name) && !foreign.test(name)) || compiled.has(name);
}

function buildScriptOf(
  reader: ProjectReader,
  directory: string,
  build: string | false | undefined,
): string | undefined {
  if (build === false) return undefined;
  const path = resolvePath(directory, build ?? 'build.rs');
  return path !== undefined && (build !== undefined || reader.isFile(path)) ? path : undefined;
}

function sqlxOf(reader: ProjectReader, directory: string, root: string): string | undefined {
  for (const folder of [directory, root]) {
    if (reader.isDirectory(inside(folder, '.sqlx'))) return inside(folder, '.sqlx');
    if (reader.isFile(inside(folder, 'sqlx-data.json'))) return inside(folder, 'sqlx-data.json');
  }
  return undefined;
}
