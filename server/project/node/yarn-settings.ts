/** Where Yarn with Plug'n'Play keeps packages: .yarnrc.yml and what is committed. */
import { inside } from '../paths.ts';
import { readLimits, type ProjectReader } from '../reader.ts';
import { asString, field } from '../value.ts';
import { parseYaml } from '../yaml.ts';

/** Of a project whose packages stay in archives and are found through .pnp.cjs (yarnpkg.com/features/pnp). */
export interface PlugNPlay {
  /** The release in the project that every `yarn` hands over to (yarnpkg.com/configuration/yarnrc#yarnPath), relative to the project. */
  readonly release: string | undefined;
  /**
   * An install keeps the archives in the project's .yarn/cache, and .pnp.cjs names them there. Otherwise they are in the
   * home of who installs, as by default since version 4 (yarnpkg.com/configuration/yarnrc#enableGlobalCache).
   */
  readonly cacheInProject: boolean;
  /** The archives and .pnp.cjs are committed (yarnpkg.com/features/caching#zero-installs). */
  readonly committed: boolean;
  /** Before version 4: the plugin for `yarn workspaces focus` is committed. */
  readonly focuses: boolean;
  /** Settings that move what Yarn writes elsewhere, or keep it from writing what programs need. */
  readonly moved: readonly string[];
}

const moving = [
  'cacheFolder',
  'installStatePath',
  'pnpDataPath',
  'pnpEnableEsmLoader',
  'pnpUnpluggedFolder',
] as const;

/** `yarnrc`: the text of .yarnrc.yml. `version`: of the field packageManager. */
export async function readPlugNPlay(
  reader: ProjectReader,
  directory: string,
  yarnrc: string | undefined,
  packageManager: string | undefined,
): Promise<PlugNPlay> {
  const settings = settingsOf(yarnrc);
  const release = asString(field(settings, 'yarnPath'));
  const major = Number(
    /^yarn@(\d+)/.exec(packageManager ?? '')?.[1] ?? /yarn-(\d+)\./.exec(release ?? '')?.[1] ?? NaN,
  );
  const global = field(settings, 'enableGlobalCache');
  const cacheInProject = global === false || (global === undefined && major < 4);
  return {
    release,
    cacheInProject,
    committed: cacheInProject && (await isCommitted(reader, directory)),
    focuses: reader.isFile(inside(directory, '.yarn/plugins/@yarnpkg/plugin-workspace-tools.cjs')),
    moved: moving.filter((name) => field(settings, name) !== undefined),
  };
}

function settingsOf(yarnrc: string | undefined): unknown {
  if (yarnrc === undefined) return undefined;
  try {
    return parseYaml(yarnrc);
  } catch {
    // Yarn refuses the file as well; whoever reads it for an install reports it.
    return undefined;
  }
}

/** The archives are there, and .gitignore, which Yarn writes for every new project, lets them in. */
async function isCommitted(reader: ProjectReader, directory: string): Promise<boolean> {
  if (!reader.isDirectory(inside(directory, '.yarn/cache')) || !reader.isFile(inside(directory, '.pnp.cjs')))
    return false;
  const ignore = await reader.quietText(inside(directory, '.gitignore'), readLimits.configuration);
  const last = (ignore ?? '')
    .split(/\r?\n/)
    .findLast((line) => /^!?\/?\.yarn(?:\/\*+|\/cache)?\/?\s*$/.test(line));
  return ignore !== undefined && last?.startsWith('!') !== false;
}

/** The archives, and the loader, which settings of the environment may name before an install writes it anew. */
export function committedPackages(reader: ProjectReader, directory: string): readonly string[] {
  const loaders = ['.pnp.cjs', '.pnp.loader.mjs', '.pnp.data.json'].map((name) => inside(directory, name));
  return [inside(directory, '.yarn/cache'), ...loaders.filter((path) => reader.isFile(path))];
}
