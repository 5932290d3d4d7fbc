import { folderOf, inside } from '../paths.ts';
import {
  findCalls,
  isBoundInHeader,
  isName,
  isPunctuation,
  methodOf,
  receiverOf,
  stringAt,
} from './calls.ts';
import type { Call, TokenRange } from './calls.ts';
import { literalPath, withoutWildcards } from './collected.ts';
import type { Collected, SourceFile, SourceScope } from './collected.ts';
import { isHealthPath } from './mounts.ts';
import { tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

const routerMakers =
  /^(?:http\.NewServeMux|gin\.(?:Default|New)|echo\.New|chi\.NewRouter|chi\.NewMux|fiber\.New|mux\.NewRouter|httprouter\.New)$/;
const tlsClients =
  /^(?:http\.(?:Get|Post|PostForm|Head|NewRequest|NewRequestWithContext)|tls\.(?:Dial|DialWithDialer)|smtp\.(?:SendMail|Dial)|credentials\.NewClientTLSFromCert|websocket\.Dial)$/;
/** Modules whose purpose is to talk to a service over TLS. */
const tlsModules =
  /^(?:github\.com\/(?:aws\/aws-sdk-go|Azure\/azure-sdk-for-go|stripe\/stripe-go|slack-go\/|getsentry\/|go-resty\/resty|sendgrid\/|twilio\/|google\/go-github|hashicorp\/vault\/api|minio\/minio-go|coreos\/go-oidc)|cloud\.google\.com\/go|google\.golang\.org\/(?:api|genai)|golang\.org\/x\/oauth2|go\.mongodb\.org\/mongo-driver)/;
const readers =
  /^(?:os\.(?:Open|ReadFile|ReadDir|DirFS)|ioutil\.(?:ReadFile|ReadDir)|http\.Dir|(?:\w+\.)?(?:ParseGlob|LoadHTMLGlob))$/;
const writers = /^(?:os\.(?:Create|WriteFile|Mkdir|MkdirAll)|ioutil\.WriteFile)$/;

/** Adds what one Go file says. */
export function readGo(file: SourceFile, scope: SourceScope, into: Collected): void {
  const tokens = tokenize(file.text, 'go');
  const calls = findCalls(tokens);
  readImports(file, tokens, into);
  for (const token of tokens)
    if (token.kind === 'directive' && token.text.startsWith('go:embed'))
      for (const pattern of embedPatterns(token.text))
        into.embedded.push(inside(folderOf(file.path), pattern.replace(/^all:/, '')));

  const routers = routerNames(tokens);
  let isClient = false;
  for (const call of calls) {
    if (tlsClients.test(call.callee)) isClient = true;
    if (call.callee === 'time.LoadLocation') readZone(file, tokens, call, into);
    readRoute(file, tokens, call, routers, into);
    readPort(file, tokens, call, routers, into);
    readFiles(file, tokens, call, scope, into);
    readProgram(file, tokens, call, into);
  }
  // Imported, and used in a way that is not seen.
  if (goImports(tokens).includes('os/exec') && !into.startedPrograms.some((one) => one.file === file.path))
    into.startedPrograms.push({ program: undefined, file: file.path });
  tokens.forEach((token, i) => {
    // `http.Client{}`, `http.DefaultClient`
    if (token.kind === 'name' && /^(?:Client|DefaultClient)$/.test(token.text) && isPunctuation(tokens[i - 1], '.') && isName(tokens[i - 2], 'http')) isClient = true; // prettier-ignore
    // `http.Server{Addr: ":8080"}`
    if (isName(token, 'Addr') && isPunctuation(tokens[i + 1], ':')) readAddress(file, tokens, 'http.Server', { start: i + 2, end: endOfValue(tokens, i + 2) }, into); // prettier-ignore
  });
  if (isClient) {
    into.needsCertificates = true;
    const address = tokens.find(({ kind, text }) => kind === 'string' && remoteAddress.test(text));
    const host = address && remoteAddress.exec(address.text)?.[1];
    if (host !== undefined) into.tlsUses.push({ what: `calls https://${host}`, file: file.path });
  }
}

/** `exec.Command("git", …)`, `exec.CommandContext(ctx, "git")`, `exec.LookPath("git")` */
function readProgram(file: SourceFile, tokens: readonly Token[], call: Call, into: Collected): void {
  if (!/^exec\.(?:Command|CommandContext|LookPath)$/.test(call.callee)) return;
  const program = stringAt(tokens, call.args[call.callee.endsWith('Context') ? 1 : 0]);
  into.startedPrograms.push({ program, file: file.path });
}

/** An address with https of another machine. */
const remoteAddress = /^https:\/\/((?!localhost|127\.|0\.|\[)[\w-]+(?:\.[\w-]+)+)/;

function readZone(file: SourceFile, tokens: readonly Token[], call: Call, into: Collected): void {
  into.needsTimezones = true;
  const zone = stringAt(tokens, call.args[0]);
  // These are known without a file.
  if (zone !== '' && zone !== 'UTC' && zone !== 'Local') into.timezoneUses.push({ zone, file: file.path });
}

function readImports(file: SourceFile, tokens: readonly Token[], into: Collected): void {
  for (const module of goImports(tokens)) {
    if (module === 'os/exec') into.runsPrograms.add(`os/exec (${file.path})`);
    if (module === 'time/tzdata') into.bringsTimezones = true;
    if (!tlsModules.test(module)) continue;
    into.needsCertificates = true;
    into.tlsUses.push({ what: `uses ${module}`, file: file.path });
  }
}

/** Import paths of a Go file. */
export function goImports(tokens: readonly Token[]): readonly string[] {
  const result: string[] = [];
  tokens.forEach((token, i) => {
    if (!isName(token, 'import')) return;
    let at = i + 1;
    const isGroup = isPunctuation(tokens[at], '(');
    if (isGroup) at++;
    for (; at < tokens.length && !isPunctuation(tokens[at], ')'); at++) {
      const item = tokens[at]!;
      if (item.kind === 'string') result.push(item.text);
      if (item.kind === 'string' && !isGroup) break;
      if (item.kind === 'punctuation' && !['.', ';'].includes(item.text)) break;
    }
  });
  return result;
}

/** `go:embed a b "c d"`. */
function embedPatterns(directive: string): readonly string[] {
  return [...directive.slice('go:embed'.length).matchAll(/"([^"]*)"|`([^`]*)`|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3]!,
  );
}

/** Variables that hold a router, with the literal prefix of gin's and echo's groups. Ambiguous names are left out. */
function routerNames(tokens: readonly Token[]): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  const ambiguous = new Set<string>();
  tokens.forEach((token, i) => {
    if (!isPunctuation(token, ':=') && !isPunctuation(token, '=')) return;
    const name = tokens[i - 1];
    if (name?.kind !== 'name' || isPunctuation(tokens[i - 2], '.')) return;
    let open = i + 1;
    while (tokens[open]?.kind === 'name' && isPunctuation(tokens[open + 1], '.')) open += 2;
    const callee = tokens
      .slice(i + 1, open + 1)
      .map((item) => item.text)
      .join('');
    let prefix: string | undefined;
    if (routerMakers.test(callee) && isPunctuation(tokens[open + 1], '(')) prefix = '';
    else if (/^\w+\.Group$/.test(callee) && tokens[open + 2]?.kind === 'string') {
      const parent = result.get(receiverOf(callee));
      if (parent !== undefined) prefix = parent + tokens[open + 2]!.text;
    }
    const known = result.get(name.text);
    if (ambiguous.has(name.text) || (known !== undefined && known !== prefix)) {
      ambiguous.add(name.text);
      result.delete(name.text);
    } else if (prefix !== undefined) result.set(name.text, prefix);
  });
  return result;
}

function readRoute(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  routers: ReadonlyMap<string, string>,
  into: Collected,
): void {
  const method = methodOf(call.callee);
  if (!/^(?:HandleFunc|Handle|GET|Get)$/.test(method) || call.args.length < 2) return;
  const receiver = receiverOf(call.callee);
  const prefix = receiver === 'http' && method.startsWith('Handle') ? '' : routers.get(receiver);
  if (prefix === undefined || isBoundInHeader(tokens, call.start, receiver)) return;
  const written = stringAt(tokens, call.args[0]);
  // `mux.HandleFunc("/x", h).Methods("POST")` of gorilla/mux.
  if (written === undefined || isPunctuation(tokens[call.end], '.')) return;
  const pattern = /^(?:(?:GET|HEAD) +)?(\/.*)$/.exec(written)?.[1];
  if (pattern === undefined) return;
  const path = prefix + pattern;
  // What libraries add to http's own router (`/debug/vars`, `/debug/health`) is served on a port for operators.
  if (receiver === 'http' && path.startsWith('/debug/')) return;
  if (isHealthPath(path)) into.healthRoutes.push({ path, file: file.path });
}

function readPort(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  routers: ReadonlyMap<string, string>,
  into: Collected,
): void {
  const method = methodOf(call.callee);
  const receiver = receiverOf(call.callee);
  if (
    /^http\.ListenAndServe(?:TLS)?$/.test(call.callee) ||
    (/^(?:Run|Start|Listen)$/.test(method) && routers.has(receiver))
  ) {
    if (call.args.length === 0 && method === 'Run') into.addPort(8080, file.path);
    readAddress(file, tokens, call.callee, call.args[0], into);
  } else if (call.callee === 'net.Listen') readAddress(file, tokens, call.callee, call.args[1], into);
}

/** Port and host of an address. */
function readAddress(
  file: SourceFile,
  tokens: readonly Token[],
  call: string,
  range: TokenRange | undefined,
  into: Collected,
): void {
  const port = addressPort(tokens, range);
  into.addPort(port, file.path);
  const host = hostOf(stringAt(tokens, range));
  into.listeners.push({ call, file: file.path, host, byDefault: range === undefined, port });
}

/** The host in front of the port of a literal address. */
function hostOf(written: string | undefined): string | undefined {
  const match = written === undefined ? null : /^(?:([^:[\]]*)|\[([^\]]*)\])(?::\w*)?$/.exec(written);
  return match === null ? undefined : (match[1] ?? match[2]);
}

/** `":8080"`, `"0.0.0.0:8080"`, `":" + port` where the file gives `port` one literal number. */
function addressPort(tokens: readonly Token[], range: TokenRange | undefined): number | undefined {
  if (range === undefined) return undefined;
  const parts = tokens.slice(range.start, range.end);
  const [first, plus, name] = parts;
  if (parts.length === 1 && first?.kind === 'string') {
    const match = /:(\d{1,5})$/.exec(first.text);
    return match === null ? undefined : Number(match[1]);
  }
  const variable =
    parts.length === 1 && first?.kind === 'name'
      ? first.text
      : parts.length === 3 && first?.text.endsWith(':') && isPunctuation(plus, '+') && name?.kind === 'name'
        ? name.text
        : undefined;
  return variable === undefined ? undefined : assignedPort(tokens, variable);
}

function assignedPort(tokens: readonly Token[], variable: string): number | undefined {
  const values = new Set<number>();
  tokens.forEach((token, i) => {
    if (!isName(token, variable) || isPunctuation(tokens[i - 1], '.')) return;
    const value = tokens[i + 2];
    const assigns = isPunctuation(tokens[i + 1], '=') || isPunctuation(tokens[i + 1], ':=');
    const match = assigns && value?.kind === 'string' ? /^(?:[\w.]*:)?(\d{1,5})$/.exec(value.text) : null;
    if (match !== null) values.add(Number(match[1]));
  });
  return values.size === 1 ? [...values][0] : undefined;
}

function endOfValue(tokens: readonly Token[], from: number): number {
  for (let i = from; i < tokens.length; i++) if ([',', '}', ')', ';'].includes(tokens[i]!.text)) return i;
  return tokens.length;
}

function readFiles(
  file: SourceFile,
  tokens: readonly Token[],
  call: Call,
  scope: SourceScope,
  into: Collected,
): void {
  const method = methodOf(call.callee);
  const read = (range: TokenRange | undefined): void => {
    const written = stringAt(tokens, range);
    const path = written === undefined ? undefined : literalPath(scope.directory, withoutWildcards(written));
    if (path !== undefined && path !== scope.directory && scope.exists(path))
      into.addRead(path, file.path, call.callee);
  };
  if (readers.test(call.callee)) read(call.args[0]);
  else if (method === 'ParseFiles' || method === 'LoadHTMLFiles') call.args.forEach(read);
  else if (call.callee === 'http.ServeFile') read(call.args[2]);
  else if (/^(?:Static|StaticFile|File)$/.test(method) && call.args.length === 2) read(call.args[1]);
  else if (writers.test(call.callee)) {
    const written = stringAt(tokens, call.args[0]);
    into.addWrite(written === undefined ? undefined : literalPath(scope.directory, written), file.path);
  } else if (call.callee === 'sql.Open' && /^sqlite3?$/.test(stringAt(tokens, call.args[0]) ?? ''))
    addDatabase(file, stringAt(tokens, call.args[1]), scope, into);
  // gorm.io/driver/sqlite
  else if (call.callee === 'sqlite.Open') addDatabase(file, stringAt(tokens, call.args[0]), scope, into);
}

/** SQLite writes into the folder of its file. */
function addDatabase(
  file: SourceFile,
  written: string | undefined,
  scope: SourceScope,
  into: Collected,
): void {
  const path = written?.replace(/^file:/, '').replace(/\?.*$/, '');
  if (path === undefined) into.addWriteElsewhere(undefined, file.path);
  else if (path.startsWith('/')) into.addWriteElsewhere(path, file.path);
  else if (path !== ':memory:' && path !== '') into.addWrite(literalPath(scope.directory, path), file.path);
}
