/** What sources and settings of a program on the Java machine say about files and programs that it uses when it runs. */
import { findCalls, isName, isPunctuation, methodOf, receiverOf } from './calls.ts';
import type { Call, TokenRange } from './calls.ts';
import type { Collected, SourceFile, SourceScope } from './collected.ts';
import { addPlace, isJavaSetting, readJavaSetting } from './java-settings.ts';
import { tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

/** Calls whose first argument is a path, by their whole name or its end. */
const places =
  /^(?:File|FileInputStream|FileReader|FileSystemResource|Paths?\.(?:get|of)|Path|ResourceUtils\.getFile|Source\.fromFile|FileSystems\.newFileSystem)$/;
const writers = /^(?:FileOutputStream|FileWriter|RandomAccessFile|FileHandler|PrintWriter)$/;
/** They change files, wherever the path was made. */
const changes =
  /^(?:Files\.(?:write|writeString|copy|move|newBufferedWriter|newOutputStream|createDirectory|createDirectories|createFile|delete|deleteIfExists)|FileUtils\.\w+)$/;
const changingMethods =
  /^(?:mkdirs?|createNewFile|writeText|appendText|writeBytes|createDirectories|createDirectory)$/;
/** In the JDK, but not in a runtime. */
const kitPackages =
  /^(?:javax\.tools|com\.sun\.tools|com\.sun\.source|com\.sun\.jdi|jdk\.jshell|sun\.tools|sun\.jvmstat)$/;

/** Tests, and what builds leave. Below `src` packages of Java have such names as well. */
const skipped =
  /^(?:(?!src\/)[^/]+\/)*(?:src\/(?:\w*[tT]ests?|\w*[tT]estFixtures|jmh)|buildSrc|build|target|out|node_modules|\.[^/]+)\//;

/** `path` is relative to the project. */
export function isJavaSource(path: string): boolean {
  return (/\.(?:java|kt|scala|groovy)$/.test(path) || isJavaSetting(path)) && !skipped.test(path);
}

/** Adds what one file of sources or settings says. */
export function readJava(file: SourceFile, scope: SourceScope, into: Collected): void {
  if (isJavaSetting(file.path)) {
    readJavaSetting(file, scope, into);
    return;
  }
  const tokens = tokenize(file.text, 'java');
  readImports(file, tokens, into);
  const calls = findCalls(tokens).map((call) => ({ ...call, callee: withoutPackage(call.callee) }));
  const constants = constantsOf(tokens);
  const writes = calls.some(({ callee }) => isChange(callee) || writers.test(methodOf(callee)));
  let isElsewhere = false;
  for (const call of calls) {
    if (isLocal(call)) into.localeUses.push({ what: methodOf(call.callee), file: file.path });
    if (startsProgram(tokens, call, file.path))
      into.runsPrograms.add(`${programOf(tokens, call) ?? methodOf(call.callee)} (${file.path})`);
    else if (places.test(call.callee) || writers.test(call.callee))
      isElsewhere = readPlace(file, tokens, call, constants, writes, scope, into) || isElsewhere;
    else if (isChange(call.callee) && !hasPlace(tokens, call)) isElsewhere = true;
  }
  // A place that the file names is the one that it works on.
  const isNamed = [...into.writes, ...into.writesElsewhere].some((one) => one.file === file.path);
  if (isElsewhere && !isNamed) into.addWriteElsewhere(undefined, file.path);
}

/** `new java.io.File(…)` is `new File(…)`. */
function withoutPackage(callee: string): string {
  return callee.replace(/^java\.(?:[a-z]\w*\.)*(?=[A-Z])/, '');
}

/** `runtime.exec(…)`, `new ProcessBuilder(…)`, and Groovy's `"ls".execute()`. */
function startsProgram(tokens: readonly Token[], call: Call, path: string): boolean {
  const method = methodOf(call.callee);
  if (method === 'ProcessBuilder') return true;
  if (method === 'exec')
    return (
      /getRuntime/.test(textBefore(tokens, call.start)) || tokens.some((token) => isName(token, 'Runtime'))
    );
  return method === 'execute' && call.args.length === 0 && path.endsWith('.groovy');
}

/** Money and weeks have no form of their own in a locale without a country: en instead of en_US. */
function isLocal({ callee, args }: Call): boolean {
  const method = methodOf(callee);
  if (method === 'getCurrencyInstance') return args.length === 0;
  return method === 'getFirstDayOfWeek' || /(?:^|\.)Locale\.getDefault$/.test(callee);
}

function isChange(callee: string): boolean {
  return changes.test(callee) || changingMethods.test(methodOf(callee));
}

/** `import javax.tools.ToolProvider`. */
function readImports(file: SourceFile, tokens: readonly Token[], into: Collected): void {
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'name' || token.text !== 'import') continue;
    const names: string[] = [];
    for (let at = i + 1; tokens[at]?.kind === 'name' || isPunctuation(tokens[at], '.'); at++)
      if (tokens[at]!.kind === 'name' && tokens[at]!.text !== 'static') names.push(tokens[at]!.text);
    if (/^(?:scala\.)?sys\.process(?:\.|$)/.test(names.join('.')))
      into.runsPrograms.add(`sys.process (${file.path})`);
    const found = names
      .map((_, count) => names.slice(0, count + 1).join('.'))
      .find((name) => kitPackages.test(name));
    if (found !== undefined) into.kitUses.push({ what: found, file: file.path });
  }
}

/** `static final String DIR = "uploads"`, `val dir = "uploads"`, and defaults of `@Value("${upload.dir:uploads}") String dir`. */
function constantsOf(tokens: readonly Token[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  for (let i = 2; i < tokens.length; i++) {
    const value = tokens[i]!;
    if (value.kind !== 'string' || !isPunctuation(tokens[i - 1], '=') || tokens[i - 2]?.kind !== 'name')
      continue;
    const next = tokens[i + 1];
    if (isPunctuation(next, '+') || isPunctuation(next, '.')) continue;
    const name = tokens[i - 2]!.text;
    if (found.has(name) && found.get(name) !== value.text) twice.add(name);
    found.set(name, value.text);
  }
  for (const name of twice) found.delete(name);
  return found;
}

/** Does it write to a place that is not known? */
function readPlace(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  constants: ReadonlyMap<string, string>,
  fileWrites: boolean,
  scope: SourceScope,
  into: Collected,
): boolean {
  const written = pathAt(tokens, call.args[0], constants);
  const writes = fileWrites || writers.test(call.callee);
  if (written === undefined) {
    // A PrintWriter writes to any stream.
    return writers.test(call.callee) && call.callee !== 'PrintWriter';
  }
  addPlace(written, methodOf(call.callee), writes, file, scope, into);
  return false;
}

/** The literal, or what a text that is put together begins with, up to its last folder; undefined when nothing is known. */
function pathAt(
  tokens: readonly Token[],
  range: TokenRange | undefined,
  constants: ReadonlyMap<string, string>,
): string | undefined {
  if (range === undefined) return undefined;
  let { start } = range;
  // `System.getProperty("user.dir") + "/uploads"` is the folder it runs in.
  const texts = tokens.slice(start, range.end).map(({ text }) => text);
  const here = texts.indexOf('user.dir');
  if (here >= 0) start += texts.indexOf('+', here) + 1 || texts.length;
  const first = tokens[start];
  const value =
    first?.kind === 'string'
      ? first.text
      : first?.kind === 'name' && start + 1 === range.end
        ? constants.get(first.text)
        : undefined;
  if (value === undefined) return undefined;
  const path = here >= 0 ? value.replace(/^\/+/, '') : value;
  const known = path.replace(/\$.*$/s, '');
  const isWhole = known === path && start + 1 === range.end;
  return isWhole ? path : known.slice(0, known.lastIndexOf('/') + 1) || undefined;
}

/** The path is made in the call, and read there. */
function hasPlace(tokens: readonly Token[], call: Call): boolean {
  const receiver = receiverOf(call.callee);
  return (
    receiver.startsWith('()') ||
    tokens
      .slice(call.start, call.end)
      .some((token) => isName(token, 'Path') || isName(token, 'Paths') || isName(token, 'File'))
  );
}

function textBefore(tokens: readonly Token[], end: number): string {
  return tokens
    .slice(Math.max(0, end - 6), end + 1)
    .map(({ text }) => text)
    .join('');
}

/** The program's name where it is the first word of the command. */
function programOf(tokens: readonly Token[], call: Call): string | undefined {
  const [first] = call.args;
  const token = first && tokens[first.start];
  return token?.kind === 'string' ? token.text.split(/\s+/)[0] : undefined;
}
