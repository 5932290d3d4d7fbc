/** Programs that are made for development: what they are, and what they do that an image should not. */

export interface DevProgram {
  /** `Flask's development server`, `nodemon` */
  readonly name: string;
  /** Completes "It …". */
  readonly does: string;
  /** The same program without its development mode, where that is a matter of words. */
  readonly instead?: readonly string[];
  /** What runs in production, for messages. */
  readonly advice: string;
}

const compiles = 'compiles the sources when they are asked for, and keeps all that this needs in memory';
const restarts = 'watches files that never change in an image';
const builds = 'builds the program at every start, and needs the compiler and the sources in the image';
const single = 'is not made for load or for an open network, as its documentation says';

const bundled = 'Build the files in an earlier stage and let a web server such as nginx serve them.';
const wsgi = 'Use a server for production such as gunicorn.';
const buildFirst = 'Build it with RUN and start the result.';

interface Known {
  /** Undefined: any; '' stands for none. */
  readonly verbs?: readonly string[];
  readonly name: string;
  readonly does: string;
  readonly advice: string;
}

const front = (name: string, ...verbs: string[]): Known => ({ verbs, name, does: compiles, advice: bundled });

/** By program; the first operand has to be one of the verbs. From each tool's own CLI reference. */
const known: Readonly<Record<string, readonly Known[]>> = {
  vite: [
    front("Vite's development server", '', 'dev', 'serve'),
    { verbs: ['preview'], name: "Vite's preview server", does: 'is for looking at a build on the machine of whoever made it, as its documentation says', advice: 'Let a web server such as nginx serve the files.' },
  ],
  ng: [front("Angular's development server", 'serve', 's')],
  'react-scripts': [front("Create React App's development server", 'start')],
  'react-app-rewired': [front("Create React App's development server", 'start')],
  craco: [front("Create React App's development server", 'start')],
  'vue-cli-service': [front("Vue CLI's development server", '', 'serve')],
  webpack: [front("webpack's development server", 'serve', 's', 'server')],
  'webpack-dev-server': [{ name: "webpack's development server", does: compiles, advice: bundled }],
  rspack: [front("Rspack's development server", 'serve', 'dev')],
  rsbuild: [front("Rsbuild's development server", 'dev')],
  gatsby: [front("Gatsby's development server", 'develop')],
  docusaurus: [front("Docusaurus's development server", 'start')],
  vitepress: [front("VitePress's development server", 'dev')],
  'live-server': [{ name: '`live-server`', does: restarts, advice: 'Let a web server such as nginx serve the files.' }],
  'browser-sync': [{ name: '`browser-sync`', does: restarts, advice: 'Let a web server such as nginx serve the files.' }],
  next: [{ verbs: ['', 'dev'], name: "Next.js's development server", does: compiles, advice: 'Build with `next build` and start with `next start`.' }],
  nuxt: [{ verbs: ['', 'dev'], name: "Nuxt's development server", does: compiles, advice: 'Build with `nuxt build` and start `node .output/server/index.mjs`.' }],
  nuxi: [{ verbs: ['dev'], name: "Nuxt's development server", does: compiles, advice: 'Build with `nuxt build` and start `node .output/server/index.mjs`.' }],
  astro: [{ verbs: ['dev'], name: "Astro's development server", does: compiles, advice: 'Build with `astro build` and start or serve the result.' }],
  remix: [{ verbs: ['dev', 'vite:dev'], name: "Remix's development server", does: compiles, advice: 'Build it and start `remix-serve`.' }],
  'react-router': [{ verbs: ['dev'], name: "React Router's development server", does: compiles, advice: 'Build it and start `react-router-serve`.' }],
  strapi: [{ verbs: ['develop', 'dev'], name: "Strapi's development mode", does: restarts, advice: 'Build with `strapi build` and start with `strapi start`.' }],
  nx: [{ verbs: ['serve'], name: "Nx's development server", does: compiles, advice: 'Build with `nx build` and start the result.' }],
  nest: [{ verbs: ['start'], name: '`nest start`', does: builds, advice: 'Build with `nest build` and start `node dist/main`.' }],
  nodemon: [{ name: '`nodemon`', does: restarts, advice: 'Start the program itself.' }],
  'ts-node-dev': [{ name: '`ts-node-dev`', does: restarts, advice: 'Compile with tsc and start the result with node.' }],
  tsnd: [{ name: '`ts-node-dev`', does: restarts, advice: 'Compile with tsc and start the result with node.' }],
  'ts-node': [{ name: '`ts-node`', does: builds, advice: 'Compile with tsc and start the result with node.' }],
  'babel-node': [{ name: '`babel-node`', does: builds, advice: 'Compile with babel and start the result with node.' }],
  flask: [{ verbs: ['run'], name: "Flask's development server", does: single, advice: wsgi }],
  'manage.py': [{ verbs: ['runserver', 'runserver_plus'], name: "Django's development server", does: single, advice: wsgi }],
  'django-admin': [{ verbs: ['runserver'], name: "Django's development server", does: single, advice: wsgi }],
  'http.server': [{ name: "Python's http.server", does: single, advice: 'Let a web server such as nginx serve the files.' }],
  mkdocs: [{ verbs: ['serve'], name: "MkDocs's development server", does: compiles, advice: bundled }],
  jekyll: [{ verbs: ['serve', 's', 'server'], name: "Jekyll's development server", does: compiles, advice: bundled }],
  hugo: [{ verbs: ['server', 'serve'], name: "Hugo's development server", does: compiles, advice: bundled }],
  artisan: [{ verbs: ['serve'], name: "Laravel's development server", does: single, advice: 'Use PHP-FPM behind a web server, or FrankenPHP.' }],
  symfony: [{ verbs: ['serve', 'server:start', 'local:server:start'], name: "Symfony's development server", does: single, advice: 'Use PHP-FPM behind a web server, or FrankenPHP.' }],
  console: [{ verbs: ['server:run', 'server:start'], name: "Symfony's development server", does: single, advice: 'Use PHP-FPM behind a web server, or FrankenPHP.' }],
  go: [{ verbs: ['run'], name: '`go run`', does: builds, advice: buildFirst }],
  air: [{ name: '`air`', does: restarts, advice: buildFirst }],
  cargo: [
    { verbs: ['run', 'r'], name: '`cargo run`', does: builds, advice: buildFirst },
    { verbs: ['watch'], name: '`cargo watch`', does: restarts, advice: buildFirst },
  ],
  dotnet: [
    { verbs: ['run'], name: '`dotnet run`', does: builds, advice: 'Run `dotnet publish` in a build stage and start the .dll.' },
    { verbs: ['watch'], name: '`dotnet watch`', does: restarts, advice: 'Run `dotnet publish` in a build stage and start the .dll.' },
  ],
  mvn: [{ verbs: ['spring-boot:run', 'quarkus:dev', 'jetty:run'], name: '`mvn`', does: builds, advice: 'Package a .jar in a build stage and start it with `java -jar`.' }],
  gradle: [{ verbs: ['bootRun', 'run', 'quarkusDev'], name: '`gradle`', does: builds, advice: 'Package a .jar in a build stage and start it with `java -jar`.' }],
}; // prettier-ignore

const aliases: Readonly<Record<string, string>> = { mvnw: 'mvn', gradlew: 'gradle', 'ts-node-esm': 'ts-node', 'ts-node-transpile-only': 'ts-node' }; // prettier-ignore

/** Options that make a server watch its files, by program; with those that only go with them. */
const watchOptions: Readonly<Record<string, RegExp>> = {
  node: /^--watch(?:-path(?:=.*)?|-preserve-output)?$/,
  bun: /^--(?:hot|watch)$/,
  deno: /^--watch(?:-hmr)?$/,
  uvicorn: /^--reload$/,
  hypercorn: /^--reload$/,
  gunicorn: /^--reload$/,
  granian: /^--reload$/,
  'tsx': /^--watch$/,
}; // prettier-ignore

/** Programs whose options may stand before the verb. */
const verbAnywhere: ReadonlySet<string> = new Set(['flask', 'manage.py', 'artisan', 'console', 'mvn', 'gradle', 'cargo']); // prettier-ignore

/** The first word, or '' where that is an option. */
function verbOf(name: string, args: readonly string[], all: readonly Known[]): string {
  const verbs = all.flatMap((each) => each.verbs ?? []);
  if (verbAnywhere.has(name)) return args.find((word) => verbs.includes(word)) ?? args[0] ?? '';
  const [first = ''] = args;
  return first.startsWith('-') ? '' : first;
}

/** `argv` begins with the program's name (see started.part.ts). */
export function devProgram(argv: readonly string[]): DevProgram | undefined {
  const [program = '', ...args] = argv;
  const name = Object.hasOwn(aliases, program) ? aliases[program]! : program;
  const all = Object.hasOwn(known, name) ? known[name]! : [];
  const verb = verbOf(name, args, all);
  if (/^python[\d.]*$/.test(name) || name === 'php') {
    const script = /(?:^|\/)(manage\.py|artisan|bin\/console)$/.exec(args[0] ?? '')?.[1];
    if (script) return devProgram([script.replace(/^bin\//, ''), ...args.slice(1)]);
    const [, served] = name === 'php' ? (/^-S(.*)$/.exec(args[0] ?? '') ?? []) : [];
    return served === undefined ? undefined : { name: "PHP's built-in server", does: single, advice: 'Use PHP-FPM behind a web server, or FrankenPHP.' }; // prettier-ignore
  }
  if (name === 'fastapi' && verb === 'dev') return { name: "FastAPI's development mode", does: restarts, advice: 'Start `fastapi run`.', instead: ['fastapi', ...args.map((word, i) => (i === args.indexOf('dev') ? 'run' : word))] }; // prettier-ignore
  if (name === 'tsx' && verb === 'watch') return { name: '`tsx watch`', does: restarts, advice: 'Compile with tsc and start the result with node.' }; // prettier-ignore
  // Help and versions are no servers.
  if (args.some((word) => /^(?:--help|--version|-v)$/.test(word))) return undefined;
  const found = all.find(({ verbs }) => !verbs || verbs.includes(verb));
  if (found) return found;
  return watching(argv);
}

/** `node --watch server.js`: the same without the option. */
function watching(argv: readonly string[]): DevProgram | undefined {
  const [program = '', ...args] = argv;
  const pattern = Object.hasOwn(watchOptions, program) ? watchOptions[program]! : undefined;
  // Behind the script the words are its own.
  const end = /^(?:node|bun|deno|tsx)$/.test(program) ? args.findIndex((word) => /\.[cm]?[jt]sx?$/.test(word)) : args.length; // prettier-ignore
  const at = pattern ? args.findIndex((word, i) => pattern.test(word) && (end < 0 || i < end)) : -1;
  if (!pattern || at < 0) return undefined;
  const option = args[at]!;
  const takesValue = option === '--watch-path';
  const rest = args.filter((_, i) => i !== at && !(takesValue && i === at + 1));
  const isOnly = !rest.some((word) => pattern.test(word) || word.startsWith('--reload-') || word.startsWith('--watch')); // prettier-ignore
  return {
    name: `\`${program} ${option}\``,
    does: restarts,
    advice: `Start it without ${option}.`,
    ...(isOnly && { instead: [program, ...rest] }),
  };
}
