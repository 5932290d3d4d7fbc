/** What a Ruby program writes, starts and listens on. Classes: https://docs.ruby-lang.org/en/master/File.html */
import { fileNameOf } from '../paths.ts';
import { chainBefore, isPunctuation, partsOf, type TokenRange } from './calls.ts';
import type { Collected, SourceFile, SourceScope } from './collected.ts';
import { addWritten, literalText, type PathText } from './path-text.ts';
import { tokenizeRuby } from './ruby-tokens.ts';
import { endOfLine, RubyValues } from './ruby-values.ts';
import type { Token } from './tokens.ts';

interface RubyCall {
  /** `File.write`, `FileUtils.mkdir_p`, `pidfile`. */
  readonly callee: string;
  readonly args: readonly TokenRange[];
}

/** Methods, and the position of what they write to. */
const files: Readonly<Record<string, number>> = {
  'File.write': 0, 'File.binwrite': 0, 'IO.write': 0, 'IO.binwrite': 0, 'File.delete': 0, 'File.unlink': 0, 'File.truncate': 0, 'File.mkfifo': 0, 'File.rename': 1, 'File.symlink': 1, 'File.link': 1,
  'FileUtils.touch': 0, 'FileUtils.rm': 0, 'FileUtils.rm_f': 0, 'FileUtils.rm_rf': 0, 'FileUtils.rm_r': 0, 'FileUtils.remove': 0, 'FileUtils.remove_dir': 0,
  'FileUtils.cp': 1, 'FileUtils.copy': 1, 'FileUtils.cp_r': 1, 'FileUtils.mv': 1, 'FileUtils.move': 1, 'FileUtils.install': 1, 'FileUtils.ln_s': 1, 'FileUtils.ln_sf': 1,
  'SQLite3::Database.new': 0, 'SQLite3::Database.open': 0, 'Sequel.sqlite': 0, 'PStore.new': 0, 'YAML::Store.new': 0, 'GDBM.new': 0,
  'Logger.new': 0, 'ActiveSupport::Logger.new': 0, 'Logger::LogDevice.new': 0,
}; // prettier-ignore
const folders: Readonly<Record<string, number>> = {
  'FileUtils.mkdir_p': 0, 'FileUtils.mkdir': 0, 'FileUtils.makedirs': 0, 'Dir.mkdir': 0, 'ActiveSupport::Cache::FileStore.new': 0, 'Rack::Cache::MetaStore': 0,
}; // prettier-ignore
/** They open to write only where the mode says so. */
const opening = /^(?:File\.open|File\.new|open|CSV\.open|IO\.open|Zip::File\.open|Kernel\.open)$/;
const programs = /^(?:system|exec|spawn|Kernel\.(?:system|exec|spawn)|Process\.spawn|IO\.popen|Open3\.\w+)$/;

/** Settings of servers, by the names of their files. https://puma.io/puma/Puma/DSL.html, unicorn's Configurator */
const serverFiles = /^(?:puma|unicorn|thin|falcon)(?:[._-]\w+)?\.rb$/;
const serverPaths: ReadonlySet<string> = new Set(['pidfile', 'state_path', 'stdout_redirect', 'pid', 'stderr_path', 'stdout_path']); // prettier-ignore

/** Adds what one Ruby file says. */
export function readRuby(source: SourceFile, scope: SourceScope, into: Collected): void {
  const tokens = tokenizeRuby(source.text);
  const values = new RubyValues(tokens, source, scope);
  const add = (place: PathText, folder = false): void =>
    addWritten(place, source.path, scope, into, { folder });
  readDatabases(tokens, values, add);
  for (const call of callsOf(tokens)) {
    const { callee, args } = call;
    if (programs.test(callee)) addProgram(tokens, call, source, into);
    if (serverFiles.test(fileNameOf(source.path))) readServer(tokens, call, values, add, source, into);
    if (
      callee === 'set' &&
      tokens[args[0]?.start ?? -1]?.text === ':' &&
      tokens[args[0]!.start + 1]?.text === 'port'
    )
      addLowPort(tokens[args[1]?.start ?? -1]?.text, source, into);
    const at = positionOf(tokens, call);
    const argument = at === undefined ? undefined : args[at];
    if (argument && !isNothing(tokens, argument)) add(values.text(argument), Object.hasOwn(folders, callee));
  }
  // CarrierWave keeps uploads and what it has not finished in `public/uploads` unless it is told otherwise (its README).
  if (/<\s*CarrierWave::Uploader::Base\b/.test(source.text)) add(literalText('public/uploads'), true);
}

function positionOf(tokens: readonly Token[], { callee, args }: RubyCall): number | undefined {
  if (Object.hasOwn(files, callee)) return files[callee];
  if (Object.hasOwn(folders, callee)) return folders[callee];
  if (!opening.test(callee)) return undefined;
  const mode = args.slice(1).flatMap(({ start, end }) => tokens.slice(start, end));
  const writes = mode.some(
    ({ kind, text }) =>
      (kind === 'string' && /^[rwab+t]{1,3}(?::|$)/.test(text) && /[wa+]/.test(text)) ||
      /^(?:WRONLY|RDWR|CREAT|CREATE|APPEND|create)$/.test(text),
  );
  return writes ? 0 : undefined;
}

/** URLs of SQLite (`sqlite://shop.db` of Sequel, `sqlite3:db/shop.sqlite3` of Rails), and what ActiveRecord is told in a hash. */
function readDatabases(tokens: readonly Token[], values: RubyValues, add: (place: PathText) => void): void {
  tokens.forEach((token, i) => {
    if ((token.kind === 'string' || token.kind === 'template') && /^sqlite3?:/.test(token.text)) {
      const { text, whole } = values.text({ start: i, end: i + 1 });
      const path = text.replace(/^sqlite3?:(?:\/\/)?/, '').replace(/\?.*$/s, '');
      if (path !== '' && !path.startsWith(':memory:') && path !== '/') add({ text: path, whole });
    }
    if (
      token.kind !== 'name' ||
      token.text !== 'adapter' ||
      !/^sqlite3?$/.test(tokens.slice(i + 1, i + 4).find(({ kind }) => kind === 'string')?.text ?? '')
    )
      return;
    const key = tokens.findIndex(
      (one, j) => j > i - 20 && j < i + 20 && one.kind === 'name' && one.text === 'database',
    );
    if (key < 0) return;
    const start = tokens.findIndex(
      (one, j) => j > key && !(one.kind === 'punctuation' && /^(?::|=>)$/.test(one.text)),
    );
    const end = tokens.findIndex(
      (one, j) => j > start && one.kind === 'punctuation' && /^[,)}\n]$/.test(one.text),
    );
    const place = values.text({ start, end: end < 0 ? tokens.length : end });
    if (place.text !== ':memory:') add(place);
  });
}

function readServer(
  tokens: readonly Token[],
  { callee, args }: RubyCall,
  values: RubyValues,
  add: (place: PathText) => void,
  source: SourceFile,
  into: Collected,
): void {
  for (const argument of args.slice(0, callee === 'stdout_redirect' ? 2 : 1)) {
    // `pidfile ENV["PIDFILE"] if ENV["PIDFILE"]`: only where somebody asks for it.
    const isAsked =
      tokens[argument.start]?.text === 'ENV' &&
      isPunctuation(tokens[argument.start + 1], '[') &&
      argument.end - argument.start === 4;
    const { text, whole } = values.text(argument);
    if (serverPaths.has(callee) && !isAsked && !isNothing(tokens, argument)) add({ text, whole });
    else if ((callee === 'bind' || callee === 'listen') && text.startsWith('unix:'))
      add({ text: text.replace(/^unix:(?:\/\/)?/, '').replace(/\?.*$/s, ''), whole });
    else if (callee === 'bind') addLowPort(/^\w+:\/\/[^:]*:(\d+)/.exec(text)?.[1], source, into);
    else if (callee === 'port' || callee === 'listen') {
      const numbers = tokens
        .slice(argument.start, argument.end)
        .flatMap(({ text: word }) => /^\d{1,5}$/.exec(word)?.[0] ?? []);
      addLowPort(numbers.at(-1), source, into);
    }
  }
}

/** Start commands mostly name another port; one that only root may open is worth knowing. */
function addLowPort(text: string | undefined, { path }: SourceFile, into: Collected): void {
  const port = Number(text);
  if (port > 0 && port < 1024) into.addPort(port, path);
}

function addProgram(
  tokens: readonly Token[],
  { callee, args }: RubyCall,
  { path }: SourceFile,
  into: Collected,
): void {
  const word = args[0] && tokens[args[0].start];
  const literal =
    word?.kind === 'string' || word?.kind === 'template' ? /^[\w./+-]+/.exec(word.text)?.[0] : undefined;
  into.addProgram(literal?.replace(/^.*\//, ''), callee, path);
}

/** The standard streams, and nil. */
function isNothing(tokens: readonly Token[], { start, end }: TokenRange): boolean {
  const text = tokens.slice(start, end).map((token) => token.text).join(''); // prettier-ignore
  return /^(?:\$?(?:stdout|stderr)|STD(?:OUT|ERR)|nil|IO::NULL|File::NULL|StringIO\.new(?:\(\))?)$/i.test(
    text,
  );
}

/** Calls with and without parentheses. */
function callsOf(tokens: readonly Token[]): RubyCall[] {
  return tokens.flatMap((token, i): RubyCall[] => {
    const next = tokens[i + 1];
    if (token.kind !== 'name' || next === undefined || isPunctuation(next, '.') || isPunctuation(next, '::'))
      return [];
    const { callee, start } = calleeBefore(tokens, i + 1);
    if (tokens[start - 1]?.text === 'def') return [];
    if (isPunctuation(next, '(')) return [{ callee, args: partsOf(tokens, i + 1).parts }];
    // `File.write path, text`: a value on the same line.
    const isValue = next.kind !== 'punctuation' || /^[:[]$/.test(next.text);
    if (!isValue || next.line !== token.line) return [];
    return [{ callee, args: listFrom(tokens, i + 1, endOfLine(tokens, i + 1)) }];
  });
}

function calleeBefore(tokens: readonly Token[], end: number): { callee: string; start: number } {
  const { callee, start } = chainBefore(tokens, end);
  if (!isPunctuation(tokens[start - 1], '::') || tokens[start - 2]?.kind !== 'name') return { callee, start };
  return { callee: `${tokens[start - 2]!.text}::${callee}`, start: start - 2 };
}

/** The comma-separated parts of a range without brackets around it. */
function listFrom(tokens: readonly Token[], start: number, end: number): TokenRange[] {
  const around: Token[] = [
    { kind: 'punctuation', text: '(', line: 0 },
    ...tokens.slice(start, end),
    { kind: 'punctuation', text: ')', line: 0 },
  ];
  return partsOf(around, 0).parts.map((part) => ({
    start: part.start + start - 1,
    end: part.end + start - 1,
  }));
}
