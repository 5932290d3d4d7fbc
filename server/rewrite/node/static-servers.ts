/** Servers of plain files that a container starts: what they serve, where, and what they answer for unknown paths. */
import { lastOf } from '../../dockerfile/stages.ts';
import type { SiteFacts } from '../../project/facts.ts';
import { withoutRunner } from '../../tools/node-start.ts';
import { parseOptionWords, type ParsedOptions } from '../../tools/options.ts';
import type { NodeReading } from './reading.ts';

export interface StaticSite {
  /** What serves the files now, for the user. */
  readonly server: string;
  /** Folder it serves, from the working directory; undefined: the build's output. */
  readonly folder: string | undefined;
  readonly port: number;
  /** Unknown paths get index.html, for client-side routes. */
  readonly fallback: boolean;
  /** It compresses what it sends. */
  readonly compresses?: true;
  /** It compiles the sources while it runs: the build's files would take their place. */
  readonly isForDevelopment?: true;
}

/** Or why what it serves is not only the build's files: a complete sentence. */
export type StaticAnswer = StaticSite | { readonly obstacle: string };

type Answer = StaticAnswer | undefined;

interface Server {
  readonly options: ParsedOptions;
  readonly words: readonly string[];
  readonly reading: NodeReading;
  readonly site: SiteFacts | undefined;
}

/** Undefined when the container's command is not a server of static files that we know. */
export function servesStatic(reading: NodeReading): Answer {
  const { start, project } = reading;
  if (start.kind !== 'binary' || project.build?.kind !== 'front-end') return undefined;
  const argv = withoutRunner(start.argv);
  const name = (argv[0] ?? '').replace(/^.*\//, '').replace(/(?<=.)@[^/]*$/, '');
  // `--host` alone stands for every address.
  const args = argv.slice(1).filter((word, i, all) => !/^(?:--host|-H)$/.test(word) || /^[^-]/.test(all[i + 1] ?? '')); // prettier-ignore
  const options = parseOptionWords(args, valueOptions);
  const words = options.operands.map(({ value }) => value);
  const server = { options, words, reading, site: project.site };
  const development = Object.hasOwn(developmentServers, name) ? developmentServers[name]!(server) : undefined;
  if (development || !reading.builds) return development;
  return Object.hasOwn(servers, name) ? servers[name]!(server) : undefined;
}

const valueOptions: ReadonlySet<string> = new Set([
  '-l', '--listen', '-p', '--port', '--host', '-H', '--hostname', '-a', '--outDir', '-c', '--config', '-d', '--dir', '-P', '--proxy', '-m', '--mode', '-b', '--base', '--path', '--name',
]); // prettier-ignore

const servers: Readonly<Record<string, (server: Server) => Answer>> = {
  vite: (server) => {
    if (server.words[0] !== 'preview' || server.reading.project.frameworks.includes('sveltekit')) return undefined;
    if (server.options.has('-c', '--config', '-b', '--base', '-m', '--mode')) return undefined;
    return ownServer('vite preview', server, { folder: server.options.value('--outDir') });
  },
  astro: (server) => (server.words[0] === 'preview' ? ownServer('astro preview', server) : undefined),
  // www.gatsbyjs.com/docs/reference/gatsby-cli: the port is PORT unless it is given.
  gatsby: (server) =>
    server.words[0] === 'serve' && !server.options.has('--prefix-paths')
      ? ownServer('gatsby serve', server, { byVariable: true })
      : undefined,
  docusaurus: (server) =>
    server.words[0] === 'serve' && !server.options.has('--config')
      ? ownServer('docusaurus serve', server, { folder: server.options.value('--dir') })
      : undefined,
  vitepress: (server) =>
    /^(?:preview|serve)$/.test(server.words[0] ?? '') && !server.options.has('--base')
      ? ownServer('vitepress preview', server)
      : undefined,
  // It refuses to serve an export, and names `serve` instead (nextjs.org/docs/app/guides/static-exports).
  next: (server) =>
    server.words.join(' ') === 'start'
      ? at(server, { server: 'next start', folder: undefined, fallback: false }, 3000, ['-p', '--port'])
      : undefined,
  // `serve` listens on 3000 unless told otherwise; -s rewrites unknown paths to index.html.
  serve: (server) => {
    const { options, words } = server;
    if (options.has('-c', '--config', '--ssl-cert')) return undefined;
    const site = { server: 'serve', folder: words[0] ?? '.', fallback: options.has('-s', '--single') };
    const compresses = options.has('-u', '--no-compression') ? {} : ({ compresses: true } as const);
    return at(server, { ...site, ...compresses }, 3000, ['-l', '--listen', '-p', '--port']);
  },
  'http-server': (server) => {
    const { options, words } = server;
    if (options.has('-P', '--proxy', '-S', '--tls', '--ssl')) return undefined;
    return at(server, { server: 'http-server', folder: words[0] ?? '.', fallback: false }, 8080, ['-p', '--port']);
  },
  // Its port is 5000 in version 1 and 8080 since; PORT comes before the option.
  sirv: (server) => {
    const { options, words } = server;
    if (options.has('-k', '--http2', '-C', '--cert', '-I', '--ignores')) return undefined;
    const site = { server: 'sirv', folder: words[0] ?? '.', fallback: options.has('-s', '--single') };
    return at(server, site, exposedPort(server.reading), ['-p', '--port']);
  },
  // pm2.keymetrics.io/docs/usage/expose
  pm2: (server) => pm2(server),
  'pm2-runtime': (server) => pm2(server),
  'angular-http-server': (server) => {
    const { options } = server;
    if (options.has('--config', '--ssl', '--https', '--proxy', '--useHash')) return undefined;
    const site = { server: 'angular-http-server', folder: options.value('--path') ?? '.', fallback: true };
    return at(server, site, 8080, ['-p', '--port']);
  },
}; // prettier-ignore

/** Servers that compile the sources, and show the same site at the root of a port. */
const developmentServers: Readonly<Record<string, (server: Server) => Answer>> = {
  'react-scripts': (server) => developmentServer('start', "Create React App's development server", server),
  'react-app-rewired': (server) => developmentServer('start', "Create React App's development server", server),
  craco: (server) => developmentServer('start', "Create React App's development server", server),
  vite: (server) =>
    server.reading.project.frameworks.includes('sveltekit')
      ? undefined
      : developmentServer(/^(?:dev|serve)?$/, "Vite's development server", server),
  'vue-cli-service': (server) => developmentServer('serve', "Vue CLI's development server", server),
  ng: (server) => developmentServer(/^(?:serve|s)$/, "Angular's development server", server),
}; // prettier-ignore

/** Options that say nothing about the site. */
const addressOptions: ReadonlySet<string> = new Set([
  '--host', '-H', '--port', '-p', '--open', '-o', '--strictPort', '--disable-host-check', '--disableHostCheck', '--poll', '--live-reload', '--no-open', '--clearScreen', '--cors',
]); // prettier-ignore

/** Variables of a script that change nothing about the site. */
const harmlessVariables: ReadonlySet<string> = new Set([
  'PORT', 'HOST', 'BROWSER', 'NODE_OPTIONS', 'FORCE_COLOR', 'CHOKIDAR_USEPOLLING', 'WATCHPACK_POLLING', 'WDS_SOCKET_PORT', 'FAST_REFRESH', 'DANGEROUSLY_DISABLE_HOST_CHECK',
]); // prettier-ignore

function developmentServer(verb: string | RegExp, name: string, server: Server): Answer {
  const { words, site, reading } = server;
  const { start } = reading;
  const first = words[0] ?? '';
  const isMeant = typeof verb === 'string' ? first === verb : verb.test(first);
  if (!isMeant || start.kind !== 'binary' || words.length > 1) return undefined;
  const isAddress = (word: string): boolean => addressOptions.has(word.replace(/=.*/s, ''));
  if (!withoutRunner(start.argv).every((word) => !word.startsWith('-') || isAddress(word))) return undefined;
  const subject = `The container runs ${name}`;
  if (!site || site.fallback !== true)
    return { obstacle: `${subject}, and what it answers for unknown paths is not certain.` };
  if (site.handsOn !== undefined)
    return {
      obstacle: `${subject}, which hands requests on to other servers by ${site.handsOn}: let a web server with these rules serve the built site.`,
    };
  const variable = Object.keys(start.env).find((one) => !harmlessVariables.has(one)) ?? (reading.stage.endState.env.has('HTTPS') ? 'HTTPS' : undefined); // prettier-ignore
  if (variable !== undefined)
    return { obstacle: `${subject} with ${variable}, which the built site does not know.` };
  if (site.base !== '/')
    return {
      obstacle: `${subject}, and the site lives under ${site.base ?? 'a path that is not certain'}, not at the root.`,
    };
  if (site.developmentDiffers !== undefined)
    return { obstacle: `${subject}, and the built site may be another one: ${site.developmentDiffers}.` };
  const found = { server: name, folder: undefined, fallback: true, isForDevelopment: true } as const;
  return at(
    server,
    found,
    site.developmentPort ?? exposedPort(reading),
    ['-p', '--port'],
    !name.startsWith('Vite') && !name.startsWith('Angular'),
  );
}

function pm2(server: Server): Answer {
  const [verb, folder = '.', port] = server.words;
  if (verb !== 'serve' || server.options.has('--basic-auth-username', '--basic-auth-password'))
    return undefined;
  const number = port === undefined ? 8080 : portOf(port);
  return number === undefined
    ? undefined
    : { server: 'pm2 serve', folder, port: number, fallback: server.options.has('--spa') };
}

/** A server that the tool of the build brings along, with what its configuration makes of it. */
function ownServer(
  name: string,
  server: Server,
  {
    folder,
    byVariable = false,
  }: { readonly folder?: string | undefined; readonly byVariable?: boolean } = {},
): Answer {
  const { site, reading } = server;
  if (!site || site.fallback === undefined)
    return { obstacle: `What \`${name}\` answers for unknown paths is not certain.` };
  if (site.handsOn !== undefined)
    return {
      obstacle: `\`${name}\` does more than serve the build's files: ${site.handsOn} hands requests on to other servers or changes answers.`,
    };
  if (site.base !== '/')
    return {
      obstacle: `The site lives under ${site.base ?? 'a path that is not certain'}, not at the root of the server.`,
    };
  const found = { server: name, folder, fallback: site.fallback };
  const standard = site.previewPort ?? exposedPort(reading);
  return at(server, found, standard, ['-p', '--port'], byVariable);
}

/** The site at its port: of an option, of the variable PORT where the server reads it, or its own. */
function at(
  { options, reading }: Server,
  site: Omit<StaticSite, 'port'>,
  standard: number | undefined,
  names: readonly string[],
  byVariable = !/ preview$| serve$/.test(site.server),
): Answer {
  const given = options.value(...names);
  const variable = byVariable ? variablePort(reading) : undefined;
  // A port that is not a plain number is one that can't be moved to another server.
  const port = given === undefined ? (variable ?? standard) : portOf(given);
  if (port === undefined)
    return { obstacle: `The port that \`${site.server}\` listens on is not certain: give it as a number.` };
  return { ...site, port };
}

/** PORT of the script that starts the server, or of the image. */
function variablePort({ start, stage }: NodeReading): number | undefined {
  const written = start.kind === 'binary' ? start.env['PORT'] : undefined;
  const variable = stage.endState.env.get('PORT');
  return portOf(written) ?? (variable?.known ? portOf(variable.value) : undefined);
}

/** `3000`, `tcp://0.0.0.0:3000` */
export function portOf(text: string | undefined): number | undefined {
  const match = /^(?:tcp:\/\/[^:]*:)?(\d{2,5})$/.exec(text ?? '');
  return match ? Number(match[1]) : undefined;
}

/** The port the user exposes is what others reach the container by, so it stays. */
export function exposedPort({ stage }: NodeReading): number | undefined {
  const port = lastOf(stage, 'EXPOSE')?.words[0]?.value.replace(/\/tcp$/, '');
  return port !== undefined && /^\d+$/.test(port) ? Number(port) : undefined;
}
