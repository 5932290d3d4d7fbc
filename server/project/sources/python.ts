import { folderOf, inside } from '../paths.ts';
import {
  chainBefore,
  findCalls,
  isName,
  isPunctuation,
  keywordsOf,
  methodOf,
  receiverOf,
  stringAt,
} from './calls.ts';
import type { Call, TokenRange } from './calls.ts';
import { literalPath } from './collected.ts';
import type { Collected, SourceFile, SourceScope } from './collected.ts';
import { readLogFile, readSettingWrites } from './python-writes.ts';
import { tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

const applicationMakers = /^(?:Flask|flask\.Flask|FastAPI|fastapi\.FastAPI|Quart|Starlette|Sanic)$/;
const routerMakers = /^(?:Blueprint|flask\.Blueprint|APIRouter|fastapi\.APIRouter)$/;
const readers =
  /^(?:open|io\.open|codecs\.open|(?:pd|pandas)\.read_\w+|FileSystemLoader|Jinja2Templates|StaticFiles)$/;

/** Adds what one Python file says. */
export function readPython(file: SourceFile, scope: SourceScope, into: Collected): void {
  const tokens = tokenize(file.text, 'python');
  const calls = findCalls(tokens);
  const key = (name: string): string => `${file.path}#${name}`;
  readImports(file, tokens, scope, into);
  readSettingWrites(file, tokens, scope, into);
  for (const call of calls) {
    if (/^os\.(?:system|popen|exec\w+|spawn\w+)$/.test(call.callee))
      into.runsPrograms.add(`os (${file.path})`);
    readDeclaration(file, tokens, call, scope, into, key);
    readRoute(file, tokens, call, into, key);
    readPort(file, tokens, call, into);
    readFiles(file, tokens, call, scope, into);
    readLogFile(file, tokens, call, scope, into);
  }
}

/** `app = Flask(__name__)`, `router = APIRouter(prefix="/x")`. */
function readDeclaration(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  scope: SourceScope,
  into: Collected,
  key: (name: string) => string,
): void {
  const equals = annotatedEquals(tokens, call.start - 1);
  const keywords = keywordsOf(tokens, call.args);
  if (applicationMakers.test(call.callee)) {
    if (equals !== undefined) into.applications.add(key(chainBefore(tokens, equals).callee));
    if (/Flask$|^Quart$/.test(call.callee)) flaskFolders(file, tokens, keywords, scope, into);
  } else if (routerMakers.test(call.callee) && equals !== undefined) {
    const { callee: name } = chainBefore(tokens, equals);
    const written = keywords.get('prefix') ?? keywords.get('url_prefix');
    const prefix = written === undefined ? '' : stringAt(tokens, written);
    into.mounts.push({ child: key(`${name} inner`), parent: key(name), prefix });
  } else if (/^(?:include_router|register_blueprint)$/.test(methodOf(call.callee))) {
    const [first] = call.args;
    const written = keywords.get('prefix') ?? keywords.get('url_prefix');
    if (first === undefined) return;
    const child = tokens
      .slice(first.start, first.end)
      .map((token) => token.text)
      .join('');
    const prefix = written === undefined ? '' : stringAt(tokens, written);
    // Flask's prefix at registration replaces the blueprint's own.
    const replaces = methodOf(call.callee) === 'register_blueprint' && written !== undefined;
    into.mounts.push({
      child: key(replaces ? `${child} inner` : child),
      parent: key(receiverOf(call.callee)),
      prefix,
    });
  }
}

function annotatedEquals(tokens: readonly Token[], at: number): number | undefined {
  if (!isPunctuation(tokens[at], '=')) return undefined;
  if (tokens[at - 1]?.kind !== 'name') return undefined;
  // `app: Flask = Flask(…)`
  return isPunctuation(tokens[at - 2], ':') ? at - 2 : at;
}

/** `@app.route("/health")`, `@router.get("/health")`. */
function readRoute(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  into: Collected,
  key: (name: string) => string,
): void {
  if (!isPunctuation(tokens[call.start - 1], '@')) return;
  const method = methodOf(call.callee);
  if (method !== 'get' && method !== 'route') return;
  const path = stringAt(tokens, call.args[0]);
  const methods = keywordsOf(tokens, call.args).get('methods');
  const allowed =
    methods === undefined || tokens.slice(methods.start, methods.end).some((token) => token.text === 'GET');
  if (path === undefined || !allowed) return;
  const receiver = receiverOf(call.callee);
  // An application has routes of its own; a router's lie below its prefix.
  const isApplication = into.applications.has(key(receiver));
  into.routes.push({ owner: key(isApplication ? receiver : `${receiver} inner`), path, file: file.path });
}

function readImports(file: SourceFile, tokens: readonly Token[], scope: SourceScope, into: Collected): void {
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    const starts = tokens[i - 1]?.line !== token.line;
    if (!starts || token.kind !== 'name') return;
    if ((token.text === 'import' || token.text === 'from') && next?.text === 'subprocess')
      into.runsPrograms.add(`subprocess (${file.path})`);
    if (token.text === 'from') readFromImport(file, tokens, i, scope, into);
  });
}

/** `from .health import router as health_router`. */
function readFromImport(
  file: SourceFile,
  tokens: readonly Token[],
  at: number,
  scope: SourceScope,
  into: Collected,
): void {
  let i = at + 1;
  let module = '';
  for (; i < tokens.length && !isName(tokens[i], 'import'); i++) {
    if (tokens[i]!.line !== tokens[at]!.line) return;
    module += tokens[i]!.text;
  }
  for (i++; i < tokens.length; i++) {
    const item = tokens[i]!;
    if (isPunctuation(item, '(') || isPunctuation(item, ',')) continue;
    if (item.kind !== 'name' || (item.line !== tokens[at]!.line && !isPunctuation(tokens[i - 1], ',') && !isPunctuation(tokens[i - 1], '('))) return; // prettier-ignore
    const renamed = isName(tokens[i + 1], 'as') ? tokens[i + 2]?.text : undefined;
    const local = renamed ?? item.text;
    const target = moduleFile(file.path, module, scope);
    const submodule = moduleFile(
      file.path,
      module.endsWith('.') ? module + item.text : `${module}.${item.text}`,
      scope,
    );
    if (submodule !== undefined) into.aliases.set(`${file.path}#${local}.`, `${submodule}#`);
    if (target !== undefined) into.aliases.set(`${file.path}#${local}`, `${target}#${item.text}`);
    if (renamed !== undefined) i += 2;
  }
}

/** The file of a module path: leading dots count from the file's package, others from the project's folder (or src). */
function moduleFile(from: string, module: string, scope: SourceScope): string | undefined {
  const dots = /^\.*/.exec(module)![0].length;
  const path = module.slice(dots).split('.').filter(Boolean).join('/');
  const bases =
    dots > 0
      ? [literalPath(folderOf(from), '../'.repeat(dots - 1) + '.')]
      : [scope.directory, inside(scope.directory, 'src')];
  for (const base of bases) {
    if (base === undefined) continue;
    const stem = path === '' ? base : inside(base, path);
    for (const candidate of [`${stem}.py`, inside(stem, '__init__.py')])
      if (scope.exists(candidate)) return candidate;
  }
  return undefined;
}

/** `app.run(port=5000)`, `uvicorn.run(app, port=8000)`; Flask's own default is 5000. */
function readPort(file: SourceFile, tokens: readonly Token[], call: Call, into: Collected): void {
  if (methodOf(call.callee) !== 'run' || receiverOf(call.callee) === '') return;
  const isServer =
    call.callee === 'uvicorn.run' || into.applications.has(`${file.path}#${receiverOf(call.callee)}`);
  if (!isServer) return;
  const keywords = keywordsOf(tokens, call.args);
  readListener(file, tokens, call, keywords, into);
  const range = keywords.get('port');
  if (range === undefined) {
    if (call.callee === 'uvicorn.run') into.addPort(8000, file.path);
    return;
  }
  const parts = tokens.slice(range.start, range.end);
  const text = parts.map((token) => token.text).join('');
  const literals = parts.filter((token) => /^\d{1,5}$/.test(token.text));
  // `int(os.environ.get("PORT", 5000))`: the default.
  if (parts.length === 1 || /os\.(?:environ|getenv)|^getenv/.test(text))
    into.addPort(literals.length === 1 ? Number(literals[0]!.text) : undefined, file.path);
}

/** `app.run()` and `uvicorn.run(app)` listen on 127.0.0.1 unless a host is given (their own documentation). */
function readListener(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  keywords: ReadonlyMap<string, TokenRange>,
  into: Collected,
): void {
  const range = keywords.get('host');
  // `app.run("0.0.0.0")`, `app.run(**options)`
  const positional = call.callee === 'uvicorn.run' ? undefined : call.args.find((part) => !isPunctuation(tokens[part.start + 1], '=')); // prettier-ignore
  const isSpread = call.args.some((part) => tokens[part.start]?.kind === 'punctuation');
  const host = range ?? positional ? stringAt(tokens, range ?? positional) : isSpread ? undefined : '127.0.0.1'; // prettier-ignore
  const application = receiverOf(call.callee);
  const port = keywords.get('port');
  const number = port === undefined ? undefined : tokens[port.start]!.text;
  into.listeners.push({
    call: call.callee,
    file: file.path,
    host,
    byDefault: range === undefined && positional === undefined && !isSpread,
    port: number === undefined ? (call.callee === 'uvicorn.run' ? 8000 : 5000) : port!.end - port!.start === 1 && /^\d{1,5}$/.test(number) ? Number(number) : undefined, // prettier-ignore
    ...(isFlask(tokens, application) && { flask: { application } }),
  });
}

/** `app = Flask(…)` in this file. */
function isFlask(tokens: readonly Token[], name: string): boolean {
  return tokens.some(
    (token, i) =>
      isName(token, name) &&
      isPunctuation(tokens[i + 1], '=') &&
      (isName(tokens[i + 2], 'Flask') || (isName(tokens[i + 2], 'flask') && isName(tokens[i + 4], 'Flask'))),
  );
}

/** Flask renders from `templates` and serves `static` beside the module that makes the application. */
function flaskFolders(
  file: SourceFile,
  tokens: readonly Token[],
  keywords: ReadonlyMap<string, TokenRange>,
  scope: SourceScope,
  into: Collected,
): void {
  for (const [keyword, standard] of [
    ['template_folder', 'templates'],
    ['static_folder', 'static'],
  ] as const) {
    const range = keywords.get(keyword);
    const written = range === undefined ? standard : stringAt(tokens, range);
    const path = written === undefined ? undefined : literalPath(folderOf(file.path), written);
    if (path !== undefined && scope.isDirectory(path)) into.addRead(path, file.path, keyword);
  }
}

function readFiles(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  scope: SourceScope,
  into: Collected,
): void {
  const keywords = keywordsOf(tokens, call.args);
  const written = stringAt(tokens, keywords.get('directory') ?? call.args[0]);
  const path = written === undefined ? undefined : literalPath(scope.directory, written);
  if (readers.test(call.callee)) {
    const mode = stringAt(tokens, keywords.get('mode') ?? call.args[1]) ?? 'r';
    if (methodOf(call.callee) === 'open' && /[wax+]/.test(mode)) into.addWrite(path, file.path);
    else if (path !== undefined && path !== scope.directory && scope.exists(path))
      into.addRead(path, file.path, call.callee);
  } else if (/^os\.(?:makedirs|mkdir)$/.test(call.callee)) into.addWrite(path, file.path);
  else if (call.callee === 'sqlite3.connect' && written !== ':memory:') into.addWrite(path, file.path);
  else if (call.callee === 'Path' || call.callee === 'pathlib.Path') {
    const method = isPunctuation(tokens[call.end], '.') ? (tokens[call.end + 1]?.text ?? '') : '';
    if (/^(?:write_text|write_bytes|mkdir|touch)$/.test(method)) into.addWrite(path, file.path);
    else if (/^(?:read_text|read_bytes|iterdir|glob|open)$/.test(method) && path !== undefined && path !== scope.directory && scope.exists(path)) into.addRead(path, file.path, `Path.${method}`); // prettier-ignore
  }
}
