import type { AskedVersion, DependencyLock } from '../dependencies.ts';

/** A project with a composer.json. */
export interface PhpProject {
  readonly kind: 'php';
  readonly directory: string;
  /** composer.json, relative to the context. */
  readonly manifest: string;
  readonly name: string | undefined;
  /** `project`, `library`, `symfony-bundle` … */
  readonly type: string;
  readonly lock: DependencyLock | undefined;
  /** `config.platform.php`, or `php` among the requirements. */
  readonly phpVersion: AskedVersion | undefined;
  /** Names of required extensions, without `ext-`. */
  readonly extensions: readonly string[];
  /** Packages with their constraints, without platform requirements (php, ext-*, lib-*). */
  readonly require: Readonly<Record<string, string>>;
  readonly requireDev: Readonly<Record<string, string>>;
  /** Script events that an install runs (pre-install-cmd, post-install-cmd, post-autoload-dump …), with their commands. */
  readonly installScripts: readonly { readonly name: string; readonly commands: readonly string[] }[];
  /** What the autoloader reads from the project: its class maps and files, relative to the context. */
  readonly autoload: PhpAutoload;
  /** Folders of `path` repositories, as written. */
  readonly pathRepositories: readonly string[];
  /** Packages that are Composer plugins, as far as the lockfile says; they run during an install. */
  readonly plugins: readonly string[];
  /** Other files that an install reads, and that exist: auth.json, symfony.lock, patches … Relative to the context. */
  readonly installFiles: readonly string[];
  /** auth.json with a literal credential. */
  readonly credentialFile: string | undefined;
  /** The installed packages are in the context (`vendor/autoload.php`). */
  readonly vendored: boolean;
  /** laravel, symfony, slim, laminas, yii, cakephp, codeigniter, drupal, wordpress, magento. */
  readonly frameworks: readonly string[];
}

export interface PhpAutoload {
  /** Folders and files of `psr-4`, `psr-0` and `classmap`, relative to the context, those for development too. */
  readonly classes: readonly string[];
  /** Files that the autoloader includes at once. */
  readonly files: readonly string[];
  /** `optimize-autoloader` or `classmap-authoritative` in the configuration. */
  readonly optimized: boolean;
}
