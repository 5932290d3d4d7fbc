/** What sources and settings of a .NET program say about files that it writes, programs that it starts and ports. */
import { parse } from 'jsonc-parser';
import { fileNameOf } from '../paths.ts';
import { findCalls, isName, methodOf, stringAt, type Call } from './calls.ts';
import type { Collected, SourceFile } from './collected.ts';
import { tokenizeCSharp } from './csharp-tokens.ts';
import type { Token } from './tokens.ts';

const skipped = /(?:^|\/)(?:bin|obj|node_modules|TestResults|\.[^/]+)\//i;
const settings = /^(?:appsettings[\w.-]*\.json|nlog\.config|log4net\.config|serilog\.json)$/i;

/** `path` is relative to the project. */
export function isDotnetSource(path: string): boolean {
  return (
    !skipped.test(path) && (/\.(?:cs|fs|vb|razor|cshtml)$/i.test(path) || settings.test(fileNameOf(path)))
  );
}

/** They write to their first argument, whatever else they do. */
const writers =
  /(?:^|\.)(?:File\.(?:Write\w+|Append\w+|Create|CreateText|OpenWrite|Open|Delete|Replace)|Directory\.(?:CreateDirectory|Delete)|StreamWriter|CreateSubdirectory|LiteDatabase|SqliteConnection|SQLiteConnection|SQLiteAsyncConnection|UseSqlite|PersistKeysToFileSystem|ZipFile\.(?:ExtractToDirectory|CreateFromDirectory)|SaveAs(?:Async)?)$/;
/** They write to their second one. */
const copiers = /(?:^|\.)File\.(?:Copy|Move)$/;
const temporary: ReadonlySet<string> = new Set(['GetTempPath', 'GetTempFileName', 'CreateTempSubdirectory']);
/** A connection string of SQLite or of another database in a file. */
const database =
  /\b(?:Data ?Source|Filename)\s*=\s*(?!:memory:|[^;]*[,:\\])([^;]+\.(?:db3?|sqlite3?|s3db))\b/i;
/** Of every interface; others are those of somebody else's servers. */
const address = /^https?:\/\/(?:[+*]|\[::\]|0\.0\.0\.0):(\d{1,5})\/?$/;

/** Where nobody can tell what a change of the user would break, it says that the program writes somewhere. */
export function readDotnet(file: SourceFile, into: Collected): void {
  const { path, text } = file;
  if (settings.test(fileNameOf(path))) {
    readSettings(file, into);
    return;
  }
  // Calls look otherwise in these languages.
  if (/\.(?:fs|vb)$/i.test(path)) {
    into.addWriteElsewhere(undefined, path);
    return;
  }
  const tokens = tokenizeCSharp(text);
  for (const token of tokens) readString(token, file, into);
  readStartInfo(tokens, file, into);
  for (const call of findCalls(tokens)) {
    readWrite(tokens, call, file, into);
    readProgram(tokens, call, file, into);
    readPort(tokens, call, file, into);
  }
}

function readString({ kind, text }: Token, { path }: SourceFile, into: Collected): void {
  if (kind !== 'string' && kind !== 'template') return;
  const written = database.exec(text)?.[1];
  if (written !== undefined) into.addWriteElsewhere(written.trim(), path);
  for (const one of text.split(';')) {
    const port = address.exec(one.trim())?.[1];
    if (port !== undefined) into.addPort(Number(port), path);
  }
}

function readWrite(
  tokens: readonly Token[],
  { callee, args, start, end }: Call,
  { path }: SourceFile,
  into: Collected,
): void {
  const isFileSink = /^(?:\(\)|.*WriteTo)\.File$/.test(callee) || /\.WriteTo\.File$/.test(callee);
  const isStream = methodOf(callee) === 'FileStream' && !opensToRead(tokens, start, end);
  if (!writers.test(callee) && !copiers.test(callee) && !isFileSink && !isStream) return;
  // `File(bytes, "image/png")` of a controller answers a request.
  const target = args[copiers.test(callee) ? 1 : 0];
  if (target === undefined && /StreamWriter|UseSqlite|SqliteConnection/i.test(callee)) return;
  const used = target === undefined ? [] : tokens.slice(target.start, target.end);
  if (used.some((token) => token.kind === 'name' && temporary.has(token.text))) return;
  const literal = stringAt(tokens, target);
  if (literal !== undefined && /:memory:|Mode=Memory|Mode=ReadOnly/i.test(literal)) return;
  // Connection strings are looked at among the strings.
  if (literal !== undefined && database.test(literal)) return;
  if (/(?:^|\.)File\.Open$/.test(callee) && opensToRead(tokens, start, end)) return;
  // A writer on a stream of somebody else's.
  if (/(?:^|\.)StreamWriter$/.test(callee) && used.length === 1 && used[0]!.kind === 'name') return;
  into.addWriteElsewhere(literal, path);
}

function opensToRead(tokens: readonly Token[], start: number, end: number): boolean {
  const names = tokens.slice(start, end).filter(({ kind }) => kind === 'name');
  return (
    names.some(({ text }, i) => text === 'FileMode' && names[i + 1]?.text === 'Open') &&
    !names.some(({ text }) => text === 'Write' || text === 'ReadWrite')
  );
}

function readProgram(
  tokens: readonly Token[],
  { callee, args, start }: Call,
  { path }: SourceFile,
  into: Collected,
): void {
  if (!/(?:^|\.)Process\.Start$/.test(callee)) return;
  const [first] = args;
  // `process.Start()` starts what its StartInfo says.
  if (first === undefined) return;
  const used = tokens.slice(first.start, first.end);
  const isInfo =
    used.some((token) => isName(token, 'ProcessStartInfo')) ||
    (used.length === 1 &&
      used[0]!.kind === 'name' &&
      tokens.some((token) => isName(token, 'ProcessStartInfo')));
  if (args.length === 1 && isInfo) return;
  addProgram(
    stringAt(tokens, first),
    tokens[start]!.text === 'Process' ? 'Process.Start' : callee,
    path,
    into,
  );
}

/** `new ProcessStartInfo("git")`, `new ProcessStartInfo { FileName = "git" }`, and `process.StartInfo.FileName = "git"`. */
function readStartInfo(tokens: readonly Token[], { path }: SourceFile, into: Collected): void {
  tokens.forEach((token, i) => {
    if (isName(token, 'StartInfo') && isName(tokens[i + 2], 'FileName'))
      addProgram(fileNameIn(tokens, i), 'StartInfo', path, into);
    if (!isName(token, 'ProcessStartInfo') || !isName(tokens[i - 1], 'new')) return;
    const first = tokens[i + 1]?.text === '(' ? tokens[i + 2] : undefined;
    const named =
      first?.kind === 'string' && [',', ')'].includes(tokens[i + 3]?.text ?? '')
        ? first.text
        : fileNameIn(tokens, i);
    addProgram(named, 'ProcessStartInfo', path, into);
  });
}

function addProgram(program: string | undefined, call: string, path: string, into: Collected): void {
  into.addProgram(program, `${call}${program === undefined ? '' : `("${program}")`}`, path);
}

/** `{ FileName = "git" }` close behind. */
function fileNameIn(tokens: readonly Token[], from: number): string | undefined {
  const at = tokens.findIndex(
    ({ kind, text }, i) => i >= from && i < from + 60 && kind === 'name' && text === 'FileName',
  );
  const value = at < 0 || tokens[at + 1]?.text !== '=' ? undefined : tokens[at + 2];
  return value?.kind === 'string' && [',', '}', ';'].includes(tokens[at + 3]?.text ?? '')
    ? value.text
    : undefined;
}

function readPort(
  tokens: readonly Token[],
  { callee, args }: Call,
  { path }: SourceFile,
  into: Collected,
): void {
  const method = methodOf(callee);
  const range =
    method === 'ListenAnyIP' || method === 'ListenLocalhost'
      ? args[0]
      : method === 'Listen' && args.length > 1
        ? args[1]
        : undefined;
  const token = range && range.end - range.start === 1 ? tokens[range.start] : undefined;
  if (token?.kind === 'number') into.addPort(Number(token.text), path);
}

/** Values of settings: databases in files, log files, addresses. Whoever writes logs by NLog or log4net writes to files. */
function readSettings({ path, text }: SourceFile, into: Collected): void {
  if (/\.config$/i.test(path)) {
    if (/\bfile(?:Name)?\b/i.test(text)) into.addWriteElsewhere(undefined, path);
    return;
  }
  const waiting: unknown[] = [parse(text)];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'object' && value !== null)
      waiting.push(...Object.values(value as Record<string, unknown>));
    if (typeof value !== 'string') continue;
    readString({ kind: 'string', text: value, line: 0 }, { path, text }, into);
    if (/^[\w./-]*\.(?:log|clef)$|^(?:\.?\/)?logs?\//i.test(value)) into.addWriteElsewhere(value, path);
  }
}
