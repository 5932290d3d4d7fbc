/** What programs ask of Deno itself. https://docs.deno.com/api/deno/ */
import { folderOf } from '../paths.ts';
import { isName, isPunctuation, methodOf, propertiesOf, stringAt } from './calls.ts';
import type { Call, TokenRange } from './calls.ts';
import type { Collected, SourceFile, SourceScope } from './collected.ts';
import type { JavaScriptValues } from './javascript-values.ts';
import type { Token } from './tokens.ts';
import { writtenPlace } from './written-place.ts';

const reads = /^(?:readFile|readTextFile|readDir|stat|lstat|open|realPath)(?:Sync)?$/;
const writes = /^(?:writeFile|writeTextFile|mkdir|create|remove|truncate|chmod|chown|utime)(?:Sync)?$/;
/** Their second argument is what is written. */
const writesSecond = /^(?:copyFile|rename|link|symlink)(?:Sync)?$/;
/** Options with which a file is opened to be written. */
const writeOptions: readonly string[] = ['write', 'append', 'create', 'createNew', 'truncate'];
/** `Deno.serve` takes it where none is given (docs.deno.com/api/deno/~/Deno.serve). */
const standardPort = 8000;

export function readDeno(
  file: SourceFile,
  tokens: readonly Token[],
  calls: readonly Call[],
  values: JavaScriptValues,
  scope: SourceScope,
  into: Collected,
): void {
  const write = (range: TokenRange | undefined): void => {
    if (range === undefined) return;
    const place = writtenPlace(tokens, range, values, scope.directory, folderOf(file.path));
    if (place.kind === 'project') into.addWrite(place.path, file.path);
    else if (place.kind !== 'temporary') into.addWriteElsewhere(place.path, file.path);
  };
  for (const call of calls) {
    const [first, second] = call.args;
    if (call.callee === 'DB' && stringAt(tokens, first) !== ':memory:') write(first);
    if (!call.callee.startsWith('Deno.')) continue;
    const method = methodOf(call.callee);
    if (/^open(?:Sync)?$/.test(method) && isForWriting(tokens, second)) write(first);
    else if (writes.test(method)) write(first);
    else if (writesSecond.test(method)) write(second);
    else if (reads.test(method)) {
      const found = values.path(first);
      if (found && found.path !== scope.directory && scope.exists(found.path))
        into.addRead(found.path, file.path, call.callee);
    } else if (method === 'Command') into.addProgram(stringAt(tokens, first), call.callee, file.path);
    else if (method === 'run') into.addProgram(undefined, call.callee, file.path);
    else if (method === 'dlopen') into.deno.libraries.push(file.path);
    else if (method === 'openKv') {
      // Without a path the data lies in Deno's own folder.
      if (first === undefined) into.deno.keepsData.push(file.path);
      else if (stringAt(tokens, first) !== ':memory:') write(first);
    } else if (method === 'serve') readServe(file, tokens, call, values, into);
  }
  if (tokens.some((token, i) => isName(token, 'localStorage') && isPunctuation(tokens[i + 1], '.')))
    into.deno.keepsData.push(file.path);
}

function isForWriting(tokens: readonly Token[], options: TokenRange | undefined): boolean {
  const found = propertiesOf(tokens, options);
  return writeOptions.some((name) => isName(tokens[found.get(name)?.start ?? -1], 'true'));
}

/** `Deno.serve(handler)`, `Deno.serve({ port, hostname }, handler)`. */
function readServe(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  values: JavaScriptValues,
  into: Collected,
): void {
  const [first] = call.args;
  const isObject = isPunctuation(tokens[first?.start ?? -1], '{');
  const isHandlerAlone = call.args.length === 1 && !isObject;
  const options = propertiesOf(tokens, first);
  const texts = isObject ? tokens.slice(first!.start, first!.end).map(({ text }) => text) : [];
  const names = (name: string): boolean => texts.includes(name);
  const isOpen = texts.includes('...') || (!isObject && !isHandlerAlone);
  const written = options.get('port') ?? (names('port') ? nameIn(tokens, first!, 'port') : undefined);
  const port = written ? values.port(written) : isOpen ? undefined : standardPort;
  into.addPort(port, file.path);
  const host = options.get('hostname');
  const literal = stringAt(tokens, host);
  const byDefault = !isOpen && !names('hostname');
  into.listeners.push({
    call: call.callee,
    file: file.path,
    host: byDefault ? '' : literal,
    byDefault,
    port,
  });
}

/** `{ port }` hands on a variable of that name. */
function nameIn(tokens: readonly Token[], { start, end }: TokenRange, name: string): TokenRange | undefined {
  const at = tokens.findIndex((token, i) => i > start && i < end && isName(token, name));
  return at < 0 ? undefined : { start: at, end: at + 1 };
}
