/** What a Python program writes by its settings: databases in files, uploads, logs. */
import { isPunctuation, keywordsOf, stringAt, type Call } from './calls.ts';
import { literalPath, type Collected, type SourceFile, type SourceScope } from './collected.ts';
import type { Token } from './tokens.ts';

/** Folders for what users send, by the names that Django and Flask's documentation give them. */
const uploads: ReadonlySet<string> = new Set(['MEDIA_ROOT', 'UPLOAD_FOLDER', 'UPLOADS_DEFAULT_DEST']);
const logHandlers =
  /(?:^|\.)(?:RotatingFileHandler|TimedRotatingFileHandler|WatchedFileHandler|FileHandler)$/;

/** Adds the writes that settings of the file name, whoever opens them. */
export function readSettingWrites(
  file: SourceFile,
  tokens: readonly Token[],
  scope: SourceScope,
  into: Collected,
): void {
  const add = (parts: readonly string[]): void => addPath(parts.join('/'), file, scope, into);
  tokens.forEach((token, i) => {
    if (token.kind === 'string') {
      const url = /^sqlite(?:\+\w+)?:\/\/\/?(.*)$/s.exec(token.text)?.[1];
      if (url === ':memory:' || url?.startsWith(':memory:') === true) return;
      // `'sqlite:///' + os.path.join(base, 'app.db')`
      if (url !== undefined) add([url.replace(/\?.*$/, ''), ...stringsBehind(tokens, i)].filter(Boolean));
      else if (token.text === 'django.db.backends.sqlite3') add(databaseName(tokens, i));
      else if (
        uploads.has(token.text) &&
        isPunctuation(tokens[i + 1], ']') &&
        isPunctuation(tokens[i + 2], '=')
      )
        add(stringsBehind(tokens, i + 2));
    } else if (token.kind === 'name' && uploads.has(token.text) && isPunctuation(tokens[i + 1], '='))
      add(stringsBehind(tokens, i + 1));
  });
}

/** `RotatingFileHandler('logs/app.log')`, `logging.basicConfig(filename='app.log')`. */
export function readLogFile(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  scope: SourceScope,
  into: Collected,
): void {
  const keywords = keywordsOf(tokens, call.args);
  const named = keywords.get('filename');
  const range = logHandlers.test(call.callee) ? (named ?? call.args[0]) : /^(?:logging\.)?basicConfig$/.test(call.callee) ? named : undefined; // prettier-ignore
  if (!range) return;
  const path = stringAt(tokens, range);
  if (path === undefined) into.addWriteElsewhere(undefined, file.path);
  else addPath(path, file, scope, into);
}

function addPath(path: string, file: SourceFile, scope: SourceScope, into: Collected): void {
  if (path.startsWith('/')) into.addWriteElsewhere(path, file.path);
  else if (path !== '') into.addWrite(literalPath(scope.directory, path), file.path);
}

/** The string literals behind a token on its line: the parts of `os.path.join(BASE_DIR, 'data', 'media')`. */
function stringsBehind(tokens: readonly Token[], at: number): string[] {
  const found: string[] = [];
  for (let i = at + 1; i < tokens.length && tokens[i]!.line === tokens[at]!.line; i++) {
    const { kind, text } = tokens[i]!;
    if (kind === 'string' && text !== '') found.push(text);
  }
  return found;
}

/** Tokens between ENGINE and NAME of a database; settings have a handful of entries. */
const nearby = 60;

function databaseName(tokens: readonly Token[], engine: number): string[] {
  const end = Math.min(tokens.length, engine + nearby);
  for (let i = engine + 1; i < end; i++)
    if (tokens[i]!.kind === 'string' && tokens[i]!.text === 'NAME' && isPunctuation(tokens[i + 1], ':'))
      return stringsBehind(tokens, i + 1).filter((text) => text !== ':memory:');
  return [];
}
