import type { ContextFacts } from '../context/facts.ts';
import { joinLocation } from '../location.ts';
import { CancelledError, throwIfCancelled } from '../ports.ts';
import type { CancellationToken, FileSystem, ReadResult } from '../ports.ts';
import type { ProjectProblem } from './facts.ts';

/** Byte caps by kind of file. Manifests are small; lockfiles of large workspaces reach some 10 MB. */
export const readLimits = {
  manifest: 1_000_000,
  configuration: 500_000,
  lockfile: 20_000_000,
  source: 256_000,
} as const;

/**
 * Reads files of the context by relative path, once each, and remembers every location that was asked for,
 * also the missing ones: creating such a file changes the facts.
 */
export class ProjectReader {
  readonly #texts = new Map<string, Promise<ReadResult>>();
  readonly #read = new Set<string>();
  readonly #problems = new Map<string, ProjectProblem>();
  readonly context: ContextFacts;
  readonly #fileSystem: FileSystem;
  readonly token: CancellationToken;

  constructor(context: ContextFacts, fileSystem: FileSystem, token: CancellationToken) {
    this.context = context;
    this.#fileSystem = fileSystem;
    this.token = token;
  }

  get read(): readonly string[] {
    return [...this.#read].sort();
  }

  get problems(): readonly ProjectProblem[] {
    return [...this.#problems.values()];
  }

  /** Notes a file that can't be used. The first message about a path stays. */
  problem(path: string, message: string): void {
    if (!this.#problems.has(path)) this.#problems.set(path, { path, message });
  }

  /** True when the listing has this path as a file (or a link, which may be one). */
  isFile(path: string): boolean {
    this.#remember(path);
    const type = this.context.entry(path)?.type;
    return type === 'file' || type === 'symlink';
  }

  /** May the file be run as a program? Undefined when the file system does not tell, or nothing is there. */
  async isExecutable(path: string): Promise<boolean | undefined> {
    throwIfCancelled(this.token);
    this.#remember(path);
    if (this.context.has(path) === false) return undefined;
    return (await this.#fileSystem.stat(joinLocation(this.context.location, path)))?.executable;
  }

  isDirectory(path: string): boolean {
    this.#remember(path);
    return path === '' || this.context.entry(path)?.type === 'directory';
  }

  /**
   * The text of a file, or undefined when it is not there or can't be read; the latter is noted as a problem.
   * @throws CancelledError
   */
  async text(path: string, maxBytes: number): Promise<string | undefined> {
    throwIfCancelled(this.token);
    this.#remember(path);
    if (this.context.has(path) === false) return undefined;
    const result = await this.#load(path, maxBytes);
    throwIfCancelled(this.token);
    if (result.ok) return withoutMark(result.text);
    const reasons = {
      missing: undefined,
      unreadable: "can't be read",
      'too-large': `is larger than ${formatBytes(maxBytes)} and was not read`,
      'not-a-file': 'is not a file',
      binary: 'is not text',
    } as const;
    const reason = reasons[result.reason];
    if (reason !== undefined) this.problem(path, `${path} ${reason}`);
    return undefined;
  }

  /** Like `text`, but a file that can't be read is nothing to talk about (sources, optional settings). */
  async quietText(path: string, maxBytes: number): Promise<string | undefined> {
    throwIfCancelled(this.token);
    this.#remember(path);
    if (this.context.has(path) === false) return undefined;
    const result = await this.#load(path, maxBytes);
    throwIfCancelled(this.token);
    return result.ok ? withoutMark(result.text) : undefined;
  }

  #load(path: string, maxBytes: number): Promise<ReadResult> {
    const key = `${maxBytes} ${path}`;
    let pending = this.#texts.get(key);
    if (pending === undefined) {
      pending = this.#fileSystem
        .readText(joinLocation(this.context.location, path), maxBytes)
        .catch((error: unknown): ReadResult => {
          if (error instanceof CancelledError) throw error;
          return { ok: false, reason: 'unreadable' };
        });
      this.#texts.set(key, pending);
    }
    return pending;
  }

  #remember(path: string): void {
    this.#read.add(joinLocation(this.context.location, path));
  }
}

/** The port strips a byte order mark; a second one, left by careless concatenation, would break JSON as well. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function formatBytes(bytes: number): string {
  return bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${bytes / 1_000} kB`;
}
