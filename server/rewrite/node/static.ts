/** Static front ends: the build's files behind an unprivileged nginx that keeps the user's port. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { isForDevelopment, usesOfFinal } from '../../tools/development.ts';
import { isRoot } from '../../tools/users.ts';
import { Draft } from '../draft.ts';
import { newStageName } from '../keywords.ts';
import { probedUrl, withCommand } from '../health.ts';
import type { Conversion } from '../multi-stage.ts';
import { describeUse } from '../../uses/facts.ts';
import { joinPath } from './copy-from.ts';
import type { InstallLines } from './install-lines.ts';
import type { NodeReading } from './reading.ts';
import { writeRuntimeStage } from './runtime-stage.ts';
import { writeBuildStage } from './stages.ts';
import type { StaticAnswer, StaticSite } from './static-servers.ts';

export { servesStatic } from './static-servers.ts';

/**
 * nginx without root (hub.docker.com/r/nginxinc/nginx-unprivileged), at the release that the table knows. A port below 1024
 * takes the official image, whose workers run without root, unless the image has a user of its own that opens it already.
 */
function serverImage(facts: Facts, port: number, { stage }: NodeReading): string {
  const { user } = stage.endState;
  const isPlain = port < 1024 && (user === undefined || isRoot(user) !== false);
  const repository = isPlain ? 'nginx' : 'nginxinc/nginx-unprivileged';
  const version = facts.images.lookup(`${repository}:alpine-slim`)?.runtime?.version;
  return `${repository}:${version === undefined ? '' : `${version}-`}alpine-slim`;
}

export function convertStatic(
  site: StaticAnswer,
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
  asked = false,
): Conversion {
  if ('obstacle' in site) return site;
  const doubt = site.isForDevelopment ? developmentDoubt(site, reading, model, facts, asked) : undefined;
  if (doubt !== undefined) return { obstacle: doubt };
  const folder = reading.project.build?.output?.replace(/^\.\//, '').replace(/\/$/, '');
  if (!folder || folder === '.')
    return {
      obstacle: "Where the build puts the site is not certain, so it can't be served by another server.",
    };
  const { workdir } = reading.stage.endState;
  const output = joinPath(reading.directory, folder);
  const served = site.folder === undefined ? output : resolvePath(workdir ?? '/', site.folder);
  if (served !== output)
    return { obstacle: `The container serves ${served}, but the build writes ${output}.` };
  if (facts.project.sources(reading.project.directory)?.writes.length)
    return {
      obstacle:
        'The project also has a program that writes files; it does not look like a static site alone.',
    };
  const settings = ['serve.json', 'public/serve.json', `${folder}/serve.json`];
  const prefix = reading.contextRoot === '' ? '' : `${reading.contextRoot}/`;
  const setting =
    site.server === 'serve' && settings.find((name) => facts.context.has(prefix + name) === true);
  if (setting)
    return { obstacle: `${setting} tells \`serve\` how to answer, which another server does not read.` };
  const { port } = site;
  const draft = new Draft(model);
  writeBuildStage(draft, reading, lines, model, false);
  const build = buildCommand(reading);
  if (!reading.builds) draft.line(`${keywordCase(model, 'RUN')} ${build}`);
  const copy = keywordCase(model, 'COPY');
  const root = '/usr/share/nginx/html';
  const artifacts = [
    configuration(copy, root, site),
    `${copy} --from=${newStageName(model, 'build')} ${reading.directory === '/' ? '' : reading.directory}/${folder} ${root}`,
  ];
  const obstacle = writeRuntimeStage(draft, reading, model, {
    artifacts: () => artifacts,
    image: serverImage(facts, port, reading),
    copies: 'none',
    foreign: { healthCheck: (instruction) => healthCheck(instruction, port, model) },
  });
  if (obstacle) return { obstacle };
  if (site.isForDevelopment)
    return {
      text: draft.render(),
      reason: `nginx serves the built site on port ${port} in the place of ${site.server}, without Node, packages or sources; nothing is compiled while the container runs, and unknown paths get index.html as now. The image starts nginx by itself, so CMD goes. Assumed: ${reading.builds ? '' : `\`${build}\` passes, and `}the image is not one to develop with.`,
    };
  const routes = site.fallback ? ` Unknown paths get index.html, as with \`${site.server}\` now.` : '';
  return {
    text: draft.render(),
    reason: `The site is plain files: nginx serves them on port ${port} without Node, packages or sources. The image starts nginx by itself, so CMD goes.${routes}`,
  };
}

/** `npm run build`, for which nothing else is in the image yet. */
function buildCommand({ project, install, directory }: NodeReading): string {
  const command = `${install.install.tool} run ${project.build!.script}`;
  return directory === (install.instruction.state.workdir ?? '/') ? command : `cd ${directory} && ${command}`;
}

/** Variables that front-end tools write into the built files. */
const builtIn = /^(?:REACT_APP_|VITE_|VUE_APP_|NG_APP_|PUBLIC_URL$|BASE_URL$)/;

/** Why the built site can't take the place of a development server: a complete sentence. `asked`: for this very conversion. */
function developmentDoubt(
  { server, port }: StaticSite,
  reading: NodeReading,
  model: DockerfileModel,
  facts: Facts,
  asked: boolean,
): string | undefined {
  const subject = `The container runs ${server}`;
  if (isForDevelopment(model, facts) && !asked)
    return `${subject}, and the image is one for development by its name or its mode.`;
  for (const use of usesOfFinal(model, facts)) {
    const variable = [...(use.container?.environment.keys() ?? [])].find((name) => builtIn.test(name));
    if (variable !== undefined)
      return `${subject}, which ${describeUse(use)} gives ${variable}: the built site would need it when the image is built.`;
  }
  const folder = reading.project.build?.output ?? 'dist';
  if (!reading.builds && !asked)
    return `${subject}, and the image never builds the site, so whether the build passes is not certain: add \`RUN ${buildCommand(reading)}\` and start \`npx serve -s ${folder} -l ${port}\`, or convert it with the command of its own.`;
  return undefined;
}

/** A check that asks the site by curl or wget, with the wget that the server's image has; undefined for any other. */
function healthCheck(instruction: Instruction, port: number, model: DockerfileModel): string | undefined {
  if (!instruction.inner) return model.text.slice(instruction.span.start, instruction.span.end);
  const url = probedUrl(instruction, model);
  if (url === undefined || !/^http:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?\/?$/.test(url))
    return undefined;
  return withCommand(instruction, model, ['wget', '-q', '--spider', `http://127.0.0.1:${port}/`]);
}

function configuration(copy: string, root: string, { port, fallback, compresses }: StaticSite): string {
  return [
    `${copy} <<'EOF' /etc/nginx/conf.d/default.conf`,
    'server {',
    `    listen ${port};`,
    `    root ${root};`,
    ...(compresses
      ? ['    gzip on;', '    gzip_types text/css application/javascript application/json image/svg+xml;']
      : []),
    // The build's page for unknown paths, if there is one, as these servers answer it.
    ...(fallback ? [] : ['    error_page 404 /404.html;']),
    '    location / {',
    // `serve` and `http-server` find about.html for /about as well.
    `        try_files $uri $uri.html $uri/ ${fallback ? '/index.html' : '=404'};`,
    '    }',
    '}',
    'EOF',
  ].join('\n');
}
