import type { AskedVersion, DependencyLock } from '../dependencies.ts';

/** A project with a mix.exs. */
export interface ElixirProject {
  readonly kind: 'elixir';
  readonly directory: string;
  /** mix.exs, relative to the context. */
  readonly manifest: string;
  /** `app:` of the project, without the colon. */
  readonly app: string | undefined;
  readonly lock: DependencyLock | undefined;
  /** `elixir:` of mix.exs, or .tool-versions. */
  readonly elixirVersion: AskedVersion | undefined;
  readonly dependencies: readonly MixDependency[];
  /** Folders of the applications of an umbrella project, relative to the context. */
  readonly applications: readonly string[];
  /** The umbrella's folder when this is one of its applications. */
  readonly umbrella: string | undefined;
  /** The folder with config.exs, relative to the context. */
  readonly configuration: string | undefined;
  /** Names under `releases:`; an empty list leaves the name to `app`. */
  readonly releases: readonly string[];
  /** A release is made without Erlang; missing: not looked for. */
  readonly withoutErlang?: boolean;
  /** Applications of Erlang that it asks for besides its dependencies; missing: not looked for. */
  readonly extraApplications?: readonly string[];
  /** Other files that mix.exs reads, and that exist, relative to the context. */
  readonly installFiles: readonly string[];
  /** Why fetching dependencies needs the sources, for the user. */
  readonly needsSources: string | undefined;
  /** mix.exs has code that we can't follow: what it says. */
  readonly dynamic: string | undefined;
  /** phoenix, ecto, bandit, oban … */
  readonly frameworks: readonly string[];
}

export interface MixDependency {
  readonly name: string;
  /** `~> 1.7`; undefined for git and path dependencies. */
  readonly requirement: string | undefined;
  /** Environments of `only:`; empty: all. */
  readonly only: readonly string[];
  /** `path:`, or `in_umbrella: true`. */
  readonly local: string | undefined;
}
