/**
 * Next.js. With `output: 'standalone'` the traced server, static files and public make the image
 * (nextjs.org/docs/app/api-reference/config/next-config-js/output, and its example with-docker); without it `next start`
 * needs production packages, `.next`, public and the configuration.
 */
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import type { NextFacts } from '../../../project/facts.ts';
import type { Facts } from '../../../rules/rule.ts';
import { lastOf, rootBase } from '../../../dockerfile/stages.ts';
import { resolvePath } from '../../../tools/working-directory.ts';
import { runtimeAssets } from '../assets.ts';
import { isBrought } from '../brought.ts';
import { joinPath } from '../copy-from.ts';
import type { NodeReading } from '../reading.ts';
import type { Start } from '../start.ts';
import {
  inProject,
  isWithin,
  keptSentence,
  namedPaths,
  same,
  startAs,
  type FrameworkLayout,
  type LayoutAnswer,
} from './layout.ts';
import { declarable, localProgram, serverCommand, type ServerCommand } from './server-words.ts';

/** Options of `next start` that the standalone server takes as variables, and some that it does not know. */
const startOptions = { '-p': 'port', '--port': 'port', '-H': 'host', '--hostname': 'host', '--keepAliveTimeout': 'keep' }; // prettier-ignore

export function nextLayout(reading: NodeReading, model: DockerfileModel, facts: Facts): LayoutAnswer {
  const { project, builds } = reading;
  const { next, build } = project;
  if (!next || build?.tool !== 'next' || build.kind === 'front-end' || !builds) return undefined;
  return certainLayout(next, reading, model, facts) ?? unreadable(next, reading, model);
}

function certainLayout(
  next: NextFacts,
  reading: NodeReading,
  model: DockerfileModel,
  facts: Facts,
): LayoutAnswer {
  const { start, directory } = reading;
  if (next.distDir === undefined) return undefined;
  const folder = next.distDir.replace(/^\.\//, '').replace(/\/$/, '');
  if (folder === '' || folder.startsWith('..') || folder.startsWith('/')) return undefined;
  const standalone = `${folder}/standalone`;
  if (start.kind === 'program') {
    if (!isWithin(start.entry, joinPath(directory, standalone))) return undefined;
    const assets = namedPaths(reading, model, facts, ['public', folder]);
    return {
      artifacts: [same(standalone)],
      modules: false,
      assets,
      finish: [],
      start,
      reason: `The final image gets ${standalone}/, which has the server and the packages it uses.${keptSentence(assets)}`,
    };
  }
  const command = serverCommand(start, ['next'], startOptions);
  if (!command || start.kind !== 'binary' || command.operands.join(' ') !== 'start') return undefined;
  const place = { folder, next, command, start };
  const standaloneServer = standaloneLayout(place, reading, model, facts);
  return typeof standaloneServer === 'string'
    ? startLayout(place, standaloneServer, reading, model, facts)
    : standaloneServer;
}

/** However Next.js is started behind other commands or by a server of the project, it reads its configuration; the traced server has it. */
function unreadable(next: NextFacts, reading: NodeReading, model: DockerfileModel): LayoutAnswer {
  const { stage, project } = reading;
  const started = ['ENTRYPOINT', 'CMD'].flatMap((keyword) => lastOf(stage, keyword) ?? []);
  const texts = [...started.map(({ span }) => model.text.slice(span.start, span.end)), ...Object.values(project.scripts)]; // prettier-ignore
  if (texts.some((text) => text.includes('standalone/server.js'))) return undefined;
  const config = next.config?.slice(inProject('', reading).length);
  const missing = missingAtStart(config, next, reading);
  return missing === undefined
    ? undefined
    : {
        obstacle: `Next.js reads ${config ?? 'its configuration'} when it starts, which needs ${missing}, a development package: make it a production dependency, or start the server of \`output: 'standalone'\`.`,
      };
}

interface NextStart {
  /** `.next` */
  readonly folder: string;
  readonly next: NextFacts;
  readonly command: ServerCommand;
  readonly start: Extract<Start, { kind: 'binary' }>;
}

/** The layout, or why `output: 'standalone'` is not what the image can be made of: the end of a sentence. */
function standaloneLayout(
  { folder, next, command, start }: NextStart,
  reading: NodeReading,
  model: DockerfileModel,
  facts: Facts,
): FrameworkLayout | string {
  if (next.output !== 'standalone') return next.outputIsCertain ? '' : 'whether it is set is not certain';
  if (next.movesTracing)
    return 'the root of the traced files is moved, so where server.js lies is not certain';
  if (next.readsAtStart) return 'the runtime configuration does not work with it';
  // With a lockfile further up, Next.js takes that folder as the root, and server.js lies deeper.
  if (lockfileAbove(reading, facts)) return 'a lockfile in a folder above moves server.js';
  if (start.instruction === undefined) return "the start command can't be replaced alone";
  const { options } = command;
  const written = {
    ...command.env,
    ...(options.has('port') && { PORT: options.get('port')! }),
    ...(options.has('keep') && { KEEP_ALIVE_TIMEOUT: options.get('keep')! }),
    // `next start` listens on every address; server.js on the one of HOSTNAME, which in a container is its name.
    HOSTNAME: options.get('host') ?? '0.0.0.0',
  };
  const env = declarable(written, reading);
  if (!env) return 'the image sets HOSTNAME or PORT to something that `next start` does not listen on';
  const base = rootBase(reading.stage);
  const image = base.kind === 'image' ? facts.images.lookup(base.reference) : undefined;
  const program = image?.runtime?.name === 'bun' ? 'bun' : 'node';
  const hasPublic = isPresent('public', reading, model, facts);
  const assets = namedPaths(reading, model, facts, ['public', folder]);
  return {
    artifacts: [
      { from: `${folder}/standalone`, to: '' },
      same(`${folder}/static`),
      ...(hasPublic ? [same('public')] : []),
    ],
    modules: false,
    assets,
    finish: [],
    start: startAs([program, 'server.js'], joinPath(reading.directory, 'server.js'), env, start.instruction),
    reason: `\`output: 'standalone'\` is set, so the final image gets the traced server with the packages it uses, ${folder}/static${hasPublic ? ' and public' : ''}; sources, compilers and all other packages stay behind. HOSTNAME makes the server listen on every address, as \`next start\` does.${keptSentence(assets)}`,
  };
}

function startLayout(
  { folder, next, start }: NextStart,
  whyNotStandalone: string,
  reading: NodeReading,
  model: DockerfileModel,
  facts: Facts,
): LayoutAnswer {
  const { project } = reading;
  if (start.dev || project.workspaces.length > 0) return undefined;
  const config = next.config?.slice(inProject('', reading).length);
  const missing = missingAtStart(config, next, reading);
  if (missing !== undefined)
    return {
      obstacle: `\`next start\` reads ${config ?? 'its configuration'}, which needs ${missing}, a development package: ${whyNotStandalone === '' ? "set `output: 'standalone'` there, or make the package a production dependency" : `make it a production dependency (\`output: 'standalone'\` would do without it, but ${whyNotStandalone})`}.`,
    };
  const modules = next.imports.filter((name) => name.startsWith('.'));
  // What a file of the project imports in turn is not known.
  if (modules.length > 0) return undefined;
  const found = runtimeAssets(reading, model, facts, folder);
  if (typeof found === 'string') return undefined;
  const publicFolder = inProject('public', reading);
  const own = facts.context
    .children(project.directory)
    .map(({ path }) => path)
    .filter((path) => readAtStart.test(path.slice(inProject('', reading).length)))
    .concat(facts.context.publicEnvironment.filter((path) => isBesideManifest(path, reading)))
    .filter((path) => path !== next.config && isBrought(path, reading, model, facts));
  const assets = [...found.filter((path) => !isWithin(path, publicFolder)), ...own].sort();
  const hasPublic = isPresent('public', reading, model, facts);
  const words = localProgram(start);
  const env = start.instruction && declarable(start.env, reading);
  const smaller =
    whyNotStandalone !== ''
      ? ` \`output: 'standalone'\` would make it smaller, but ${whyNotStandalone}.`
      : ` With \`output: 'standalone'\` in ${config ?? 'next.config.js'} the image would be far smaller: the build then collects the files and packages that the server really uses.`;
  return {
    artifacts: [same(folder), ...(hasPublic ? [same('public')] : [])],
    modules: true,
    assets: [...(next.config === undefined ? [] : [next.config]), ...assets],
    finish: [`rm -rf ${folder}/cache`],
    start: env ? startAs(words, resolvePath(reading.directory, words[0]!), env, start.instruction) : start,
    reason: `\`next start\` needs ${folder}/, ${hasPublic ? 'public/, ' : ''}${config === undefined ? '' : `${config}, `}production packages and package.json; sources, compilers, the build's cache and development packages stay behind.${keptSentence(assets)}${smaller}`,
  };
}

/** Files of packages for translations, which are read by name when a page is rendered. */
const readAtStart = /^(?:next-i18next\.config\.[cm]?js|i18n\.(?:json|[cm]?js))$/;

function isBesideManifest(path: string, reading: NodeReading): boolean {
  const prefix = inProject('', reading);
  return path.startsWith(prefix) && !path.slice(prefix.length).includes('/');
}

/** The package that reading the configuration needs and production does not have. */
function missingAtStart(
  config: string | undefined,
  next: NextFacts,
  { project }: NodeReading,
): string | undefined {
  const isMissing = (name: string): boolean =>
    !Object.hasOwn(project.dependencies, name) && Object.hasOwn(project.devDependencies, name);
  // github.com/vercel/next.js/issues/81798: the configuration is compiled at the start, too.
  if (config !== undefined && /\.[cm]?ts$/.test(config) && !Object.hasOwn(project.dependencies, 'typescript'))
    return 'typescript';
  return next.imports
    .filter((name) => !name.startsWith('.'))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )
    .find(isMissing);
}

function isPresent(name: string, reading: NodeReading, model: DockerfileModel, facts: Facts): boolean {
  const path = inProject(name, reading);
  return facts.context.entry(path)?.type === 'directory' && isBrought(path, reading, model, facts);
}

const lockfiles = ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

function lockfileAbove({ contextRoot }: NodeReading, { context }: Facts): boolean {
  const folders = contextRoot.split('/').map((_, i, all) => all.slice(0, i).join('/'));
  return (
    contextRoot !== '' &&
    folders.some((folder) =>
      lockfiles.some((name) => context.has(folder === '' ? name : `${folder}/${name}`) === true),
    )
  );
}
