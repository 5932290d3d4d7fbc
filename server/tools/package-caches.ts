/** Where package managers keep what they download. Sources: each tool's own documentation. */
import type { BuildState, Stage } from '../dockerfile/model.ts';
import { rootBase } from '../dockerfile/stages.ts';
import type { ImageFact } from '../images/facts.ts';
import { familiarName, parseReference } from '../images/reference.ts';
import type { NodeProject } from '../project/facts.ts';
import type { PackageTool } from './package-work.ts';

export interface CachePlace {
  /** Absolute folders of the image. */
  readonly folders: readonly string[];
  /** Two installs at the same time would break it. */
  readonly exclusive?: true;
  /** Whose it is, when it is not root's. */
  readonly owner?: number;
  /** Later commands take the packages from it: every RUN that uses the tool needs the same mount. */
  readonly isStore: boolean;
}

export interface CacheCircumstances {
  readonly tool: PackageTool;
  /** The command compiles: then what it compiled is worth keeping too. */
  readonly builds: boolean;
  /** It downloads nothing: only what it compiles is worth keeping. */
  readonly downloads?: boolean;
  readonly state: BuildState;
  readonly stage: Stage;
  /** What is known about the image at the start of the stage's lineage. */
  readonly base: ImageFact | undefined;
  readonly project: NodeProject | undefined;
}

/** Undefined where it can't be told, or where keeping the cache is not worth a mount. */
export function cachePlace(at: CacheCircumstances): CachePlace | undefined {
  const home = homeOf(at);
  if (!home) return undefined;
  const { path, owner } = home;
  const place = placeIn(path, at);
  return place && (owner === undefined ? place : { ...place, owner });
}

/** Root's home, or that of the user `node` of Node's images; other users may have none. */
function homeOf({
  state,
  base,
  stage,
}: CacheCircumstances): { path: string; owner: number | undefined } | undefined {
  const user = (state.user ?? base?.defaultUser?.name ?? 'root').replace(/:.*$/s, '');
  if (user === 'root' || user === '0' || user === '') return { path: '/root', owner: undefined };
  return repositoryOf(stage) === 'node' && (user === 'node' || user === '1000')
    ? { path: '/home/node', owner: 1000 }
    : undefined;
}

function placeIn(home: string, at: CacheCircumstances): CachePlace | undefined {
  const { tool, state, base, project } = at;
  const image = repositoryOf(at.stage);
  const folder = (variables: readonly string[], usual: string | undefined, rest = ''): string | undefined =>
    fromVariables(state, variables, rest) ??
    (variables.some((name) => state.variables.has(name)) ? undefined : usual);
  const simple = (path: string | undefined, more: Partial<CachePlace> = {}): CachePlace | undefined =>
    path === undefined ? undefined : { folders: [path], isStore: false, ...more };
  switch (tool) {
    case 'npm':
      return simple(folder(['npm_config_cache', 'NPM_CONFIG_CACHE'], `${home}/.npm`));
    case 'yarn':
      // Yarn 2 and 3 keep the cache in the project; whether 4 runs from it is up to its settings.
      if (project?.packageManager === 'yarn-berry') return undefined;
      return simple(
        folder(
          ['YARN_CACHE_FOLDER'],
          home === '/root' ? '/usr/local/share/.cache/yarn' : `${home}/.cache/yarn`,
        ),
        { exclusive: true },
      );
    case 'pnpm':
      return simple(
        fromVariables(state, ['PNPM_HOME'], '/store') ??
          folder(['PNPM_HOME', 'npm_config_store_dir', 'XDG_DATA_HOME'], `${home}/.local/share/pnpm/store`),
      );
    case 'bun':
      return simple(folder(['BUN_INSTALL_CACHE_DIR', 'BUN_INSTALL'], `${home}/.bun/install/cache`));
    case 'pip':
      return simple(folder(['PIP_CACHE_DIR', 'XDG_CACHE_HOME'], `${home}/.cache/pip`));
    case 'uv':
      return simple(folder(['UV_CACHE_DIR', 'XDG_CACHE_HOME'], `${home}/.cache/uv`));
    case 'go':
      return goPlace(home, at);
    case 'cargo': {
      const cargo = folder(['CARGO_HOME'], image === 'rust' ? '/usr/local/cargo' : base && `${home}/.cargo`);
      return cargo === undefined
        ? undefined
        : { folders: [`${cargo}/registry`, `${cargo}/git`], isStore: true };
    }
    case 'bundler':
      // Packed gems, beside what was unpacked from them (docker-library/ruby: GEM_HOME); elsewhere Ruby's version is in the path.
      if (
        image !== 'ruby' ||
        home !== '/root' ||
        ['BUNDLE_PATH', 'BUNDLE_DEPLOYMENT', 'GEM_HOME'].some((name) => state.variables.has(name))
      )
        return undefined;
      return simple('/usr/local/bundle/cache');
    case 'composer':
      // With any XDG variable, which an unknown image may set, the cache is below ~/.cache instead.
      if (['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'].some((name) => state.variables.has(name)))
        return undefined;
      return simple(
        folder(
          ['COMPOSER_CACHE_DIR', 'COMPOSER_HOME'],
          image === 'composer'
            ? '/tmp/cache'
            : (base ?? image === 'php')
              ? `${home}/.composer/cache`
              : undefined,
        ),
      );
    case 'maven':
      return movesRepository(state) ? undefined : simple(`${home}/.m2/repository`, { isStore: true });
    case 'gradle':
      return simple(
        folder(['GRADLE_USER_HOME'], image === 'gradle' ? '/home/gradle/.gradle' : `${home}/.gradle`),
        { isStore: true, exclusive: true },
      );
    case 'nuget':
      return simple(folder(['NUGET_PACKAGES'], `${home}/.nuget/packages`), { isStore: true });
    default:
      // Of the system's packages the lists change daily and the packages rarely; poetry keeps environments beside its cache.
      return undefined;
  }
}

/** The name of the image that the stage's lineage starts from, without registry and tag of its own: `golang`. */
function repositoryOf(stage: Stage): string | undefined {
  const base = rootBase(stage);
  const reference = base.kind === 'image' && base.complete ? parseReference(base.reference) : undefined;
  return reference && familiarName(reference);
}

/** `-Dmaven.repo.local` in the options that every call takes. */
function movesRepository({ variables }: BuildState): boolean {
  return ['MAVEN_OPTS', 'MAVEN_ARGS', 'MAVEN_CONFIG'].some((name) => {
    const value = variables.get(name);
    return value !== undefined && (!value.known || value.value.includes('maven.repo.local'));
  });
}

function goPlace(
  home: string,
  { state, base, stage, builds, downloads = true }: CacheCircumstances,
): CachePlace | undefined {
  const modules =
    fromVariables(state, ['GOMODCACHE'], '') ??
    fromVariables(state, ['GOPATH'], '/pkg/mod') ??
    (repositoryOf(stage) === 'golang' ? '/go/pkg/mod' : base && `${home}/go/pkg/mod`);
  if (modules === undefined || /\$/.test(modules)) return undefined;
  const compiled = fromVariables(state, ['GOCACHE'], '') ?? `${home}/.cache/go-build`;
  if (!downloads) return builds ? { folders: [compiled], isStore: false } : undefined;
  return { folders: builds ? [modules, compiled] : [modules], isStore: true };
}

/** The folder that one of the variables names, when that is known. */
function fromVariables(state: BuildState, names: readonly string[], rest: string): string | undefined {
  for (const name of names) {
    const value = state.variables.get(name);
    if (value?.known && value.value.startsWith('/') && !/[\s,]/.test(value.value))
      return value.value.replace(/\/+$/, '') + rest;
  }
  return undefined;
}
