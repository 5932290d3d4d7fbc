import { folderOf, inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { asRecord, asString, asStringRecord, asStrings, entriesOf, field, reasonOf } from '../value.ts';
import type { PhpAutoload, PhpProject } from './facts.ts';
import { isPlatform, readComposerLock } from './lock.ts';
import type { ComposerLock } from './lock.ts';

/** How many names a lockfile's differences hold at most. */
const shownDifferences = 5;

/** Reads every project among the manifests (paths of composer.json). */
export async function readPhpProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly PhpProject[]> {
  const projects: PhpProject[] = [];
  for (const path of manifestPaths) {
    const manifest = await parsed(reader, path);
    if (manifest !== undefined) projects.push(await readProject(reader, path, manifest));
  }
  return projects;
}

async function readProject(reader: ProjectReader, path: string, manifest: unknown): Promise<PhpProject> {
  const directory = folderOf(path);
  const file = (name: string): string | undefined => {
    const candidate = inside(directory, name);
    return reader.isFile(candidate) ? candidate : undefined;
  };
  const require = asStringRecord(field(manifest, 'require'));
  const packages = (list: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(list).filter(([name]) => !isPlatform(name)));
  const lockPath = file('composer.lock');
  const lock = lockPath === undefined ? undefined : await readLockfile(reader, lockPath, manifest);
  const asked = asString(field(field(field(manifest, 'config'), 'platform'), 'php')) ?? require['php'];
  const auth = file('auth.json');
  return {
    kind: 'php',
    directory,
    manifest: path,
    name: asString(field(manifest, 'name')),
    type: asString(field(manifest, 'type')) ?? 'library',
    lock:
      lockPath === undefined
        ? undefined
        : {
            path: lockPath,
            packages: lock?.packages,
            developmentPackages: lock?.developmentPackages,
            inStep: lock?.inStep,
            differences: lock?.differences.slice(0, shownDifferences) ?? [],
          },
    phpVersion: asked === undefined ? undefined : { source: path, version: asked },
    extensions: Object.keys(require).flatMap((name) =>
      /^ext-/i.test(name) ? [name.slice(4).toLowerCase()] : [],
    ),
    require: packages(require),
    requireDev: packages(asStringRecord(field(manifest, 'require-dev'))),
    installScripts: installEvents
      .map((name) => ({ name, commands: scriptsOf(manifest, name) }))
      .filter(({ commands }) => commands.length > 0),
    autoload: autoloadOf(manifest, directory),
    pathRepositories: pathRepositoriesOf(manifest),
    plugins: lock?.plugins ?? [],
    installFiles: [
      ...['auth.json', 'symfony.lock', 'patches.lock.json'].flatMap((name) => file(name) ?? []),
      ...patchFolders(manifest, reader, directory),
    ],
    credentialFile: auth !== undefined && (await holdsCredential(reader, auth)) ? auth : undefined,
    vendored: reader.isFile(inside(directory, `${vendorFolder(manifest)}/autoload.php`)),
    frameworks: frameworksOf(require, manifest, reader, directory),
  };
}

/** Events of an install with a lockfile, in their order. */
const installEvents = [
  'pre-install-cmd', 'pre-operations-exec', 'pre-package-install', 'post-package-install', 'pre-autoload-dump', 'post-autoload-dump',
  'post-install-cmd',
] as const; // prettier-ignore

/** The commands of a script; `@name` stands for another one. */
function scriptsOf(manifest: unknown, name: string, depth = 0): readonly string[] {
  const script = field(field(manifest, 'scripts'), name);
  // Symfony's auto-scripts are an object: command → how to run it.
  const commands = asRecord(script) === undefined ? asStrings(script) : Object.keys(asRecord(script)!);
  return commands.flatMap((command) => {
    const other = /^@([\w:-]+)$/.exec(command.trim())?.[1];
    const known = other !== undefined && field(field(manifest, 'scripts'), other) !== undefined;
    return known && depth < 5 ? scriptsOf(manifest, other, depth + 1) : [command];
  });
}

function autoloadOf(manifest: unknown, directory: string): PhpAutoload {
  const places = (section: string, kind: string): readonly string[] => {
    const value = field(field(manifest, section), kind);
    const written = Array.isArray(value)
      ? asStrings(value)
      : entriesOf(value).flatMap(([, path]) => asStrings(path));
    return written.flatMap((path) => resolvePath(directory, path) ?? []);
  };
  const sections = ['autoload', 'autoload-dev'];
  const all = (kind: string): readonly string[] => sections.flatMap((section) => places(section, kind));
  const config = field(manifest, 'config');
  return {
    classes: [...new Set([...all('psr-4'), ...all('psr-0'), ...all('classmap')])],
    files: [...new Set(all('files'))],
    optimized:
      field(config, 'optimize-autoloader') === true || field(config, 'classmap-authoritative') === true,
  };
}

function pathRepositoriesOf(manifest: unknown): readonly string[] {
  const value = field(manifest, 'repositories');
  const list = Array.isArray(value)
    ? (value as readonly unknown[])
    : entriesOf(value).map(([, item]) => item);
  return list
    .filter((item) => asString(field(item, 'type')) === 'path')
    .flatMap((item) => asStrings(field(item, 'url')));
}

/** cweagans/composer-patches takes its patches from the project. */
function patchFolders(manifest: unknown, reader: ProjectReader, directory: string): readonly string[] {
  const extra = field(manifest, 'extra');
  const file = asStrings(field(extra, 'patches-file'));
  const named = entriesOf(field(extra, 'patches'))
    .flatMap(([, list]) =>
      Array.isArray(list) ? (list as readonly unknown[]) : entriesOf(list).map(([, item]) => item),
    )
    .flatMap((item) => [...asStrings(item), ...asStrings(field(item, 'url'))])
    .filter((path) => !/^[a-z]+:\/\//i.test(path));
  const paths = [...file, ...named].flatMap((path) => resolvePath(directory, path) ?? []);
  return [...new Set(paths)].filter((path) => reader.isFile(path));
}

/** Where packages are installed, `vendor` unless told otherwise. */
function vendorFolder(manifest: unknown): string {
  return asString(field(field(manifest, 'config'), 'vendor-dir'))?.replace(/\/+$/, '') ?? 'vendor';
}

const frameworkPackages: readonly (readonly [string, RegExp])[] = [
  ['laravel', /^laravel\/(?:framework|lumen-framework)$/],
  ['symfony', /^symfony\/(?:framework-bundle|symfony)$/],
  ['slim', /^slim\/slim$/],
  ['laminas', /^(?:laminas\/laminas-mvc|mezzio\/mezzio)$/],
  ['yii', /^yiisoft\/yii2?$/],
  ['cakephp', /^cakephp\/cakephp$/],
  ['codeigniter', /^codeigniter4?\/framework$/],
  ['drupal', /^drupal\/core(?:-recommended)?$/],
  ['wordpress', /^(?:roots|johnpbloch)\/wordpress/],
  ['magento', /^magento\/product-/],
];

function frameworksOf(
  require: Readonly<Record<string, string>>,
  manifest: unknown,
  reader: ProjectReader,
  directory: string,
): readonly string[] {
  const names = Object.keys(require);
  const found = frameworkPackages
    .filter(([, pattern]) => names.some((name) => pattern.test(name)))
    .map(([name]) => name);
  // A Symfony application asks for single components; its kernel is configured in this file.
  const hasBundles = reader.isFile(inside(directory, 'config/bundles.php'));
  const flex = names.includes('symfony/flex') || field(field(manifest, 'extra'), 'symfony') !== undefined;
  return !found.includes('symfony') && (hasBundles || flex) ? [...found, 'symfony'] : found;
}

async function holdsCredential(reader: ProjectReader, path: string): Promise<boolean> {
  const text = await reader.quietText(path, readLimits.configuration);
  if (text === undefined) return false;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // Composer refuses the file as well; nothing of it is used.
    return false;
  }
  const strings = (value: unknown): readonly string[] =>
    typeof value === 'string' ? [value] : entriesOf(value).flatMap(([, item]) => strings(item));
  return strings(content).some((value) => value !== '' && !/^\s*(?:\$\{?\w+\}?|%\w+%|<.*>)\s*$/.test(value));
}

async function readLockfile(
  reader: ProjectReader,
  path: string,
  manifest: unknown,
): Promise<ComposerLock | undefined> {
  const text = await reader.text(path, readLimits.lockfile);
  if (text === undefined) return undefined;
  try {
    return readComposerLock(text, manifest);
  } catch (error) {
    reader.problem(path, `${path} can't be parsed: ${reasonOf(error)}`);
    return undefined;
  }
}

async function parsed(reader: ProjectReader, path: string): Promise<unknown> {
  const text = await reader.text(path, readLimits.manifest);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (asRecord(value) !== undefined) return value;
    reader.problem(path, `${path} is not an object`);
  } catch (error) {
    reader.problem(path, `${path} can't be parsed: ${reasonOf(error)}`);
  }
  return undefined;
}
