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
  /** Tasks that run before a task, by its name; none when missing. */
  readonly taskDependencies: Readonly<Record<string, readonly string[]>>;
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

/** What the sources of a program ask of Deno. */
export interface DenoSources {
  /** Modules that are imported by something else than a path: `npm:hono@4`, `jsr:@std/http`, `https://…`, names of an import map, `node:fs`. */
  readonly imports: readonly { readonly specifier: string; readonly file: string }[];
  /** Files that load libraries of the system (`Deno.dlopen`). */
  readonly libraries: readonly string[];
  /** Files that keep data in Deno's own folder: `Deno.openKv()` without a path, localStorage. */
  readonly keepsData: readonly string[];
}
