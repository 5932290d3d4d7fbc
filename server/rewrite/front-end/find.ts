/** A front end that a single stage builds beside the program which it starts. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { NodeProject } from '../../project/facts.ts';
import { parseShell } from '../../dockerfile/shell.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeInstalls, runCommands, type NodeInstallSite } from '../../tools/installs.ts';
import { nodeCommand } from '../../tools/node.ts';
import { directoryIn } from '../../tools/sites.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { sideOf } from '../node/run-parts.ts';

export interface FrontEnd {
  readonly project: NodeProject;
  /** Absolute image path of the project's folder. */
  readonly directory: string;
  /** Absolute image path of what its build makes. */
  readonly output: string;
  readonly install: NodeInstallSite;
  /** Every command that works for it alone; the builds among them. */
  readonly commands: ReadonlySet<ShellCommand>;
  readonly builds: ReadonlySet<ShellCommand>;
}

/** Is the path the folder, or in it? Both absolute. */
export function isIn(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}

/** Front ends that the file installs and builds by themselves, whatever else it does. */
export function findFrontEnds(model: DockerfileModel, facts: Facts): readonly FrontEnd[] {
  const found = new Map<string, FrontEnd>();
  for (const install of nodeInstalls(model, facts)) {
    const { project, directory } = install;
    if (!project || directory === undefined || found.has(directory)) continue;
    if (project.build?.kind !== 'front-end' || project.workspaceRoot !== undefined) continue;
    const own = commandsIn(directory, project, model);
    if (own.builds.size === 0) continue;
    const output = project.build.output;
    if (output === undefined || output === '' || output === '.') continue;
    found.set(directory, { project, directory, output: resolvePath(directory, output), install, ...own });
  }
  return [...found.values()];
}

function commandsIn(
  directory: string,
  project: NodeProject,
  model: DockerfileModel,
): Pick<FrontEnd, 'commands' | 'builds'> {
  const commands = new Set<ShellCommand>();
  const builds = new Set<ShellCommand>();
  for (const { command, directory: current } of runCommands(model)) {
    const node = nodeCommand(command);
    const option = node?.kind === 'install' || node?.kind === 'run' ? node.directory : undefined;
    if (directoryIn(current, option) !== directory) continue;
    const side = sideOf(command);
    if (side !== 'install' && side !== 'build' && !(side === 'cleanup' && node)) continue;
    commands.add(command);
    if (node?.kind === 'run' && node.script === project.build!.script) builds.add(command);
  }
  return { commands, builds };
}

/** Programs in a build script that may write anywhere. */
const copiers: ReadonlySet<string> = new Set([
  'cp', 'copyfiles', 'cpy', 'cpx', 'shx', 'mv', 'rsync', 'move-cli', 'ncp',
]); // prettier-ignore

/** Why more than the output may come of its build: the beginning of a sentence. */
export function buildDoubt({ project }: FrontEnd): string | undefined {
  const { others, script } = project.build!;
  const unknown = others[0] ?? scriptPrograms(project, script, []).find((name) => copiers.has(name));
  if (unknown !== undefined)
    return `The \`${script}\` script of ${project.manifest} runs \`${unknown}\`, which may write elsewhere than to ${project.build!.output!}/`;
  return undefined;
}

/** Names of the programs that a script and those it calls run, hooks included. */
function scriptPrograms({ scripts }: NodeProject, name: string, callers: readonly string[]): string[] {
  if (callers.includes(name) || callers.length > 8) return [];
  return [`pre${name}`, name, `post${name}`].flatMap((each) => {
    const text = Object.hasOwn(scripts, each) ? scripts[each]! : '';
    return parseShell(text).commands.flatMap(({ words }) =>
      words.flatMap(({ value }, i) => [
        ...(i === 0 ? [value.replace(/^.*\//, '')] : []),
        ...(Object.hasOwn(scripts, value) ? scriptPrograms({ scripts } as NodeProject, value, [...callers, name]) : []),
      ]),
    );
  }); // prettier-ignore
}
