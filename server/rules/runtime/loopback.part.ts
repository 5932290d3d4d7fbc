/** Servers that listen on the container's own loopback interface only. */
import type { Stage } from '../../dockerfile/model.ts';
import { parseOptionWords } from '../../tools/options.ts';
import type { RuleContext } from '../rule.ts';

export interface Bind {
  /** As written, or the program's default. */
  readonly host: string;
  readonly port: number | undefined;
  /** No host is given; then these words give one. */
  readonly byDefault: boolean;
  /** Undefined: nothing is to be added, the host has to be replaced. */
  readonly add: readonly string[] | undefined;
  /** What may be set when the container is started: `PORT`. */
  readonly unless?: string;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(host) || host === '::1' || host === '[::1]';
}

interface Server {
  /** Options that name the host, or the address with its port. */
  readonly options: readonly string[];
  readonly port?: readonly string[];
  /** What it listens on when nothing is said; undefined: every address, or not known. */
  readonly standard?: string;
  readonly standardPort?: number;
  /** Variables that give the host or all options. */
  readonly environment?: readonly string[];
  /** Options, and files of the working directory, that may say it instead. */
  readonly settings?: readonly string[];
  readonly files?: readonly string[];
}

/** Sources: each program's own command line reference. */
const servers: Readonly<Record<string, Server>> = {
  'flask run': { options: ['--host', '-h'], port: ['--port', '-p'], standard: '127.0.0.1', standardPort: 5000, environment: ['FLASK_RUN_HOST'], files: ['.flaskenv', '.env'] },
  uvicorn: { options: ['--host'], port: ['--port'], standard: '127.0.0.1', standardPort: 8000, environment: ['UVICORN_HOST'], settings: ['--uds', '--fd', '--env-file'] },
  hypercorn: { options: ['--bind', '-b'], standard: '127.0.0.1', standardPort: 8000, settings: ['--config', '-c', '--insecure-bind', '--quic-bind'] },
  gunicorn: { options: ['--bind', '-b'], standard: '127.0.0.1', standardPort: 8000, environment: ['PORT', 'GUNICORN_CMD_ARGS'], settings: ['--config', '-c', '--paste', '--paster'], files: ['gunicorn.conf.py'] },
  daphne: { options: ['--bind', '-b'], port: ['--port', '-p'], standard: '127.0.0.1', standardPort: 8000, settings: ['-u', '-e', '--endpoint', '--fd'] },
  granian: { options: ['--host'], port: ['--port'], standard: '127.0.0.1', standardPort: 8000, environment: ['GRANIAN_HOST'] },
  'fastapi dev': { options: ['--host'], port: ['--port'], standard: '127.0.0.1', standardPort: 8000 },
  'fastapi run': { options: ['--host'], port: ['--port'], standardPort: 8000 },
  'artisan serve': { options: ['--host'], port: ['--port'], standard: '127.0.0.1', standardPort: 8000, environment: ['SERVER_HOST'] },
  'hugo server': { options: ['--bind'], port: ['--port', '-p'], standard: '127.0.0.1', standardPort: 1313 },
  'hugo serve': { options: ['--bind'], port: ['--port', '-p'], standard: '127.0.0.1', standardPort: 1313 },
  'jekyll serve': { options: ['--host', '-H'], port: ['--port', '-P'] },
  'mkdocs serve': { options: ['--dev-addr', '-a'] },
  'rails server': { options: ['--binding', '-b'], port: ['--port', '-p'] },
  'rails s': { options: ['--binding', '-b'], port: ['--port', '-p'] },
  puma: { options: ['--bind', '-b'] },
  vite: { options: ['--host'], port: ['--port'] },
  'vite dev': { options: ['--host'], port: ['--port'] },
  'vite preview': { options: ['--host'], port: ['--port'] },
  'next dev': { options: ['--hostname', '-H'], port: ['--port', '-p'] },
  'next start': { options: ['--hostname', '-H'], port: ['--port', '-p'] },
  'nuxt dev': { options: ['--host'], port: ['--port'] },
  'ng serve': { options: ['--host'], port: ['--port'] },
  'webpack serve': { options: ['--host'], port: ['--port'] },
  'http-server': { options: ['-a'], port: ['-p', '--port'] },
  'streamlit run': { options: ['--server.address'], port: ['--server.port'] },
}; // prettier-ignore

/** Options of any of them whose value is the next word. */
const valueOptions: ReadonlySet<string> = new Set([
  ...Object.values(servers).flatMap(({ options, port = [], settings = [] }) => [...options, ...port, ...settings]),
  '--app', '-A', '-w', '--workers', '-k', '--worker-class', '--timeout', '-t', '--threads', '--log-level', '--reload-dir', '--root-path', '--chdir', '--app-dir',
]); // prettier-ignore

/** `argv` begins with the program's name (see started.part.ts). Undefined where it listens elsewhere, or nobody can tell. */
export function loopbackBind(
  argv: readonly string[],
  stage: Stage,
  { facts }: Pick<RuleContext, 'facts'>,
): Bind | undefined {
  const django = runserver(argv);
  if (django) return django;
  const [program = '', ...args] = argv;
  if (program === 'php') return /(?:^|\/)artisan$/.test(args[0] ?? '') ? loopbackBind(['artisan', ...args.slice(1)], stage, { facts }) : phpServer(args); // prettier-ignore
  const options = parseOptionWords(args, valueOptions);
  const verb = options.operands.find(({ value }) => Object.hasOwn(servers, `${program} ${value}`))?.value;
  const name = verb === undefined ? program : `${program} ${verb}`;
  const server = Object.hasOwn(servers, name) ? servers[name]! : undefined;
  if (!server) return undefined;
  const given = options.values(...server.options);
  if (given.length > 0) {
    const hosts = given.map(hostOf);
    // Of several addresses one may be open.
    if (!hosts.every(({ host }) => isLoopback(host))) return undefined;
    const port =
      hosts[0]!.port ?? numberOf(server.port && options.value(...server.port)) ?? server.standardPort;
    return { host: hosts[0]!.host, port, byDefault: false, add: undefined };
  }
  if (server.standard === undefined || options.has(...(server.settings ?? []))) return undefined;
  const { env } = stage.endState;
  if (server.environment?.some((variable) => env.has(variable))) return undefined;
  const { context } = facts;
  if (
    server.files &&
    (!context.complete || context.entries.some(({ path }) => server.files!.includes(path.split('/').pop()!)))
  )
    return undefined;
  const written = server.port && options.value(...server.port);
  const port = written === undefined ? server.standardPort : numberOf(written);
  const [option] = server.options;
  const address = server.port ? '0.0.0.0' : `0.0.0.0:${port}`;
  const unless = server.environment?.[0];
  return {
    host: server.standard,
    port,
    byDefault: true,
    add: [option!, address],
    ...(unless !== undefined && { unless }),
  };
}

/** `127.0.0.1:8000`, `tcp://localhost:80`, `[::1]:80`, `localhost` */
function hostOf(address: string): { host: string; port: number | undefined } {
  const match = /^(?:tcp:\/\/)?(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(address);
  return { host: match?.[1] ?? '', port: numberOf(match?.[2]) };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

/** Django: `runserver`, `runserver 8000` and `runserver 127.0.0.1:8000` are the same. */
function runserver(argv: readonly string[]): Bind | undefined {
  const at = argv.findIndex((word) => word === 'runserver' || word === 'runserver_plus');
  if (at < 0 || !argv.slice(0, at).some((word) => /(?:^|\/)manage\.py$|^django-admin$/.test(word))) return undefined; // prettier-ignore
  const address = argv.slice(at + 1).find((word) => !word.startsWith('-'));
  if (address === undefined) return { host: '127.0.0.1', port: 8000, byDefault: true, add: ['0.0.0.0:8000'] };
  if (/^\d+$/.test(address)) return { host: '127.0.0.1', port: Number(address), byDefault: true, add: undefined }; // prettier-ignore
  const { host, port } = hostOf(address);
  return isLoopback(host) ? { host, port, byDefault: false, add: undefined } : undefined;
}

/** `php -S localhost:8000` and `php artisan serve` */
function phpServer(args: readonly string[]): Bind | undefined {
  const at = args.findIndex((word) => word.startsWith('-S'));
  if (at < 0) return undefined;
  const { host, port } = hostOf(args[at] === '-S' ? (args[at + 1] ?? '') : args[at]!.slice(2));
  return isLoopback(host) ? { host, port, byDefault: false, add: undefined } : undefined;
}
