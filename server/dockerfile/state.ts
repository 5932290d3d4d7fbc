/** The build state: what holds at each instruction (variables, user, working directory, shell). */
import { expandWord } from './expand.ts';
import { platformArgs } from './platform-args.ts';
import type { BuildState, Instruction, KeyValue, ShellKind, VariableScope, VariableValue } from './model.ts';

interface Link {
  readonly own: ReadonlyMap<string, VariableValue>;
  readonly parent: Link | undefined;
}

/**
 * An immutable chain of maps: an instruction adds a link instead of copying all that came before. Links of like
 * size are merged, so that a chain of n variables has about log n links.
 */
class ChainedScope implements VariableScope {
  private constructor(private readonly last: Link | undefined) {}

  static readonly empty = new ChainedScope(undefined);

  with(added: ReadonlyMap<string, VariableValue>): ChainedScope {
    let own = added;
    let parent = this.last;
    for (; parent && parent.own.size <= own.size; parent = parent.parent)
      own = new Map([...parent.own, ...own]);
    return new ChainedScope({ own, parent });
  }

  get(name: string): VariableValue | undefined {
    for (let link = this.last; link; link = link.parent) {
      const value = link.own.get(name);
      if (value) return value;
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  names(): Set<string> {
    const names = new Set<string>();
    for (let link = this.last; link; link = link.parent) for (const name of link.own.keys()) names.add(name);
    return names;
  }
}

/** A state that the next instruction's state can be derived from. */
export class StateTracker implements BuildState {
  private constructor(
    readonly variables: ChainedScope,
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

  private copy(changes: {
    variables?: ChainedScope;
    env?: ChainedScope;
    user?: string;
    workdir?: string | undefined;
    shell?: readonly string[];
  }): StateTracker {
    const shell = changes.shell ?? this.shell;
    return new StateTracker(
      changes.variables ?? this.variables,
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
        return this.declare(instruction.pairs, globalArgs);
      case 'ENV':
        return this.assign(instruction.pairs);
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

  /** Each ARG of an instruction sees those before it, as in the builder. */
  private declare(pairs: readonly KeyValue[], globalArgs: VariableScope | undefined): StateTracker {
    return pairs.reduce<StateTracker>((state, pair) => state.declareOne(pair, globalArgs), this);
  }

  private declareOne({ key, rawValue }: KeyValue, globalArgs: VariableScope | undefined): StateTracker {
    const value = rawValue === undefined ? (globalArgs?.get(key) ?? undeclared(key)) : this.valueOf(rawValue);
    // Without a value it leaves alone what an ENV has set.
    if (!value.known && value.unset && this.variables.has(key)) return this;
    return this.copy({ variables: this.variables.with(new Map([[key, value]])) });
  }

  /** All values of one ENV are expanded with what held before it, as the builder does. */
  private assign(pairs: readonly KeyValue[]): StateTracker {
    const added = new Map(pairs.map(({ key, rawValue }) => [key, this.valueOf(rawValue ?? '')]));
    return this.copy({ env: this.env.with(added), variables: this.variables.with(added) });
  }

  private enter(directory: { text: string; complete: boolean }): StateTracker {
    if (directory.text.startsWith('/')) return this.copy({ workdir: normalizePath(directory.text) });
    // Relative to a working directory nobody told us: it stays unknown.
    return this.workdir === undefined
      ? this
      : this.copy({ workdir: normalizePath(`${this.workdir}/${directory.text}`) });
  }
}

/** The value of an ARG without default that no global ARG gives one. */
function undeclared(name: string): VariableValue {
  return platformArgs.has(name) ? { known: false } : { known: false, unset: true };
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
