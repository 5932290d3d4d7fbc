/** Packages of npm that write files, from their documentation. */
import { methodOf, propertiesOf, receiverOf, stringAt, type Call, type TokenRange } from './calls.ts';
import type { Token } from './tokens.ts';

/** An expression for a path; a path below the working directory; null: only the running program knows where. */
type Written = TokenRange | string | null;

/** Packages and modules of databases in files. */
const sqlite =
  /^(?:better-sqlite3|better-sqlite3-multiple-ciphers|sqlite3|@vscode\/sqlite3|sqlite|libsql|@libsql\/(?:client|sqlite3)|@journeyapps\/sqlcipher|node:sqlite|bun:sqlite|@db\/sqlite|sql\.js)$/;
const stores =
  /^(?:level|classic-level|leveldb|levelup|leveldown|lmdb|rocksdb|rocks-level|pouchdb(?:-node)?)$/;

interface Writer {
  readonly module: RegExp;
  /** The function or class; the package's own default export when it is missing. */
  readonly method?: RegExp;
  /** Options that name the place. */
  readonly options?: readonly string[];
  /** Position of an argument that is the place, or the options. */
  readonly argument?: number;
  /** Where it writes when no option says so; without one it then writes nowhere. */
  readonly otherwise?: string;
}

const writers: readonly Writer[] = [
  { module: /^multer$/, method: /^(?:multer|diskStorage|default)$/, options: ['dest', 'destination'] },
  { module: /^express-fileupload$/, options: ['tempFileDir'] },
  { module: /^formidable$/, options: ['uploadDir'] },
  { module: /^@koa\/multer$/, options: ['dest'] },
  { module: /^koa-body$/, options: ['uploadDir'] },
  { module: /^winston$/, method: /File$/, options: ['dirname', 'filename'] },
  { module: /^winston-daily-rotate-file$/, options: ['dirname', 'filename'] },
  { module: /^pino$/, method: /^(?:destination|transport)$/, options: ['dest', 'destination'], argument: 0 },
  { module: /^rotating-file-stream$/, method: /^createStream$/, options: ['path'], otherwise: '' },
  { module: /^file-stream-rotator$/, method: /^getStream$/, options: ['filename'] },
  { module: /^lowdb(?:\/.*)?$/, method: /^(?:JSONFile|JSONFileSync|FileSync|FileAsync|TextFile|JSONFilePreset|JSONFileSyncPreset)$/, argument: 0 },
  { module: /^(?:nedb|nedb-promises|@seald-io\/nedb)$/, options: ['filename'], argument: 0 },
  { module: /^node-persist$/, method: /^(?:init|initSync|create)$/, options: ['dir'], otherwise: '.node-persist' },
  { module: /^session-file-store$/, options: ['path'], otherwise: 'sessions' },
  { module: /^connect-sqlite3$/, options: ['dir', 'db'], otherwise: 'sessions' },
  { module: /^@prisma\/adapter-(?:better-sqlite3|libsql)$/, method: /^Prisma/, options: ['url'] },
  { module: /^lokijs$/, argument: 0 },
  { module: /^(?:node-localstorage|dom-storage)$/, method: /^LocalStorage$/, argument: 0 },
  { module: /^(?:conf|configstore|data-store|flat-cache|simple-json-db|quick\.db)$/, argument: 0 },
  { module: /^whatsapp-web\.js$/, method: /^LocalAuth$/, options: ['dataPath'], otherwise: '.wwebjs_auth' },
  { module: /^@whiskeysockets\/baileys$/, method: /^useMultiFileAuthState$/, argument: 0 },
  { module: /^(?:simple-git)$/, method: /^clone$/, argument: 1 },
  { module: /^(?:adm-zip)$/, method: /^(?:extractAllTo|writeZip)$/, argument: 0 },
]; // prettier-ignore

/** Methods of objects that a package gives, whose names say what they do. */
const byMethod: Readonly<Record<string, { argument?: number; option?: string }>> = {
  // An uploaded file of express-fileupload; images of sharp and Jimp; workbooks of exceljs and xlsx.
  mv: { argument: 0 },
  toFile: { argument: 0 },
  writeAsync: { argument: 0 },
  extractAllTo: { argument: 0 },
  // Pictures and documents of Puppeteer and Playwright.
  screenshot: { option: 'path' },
  pdf: { option: 'path' },
  saveAs: { argument: 0 },
};

/** What a call of a package writes. `module` is undefined where the callee is no name of an import. */
export function* packageWrites(
  call: Call,
  method: string,
  module: string | undefined,
  tokens: readonly Token[],
  calls: readonly Call[],
): Generator<Written, void, undefined> {
  const [one] = call.args;
  // A name that no import of the file binds is most likely what it is called.
  const owner = module ?? call.callee.split('.')[0]!;
  const own = writers.find((each) => isCalled(each, call, method, owner));
  if (own) return yield* places(own);
  if (module !== undefined && sqlite.test(module)) return yield* database();
  // `const db = require('node:sqlite'); new db.DatabaseSync(…)`, and a class that was handed on.
  if (/^Database(?:Sync)?$/.test(method) && (module === undefined || /^\./.test(module)))
    return yield* database();
  if (module !== undefined && stores.test(module)) {
    if (one) yield propertiesOf(tokens, one).get('path') ?? one;
    return;
  }
  if (
    /^(?:Sequelize|DataSource|createConnection|forRoot|forRootAsync|knex|Knex|Kysely|drizzle|createClient)$/.test(
      method,
    )
  )
    return yield* ofMapper();
  if (module !== undefined && /^keyv$/.test(module)) return yield* ofUrl(one);
  if (module !== undefined && /^log4js$/.test(module)) return yield* named(one, 'filename');
  const known =
    Object.hasOwn(byMethod, method) && receiverOf(call.callee) !== '' ? byMethod[method]! : undefined;
  if (!known || module?.startsWith('node:')) return;
  const written = known.option === undefined ? call.args[known.argument ?? 0] : propertiesOf(tokens, one).get(known.option); // prettier-ignore
  if (written) yield written;

  function* places({ options = [], argument, otherwise }: Writer): Generator<Written, void, undefined> {
    const given = propertiesOf(tokens, one);
    const option = options.map((name) => given.get(name)).find((range) => range !== undefined);
    if (option) return yield* ofOption(option);
    const plain = argument === undefined ? undefined : call.args[argument];
    if (plain && given.size === 0 && tokens[plain.start]?.text !== '{') yield plain;
    else if (otherwise !== undefined) yield otherwise;
    // Options that are made elsewhere may name a place.
    else if (one && given.size === 0 && options.length > 0 && tokens[one.start]?.text !== '{') yield null;
  }

  /** A function hands the place to its last parameter: `cb(null, 'uploads/')`. */
  function* ofOption(range: TokenRange): Generator<Written, void, undefined> {
    const within = calls.filter(({ start, end }) => start >= range.start && end <= range.end);
    const answers = within.filter(({ args }) => args.length === 2 && tokens[args[0]!.start]?.text === 'null');
    if (answers.length > 0) for (const { args } of answers) yield args[1]!;
    else yield* ofUrl(range);
  }

  function* database(): Generator<Written, void, undefined> {
    if (!/^(?:Database(?:Sync)?|open|connect|createClient|default|verbose)$/.test(method) && receiverOf(call.callee) !== '')
      return;
    if (one === undefined || method === 'verbose') return;
    const options = propertiesOf(tokens, one);
    const path = options.get('filename') ?? options.get('url') ?? (options.size === 0 ? one : undefined);
    if (path) yield* ofUrl(path);
  } // prettier-ignore

  /** Only a database in a file is one that the program writes. */
  function* ofMapper(): Generator<Written, void, undefined> {
    if (/^sqlite:/.test(stringAt(tokens, one) ?? '')) return yield* ofUrl(one);
    const options = propertiesOf(tokens, one);
    const kind = options.get('type') ?? options.get('dialect') ?? options.get('client') ?? options.get('provider');
    const text = kind === undefined ? '' : tokens.slice(kind.start, kind.end).map((token) => token.text).join(' ');
    if (!/sqlite|sqljs|libsql/i.test(text) && options.get('storage') === undefined) return;
    const connection = propertiesOf(tokens, options.get('connection'));
    const path = options.get('storage') ?? options.get('database') ?? options.get('filename') ?? connection.get('filename') ?? options.get('url');
    if (path) yield* ofUrl(path);
    else yield null;
  } // prettier-ignore

  /** `sqlite://data.db`, `file:data.db`; other addresses are servers. */
  function* ofUrl(range: TokenRange | undefined): Generator<Written, void, undefined> {
    if (range === undefined) return;
    const text = stringAt(tokens, range);
    const file = text === undefined ? undefined : /^(?:sqlite:(?:\/\/)?|file:)(.*)$/.exec(text)?.[1];
    if (text === undefined || (file === undefined && !/^[a-z+]+:\/\//.test(text))) yield range;
    else if (file !== undefined && file !== ':memory:') yield file.startsWith('/') ? null : file;
  }

  /** Every option of this name, however deep. */
  function* named(range: TokenRange | undefined, name: string): Generator<Written, void, undefined> {
    if (range === undefined) return;
    for (let i = range.start; i < range.end; i++)
      if (tokens[i]?.text === name && tokens[i + 1]?.text === ':') yield { start: i + 2, end: i + 3 };
  }
}

function isCalled(
  { module: pattern, method: wanted }: Writer,
  { callee }: Call,
  method: string,
  module: string,
): boolean {
  if (!pattern.test(module)) return false;
  return wanted === undefined
    ? receiverOf(callee) === '' || method === 'default'
    : wanted.test(method) || wanted.test(methodOf(callee));
}
