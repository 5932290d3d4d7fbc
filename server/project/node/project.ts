import type { NodeProject } from '../facts.ts';
import { folderOf, inside, relativeTo } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { describeBuild, describeOtherBuilds } from './build-script.ts';
import { buildConfigNames } from './build-tools.ts';
import { findNodeFrameworks } from './frameworks.ts';
import { findCredentialFile, findInstallFiles, readNodeLinker } from './install-files.ts';
import { productionKeys } from './locks/graph.ts';
import { loadLockfiles } from './locks/lockfile.ts';
import type { LoadedLockfile } from './locks/lockfile.ts';
import { developmentDiffers } from './development-mode.ts';
import { nextFacts } from './next.ts';
import { siteFacts } from './site.ts';
import { readManifest } from './manifest.ts';
import type { NodeManifest } from './manifest.ts';
import { findNative, nativeByName } from './native.ts';
import { choosePackageManager, usesLockfile } from './package-manager.ts';
import { packagesElsewhere } from './pnpm-settings.ts';
import { chooseTypeScriptConfig, readTypeScriptConfig } from './typescript.ts';
import { expandWorkspaces, pnpmWorkspaceFile, readPnpmWorkspace, workspaceRootOf } from './workspaces.ts';
import type { WorkspaceRoot } from './workspaces.ts';
import { committedPackages, readPlugNPlay } from './yarn-settings.ts';

/** Lifecycle scripts that an install runs in the package itself. https://docs.npmjs.com/cli/using-npm/scripts */
const lifecycle = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
];

/** Reads every Node project whose package.json is in `manifests` (paths). Broken ones become problems. */
export async function readNodeProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly NodeProject[]> {
  const manifests = new Map<string, NodeManifest>();
  for (const path of manifestPaths) {
    const text = await reader.text(path, readLimits.manifest);
    if (text === undefined) continue;
    const result = readManifest(text);
    if (result.ok) manifests.set(folderOf(path), result.manifest);
    else reader.problem(path, `${path} can't be parsed: ${result.reason}`);
  }
  const roots = await findRoots(reader, manifests);
  const locks = new Map<string, readonly LoadedLockfile[]>();
  for (const directory of manifests.keys()) {
    const members = roots.find((root) => root.directory === directory)?.members ?? [];
    const covered = [directory, ...members].flatMap((folder) => {
      const manifest = manifests.get(folder);
      return manifest === undefined ? [] : [[relativeTo(directory, folder), manifest] as const];
    });
    locks.set(directory, await loadLockfiles(reader, directory, new Map(covered)));
  }
  const projects: NodeProject[] = [];
  for (const [directory, manifest] of manifests)
    projects.push(await buildProject(reader, directory, manifest, roots, locks));
  return projects;
}

async function findRoots(
  reader: ProjectReader,
  manifests: ReadonlyMap<string, NodeManifest>,
): Promise<readonly WorkspaceRoot[]> {
  const paths = [...manifests.keys()].map((folder) => inside(folder, 'package.json'));
  const roots: WorkspaceRoot[] = [];
  for (const [directory, manifest] of manifests) {
    const patterns = [...(manifest.workspaces ?? [])];
    const file = pnpmWorkspaceFile(directory);
    const text = await reader.text(file, readLimits.configuration);
    if (text !== undefined) {
      const result = readPnpmWorkspace(text);
      if (result.ok) patterns.push(...result.patterns);
      else reader.problem(file, `${file} can't be parsed: ${result.reason}`);
    }
    if (patterns.length > 0) roots.push({ directory, members: expandWorkspaces(directory, patterns, paths) });
  }
  return roots;
}

async function buildProject(
  reader: ProjectReader,
  directory: string,
  manifest: NodeManifest,
  roots: readonly WorkspaceRoot[],
  locks: ReadonlyMap<string, readonly LoadedLockfile[]>,
): Promise<NodeProject> {
  const workspaceRoot = workspaceRootOf(directory, roots);
  const own = locks.get(directory) ?? [];
  const shared = workspaceRoot === undefined ? [] : (locks.get(workspaceRoot) ?? []);
  const yarnrcPath = [directory, ...(workspaceRoot === undefined ? [] : [workspaceRoot])]
    .map((folder) => inside(folder, '.yarnrc.yml'))
    .find((path) => reader.isFile(path));
  const available = own.length > 0 ? own : shared;
  const packageManager = choosePackageManager(
    manifest.packageManagerField,
    available.map((loaded) => loaded.lockfile),
    yarnrcPath !== undefined,
  );
  const used = [...own, ...shared].find((loaded) => usesLockfile(packageManager, loaded.lockfile));
  const frameworks = findNodeFrameworks(reader, directory, manifest);
  const config = chooseTypeScriptConfig(
    reader,
    directory,
    manifest.scripts['build'],
    frameworks.includes('nest'),
  );
  const yarnrc =
    packageManager === 'yarn-berry' && yarnrcPath !== undefined
      ? await reader.text(yarnrcPath, readLimits.configuration)
      : undefined;
  const plugNPlay =
    packageManager === 'yarn-berry' && readNodeLinker(yarnrc) === 'pnp'
      ? await readPlugNPlay(reader, directory, yarnrc, manifest.packageManagerField)
      : undefined;
  const typescript = await readTypeScriptConfig(reader, config.path, config.emitsTo);
  const configs = await readBuildConfigs(reader, directory);
  const builder = { ...manifest, directory, packageManager, frameworks, typescript };
  const build = describeBuild(builder, configs);
  const setupProxy = ['src/setupProxy.js', 'src/setupProxy.ts'].find((name) =>
    reader.isFile(inside(directory, name)),
  );
  const site = build && siteFacts(build, { ...manifest, configs, frameworks, setupProxy });
  return {
    kind: 'node',
    directory,
    manifest: inside(directory, 'package.json'),
    name: manifest.name,
    version: manifest.version,
    private: manifest.private,
    type: manifest.type,
    main: manifest.main,
    exportTargets: manifest.exportTargets,
    scripts: manifest.scripts,
    files: manifest.files,
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
    optionalDependencies: manifest.optionalDependencies,
    peerDependencies: manifest.peerDependencies,
    engines: manifest.engines,
    packageManagerField: manifest.packageManagerField,
    packageManager,
    lockfiles: own
      .map((loaded) => loaded.lockfile)
      .sort((a, b) => Number(usesLockfile(packageManager, b)) - Number(usesLockfile(packageManager, a))),
    lockfile: used?.lockfile,
    workspaces: roots.find((root) => root.directory === directory)?.members ?? [],
    workspaceRoot,
    nodeVersionFile: await findVersionFile(reader, [directory, ...(workspaceRoot === undefined ? [] : [workspaceRoot])]), // prettier-ignore
    installFiles: [
      ...(await findInstallFiles(reader, directory, manifest.patches)),
      ...(plugNPlay?.committed === true ? committedPackages(reader, directory) : []),
    ],
    credentialFile: await findCredentialFile(reader, directory),
    installScripts: installScripts(reader, directory, manifest),
    nodeLinker: packageManager === 'yarn-berry' ? readNodeLinker(yarnrc) : undefined,
    plugNPlay,
    packagesElsewhere: packageManager === 'pnpm' ? await packagesElsewhere(reader, directory) : undefined,
    hasNodeModules: reader.context.entry(inside(directory, 'node_modules'))?.type === 'directory',
    typescript,
    build,
    otherBuilds: describeOtherBuilds(builder, configs),
    site: site &&
      build && {
        ...site,
        developmentDiffers: await developmentDiffers(reader, directory, build, configs, [...locks.keys()]),
      },
    next: frameworks.includes('next') ? nextFacts(directory, configs) : undefined,
    nativeProduction: used && nativeOf(used, folderOf(used.lockfile.path), directory, manifest),
    prisma: findPrisma(reader, directory, manifest),
    frameworks,
  };
}

/**
 * A member has its own production packages; a root has those of all its members, because that is what an
 * install at the root brings.
 */
function nativeOf(
  used: LoadedLockfile,
  lockDirectory: string,
  directory: string,
  manifest: NodeManifest,
): NodeProject['nativeProduction'] {
  if (used.graph === undefined) return undefined;
  const folders = lockDirectory === directory ? undefined : [relativeTo(lockDirectory, directory)];
  const keys = productionKeys(used.graph, folders);
  if (keys === undefined) return undefined;
  const locked = new Set(used.lockfile.packages?.map((item) => item.name));
  const missing = [
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.optionalDependencies),
  ].filter((name) => !locked.has(name));
  return [...findNative(used.graph, keys), ...nativeByName(missing)];
}

async function readBuildConfigs(
  reader: ProjectReader,
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const name of buildConfigNames) {
    const path = inside(directory, name);
    const text = reader.isFile(path) ? await reader.quietText(path, readLimits.configuration) : undefined;
    if (text !== undefined) texts.set(name, text);
  }
  return texts;
}

async function findVersionFile(
  reader: ProjectReader,
  folders: readonly string[],
): Promise<NodeProject['nodeVersionFile']> {
  for (const folder of folders)
    for (const name of ['.nvmrc', '.node-version']) {
      const path = inside(folder, name);
      const text = await reader.text(path, readLimits.configuration);
      const version = text
        ?.split(/\r?\n/)
        .map((line) => line.replace(/#.*/, '').trim())
        .find((line) => line !== '');
      if (version !== undefined) return { path, version };
    }
  return undefined;
}

function installScripts(
  reader: ProjectReader,
  directory: string,
  manifest: NodeManifest,
): NodeProject['installScripts'] {
  const scripts = lifecycle.flatMap((name) => {
    const command = manifest.scripts[name];
    return command === undefined ? [] : [{ name, command }];
  });
  const builds = scripts.some(({ name }) => name === 'install' || name === 'preinstall');
  // npm's default for a package with a binding.gyp and no install script of its own.
  if (!builds && reader.isFile(inside(directory, 'binding.gyp')))
    return [{ name: 'install', command: 'node-gyp rebuild' }, ...scripts];
  return scripts;
}

function findPrisma(reader: ProjectReader, directory: string, manifest: NodeManifest): NodeProject['prisma'] {
  const tables = [manifest.dependencies, manifest.devDependencies];
  if (!tables.some((table) => Object.hasOwn(table, 'prisma') || Object.hasOwn(table, '@prisma/client')))
    return undefined;
  const candidates = [manifest.prismaSchema, 'prisma/schema.prisma', 'schema.prisma'].filter(
    (name) => name !== undefined,
  );
  const schema = candidates
    .map((name) => inside(directory, name.replace(/^\.\//, '')))
    .find((path) => reader.isFile(path) || (path !== '' && reader.isDirectory(path)));
  return schema === undefined ? undefined : { schema };
}
