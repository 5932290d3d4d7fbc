/** A project file with what surrounds it: Directory.Build.props and its kin, and what they import. */
import { folderOf } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { resolveImport } from './imports.ts';
import { readBuildFile } from './msbuild.ts';
import type { BuildFile, WrittenItem } from './msbuild.ts';
import { nearestAbove } from './surroundings.ts';

/** Found without being told: https://learn.microsoft.com/visualstudio/msbuild/customize-by-directory */
const before = ['Directory.Build.props', 'Directory.Packages.props'] as const;
const after = ['Directory.Build.targets'] as const;
/** Read by MSBuild before anything else; it holds options. */
const responses = 'Directory.Build.rsp';

/** Files that one project imports at most. */
const maximumFiles = 40;

/** Properties refer to each other once or twice. */
const maximumDepth = 8;
const maximumLength = 1000;

interface Found {
  readonly path: string;
  readonly file: BuildFile;
}

export class Properties {
  /** In the order of evaluation: the last one wins. */
  readonly #all: readonly BuildFile[];
  readonly #values = new Map<string, string | undefined>();
  /** Files around the project that exist, relative to the context. */
  readonly files: readonly string[];
  /** An import that can't be followed, for the user. */
  readonly unresolved: string | undefined;

  private constructor(all: readonly BuildFile[], files: readonly string[], unresolved: string | undefined) {
    this.#all = all;
    this.files = files;
    this.unresolved = unresolved;
  }

  static async around(reader: ProjectReader, path: string, own: BuildFile): Promise<Properties> {
    const directory = folderOf(path);
    const walk = new Walk(reader);
    for (const name of before) await walk.add(nearestAbove(reader, directory, name));
    await walk.follow(path, own);
    const ahead = walk.found.length;
    for (const name of after) await walk.add(nearestAbove(reader, directory, name));
    const files = walk.found.map((one) => one.file);
    const options = nearestAbove(reader, directory, responses);
    return new Properties(
      [...files.slice(0, ahead), own, ...files.slice(ahead)],
      [...walk.found.map((one) => one.path), ...(options === undefined ? [] : [options])],
      walk.unresolved,
    );
  }

  get sdk(): string | undefined {
    return this.#all.map(({ sdk }) => sdk).find((sdk) => sdk !== undefined);
  }

  get packages(): readonly WrittenItem[] {
    return this.#all.flatMap((file) => file.packages);
  }

  get versions(): readonly WrittenItem[] {
    return this.#all.flatMap((file) => file.versions);
  }

  get frameworkReferences(): readonly string[] {
    return this.#all.flatMap((file) => file.frameworkReferences);
  }

  has(name: string): boolean {
    return this.#all.some(({ properties }) => properties.has(name.toLowerCase()));
  }

  /** Set under a condition, and not without one. */
  isConditional(name: string): boolean {
    return !this.has(name) && this.#all.some(({ conditional }) => conditional.has(name.toLowerCase()));
  }

  /** The value, undefined when it is not set, empty or computed. */
  text(name: string): string | undefined {
    const value = this.expand(this.#raw(name));
    return value === '' ? undefined : value;
  }

  /** Undefined when it is neither true nor false. */
  flag(name: string): boolean | undefined {
    const value = this.text(name)?.toLowerCase();
    return value === 'true' ? true : value === 'false' ? false : undefined;
  }

  /** The text with `$(Name)` filled in; undefined when that can't be done. */
  expand(value: string | undefined): string | undefined {
    return this.#expand(value, 0);
  }

  #expand(value: string | undefined, depth: number): string | undefined {
    if (value === undefined || !/[$@%]\(/.test(value)) return value;
    if (depth > maximumDepth || value.length > maximumLength) return undefined;
    let known = true;
    const filled = value.replace(/\$\(([A-Za-z_][\w-]*)\)/g, (_match, name: string) => {
      const inner = this.#valueOf(name, depth);
      known &&= inner !== undefined;
      return inner ?? '';
    });
    return known && filled.length < maximumLength && !/[$@%]\(/.test(filled) ? filled.trim() : undefined;
  }

  /** Once each: properties made of properties would multiply, and one made of itself has no value. */
  #valueOf(name: string, depth: number): string | undefined {
    const key = name.toLowerCase();
    if (!this.#values.has(key)) {
      this.#values.set(key, undefined);
      this.#values.set(key, this.#expand(this.#raw(key), depth + 1));
    }
    return this.#values.get(key);
  }

  #raw(name: string): string | undefined {
    const key = name.toLowerCase();
    return this.#all.findLast(({ properties }) => properties.has(key))?.properties.get(key);
  }
}

/** Collects files with what they import, in order. */
class Walk {
  readonly found: Found[] = [];
  unresolved: string | undefined;
  readonly #reader: ProjectReader;
  readonly #seen = new Set<string>();

  constructor(reader: ProjectReader) {
    this.#reader = reader;
  }

  async add(path: string | undefined): Promise<void> {
    if (path === undefined || this.#seen.has(path) || this.#seen.size >= maximumFiles) return;
    this.#seen.add(path);
    const text = await this.#reader.text(path, readLimits.manifest);
    if (text === undefined) return;
    const result = readBuildFile(text);
    if (!result.ok) {
      this.#reader.problem(path, `${path} can't be parsed: ${result.reason}`);
      this.unresolved ??= `${path} can't be parsed`;
      return;
    }
    await this.follow(path, result.file);
    this.found.push({ path, file: result.file });
  }

  async follow(path: string, file: BuildFile): Promise<void> {
    for (const written of file.imports) {
      const target = resolveImport(this.#reader, path, written);
      if (target.kind === 'unknown') this.unresolved ??= `${path} imports ${written}`;
      else if (target.kind === 'file') await this.add(target.path);
    }
  }
}
