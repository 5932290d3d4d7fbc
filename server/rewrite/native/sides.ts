/** What commands of a RUN are for where C or C++ is compiled. */
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { isQuiet, type OwnSide } from '../artifact/sides.ts';

const tools =
  /^(?:make|gmake|cmake|ctest|ninja|meson|configure|autogen\.sh|autoreconf|autoconf|automake|aclocal|libtoolize|bootstrap\.sh|(?:\w+-)*(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|ld|ar|ranlib|strip)(?:-\d+)?|pkg-config|patch|git|protoc|bison|flex|nproc|ldconfig)$/;
const lookers: ReadonlySet<string> = new Set(['find', 'file', 'du', 'tree', 'ldd', 'stat', 'wc', 'head']);

/** `moves`: commands that put built programs elsewhere. */
export function nativeSides(moves: ReadonlySet<ShellCommand>): OwnSide {
  return (command) => {
    const { name, args } = command;
    if (name === 'nproc' || name === 'pkg-config') return 'neutral';
    if (tools.test(name) || moves.has(command)) return 'build';
    if (name === 'rm')
      return args.every(({ value }) => /^(?:-|\/var\/(?:lib\/apt|cache)|\/tmp)/.test(value))
        ? undefined
        : 'build';
    return lookers.has(name) && isQuiet(command) ? 'neutral' : undefined;
  };
}
