/** React Router and Remix with Vite: build/, production packages and package.json, as the Dockerfile of their templates has it. */
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import type { Facts } from '../../../rules/rule.ts';
import { resolvePath } from '../../../tools/working-directory.ts';
import { runtimeAssets } from '../assets.ts';
import { joinPath } from '../copy-from.ts';
import type { NodeReading } from '../reading.ts';
import { inProject, isWithin, keptSentence, same, startAs, type LayoutAnswer } from './layout.ts';
import { declarable, localProgram, serverCommand } from './server-words.ts';

export function remixLayout(reading: NodeReading, model: DockerfileModel, facts: Facts): LayoutAnswer {
  const { project, start, builds, directory, stage } = reading;
  const { build } = project;
  if (build?.tool !== 'remix' || build.kind !== 'server' || build.output === undefined || !builds)
    return undefined;
  if (project.prisma || project.workspaces.length > 0) return undefined;
  const command = serverCommand(start, ['react-router-serve', 'remix-serve'], {});
  if (!command || start.kind !== 'binary' || start.dev) return undefined;
  const [server] = command.operands;
  const folder = build.output;
  const entry = server === undefined ? undefined : resolvePath(stage.endState.workdir ?? '/', server);
  if (entry === undefined || !isWithin(entry, joinPath(directory, folder))) return undefined;
  const found = runtimeAssets(reading, model, facts, folder);
  if (typeof found === 'string') return undefined;
  // The build copies public/ into the files for the browser.
  const assets = found.filter((path) => !isWithin(path, inProject('public', reading)));
  const words = localProgram(start);
  const env = start.instruction && declarable(start.env, reading);
  return {
    artifacts: [same(folder)],
    modules: true,
    assets,
    finish: [],
    start: env ? startAs(words, joinPath(directory, words[0]!), env, start.instruction) : start,
    reason: `\`${start.name}\` needs ${folder}/, production packages and package.json; sources, compilers and development packages stay behind.${keptSentence(assets)}`,
  };
}
