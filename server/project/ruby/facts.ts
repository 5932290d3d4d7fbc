import type { AskedVersion, DependencyLock } from '../dependencies.ts';

/** A project with a Gemfile. */
export interface RubyProject {
  readonly kind: 'ruby';
  readonly directory: string;
  /** Gemfile or gems.rb, relative to the context. */
  readonly manifest: string;
  readonly lock: RubyLock | undefined;
  /** `ruby "3.3.1"` of the Gemfile, .ruby-version, .tool-versions. */
  readonly rubyVersion: AskedVersion | undefined;
  readonly gems: readonly Gem[];
  /** Every group that the Gemfile names, without `default`. */
  readonly groups: readonly string[];
  /** Groups that are left out unless asked for (`optional: true`). */
  readonly optionalGroups: readonly string[];
  /** Files that `bundle install` reads beside Gemfile and lockfile, and that exist, relative to the context. */
  readonly installFiles: readonly string[];
  /** Why an install needs the sources (a gem by path, a gemspec), for the user. */
  readonly needsSources: string | undefined;
  /** The Gemfile has Ruby code that we can't follow: what it says. Then gems and files may be incomplete. */
  readonly dynamic: string | undefined;
  /** rails, sinatra, hanami, roda, grape, puma, sidekiq, bootsnap … */
  readonly frameworks: readonly string[];
}

export interface RubyLock extends DependencyLock {
  /** `ruby`, `x86_64-linux`, `arm64-darwin-23` … A frozen install needs the image's platform or `ruby` among them. */
  readonly platforms: readonly string[];
  /** `BUNDLED WITH`. */
  readonly bundledWith: string | undefined;
  /** Every gem that it names, those for development too. */
  readonly gems: readonly LockedGem[];
}

export interface LockedGem {
  readonly name: string;
  readonly dependencies: readonly string[];
  /** Platforms for which it is locked as compiled: `x86_64-linux-gnu`; the one that has to be compiled is not among them. */
  readonly platforms: readonly string[];
}

export interface Gem {
  readonly name: string;
  /** Requirements as written: `~> 7.1`, `>= 1.2`. */
  readonly requirements: readonly string[];
  /** Groups, `default` where none is given. */
  readonly groups: readonly string[];
}
