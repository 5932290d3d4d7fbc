/** What a C or C++ source file says about the running program: files it opens and writes, programs it starts. */
import {
  closingOf,
  findCalls,
  isName,
  isPunctuation,
  methodOf,
  partsOf,
  stringAt,
  type Call,
} from './calls.ts';
import { literalPath, type Collected, type SourceFile, type SourceScope } from './collected.ts';
import { tokenize, type Token } from './tokens.ts';

/** They give their argument to a shell. */
const shells = /^(?:system|popen|_popen)$/;
const starters = /^(?:execl|execlp|execle|execv|execvp|execvpe|execve|posix_spawnp?|dlopen|dlmopen)$/;
const streams = /^(?:o|i)?fstream$/;
const makers =
  /^(?:mkdir|mkdirat|creat|sqlite3_open(?:_v2)?|create_director(?:y|ies)|mkstemp|rename|freopen)$/;
const readers = /^(?:opendir|chdir|stat|access|ifstream|scandir|set_mount_point|fopen|open|openat)$/;

export function readC(file: SourceFile, scope: SourceScope, into: Collected): void {
  // Comments, strings and names look as in Go; what begins with # is punctuation and names.
  const tokens = tokenize(file.text, 'go');
  const calls = findCalls(tokens);
  tokens.forEach((token, i) => {
    if (token.kind === 'string' && !isIncluded(tokens, i))
      readPath(
        file,
        token.text,
        calls.findLast(({ start, end }) => start < i && i < end),
        scope,
        into,
      );
  });
  for (const call of calls) readCall(file, tokens, call, scope, into);
  tokens.forEach((_, i) => readStream(file, tokens, i, scope, into));
}

/** `#include "shop.h"` */
function isIncluded(tokens: readonly Token[], i: number): boolean {
  return isName(tokens[i - 1], 'include') && isPunctuation(tokens[i - 2], '#');
}

/** A string that names a file or folder of the context. */
function readPath(
  file: SourceFile,
  written: string,
  call: Call | undefined,
  scope: SourceScope,
  into: Collected,
): void {
  const plain = written.replace(/%.*$/s, '').replace(/\/+$/, '');
  if (plain === '' || plain.length > 200 || /^[/~-]|[\s"'<>|\\*?:]|\/\//.test(plain) || /^\.+$/.test(plain))
    return;
  const isWord = !/[./]/.test(plain);
  if (isWord && !(call && readers.test(methodOf(call.callee)))) return;
  const path = literalPath(scope.directory, plain);
  if (
    path === undefined ||
    path === '' ||
    path === scope.directory ||
    /(?:^|\/)(?:src|include|CMakeLists\.txt|Makefile)$/.test(path)
  )
    return;
  if (scope.exists(path)) into.addRead(path, file.path, call?.callee ?? 'a string');
}

function readCall(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  scope: SourceScope,
  into: Collected,
): void {
  const name = methodOf(call.callee);
  const isOwn = call.callee.includes('.') && !/^(?:std|fs|filesystem)\b/.test(call.callee);
  if (shells.test(name) && !isOwn) {
    const script = stringAt(tokens, call.args[0]);
    const program = script === undefined ? undefined : /^[\w./-]+/.exec(script.trim())?.[0];
    into.addProgram(program, `${name}()`, file.path);
    if (program !== undefined) into.addProgram('sh', `${name}()`, file.path);
  } else if (starters.test(name) && !isOwn) {
    const first = stringAt(tokens, call.args[/^posix_spawn/.test(name) ? 1 : 0]);
    // What is loaded by name is no program, and not known.
    into.addProgram(name.startsWith('dl') ? undefined : first, `${name}()`, file.path);
  } else if (name === 'fopen' && !isOwn) {
    const mode = stringAt(tokens, call.args[1]);
    if (mode === undefined || /[wa+]/.test(mode)) addWrite(stringAt(tokens, call.args[0]), file, scope, into);
  } else if ((name === 'open' || name === 'openat') && !isOwn) {
    const flags = tokens
      .slice(call.start, call.end)
      .some(({ text }) => /^O_(?:WRONLY|RDWR|CREAT|APPEND)$/.test(text));
    if (flags) addWrite(stringAt(tokens, call.args[name === 'open' ? 0 : 1]), file, scope, into);
  } else if (makers.test(name)) addWrite(stringAt(tokens, call.args[0]), file, scope, into);
}

/** `std::ofstream out("a.txt")`, `ofstream("a.txt")`, `std::fstream f{path, std::ios::out}` */
function readStream(
  file: SourceFile,
  tokens: readonly Token[],
  at: number,
  scope: SourceScope,
  into: Collected,
): void {
  const token = tokens[at]!;
  if (token.kind !== 'name' || !streams.test(token.text) || token.text === 'ifstream') return;
  const open = tokens[at + 1]?.kind === 'name' ? at + 2 : at + 1;
  const isCall = isPunctuation(tokens[open], '(') || isPunctuation(tokens[open], '{');
  // One that is opened later says where then.
  if (!isCall) return tokens[at + 1]?.kind === 'name' ? addWrite(undefined, file, scope, into) : undefined;
  if (closingOf(tokens, open) === open + 1) return addWrite(undefined, file, scope, into);
  addWrite(stringAt(tokens, partsOf(tokens, open).parts[0]), file, scope, into);
}

function addWrite(written: string | undefined, file: SourceFile, scope: SourceScope, into: Collected): void {
  if (written === undefined) into.addWriteElsewhere(undefined, file.path);
  else if (written.startsWith('/')) into.addWriteElsewhere(written, file.path);
  else if (written !== ':memory:') into.addWrite(literalPath(scope.directory, written), file.path);
}
