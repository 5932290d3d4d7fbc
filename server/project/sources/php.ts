/** What a PHP program writes and starts. Functions and classes: https://www.php.net/manual/en/ref.filesystem.php */
import { folderOf, resolvePath } from '../paths.ts';
import { closingOf, isPunctuation, partsOf, type TokenRange } from './calls.ts';
import type { Collected, SourceFile, SourceScope } from './collected.ts';
import { addWritten, type PathText } from './path-text.ts';
import { tokenizePhp } from './php-tokens.ts';
import { PhpValues } from './php-values.ts';
import type { Token } from './tokens.ts';

interface PhpCall {
  /** `file_put_contents`, `->move`, `File::put`, `new PDO`; without namespaces. */
  readonly callee: string;
  readonly args: readonly TokenRange[];
}

/** Position of the argument that a call writes to; `folder`: it makes that folder, or fills it with files. */
interface Writer {
  readonly at: number;
  readonly folder?: boolean;
  /** An argument that is not known is most likely no path at all: `$user->save()`. */
  readonly quiet?: boolean;
}

const file = (at: number): Writer => ({ at });
const folder = (at: number): Writer => ({ at, folder: true });
const quiet = (writer: Writer): Writer => ({ ...writer, quiet: true });

const writers: Readonly<Record<string, Writer>> = {
  file_put_contents: file(0), touch: file(0), unlink: file(0), mkdir: folder(0), rmdir: file(0), tempnam: folder(0), session_save_path: folder(0), chmod: quiet(file(0)),
  copy: file(1), rename: file(1), move_uploaded_file: file(1), symlink: file(1), link: file(1),
  imagepng: file(1), imagejpeg: file(1), imagegif: file(1), imagewebp: file(1), imageavif: file(1),
  'new StreamHandler': file(0), 'new RotatingFileHandler': file(0), 'new SQLite3': file(0), 'new FilesystemCache': folder(0), 'new PhpFileCache': folder(0), 'new FilesystemAdapter': quiet(folder(2)),
  // Laravel: https://laravel.com/docs/filesystem, and the class File behind its facade.
  'File::put': file(0), 'File::append': file(0), 'File::replace': file(0), 'File::makeDirectory': folder(0), 'File::ensureDirectoryExists': folder(0), 'File::copy': file(1), 'File::move': file(1),
  // Symfony's Filesystem, uploaded files of Symfony and PSR-7, Yii's, compilers of containers and templates.
  '->dumpFile': file(0), '->appendToFile': file(0), '->mkdir': quiet(folder(0)), '->moveTo': file(0), '->saveAs': file(0), '->enableCompilation': folder(0), '->writeProxiesToFile': folder(1),
  '->setCompileDir': folder(0), '->setCacheDir': folder(0), '->setCacheFile': file(0), '->setCacheDirectory': folder(0), '->save': quiet(file(0)), '->toFile': quiet(file(0)),
}; // prettier-ignore

const programs = /^(?:exec|shell_exec|system|passthru|proc_open|popen|pcntl_exec|new Process|Process::run)$/;

/** Adds what one PHP file says. */
export function readPhp(source: SourceFile, scope: SourceScope, into: Collected): void {
  const tokens = tokenizePhp(source.text);
  const values = new PhpValues(tokens, source, scope);
  const add = (place: PathText, isFolder = false): void =>
    addWritten(place, source.path, scope, into, {
      folder: isFolder,
      relativeTo: (path) => relativeFolder(path, source, scope),
    });
  tokens.forEach((token, i) => {
    // `'sqlite:' . __DIR__ . '/shop.db'`, `sqlite:///data/shop.db`: whoever opens it writes beside it.
    if (!/^(?:pdo-)?sqlite3?:/.test(token.text) || (token.kind !== 'string' && token.kind !== 'template'))
      return;
    const place = values.text({ start: i, end: endOfValue(tokens, i) });
    const path = place.text.replace(/^(?:pdo-)?sqlite3?:(?:\/\/\/)?/, '');
    if (/^:memory:/.test(path)) return;
    // `%kernel.project_dir%/var/data.db` of Symfony.
    add({
      ...place,
      text: path.replace(/^%kernel\.project_dir%/, scope.directory === '' ? '@' : `@/${scope.directory}`),
    });
  });
  for (const call of callsOf(tokens)) {
    readProgram(tokens, call, source, into);
    const writer = writerOf(tokens, call, values);
    const argument = writer && call.args[writer.at];
    if (!writer || !argument || isNothing(tokens, argument)) continue;
    const place = values.text(argument);
    if (writer.quiet === true && place.text === '') continue;
    add(place, writer.folder);
  }
  readCacheFolders(tokens, values, add);
}

function writerOf(
  tokens: readonly Token[],
  { callee, args }: PhpCall,
  values: PhpValues,
): Writer | undefined {
  const string = (at: number): string | undefined => {
    const token = args[at] && tokens[args[at].start];
    return token?.kind === 'string' && args[at]!.end - args[at]!.start === 1 ? token.text : undefined;
  };
  switch (callee) {
    case 'fopen':
    case 'new SplFileObject': {
      const mode = args[1] === undefined ? 'r' : string(1);
      // A stream by its name is no file.
      if (mode !== undefined && !/[waxc+]/.test(mode)) return undefined;
      return file(0);
    }
    case 'error_log':
      return tokens[args[1]?.start ?? -1]?.text === '3' ? file(2) : undefined;
    case 'ini_set':
      if (string(0) === 'session.save_path' || string(0) === 'upload_tmp_dir') return folder(1);
      return string(0) === 'error_log' ? file(1) : undefined;
    // `$archive->open($path, ZipArchive::CREATE)`
    case '->open':
      return tokens
        .slice(args[1]?.start ?? 0, args[1]?.end ?? 0)
        .some(({ text }) => text === 'CREATE' || text === 'OVERWRITE')
        ? file(0)
        : undefined;
    // `$uploaded->move($folder, $name)` of Symfony and Laravel.
    case '->move':
      return args.length === 2 || values.text(args[0]).text.startsWith('@') ? folder(0) : undefined;
    default:
      return Object.hasOwn(writers, callee) ? writers[callee] : undefined;
  }
}

/** `new Environment($loader, ['cache' => __DIR__ . '/../cache'])` and its like: Twig, Blade, Latte, Doctrine. */
function readCacheFolders(
  tokens: readonly Token[],
  values: PhpValues,
  add: (place: PathText, isFolder: boolean) => void,
): void {
  tokens.forEach((token, i) => {
    if (
      token.kind !== 'string' ||
      !/^(?:cache|cache_dir|cache_path|compile_dir|compiled|proxy_dir|routerCacheFile)$/.test(token.text) ||
      !isPunctuation(tokens[i + 1], '=>')
    )
      return;
    const place = values.text({ start: i + 2, end: endOfValue(tokens, i + 2) });
    // Names of caches are no folders.
    if (place.text.startsWith('@/') || (place.text.startsWith('/') && place.text.length > 1))
      add(place, true);
  });
}

function readProgram(
  tokens: readonly Token[],
  { callee, args }: PhpCall,
  { path }: SourceFile,
  into: Collected,
): void {
  if (!programs.test(callee)) return;
  const words =
    args[0] && tokens[isPunctuation(tokens[args[0].start], '[') ? args[0].start + 1 : args[0].start];
  const literal =
    words?.kind === 'string' || words?.kind === 'template' ? /^[\w./+-]+/.exec(words.text)?.[0] : undefined;
  into.addProgram(literal?.replace(/^.*\//, ''), callee, path);
}

/** `null`, `false`, `true` and the standard streams. */
function isNothing(tokens: readonly Token[], { start, end }: TokenRange): boolean {
  return end - start === 1 && /^(?:null|false|true|STD(?:OUT|ERR|IN))$/i.test(tokens[start]!.text);
}

/**
 * Where a relative path leads: PHP's servers work in the folder of the script that answers, everything else where it was
 * started. Undefined where these could be different folders.
 */
function relativeFolder(path: string, source: SourceFile, scope: SourceScope): string | undefined {
  const beside = folderOf(source.path);
  if (beside === scope.directory) return beside;
  const first = path.split('/').slice(0, -1).join('/');
  const found = [beside, scope.directory].filter(
    (one) => first !== '' && scope.isDirectory(resolvePath(one, first) ?? '/'),
  );
  return found.length === 1 ? found[0] : undefined;
}

function endOfValue(tokens: readonly Token[], start: number): number {
  for (let i = start; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind !== 'punctuation') continue;
    if (/^[([{]$/.test(text)) i = closingOf(tokens, i);
    else if (/^[;,)\]}]$/.test(text) || text === '=>') return i;
  }
  return tokens.length;
}

function callsOf(tokens: readonly Token[]): PhpCall[] {
  return tokens.flatMap((token, i): PhpCall[] => {
    if (!isPunctuation(token, '(') || tokens[i - 1]?.kind !== 'name') return [];
    const name = tokens[i - 1]!.text.replace(/^.*\\/, '');
    const before = tokens[i - 2];
    if (before?.kind === 'name' && /^(?:function|fn|class)$/.test(before.text)) return [];
    const prefix = calleePrefix(tokens, i - 2);
    return [{ callee: `${prefix}${name}`, args: partsOf(tokens, i).parts }];
  });
}

function calleePrefix(tokens: readonly Token[], at: number): string {
  const before = tokens[at];
  if (isPunctuation(before, '->') || isPunctuation(before, '?->')) return '->';
  if (isPunctuation(before, '::')) return `${tokens[at - 1]?.text.replace(/^.*\\/, '') ?? ''}::`;
  return before?.kind === 'name' && before.text === 'new' ? 'new ' : '';
}
