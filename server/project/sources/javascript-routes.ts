import { folderOf, resolvePath } from '../paths.ts';
import {
  chainBefore,
  isBoundInHeader,
  isName,
  isPunctuation,
  methodOf,
  partsOf,
  propertiesOf,
  receiverOf,
  stringAt,
} from './calls.ts';
import type { Call, TokenRange } from './calls.ts';
import type { Collected, SourceFile, SourceScope } from './collected.ts';
import { Guards, isGuarded } from './javascript-guards.ts';
import { initializerOf } from './javascript-values.ts';
import { isHealthPath } from './mounts.ts';
import type { Token } from './tokens.ts';

const applicationMakers = /^(?:express|fastify|Fastify|polka|restana|Hono|Koa|OpenAPIHono|Elysia)$/;
const routerMakers = /^(?:(?:express\.)?Router|KoaRouter)$/;

/**
 * Express, Fastify, Koa, Hono and plain http servers: which variables are applications or routers, what is
 * mounted where, and the GET routes registered on them. Only names that are declared in a file (or imported
 * from one that is) count, never parameters.
 */
export function readJavaScriptRoutes(
  file: SourceFile,
  tokens: readonly Token[],
  calls: readonly Call[],
  scope: SourceScope,
  into: Collected,
): void {
  const key = (name: string): string => `${file.path}#${name}`;
  const declared = declarations(tokens);
  for (const [name, made] of declared) {
    if (made === undefined) continue;
    if (made.kind === 'application') into.applications.add(key(name));
    else if (made.prefix !== undefined)
      into.mounts.push({ child: key(`${name} inner`), parent: key(name), prefix: made.prefix });
  }
  readModuleLinks(file, tokens, scope, into);
  const guards = new Guards();

  for (const call of calls) {
    const receiver = receiverOf(call.callee);
    const method = methodOf(call.callee);
    const root = receiver.split('.')[0]!;
    if (receiver === '' || receiver.startsWith('()') || isBoundInHeader(tokens, call.start, root)) continue;
    if (declared.has(receiver) && declared.get(receiver) === undefined) continue;
    const made = declared.get(receiver);
    // A router with a prefix of its own: what is registered on it lies below that prefix.
    const owner = key(made?.kind === 'router' && made.prefix !== undefined ? `${receiver} inner` : receiver);
    if (method === 'get' || method === 'all') {
      const path = stringAt(tokens, call.args[0]);
      // A setting: `app.get('port')` has no handler.
      const isOpen =
        path !== undefined && !guards.closes(owner, path) && !isGuarded(tokens, call.args.slice(1, -1));
      if (isOpen && call.args.length >= 2) into.routes.push({ owner, path, file: file.path });
    } else if (method === 'route') readRoute(file, tokens, call, owner, into);
    else if (method === 'use' || method === 'register') {
      readMount(file, tokens, call, { parent: owner, guards }, key, scope, into);
      if (method === 'use') guards.readUse(tokens, call, owner, stringAt(tokens, call.args[0]));
    }
  }
  readPlainServer(file, tokens, calls, into);
}

interface Made {
  readonly kind: 'application' | 'router';
  /** The router's own prefix (koa-router); undefined when it has none. */
  readonly prefix: string | undefined;
}

/** Applications and routers by name. A name that is declared several times has no value. */
function declarations(tokens: readonly Token[]): ReadonlyMap<string, Made | undefined> {
  const result = new Map<string, Made | undefined>();
  tokens.forEach((token, i) => {
    if (token.kind !== 'name') return;
    const equals = initializerOf(tokens, i + 1);
    if (equals === undefined || isPunctuation(tokens[i - 1], ',')) return;
    const { callee: name } = chainBefore(tokens, i + 1);
    if (name.startsWith('()')) return;
    const made = makerAt(tokens, equals + 1);
    const isDeclaration = ['const', 'let', 'var'].includes(tokens[i - 1]?.text ?? '');
    if (made !== undefined) result.set(name, result.has(name) ? undefined : made);
    else if (isDeclaration && result.has(name)) result.set(name, undefined);
  });
  return result;
}

/** `express()`, `new Hono()`, `require('express')()`, `express.Router()`, `new Router({ prefix: '/x' })`. */
function makerAt(tokens: readonly Token[], start: number): Made | undefined {
  let i = start;
  if (isName(tokens[i], 'await')) i++;
  if (isName(tokens[i], 'new')) i++;
  const required =
    isName(tokens[i], 'require') && tokens[i + 2]?.kind === 'string' ? tokens[i + 2]!.text : '';
  if (/^(?:express|fastify)$/.test(required) && isPunctuation(tokens[i + 4], '('))
    return { kind: 'application', prefix: undefined };
  let end = i;
  while (tokens[end]?.kind === 'name' && isPunctuation(tokens[end + 1], '.')) end += 2;
  if (tokens[end]?.kind !== 'name') return undefined;
  let open = end + 1;
  // Type arguments: `new Hono<{ Bindings: Env }>()`.
  if (isPunctuation(tokens[open], '<')) {
    while (open < tokens.length && open < end + 40 && !isPunctuation(tokens[open], '(')) open++;
  }
  if (!isPunctuation(tokens[open], '(')) return undefined;
  const { callee } = chainBefore(tokens, end + 1);
  const { parts, end: after } = partsOf(tokens, open);
  // `new Hono().basePath('/api')`, `express().use(…)`: what comes out is not sure.
  if (isPunctuation(tokens[after], '.')) return undefined;
  if (applicationMakers.test(callee)) {
    const options = propertiesOf(tokens, parts[0]);
    return options.has('prefix') || options.has('rewriteUrl')
      ? undefined
      : { kind: 'application', prefix: undefined };
  }
  if (!routerMakers.test(callee)) return undefined;
  const written = propertiesOf(tokens, parts[0]).get('prefix');
  if (written === undefined) return { kind: 'router', prefix: undefined };
  const prefix = stringAt(tokens, written);
  return prefix === undefined ? undefined : { kind: 'router', prefix };
}

/** `app.route('/x').get(…)` and Fastify's `app.route({ method: 'GET', url: '/x' })`. */
function readRoute(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  owner: string,
  into: Collected,
): void {
  const path = stringAt(tokens, call.args[0]);
  if (path !== undefined) {
    const isGet =
      isPunctuation(tokens[call.end], '.') && /^(?:get|all)$/.test(tokens[call.end + 1]?.text ?? '');
    if (isGet) into.routes.push({ owner, path, file: file.path });
    return;
  }
  const options = propertiesOf(tokens, call.args[0]);
  const url = stringAt(tokens, options.get('url') ?? options.get('path'));
  if (url !== undefined && stringAt(tokens, options.get('method')) === 'GET')
    into.routes.push({ owner, path: url, file: file.path });
}

/** `app.use('/x', router)`, `app.use(router.routes())`, `app.use('/x', require('./r'))`, `app.register(plugin, { prefix })`. */
function readMount(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  { parent, guards }: { readonly parent: string; readonly guards: Guards },
  key: (name: string) => string,
  scope: SourceScope,
  into: Collected,
): void {
  const [first] = call.args;
  const literal = stringAt(tokens, first);
  const isRegister = methodOf(call.callee) === 'register';
  const options = isRegister ? propertiesOf(tokens, call.args[1]) : undefined;
  const hasOptions = isRegister && call.args.length > 1;
  const written = options?.get('prefix');
  const registered = !hasOptions ? '' : options!.size === 0 ? undefined : written === undefined ? '' : stringAt(tokens, written); // prettier-ignore
  for (const [i, argument] of call.args.entries()) {
    const child = mountedAt(file, tokens, argument, key, scope);
    if (child === undefined) continue;
    const prefix = isRegister
      ? registered
      : literal !== undefined && i > 0
        ? literal
        : i === 0
          ? ''
          : undefined;
    // `app.use(middleware, router)`: everything before is middleware, the path is still ''.
    const isLater = !isRegister && i > 0 && literal === undefined && tokens[first!.start]?.kind === 'name';
    const path = isLater && isPlainMiddleware(tokens, first!) ? '' : prefix;
    const isClosed = guards.closes(parent, path ?? '') || isGuarded(tokens, call.args.slice(0, i));
    into.mounts.push({ child, parent, prefix: isClosed ? undefined : path });
  }
}

/** A call such as `cors()`: middleware, and no path in a variable. */
function isPlainMiddleware(tokens: readonly Token[], range: TokenRange): boolean {
  return isPunctuation(tokens[range.end - 1], ')');
}

function mountedAt(
  file: SourceFile,
  tokens: readonly Token[],
  range: TokenRange,
  key: (name: string) => string,
  scope: SourceScope,
): string | undefined {
  const text = tokens.slice(range.start, range.end).map((token) => token.text);
  const first = tokens[range.start];
  if (first?.kind !== 'name') return undefined;
  if (text.length === 1) return key(text[0]!);
  if (text.slice(-4).join('') === '.routes()' || text.slice(-4).join('') === '.middleware()')
    return key(text.slice(0, -4).join(''));
  if (first.text === 'require' && tokens[range.start + 2]?.kind === 'string') {
    const target = resolveModule(file.path, tokens[range.start + 2]!.text, scope);
    if (target === undefined) return undefined;
    const rest = text.slice(4).join('');
    if (rest === '' || rest === '.default') return `${target}#default`;
    return /^\.\w+$/.test(rest) ? `${target}#${rest.slice(1)}` : undefined;
  }
  return undefined;
}

/** Imports and exports, as aliases between `file#name` keys. */
function readModuleLinks(
  file: SourceFile,
  tokens: readonly Token[],
  scope: SourceScope,
  into: Collected,
): void {
  const key = (name: string): string => `${file.path}#${name}`;
  tokens.forEach((token, i) => {
    const text = (offset: number): string => tokens[i + offset]?.text ?? '';
    if (token.kind !== 'name') return;
    if (token.text === 'import' && !isPunctuation(tokens[i + 1], '('))
      readImport(file, tokens, i, scope, into);
    else if (token.text === 'export' && text(1) === 'default' && tokens[i + 2]?.kind === 'name') {
      if (!isPunctuation(tokens[i + 3], '(')) into.aliases.set(key('default'), key(text(2)));
    } else if (token.text === 'module' && text(1) === '.' && text(2) === 'exports' && text(3) === '=') {
      if (tokens[i + 4]?.kind === 'name' && !/^[.(]$/.test(text(5)))
        into.aliases.set(key('default'), key(text(4)));
    } else if (token.text === 'require' && text(1) === '(' && tokens[i + 2]?.kind === 'string') {
      const isAssigned = isPunctuation(tokens[i - 1], '=') && tokens[i - 2]?.kind === 'name';
      const target = isAssigned ? resolveModule(file.path, text(2), scope) : undefined;
      const rest = text(4) === '.' ? text(5) : 'default';
      if (target !== undefined) into.aliases.set(key(tokens[i - 2]!.text), `${target}#${rest}`);
    }
  });
}

function readImport(
  file: SourceFile,
  tokens: readonly Token[],
  at: number,
  scope: SourceScope,
  into: Collected,
): void {
  const from = tokens.findIndex((token, i) => i > at && i < at + 200 && isName(token, 'from'));
  const module = tokens[from + 1];
  if (from < 0 || module?.kind !== 'string') return;
  const target = resolveModule(file.path, module.text, scope);
  if (target === undefined) return;
  let i = at + 1;
  if (isName(tokens[i], 'type')) return;
  if (tokens[i]?.kind === 'name') {
    into.aliases.set(`${file.path}#${tokens[i]!.text}`, `${target}#default`);
    i += 2;
  }
  if (!isPunctuation(tokens[i], '{')) return;
  for (const part of partsOf(tokens, i).parts) {
    const imported = tokens[part.start]?.text ?? '';
    const local = isName(tokens[part.start + 1], 'as') ? (tokens[part.start + 2]?.text ?? '') : imported;
    into.aliases.set(`${file.path}#${local}`, `${target}#${imported}`);
  }
}

const extensions = ['', '.ts', '.js', '.mts', '.mjs', '.cts', '.cjs', '.tsx', '/index.ts', '/index.js', '/index.mjs']; // prettier-ignore

/** The file a relative import means; TypeScript sources are imported under the name of their output. */
function resolveModule(from: string, module: string, scope: SourceScope): string | undefined {
  if (!module.startsWith('.')) return undefined;
  const path = resolvePath(folderOf(from), module);
  if (path === undefined) return undefined;
  const typescript = path.replace(/\.(m|c)?js$/, '.$1ts');
  return [...extensions.map((extension) => path + extension), typescript].find(
    (candidate) => scope.exists(candidate) && !scope.isDirectory(candidate),
  );
}

/** `if (req.url === '/health')` in a file that creates the server itself. */
function readPlainServer(
  file: SourceFile,
  tokens: readonly Token[],
  calls: readonly Call[],
  into: Collected,
): void {
  const creates = calls.some((call) =>
    /^(?:(?:https?\.)?createServer|Bun\.serve|Deno\.serve)$/.test(call.callee),
  );
  if (!creates) return;
  tokens.forEach((token, i) => {
    if (!isPunctuation(token, '===') && !isPunctuation(token, '==')) return;
    const compared = tokens[i + 1];
    const left = tokens[i - 1];
    if (compared?.kind !== 'string' || left?.kind !== 'name' || !/^(?:url|pathname|path)$/.test(left.text))
      return;
    if (compared.text.startsWith('/') && isHealthPath(compared.text))
      into.healthRoutes.push({ path: compared.text, file: file.path });
  });
}
