import type { DependencyLock } from '../dependencies.ts';

/** A folder with a deno.json, deno.jsonc or deno.lock. */
export interface DenoProject {
  readonly kind: 'deno';
  readonly directory: string;
  /** deno.json or deno.jsonc; deno.lock where there is none. */
  readonly manifest: string;
  readonly configuration: string | undefined;
  readonly name: string | undefined;
  readonly lock: DependencyLock | undefined;
  /** `"lock": false`. */
  readonly lockDisabled: boolean;
  /** `"lock": { "frozen": true }`. */
  readonly lockFrozen: boolean;
  /** Dependencies by the name they are imported with, from `imports` or the import map. */
  readonly imports: Readonly<Record<string, string>>;
  /** The import map in a file of its own, relative to the context. */
  readonly importMap: string | undefined;
  readonly tasks: Readonly<Record<string, string>>;
  /** As written: `auto`, `manual`, `none`, true or false as text. */
  readonly nodeModulesDir: string | undefined;
  readonly vendored: boolean;
  /** Folders of workspace members, relative to the context. */
  readonly members: readonly string[];
  /** package.json beside it, which Deno reads too. */
  readonly packageJson: string | undefined;
  /** Other files that an install reads, and that exist. */
  readonly installFiles: readonly string[];
  /** fresh, hono, oak, aleph. */
  readonly frameworks: readonly string[];
}
