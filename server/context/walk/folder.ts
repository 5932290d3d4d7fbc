/** A folder of the context as a walk remembers it: sums, and by name only what is heavy. */

export interface MutableSum {
  files: number;
  bytes: number;
}

export interface HeldFiles extends MutableSum {
  /** Names of some. */
  readonly examples: string[];
}

export interface HeavyFile {
  readonly name: string;
  readonly bytes: number;
}

/** Bytes from which on a file is remembered by name. */
const heavyBytes = 64 * 1024;
const heavyFiles = 3;
/** In the folder that the walk starts from. */
const topFiles = 200;
const maximumExamples = 5;

export class Folder {
  children: Map<string, Folder> | undefined;
  /** What lies directly in it and is sent. */
  readonly sent: MutableSum = { files: 0, bytes: 0 };
  others = 0;
  vanished = 0;
  /** What lies directly in it and is held back, by index of the pattern. */
  held: Map<number, HeldFiles> | undefined;
  /** The largest of the files that are sent, largest first. */
  heavy: HeavyFile[] | undefined;
  state: 'read' | 'unreadable' | 'cut' | 'missing' = 'read';
  /** Everything in a folder that the builder does not look into. */
  whole: (MutableSum & { complete: boolean }) | undefined;

  constructor(
    readonly name: string,
    readonly parent: Folder | undefined,
    /** The pattern that excludes the folder itself. */
    readonly excludedBy: number | undefined,
  ) {}

  /** Forgets what lies directly in it; folders stay. */
  clear(): void {
    this.sent.files = 0;
    this.sent.bytes = 0;
    this.others = 0;
    this.vanished = 0;
    this.held = undefined;
    this.heavy = undefined;
    this.state = 'read';
  }

  addChild(name: string, excludedBy: number | undefined): Folder {
    const child = new Folder(name, this, excludedBy);
    this.children ??= new Map<string, Folder>();
    this.children.set(name, child);
    return child;
  }

  addSent(name: string, bytes: number): void {
    this.sent.files += 1;
    this.sent.bytes += bytes;
    const isTop = this.parent === undefined;
    if (!isTop && bytes < heavyBytes) return;
    const heavy = (this.heavy ??= []);
    const limit = isTop ? topFiles : heavyFiles;
    if (heavy.length >= limit && heavy.at(-1)!.bytes >= bytes) return;
    let at = heavy.length;
    while (at > 0 && heavy[at - 1]!.bytes < bytes) at -= 1;
    heavy.splice(at, 0, { name, bytes });
    if (heavy.length > limit) heavy.pop();
  }

  addHeld(name: string, bytes: number, by: number): void {
    this.held ??= new Map<number, HeldFiles>();
    let sum = this.held.get(by);
    if (sum === undefined) this.held.set(by, (sum = { files: 0, bytes: 0, examples: [] }));
    sum.files += 1;
    sum.bytes += bytes;
    if (sum.examples.length < maximumExamples) sum.examples.push(name);
  }

  /** Relative to the folder that the walk started from; '' for that one. */
  path(): string {
    const names: string[] = [];
    if (this.parent !== undefined) names.push(this.name);
    for (let { parent } = this; parent?.parent !== undefined; { parent } = parent) names.push(parent.name);
    return names.reverse().join('/');
  }
}
