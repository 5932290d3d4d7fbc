/** What a Rust source file says about the running program: files it opens and writes, programs it starts. */
import { fileNameOf, folderOf, inside } from '../paths.ts';
import { findCalls, isName, isPunctuation, methodOf, stringAt, type Call } from './calls.ts';
import {
  literalPath,
  withoutWildcards,
  type Collected,
  type SourceFile,
  type SourceScope,
} from './collected.ts';
import { tokenizeRust } from './rust-tokens.ts';
import type { Token } from './tokens.ts';

/** Macros that put files into the program while it is compiled. */
const embedding = /^(?:include_str|include_bytes|include|include_dir|migrate|embed_migrations|refinery_embed_migrations|embed_resource|i18n|fluent_templates)!$/; // prettier-ignore
/** Their argument is seen from the source file, that of the others from the package. */
const besideSource = /^include(?:_str|_bytes)?!$/;
/** Variables that a program knows from when it was compiled. */
const compiling = /^(?:env|option_env|dotenv|dotenv_codegen)!$/;
/** Functions whose argument is a path. `Path::new`, `ServeDir::new`, `Tera::new` … */
const opening =
  /^(?:new|from|open|read|read_to_string|read_dir|join|push|load|load_from_path|from_filename|from_file|from_path|with_name|dir|file|glob|metadata|canonicalize|serve|relative!|set_file|path_loader|register_template_file|register_templates_directory|from_pem_file|set_private_key_file|set_certificate_chain_file)$/;
/** Folders of a package that no program reads. */
const ofCargo: ReadonlySet<string> = new Set(['src', 'target', 'tests', 'benches', 'examples', 'docs']);
const formats = ['toml', 'yaml', 'yml', 'json', 'ini', 'ron'] as const;

export function readRust(file: SourceFile, scope: SourceScope, into: Collected): void {
  const tokens = tokenizeRust(file.text);
  const calls = findCalls(tokens);
  for (const call of calls) readVariables(tokens, call, into);
  // build.rs runs in the build.
  if (fileNameOf(file.path) === 'build.rs') {
    for (const call of calls)
      if (/(?:^|\.)var(?:_os)?$/.test(call.callee)) addVariable(stringAt(tokens, call.args[0]), into);
    return;
  }
  const compiled = readEmbedded(file, tokens, calls, scope, into);
  tokens.forEach((token, i) => {
    if (token.kind === 'string' && !compiled.has(i)) readPath(file, tokens, i, calls, scope, into);
  });
  for (const call of calls) {
    readProgram(file, tokens, call, into);
    readWrite(file, tokens, call, scope, into);
  }
  if (tokens.some((token) => isName(token, 'current_exe'))) into.findsItself = true;
}

function readVariables(tokens: readonly Token[], { callee, args }: Call, into: Collected): void {
  const name = stringAt(tokens, args[0]);
  if (compiling.test(methodOf(callee))) addVariable(name, into);
  // Cargo sets them for what `cargo run` starts.
  if (/(?:^|\.)var(?:_os)?$/.test(callee) && name?.startsWith('CARGO_') === true)
    into.cargoVariables.add(name);
}

function addVariable(name: string | undefined, into: Collected): void {
  if (name !== undefined) into.compileVariables.add(name);
}

/** Positions of strings that are used up when the program is compiled. */
function readEmbedded(
  file: SourceFile,
  tokens: readonly Token[],
  calls: readonly Call[],
  scope: SourceScope,
  into: Collected,
): ReadonlySet<number> {
  const used = new Set<number>();
  for (const { callee, args, start, end } of calls) {
    const macro = methodOf(callee);
    if (!embedding.test(macro)) continue;
    const written = tokens.slice(start, end).find(({ kind }) => kind === 'string')?.text;
    for (let i = start; i < end; i++) used.add(i);
    const fallback = args.length === 0 ? 'migrations' : undefined;
    const from = besideSource.test(macro) ? folderOf(file.path) : scope.directory;
    const path = literalPath(
      from,
      (written ?? fallback ?? '').replace(/^\$CARGO_MANIFEST_DIR\//, '').replace(/^\/(?=.)/, ''),
    );
    if (path !== undefined) into.embedded.push(path);
  }
  // `#[folder = "static/"]` of rust-embed, `#[template(path = "…")]` of Askama.
  tokens.forEach((token, i) => {
    if (!isPunctuation(token, '#') || !isPunctuation(tokens[i + 1], '[')) return;
    for (let at = i + 2; at < tokens.length && !isPunctuation(tokens[at], ']'); at++) {
      if (tokens[at]!.kind !== 'string') continue;
      used.add(at);
      const isFolder = isName(tokens[at - 2], 'folder') && isPunctuation(tokens[at - 1], '=');
      if (isFolder)
        into.embedded.push(
          inside(
            scope.directory,
            tokens[at]!.text.replace(/^(?:\$CARGO_MANIFEST_DIR)?[./]*/, '').replace(/\/$/, ''),
          ),
        );
    }
  });
  return used;
}

/** A string that names a file or folder of the context. */
function readPath(
  file: SourceFile,
  tokens: readonly Token[],
  at: number,
  calls: readonly Call[],
  scope: SourceScope,
  into: Collected,
): void {
  // `format!("{}/static", …)`, `concat!(env!("CARGO_MANIFEST_DIR"), "/static")`
  const written = tokens[at]!.text.replace(/^\{[^}]*\}(?=\/)/, '');
  const isJoined = written !== tokens[at]!.text || isPunctuation(tokens[at - 1], ',');
  const plain = withoutWildcards(isJoined ? written.replace(/^\/+/, '') : written).replace(/\{.*$/s, '');
  if (plain === '' || plain.length > 200 || /^[/~$-]|[\s"'<>|\\]|\/\//.test(plain)) return;
  const isWord = !/[./]/.test(plain) && !(isJoined && written.startsWith('/'));
  const call = calls.findLast(({ start, end }) => start < at && at < end);
  if (isWord && !(call && opening.test(methodOf(call.callee)))) return;
  for (const folder of foldersUpFrom(scope.directory)) {
    const path = literalPath(folder, plain);
    if (path === undefined || path === folder || path === '' || path === scope.directory) continue;
    if (folder === scope.directory && ofCargo.has(path.slice(folder === '' ? 0 : folder.length + 1)))
      continue;
    for (const candidate of [path, ...formats.map((format) => `${path}.${format}`)])
      if (scope.exists(candidate)) into.addRead(candidate, file.path, call?.callee ?? 'a string');
  }
}

/** The package's folder and those above it: programs run where the workspace is. */
function foldersUpFrom(directory: string): readonly string[] {
  const folders = [directory];
  for (let folder = directory; folder !== ''; folders.push(folder)) folder = folderOf(folder);
  return folders;
}

function readProgram(
  file: SourceFile,
  tokens: readonly Token[],
  { callee, args }: Call,
  into: Collected,
): void {
  if (!/(?:^|\.)Command\.new$/.test(callee) || callee.startsWith('clap.')) return;
  // clap has a Command, too.
  const isProcess =
    /(?:^|\.)process\.Command\.new$/.test(callee) ||
    tokens.some(
      (token, i) =>
        isName(token, 'process') &&
        isPunctuation(tokens[i + 1], '.') &&
        (isName(tokens[i + 2], 'Command') || isPunctuation(tokens[i + 2], '{')),
    );
  if (!isProcess) return;
  const program = stringAt(tokens, args[0]);
  into.addProgram(program, `Command::new${program === undefined ? '' : `("${program}")`}`, file.path);
}

const writers = /(?:^|\.)(?:File\.create(?:_new)?|fs\.(?:write|create_dir|create_dir_all)|(?:create_dir|create_dir_all)|rolling\.(?:daily|hourly|minutely|never)|sled\.open)$/; // prettier-ignore
/** The second argument is what they write. */
const copiers = /(?:^|\.)fs\.(?:copy|rename|hard_link)$/;

function readWrite(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  scope: SourceScope,
  into: Collected,
): void {
  const { callee, args } = call;
  const isOpen =
    /(?:^|\.)open$/.test(callee) &&
    tokens.slice(Math.max(0, call.start - 60), call.start).some((token) => isName(token, 'OpenOptions'));
  const opensToWrite = isOpen && findsOption(tokens, call.start);
  if (!writers.test(callee) && !copiers.test(callee) && !opensToWrite) {
    readDatabase(file, tokens, call, scope, into);
    return;
  }
  addWrite(stringAt(tokens, args[copiers.test(callee) ? 1 : 0]), file, scope, into);
}

/** SQLite keeps its data in a file. */
function readDatabase(
  file: SourceFile,
  tokens: readonly Token[],
  { callee, args, start, end }: Call,
  scope: SourceScope,
  into: Collected,
): void {
  const url = tokens
    .slice(start, end)
    .find(({ kind, text }) => kind === 'string' && /^sqlite:(?!:memory:)/.test(text));
  if (url) return addWrite(url.text.replace(/^sqlite:(?:\/\/)?/, '').replace(/\?.*$/, ''), file, scope, into);
  const isSqlite =
    /sqlite/i.test(callee) && /\.(?:filename|connect|connect_with|open|from_str|establish)$/.test(callee);
  const isRusqlite =
    /(?:^|\.)Connection\.open(?:_with_flags)?$/.test(callee) &&
    tokens.some((token) => isName(token, 'rusqlite'));
  const isStore =
    /(?:^|\.)(?:DB\.open(?:_\w+)?|Database\.(?:create|builder))$/.test(callee) &&
    tokens.some((token) => isName(token, 'rocksdb') || isName(token, 'redb'));
  if (isSqlite || isRusqlite || isStore) addWrite(stringAt(tokens, args[0]), file, scope, into);
}

function findsOption(tokens: readonly Token[], at: number): boolean {
  return tokens
    .slice(Math.max(0, at - 60), at)
    .some(
      (token, i, near) =>
        token.kind === 'name' &&
        /^(?:write|append|create|create_new)$/.test(token.text) &&
        near[i + 2]?.text === 'true',
    );
}

function addWrite(written: string | undefined, file: SourceFile, scope: SourceScope, into: Collected): void {
  if (written === undefined) into.addWriteElsewhere(undefined, file.path);
  else if (written.startsWith('/')) into.addWriteElsewhere(written, file.path);
  else if (written !== '' && written !== ':memory:')
    into.addWrite(literalPath(scope.directory, written), file.path);
}
