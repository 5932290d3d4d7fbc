/** Does a Node image fit on a smaller base? */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { lastOf, lineage } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { lockfileOf } from '../../tools/install-inputs.ts';
import { nodeInstalls, runCommands } from '../../tools/installs.ts';
import { packageOfProgram, withoutRunner } from '../../tools/node-start.ts';
import type { ScriptNeeds } from '../../tools/script-needs.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { nodeProbe } from '../health.ts';
import { isBuildProgram } from '../node/run-parts.ts';

/** Programs of BusyBox and of the Node images: there in alpine, slim and full images alike. */
const everywhere: ReadonlySet<string> = new Set([
  'npm', 'npx', 'node', 'yarn', 'pnpm', 'bun', 'corepack', 'mkdir', 'chown', 'chmod', 'cp', 'mv', 'rm', 'ln', 'sed', 'grep', 'awk', 'tar', 'gzip', 'gunzip', 'unzip',
  'echo', 'printf', 'cat', 'ls', 'pwd', 'cd', 'set', 'export', 'true', 'false', 'test', '[', 'touch', 'find', 'xargs', 'sort', 'head', 'tail', 'tr', 'cut', 'sleep', 'date', 'id', 'which', 'env', 'sh', 'tsc', 'nest', 'vite',
]); // prettier-ignore

/** What the shell does itself. */
const shellWords: ReadonlySet<string> = new Set([
  ':', '.', 'exit', 'shift', 'trap', 'wait', 'until', 'local', 'return', 'read', 'unset', 'umask', 'exec', 'eval', 'command', 'type', 'getopts', 'break', 'continue', 'hostname', 'uname', 'basename', 'dirname', 'realpath', 'kill',
]); // prettier-ignore

export const installOpenssl =
  'apt-get update && apt-get install -y --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*';

/** Prisma's engine finds the OpenSSL it links against by the openssl program, which slim images lack. */
export function needsOpenssl(model: DockerfileModel, project: NodeProject, last: Stage): boolean {
  if (!project.prisma) return false;
  return ![...runCommands(model)].some(
    ({ stage, command }) =>
      lineage(last).includes(stage) &&
      systemCommand(command)?.packages.some((word) => /^(?:openssl|libssl)/.test(packageName(word))),
  );
}

/** A health check through curl or wget asks through node then; undefined when a check can't be kept that way. */
export function healthCheckEdits(
  model: DockerfileModel,
  last: Stage,
  fact: ImageFact,
): readonly TextEdit[] | undefined {
  const instruction = lastOf(last, 'HEALTHCHECK');
  const script = instruction && shellOf(instruction, model);
  if (!instruction?.inner || !script) return [];
  if (script.commands.every(({ name }) => everywhere.has(name) || name === 'exit')) return [];
  // fetch is part of Node since 18.
  const probe =
    Number.parseInt(fact.runtime?.version ?? '', 10) >= 18 ? nodeProbe(instruction, model) : undefined;
  return probe === undefined ? undefined : [{ span: instruction.span, newText: probe }];
}

/** The container's command is a program of BusyBox, of Node or of the project. */
function startsOwnProgram(
  model: DockerfileModel,
  project: NodeProject,
  last: Stage,
  { scripts, programs, bash }: ScriptNeeds,
): boolean {
  const own = (name: string): boolean =>
    everywhere.has(name) ||
    name === 'pm2-runtime' ||
    Object.hasOwn(project.dependencies, packageOfProgram(name)) ||
    Object.hasOwn(project.devDependencies, packageOfProgram(name));
  if (bash || !programs.every((name) => own(name) || shellWords.has(name))) return false;
  const isRead = (file: string): boolean =>
    scripts.some((path) => path.split('/').pop() === file.split('/').pop());
  return ['ENTRYPOINT', 'CMD'].every((keyword) => {
    const instruction = lastOf(last, keyword);
    if (!instruction) return true;
    // Words of CMD behind an ENTRYPOINT need not be a program.
    if (
      keyword === 'CMD' &&
      lastOf(last, 'ENTRYPOINT') &&
      !inits.has(lastOf(last, 'ENTRYPOINT')!.words[0]?.value ?? '')
    )
      return true;
    const commands = shellOf(instruction, model)?.commands ?? [];
    // What a script file calls, or which shell it asks for, is not known.
    return commands.every(
      ({ name, words }) =>
        (own(name) || isRead(name)) &&
        !words.some(({ value }) => /\.(?:ba)?sh$/.test(value) && !isRead(value)),
    );
  });
}

const inits: ReadonlySet<string> = new Set(['tini', 'dumb-init', '/sbin/tini', '/usr/bin/tini']);

/** Without dependencies there is nothing native, lockfile or not. */
function nativePackages(project: NodeProject): NodeProject['nativeProduction'] {
  const none = [project.dependencies, project.devDependencies, project.optionalDependencies].every(
    (group) => Object.keys(group).length === 0,
  );
  return none && project.workspaces.length === 0 ? [] : project.nativeProduction;
}

/** Alpine fits when the lockfile proves it and no command of the stages is missing there. */
export function fitsAlpine(
  model: DockerfileModel,
  facts: Facts,
  project: NodeProject,
  last: Stage,
  scripts: ScriptNeeds,
): boolean {
  if (facts.preferences.nodeBase === 'slim') return false;
  if (!startsOwnProgram(model, project, last, scripts)) return false;
  // A lockfile that the install does not read proves nothing.
  const installs = nodeInstalls(model, facts);
  if (installs.some(({ install }) => project.lockfile && !lockfileOf(project, install.tool))) return false;
  const native = nativePackages(project);
  // Packages with builds for musl often fetch them while they install, so Alpine is only taken unasked without native code.
  const fits =
    facts.preferences.nodeBase === 'alpine' ? native?.every((one) => one.musl) : native?.length === 0;
  if (fits !== true) return false;
  const groups = [project.dependencies, project.devDependencies, project.optionalDependencies];
  // git dependencies need git at install, which only the full image has.
  if (
    groups.some((group) =>
      Object.values(group).some((range) => /^(?:git|github:|gitlab:|bitbucket:)|\.git(?:#|$)/.test(range)),
    )
  )
    return false;
  if (
    project.build?.others.some(
      (name) =>
        !everywhere.has(name) && !(name in project.devDependencies) && !(name in project.dependencies),
    )
  )
    return false;
  if (last.endState.shellKind === 'bash') return false;
  // What `npx playwright install` brings is for Debian; tools of the project are not.
  const own = (name: string): boolean =>
    everywhere.has(name) ||
    Object.hasOwn(project.devDependencies, name) ||
    Object.hasOwn(project.dependencies, name);
  return [...runCommands(model)].every(({ command }) => {
    const [name = ''] = withoutRunner(command.words.map(({ value }) => value));
    return own(command.name) && (name === command.words[0]?.value || own(name) || isBuildProgram(name));
  });
}

/** Slim has no curl, git or compilers: neither the final stage's commands nor an install in it may need them. */
export function fitsSlim(
  model: DockerfileModel,
  facts: Facts,
  project: NodeProject,
  last: Stage,
  { programs }: ScriptNeeds,
): boolean {
  const own = (name: string): boolean =>
    Object.hasOwn(project.dependencies, name) || Object.hasOwn(project.devDependencies, name);
  if (!programs.every((name) => slimHas(name) || shellWords.has(name) || own(name))) return false;
  const stages = lineage(last);
  const installs = nodeInstalls(model, facts).some(({ stage }) => stages.includes(stage));
  if (installs && nativePackages(project)?.length !== 0) return false;
  return [...runCommands(model)]
    .filter(({ stage }) => stages.includes(stage))
    .every(({ command }) => slimHas(command.name));
}

function slimHas(name: string): boolean {
  return (
    everywhere.has(name) ||
    [
      'apt-get',
      'apt',
      'useradd',
      'groupadd',
      'usermod',
      'groupmod',
      'adduser',
      'addgroup',
      'bash',
      'dpkg',
    ].includes(name)
  );
}
