import { isWithin, locationKey } from '../location.ts';
import { throwIfCancelled } from '../ports.ts';
import type { CancellationToken, DirectoryEntry, FileSystem } from '../ports.ts';

/** Bytes; nobody writes a longer file of this kind by hand. */
const maximumBytes = 512 * 1024;
/** Files for one Dockerfile; a project with more of them is told about from the nearest ones. */
const maximumFiles = 150;

/** Reads the files that tell about uses, each once, within limits, and remembers which were asked for. */
export class UsesReader {
  readonly #fileSystem: FileSystem;
  readonly #project: string;
  readonly #token: CancellationToken;
  readonly #texts = new Map<string, Promise<string | undefined>>();
  readonly #read = new Set<string>();

  /** Nothing outside of the folder `project` is read, wherever `extends`, `include` or `env_file` lead. */
  constructor(fileSystem: FileSystem, project: string, token: CancellationToken) {
    this.#fileSystem = fileSystem;
    this.#project = project;
    this.#token = token;
  }

  get read(): readonly string[] {
    return [...this.#read].sort();
  }

  /**
   * Undefined for what is missing, unreadable or no text.
   * @throws CancelledError
   */
  async text(location: string): Promise<string | undefined> {
    throwIfCancelled(this.#token);
    const key = locationKey(location);
    const known = this.#texts.get(key);
    if (known) return known;
    if (!isWithin(this.#project, location)) return undefined;
    if (this.#texts.size >= maximumFiles) return undefined;
    this.#read.add(location);
    const reading = this.#fileSystem
      .readText(location, maximumBytes)
      .then((read) => (read.ok ? read.text : undefined));
    this.#texts.set(key, reading);
    return reading;
  }

  /** @throws CancelledError */
  async list(folder: string): Promise<readonly DirectoryEntry[]> {
    throwIfCancelled(this.#token);
    return (await this.#fileSystem.readDirectory(folder)) ?? [];
  }

  async isFolder(location: string): Promise<boolean> {
    return (await this.#fileSystem.stat(location))?.type === 'directory';
  }
}
