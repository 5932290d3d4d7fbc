/** Dependency installs as the rules see them, whichever package manager runs. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import type { DependencyLock } from '../../project/dependencies.ts';
import type { Project } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import type { InstallInputs } from '../install-inputs.ts';
import type { Origin } from '../locate.ts';
import type { CommandSite } from '../sites.ts';

/** A command that brings the dependencies of a project into the image. Node, pip and Go have types of their own. */
export interface DependencyInstall extends CommandSite {
  /** The command as messages name it, without options: `composer install`. */
  readonly name: string;
  /** Without this file the command fails: `composer.json`. */
  readonly manifestName: string;
  /**
   * Absolute image paths of which one must be there, none if it needs no such file or that is not known; undefined: the
   * manifest in the directory or one above it.
   */
  readonly needs?: readonly string[];
  /** Where it comes from, as far as the Dockerfile shows. */
  readonly manifest: Origin | undefined;
  /** The project it describes; undefined when it was not read. */
  readonly project: Project | undefined;
  /** The tool's lockfile by name, whether or not there is one; undefined for tools that have none. */
  readonly lockName: string | undefined;
  /** The project's lockfile; undefined when there is none. */
  readonly lock: DependencyLock | undefined;
  /** Where the lockfile has to be in the image; undefined: in the directory or one above it. */
  readonly lockDirectory?: string | undefined;
  /** Does it keep to the lockfile? `ignores`: an option or a variable says that it is not wanted. */
  readonly locking: Locking;
  /** How many dependencies the manifest names; undefined when that is not known. */
  readonly asked?: number | undefined;
  /** How many packages a rebuild installs again, where the project says. */
  readonly packages: number | undefined;
  /** What happens to them, for messages; `reinstalls` unless it says otherwise. */
  readonly work?: 'downloads' | 'compiles';
  /**
   * It may stand behind the sources: a cache mount keeps what it brings, or it reads the sources themselves to learn what
   * is needed.
   */
  readonly stays?: boolean;
  /**
   * Installs of the same group in a stage build on each other, whatever their manifests are; undefined: those with the
   * same manifest.
   */
  readonly group?: string;
  /** What it reads from the project; undefined when the project is not known. */
  inputs(): InstallInputs | undefined;
  /** How it runs before the sources are there; undefined when that can't be arranged. */
  early(): EarlyInstall | undefined;
  /** The development packages that it installs; undefined when it leaves them out, or none are known. */
  development(): DevelopmentPart | undefined;
}

export type Locking =
  /** Installs what the lockfile says, or fails when that does not fit. `strict`: it fails without one, too. */
  | { readonly kind: 'frozen'; readonly strict?: boolean }
  /** Does without the lockfile on purpose. */
  | { readonly kind: 'ignores' }
  /**
   * Installs what the lockfile says as long as that fits; `freeze` makes it fail instead of resolving anew. `exact`: a
   * lockfile that fits is installed to the letter, so that nothing changes before the manifest does.
   */
  | { readonly kind: 'loose'; readonly freeze: Change | undefined; readonly exact?: boolean }
  /** Resolves anew whatever the lockfile says (`composer update`); `freeze` makes it an install. */
  | { readonly kind: 'updates'; readonly freeze: Change | undefined };

/** An edit of the command. */
export interface Change {
  /** What the command then is, for messages: `composer install`, `uv sync --locked`. */
  readonly name: string;
  readonly edits: readonly TextEdit[];
  /** Why it may not be the same for sure; undefined when it is. */
  readonly doubt?: string | undefined;
}

export type EarlyInstall =
  /** The command moves in front of the sources, changed by `edits`; `afterwards` does what it left out, behind them. */
  | {
      readonly kind: 'move';
      readonly edits: readonly TextEdit[];
      /** A shell command. */
      readonly afterwards: string | undefined;
      /** The option that it gets, for titles: `--no-root`. */
      readonly option: string | undefined;
    }
  /** Another command goes in front of the sources, and the install stays where it is. */
  | {
      readonly kind: 'download';
      readonly command: string;
      /** What it is, for titles; undefined: the command itself. */
      readonly name?: string;
      /** It does more than the install does, and may fail where that would not. */
      readonly risky?: boolean;
    };

export interface DevelopmentPart {
  /** Names as the manifest has them. */
  readonly packages: readonly string[];
  /** Leaves them out; undefined when the command can't be edited. */
  readonly omit: Change | undefined;
  /** What to do, as an imperative; default: install with the option that `omit` names. */
  readonly advice?: string;
  /** The change of one install is enough for those behind it. */
  readonly lasts?: boolean;
  /** Nothing says that the image is for production: a framework would start in development mode and miss them. */
  readonly unsure?: boolean;
}

/** Where an install is looked at. */
export interface InstallScope {
  readonly model: DockerfileModel;
  readonly facts: Facts;
  /** The manifest as if it were there already, for installs that stand before it is copied. */
  readonly manifest?: Origin;
}

/** Reads a command as an install of one package manager; undefined when it is something else. */
export type InstallReader = (site: CommandSite, scope: InstallScope) => DependencyInstall | undefined;
