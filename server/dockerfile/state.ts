/** The build state: what holds at each instruction (variables, user, working directory, shell). */
import { expandWord } from './expand.ts';
import type { BuildState, Instruction, KeyValue, ShellKind, VariableScope, VariableValue } from './model.ts';

/** ARGs that every builder predefines; their values are known to the build only. */
export const platformArgs: ReadonlySet<string> = new Set([
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETARCH',
  'TARGETVARIANT',
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDARCH',
  'BUILDVARIANT',
]);

const maximumChain = 48;

/** An immutable chain of small maps: an instruction adds a link instead of copying all that came before. */
class ChainedScope implements VariableScope {
  private constructor(
    private readonly own: ReadonlyMap<string, VariableValue>,
    private readonly parent: ChainedScope | undefined,
    private readonly depth: number,
  ) {}

  static readonly empty = new ChainedScope(new Map(), undefined, 0);

  with(added: ReadonlyMap<string, VariableValue>): ChainedScope {
    if (added.size === 0) return this;
    if (this.depth < maximumChain) return new ChainedScope(added, this, this.depth + 1);
    const all = new Map<string, VariableValue>();
    for (const name of this.names()) all.set(name, this.get(name)!);
    for (const [name, value] of added) all.set(name, value);
    return new ChainedScope(all, undefined, 0);
  }

  get(name: string): VariableValue | undefined {
    for (let scope: ChainedScope | undefined = this; scope; scope = scope.parent) {
      const value = scope.own.get(name);
      if (value) return value;
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  names(): Set<string> {
    const names = new Set<string>();
    for (let scope: ChainedScope | undefined = this; scope; scope = scope.parent)
      for (const name of scope.own.keys()) names.add(name);
    return names;
  }
}

/** A state that the next instruction's state can be derived from. */
export class StateTracker implements BuildState {
  private constructor(
    private readonly argScope: ChainedScope,
    readonly env: ChainedScope,
    readonly user: string | undefined,
    readonly workdir: string | undefined,
    readonly shell: readonly string[],
    readonly shellKind: ShellKind,
    private readonly escape: string,
  ) {}

  static initial(escape: string): StateTracker {
    const shell = ['/bin/sh', '-c'];
    return new StateTracker(
      ChainedScope.empty,
      ChainedScope.empty,
      undefined,
      undefined,
      shell,
      'posix',
      escape,
    );
  }

  /** The root directory and no variables of its own: what a stage starts with when its base is `scratch`. */
  atRoot(): StateTracker {
    return this.copy({ workdir: '/' });
  }

  get variables(): VariableScope {
    const { env, argScope } = this;
    return {
      get: (name) => env.get(name) ?? argScope.get(name),
      has: (name) => env.has(name) || argScope.has(name),
      names: () => new Set([...argScope.names(), ...env.names()]),
    };
  }

  private copy(changes: {
    argScope?: ChainedScope;
    env?: ChainedScope;
    user?: string;
    workdir?: string | undefined;
    shell?: readonly string[];
  }): StateTracker {
    const shell = changes.shell ?? this.shell;
    return new StateTracker(
      changes.argScope ?? this.argScope,
      changes.env ?? this.env,
      changes.user ?? this.user,
      changes.workdir ?? this.workdir,
      shell,
      changes.shell ? shellKindOf(shell) : this.shellKind,
      this.escape,
    );
  }

  /** The state behind `instruction`. `globalArgs` gives a re-declared global ARG its default. */
  after(
    instruction: Pick<Instruction, 'keyword' | 'pairs' | 'words' | 'json'>,
    globalArgs: VariableScope | undefined,
  ): StateTracker {
    switch (instruction.keyword) {
      case 'ARG':
        return this.copy({ argScope: this.argScope.with(this.declare(instruction.pairs, globalArgs)) });
      case 'ENV':
        return this.copy({ env: this.env.with(this.assign(instruction.pairs)) });
      case 'USER':
        return instruction.words[0] ? this.copy({ user: this.expand(instruction.words[0].raw).text }) : this;
      case 'WORKDIR':
        return instruction.words[0] ? this.enter(this.expand(instruction.words[0].raw)) : this;
      case 'SHELL':
        return instruction.json ? this.copy({ shell: instruction.words.map((word) => word.value) }) : this;
      default:
        return this;
    }
  }

  private expand(raw: string): { text: string; complete: boolean } {
    const { variables } = this;
    const expansion = expandWord(raw, (name) => variables.get(name), this.escape);
    return { text: expansion.value, complete: expansion.complete };
  }

  private valueOf(raw: string): VariableValue {
    const { text, complete } = this.expand(raw);
    return complete ? { known: true, value: text } : { known: false };
  }

  private declare(
    pairs: readonly KeyValue[],
    globalArgs: VariableScope | undefined,
  ): Map<string, VariableValue> {
    const added = new Map<string, VariableValue>();
    for (const { key, rawValue } of pairs)
      added.set(
        key,
        rawValue === undefined ? (globalArgs?.get(key) ?? { known: false }) : this.valueOf(rawValue),
      );
    return added;
  }

  /** All values of one ENV are expanded with what held before it, as the builder does. */
  private assign(pairs: readonly KeyValue[]): Map<string, VariableValue> {
    return new Map(pairs.map(({ key, rawValue }) => [key, this.valueOf(rawValue ?? '')]));
  }

  private enter(directory: { text: string; complete: boolean }): StateTracker {
    if (directory.text.startsWith('/')) return this.copy({ workdir: normalizePath(directory.text) });
    // Relative to a working directory nobody told us: it stays unknown.
    return this.workdir === undefined
      ? this
      : this.copy({ workdir: normalizePath(`${this.workdir}/${directory.text}`) });
  }
}

/** An absolute path without `.`, `..`, doubled and trailing slashes. */
export function normalizePath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return '/' + segments.join('/');
}

const posixShells: ReadonlySet<string> = new Set(['sh', 'ash', 'dash', 'busybox']);
const bashShells: ReadonlySet<string> = new Set(['bash', 'ksh', 'zsh']);

/** How text given to this shell has to be read. */
export function shellKindOf(shell: readonly string[]): ShellKind {
  const program = (shell[0] ?? '').replace(/^.*[\\/]/, '').toLowerCase().replace(/\.exe$/, ''); // prettier-ignore
  if (posixShells.has(program)) return 'posix';
  if (bashShells.has(program)) return 'bash';
  if (program === 'powershell' || program === 'pwsh') return 'powershell';
  return program === 'cmd' ? 'cmd' : 'other';
}
