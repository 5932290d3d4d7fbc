/** Nuxt: `.output` has all that the server needs, its packages too (nuxt.com/deploy/docker). */
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import { majorOf } from '../../../project/node/framework-results.ts';
import type { Facts } from '../../../rules/rule.ts';
import { joinPath } from '../copy-from.ts';
import type { NodeReading } from '../reading.ts';
import type { Start } from '../start.ts';
import { inProject, keptSentence, namedPaths, same, startAs, type LayoutAnswer } from './layout.ts';
import { declarable, serverCommand } from './server-words.ts';

const presetVariables = ['NITRO_PRESET', 'SERVER_PRESET'];
const previewOptions = { '-p': 'port', '--port': 'port', '-h': 'host', '--host': 'host' };

export function nuxtLayout(reading: NodeReading, model: DockerfileModel, facts: Facts): LayoutAnswer {
  const { project, builds, stage } = reading;
  const { build } = project;
  if (build?.tool !== 'nuxt' || !builds) return undefined;
  if (majorOf({ ...project.devDependencies, ...project.dependencies }['nuxt']) === 2)
    return {
      obstacle:
        'Nuxt 2 reads its configuration, modules and parts of the sources when it starts; which packages these need is not certain.',
    };
  if (build.output !== '.output' || build.others.length > 0) return undefined;
  if (presetVariables.some((name) => stage.endState.env.has(name))) return undefined;
  const start = nuxtStart(reading, facts);
  if (!start || 'obstacle' in start) return start;
  const assets = namedPaths(reading, model, facts, ['public', 'server', '.output']);
  return {
    artifacts: [same('.output')],
    modules: false,
    assets,
    finish: [],
    start,
    reason: `The final image gets .output/, which has the server, its packages and the public files; sources, compilers and node_modules stay behind.${keptSentence(assets)}`,
  };
}

/** `nuxt preview`, also known as `nuxt start`, starts the same server behind a second process (nuxt.com/docs/api/commands/preview). */
function nuxtStart(reading: NodeReading, facts: Facts): Start | { readonly obstacle: string } | undefined {
  const { start, directory } = reading;
  const server = '.output/server/index.mjs';
  const entry = joinPath(directory, server);
  if (start.kind === 'program') return start.entry === entry ? start : undefined;
  const command = serverCommand(start, ['nuxt', 'nuxi'], previewOptions);
  if (!command || start.kind !== 'binary' || start.instruction === undefined) return undefined;
  if (!/^(?:preview|start)$/.test(command.operands.join(' '))) return undefined;
  const settings = inProject('.env', reading);
  if (facts.context.has(settings) === true && !facts.context.isIgnored(settings))
    return {
      obstacle: `\`nuxt ${command.operands[0]!}\` reads .env, which \`node ${server}\` does not: set these variables where the container runs, and leave .env out by .dockerignore.`,
    };
  const { options } = command;
  const env = declarable(
    {
      ...command.env,
      ...(options.get('port') && { PORT: options.get('port')! }),
      ...(options.get('host') && { HOST: options.get('host')! }),
    },
    reading,
  );
  return env && startAs(['node', server], entry, env, start.instruction);
}
