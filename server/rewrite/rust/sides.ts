/** What commands of a RUN are for where a Rust program is built. */
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { isQuiet, type OwnSide } from '../artifact/sides.ts';

const tools: ReadonlySet<string> = new Set(['cargo', 'rustup', 'rustc', 'cross', 'strip', 'upx', 'objcopy', 'git', 'rm']); // prettier-ignore
const lookers: ReadonlySet<string> = new Set(['find', 'file', 'du', 'tree', 'ldd', 'stat', 'wc', 'head', 'protoc']); // prettier-ignore

/** `moves`: commands that put built programs elsewhere. */
export function rustSides(moves: ReadonlySet<ShellCommand>): OwnSide {
  return (command) => {
    const { name, args } = command;
    if (name === 'rm') return removesCaches(args.map(({ value }) => value)) ? undefined : 'build';
    if (tools.has(name) || moves.has(command)) return 'build';
    if (lookers.has(name) && isQuiet(command)) return 'neutral';
    // `echo "fn main() {}" > src/main.rs`
    if ((name === 'echo' || name === 'printf' || name === 'tee') && writesSources(command)) return 'build';
    if (name === 'sed')
      return args.some(({ value }) => /\.(?:rs|toml|lock)$/.test(value)) ? 'build' : undefined;
    return bringsRustup(command) ? 'build' : undefined;
  };
}

function removesCaches(words: readonly string[]): boolean {
  return words.every((word) => /^(?:-|\/var\/(?:lib\/apt|cache)|\/tmp)/.test(word));
}

function writesSources({ redirects, args }: ShellCommand): boolean {
  const targets = [
    ...redirects.filter(({ operator }) => operator.includes('>')).map(({ target }) => target?.value ?? ''),
    ...args.map(({ value }) => value),
  ];
  return targets.some((value) => /\.(?:rs|toml)$/.test(value));
}

/** `curl https://sh.rustup.rs | sh -s -- -y` */
function bringsRustup(command: ShellCommand): boolean {
  const isFetch = (one: ShellCommand): boolean =>
    /^(?:curl|wget)$/.test(one.name) && one.args.some(({ value }) => /\bsh\.rustup\.rs\b/.test(value));
  if (isFetch(command)) return command.pipesInto;
  return (
    /^(?:ba|da|a)?sh$/.test(command.name) && command.pipedFrom !== undefined && isFetch(command.pipedFrom)
  );
}
