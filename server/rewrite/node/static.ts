/** Static front ends: the build's files behind an unprivileged nginx that keeps the user's port. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { withoutRunner } from '../../tools/node-start.ts';
import { parseOptionWords } from '../../tools/options.ts';
import { Draft } from '../draft.ts';
import { newStageName } from '../keywords.ts';
import { probedUrl, withCommand } from '../health.ts';
import type { Conversion } from '../multi-stage.ts';
import type { InstallLines } from './install-lines.ts';
import type { NodeReading } from './reading.ts';
import { writeRuntimeStage } from './runtime-stage.ts';
import { writeBuildStage } from './stages.ts';

/** nginx without root (hub.docker.com/r/nginxinc/nginx-unprivileged), at the release that the table knows. */
function serverImage(facts: Facts): string {
  const repository = 'nginxinc/nginx-unprivileged';
  const version = facts.images.lookup(`${repository}:alpine-slim`)?.runtime?.version;
  return `${repository}:${version === undefined ? '' : `${version}-`}alpine-slim`;
}

export interface StaticSite {
  /** What serves the files now, for the user. */
  readonly server: string;
  /** Folder it serves, relative to the project; undefined: the build's output. */
  readonly folder: string | undefined;
  readonly port: number;
  /** Unknown paths get index.html, for client-side routes. */
  readonly fallback: boolean;
}

const valueOptions: ReadonlySet<string> = new Set([
  '-l', '--listen', '-p', '--port', '--host', '-a', '--outDir', '-c', '--config', '-d', '-P', '--proxy', '-m', '--mode', '-b', '--base',
]); // prettier-ignore

/** Undefined when the container's command is not a server of static files that we know. */
export function servesStatic(reading: NodeReading): StaticSite | undefined {
  const { start, project, stage } = reading;
  if (start.kind !== 'binary' || !reading.builds || project.build?.kind !== 'front-end') return undefined;
  const argv = withoutRunner(start.argv);
  const name = (argv[0] ?? '').replace(/^.*\//, '').replace(/@[^/]*$/, '');
  const options = parseOptionWords(argv.slice(1), valueOptions);
  const given = options.value('-l', '--listen', '-p', '--port', ...(name === 'http-server' ? [] : ['-P']));
  const port = given === undefined ? undefined : portOf(given);
  // A port that is not a plain number is one that can't be moved to another server.
  if (given !== undefined && port === undefined) return undefined;
  const variable = stage.endState.env.get('PORT');
  const fromEnvironment = variable?.known ? portOf(variable.value) : undefined;
  const [first, second] = options.operands.map((word) => word.value);
  switch (name) {
    case 'vite':
      return first === 'preview' && !options.has('-c', '--config', '-b', '--base')
        ? {
            server: 'vite preview',
            folder: options.value('--outDir'),
            // vite.config may name another port than 4173, so what is exposed says more.
            port: port ?? exposedPort(reading) ?? 4173,
            fallback: true,
          }
        : undefined;
    case 'astro':
      return first === 'preview'
        ? {
            server: 'astro preview',
            folder: undefined,
            port: port ?? exposedPort(reading) ?? 4321,
            fallback: false,
          }
        : undefined;
    case 'serve':
      // `serve` listens on 3000 unless told otherwise; -s rewrites unknown paths to index.html.
      return options.has('-c', '--config')
        ? undefined
        : {
            server: 'serve',
            folder: first,
            port: port ?? fromEnvironment ?? 3000,
            fallback: options.has('-s', '--single'),
          };
    case 'http-server':
      return options.has('-P', '--proxy', '-S', '--tls', '--ssl')
        ? undefined
        : {
            server: 'http-server',
            folder: first ?? second,
            port: port ?? fromEnvironment ?? 8080,
            fallback: false,
          };
    default:
      return undefined;
  }
}

function portOf(text: string | undefined): number | undefined {
  const match = /^(?:tcp:\/\/[^:]*:)?(\d{2,5})$/.exec(text ?? '');
  return match ? Number(match[1]) : undefined;
}

export function convertStatic(
  site: StaticSite,
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
): Conversion {
  const output = reading.project.build?.output?.replace(/^\.\//, '').replace(/\/$/, '');
  const folder = (site.folder ?? output)?.replace(/^\.\//, '').replace(/\/$/, '');
  if (!output || !folder)
    return {
      obstacle: "Where the build puts the site is not certain, so it can't be served by another server.",
    };
  if (folder !== output)
    return { obstacle: `The container serves ${folder}/, but the build writes ${output}/.` };
  if (facts.project.sources(reading.project.directory)?.writes.length)
    return {
      obstacle:
        'The project also has a program that writes files; it does not look like a static site alone.',
    };
  const { port } = site;
  if (port < 1024)
    return { obstacle: `The site listens on port ${port}, which a server without root can't open.` };
  const draft = new Draft(model);
  writeBuildStage(draft, reading, lines, model, false);
  const copy = keywordCase(model, 'COPY');
  const root = '/usr/share/nginx/html';
  const artifacts = [
    configuration(copy, port, root, site.fallback),
    `${copy} --from=${newStageName(model, 'build')} ${reading.directory === '/' ? '' : reading.directory}/${folder} ${root}`,
  ];
  const obstacle = writeRuntimeStage(draft, reading, model, {
    artifacts: () => artifacts,
    image: serverImage(facts),
    copies: 'none',
    foreign: { healthCheck: (instruction) => healthCheck(instruction, port, model) },
  });
  if (obstacle) return { obstacle };
  const routes = site.fallback ? ` Unknown paths get index.html, as with \`${site.server}\` now.` : '';
  return {
    text: draft.render(),
    reason: `The site is plain files: nginx serves them on port ${port} without Node, packages or sources. The image starts nginx by itself, so CMD goes.${routes}`,
  };
}

/** A check that asks the site by curl or wget, with the wget that the server's image has; undefined for any other. */
function healthCheck(instruction: Instruction, port: number, model: DockerfileModel): string | undefined {
  if (!instruction.inner) return model.text.slice(instruction.span.start, instruction.span.end);
  const url = probedUrl(instruction, model);
  if (url === undefined || !/^http:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?\/?$/.test(url))
    return undefined;
  return withCommand(instruction, model, ['wget', '-q', '--spider', `http://127.0.0.1:${port}/`]);
}

/** The port the user exposes is what others reach the container by, so it stays. */
function exposedPort(reading: NodeReading): number | undefined {
  const port = lastOf(reading.stage, 'EXPOSE')?.words[0]?.value.replace(/\/tcp$/, '');
  return port !== undefined && /^\d+$/.test(port) ? Number(port) : undefined;
}

function configuration(copy: string, port: number, root: string, fallback: boolean): string {
  return [
    `${copy} <<'EOF' /etc/nginx/conf.d/default.conf`,
    'server {',
    `    listen ${port};`,
    `    root ${root};`,
    '    location / {',
    // `serve` and `http-server` find about.html for /about as well.
    `        try_files $uri $uri.html $uri/ ${fallback ? '/index.html' : '=404'};`,
    '    }',
    '}',
    'EOF',
  ].join('\n');
}
