import type { DependencyLock } from '../dependencies.ts';

/** What one of the package managers that read pyproject.toml or a Pipfile knows about a Python project. */
export interface PythonTool {
  readonly tool: 'pipenv' | 'poetry' | 'uv';
  /** pyproject.toml or Pipfile, relative to the context. */
  readonly manifest: string;
  readonly lock: DependencyLock | undefined;
  /** Normalised names of what the program needs at run time. */
  readonly packages: readonly string[];
  /** Further groups: development, and optional ones. */
  readonly groups: readonly PythonGroup[];
  /** The install puts the project itself into the environment, which needs its sources. */
  readonly installsProject: boolean;
  /** Why even the dependencies can't be installed without the sources (a dependency by path), for the user. */
  readonly needsSources: string | undefined;
  /** Other files that an install reads, and that exist, relative to the context: poetry.toml, uv.toml, manifests of workspace members … */
  readonly installFiles: readonly string[];
}

export interface PythonGroup {
  readonly name: string;
  /** Installed only when asked for. */
  readonly optional: boolean;
  /** Normalised names. */
  readonly packages: readonly string[];
}
