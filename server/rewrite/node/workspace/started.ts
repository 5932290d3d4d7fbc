/** Which package of a workspace the container starts, and how. */
import type { Instruction } from '../../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../../dockerfile/shell.ts';
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import { lastOf } from '../../../dockerfile/stages.ts';
import type { NodeProject } from '../../../project/facts.ts';
import { resolveScript } from '../../../project/node/start-script.ts';
import type { Facts } from '../../../rules/rule.ts';
import { nodeCommand } from '../../../tools/node.ts';
import { parseOptions } from '../../../tools/options.ts';
import { resolvePath } from '../../../tools/working-directory.ts';
import type { NodeReading } from '../reading.ts';

export interface StartedMember {
  readonly member: NodeProject;
  /** Absolute image path of its folder. */
  readonly directory: string;
  /** The file that node runs, absolute. */
  readonly entry: string;
  /** Where it runs. */
  readonly workdir: string;
  /** What takes the place of a CMD that goes through a package manager. */
  readonly instead:
    | {
        readonly instruction: Instruction;
        readonly argv: readonly string[];
        readonly env: Readonly<Record<string, string>>;
      }
    | undefined;
}

const filters: ReadonlySet<string> = new Set(['--filter', '-F', '--workspace', '-w']);

/** The member, or why it is not certain: the beginning of a sentence. */
export function startedMember(
  reading: NodeReading,
  model: DockerfileModel,
  facts: Facts,
): StartedMember | string {
  const { stage } = reading;
  const cmd = lastOf(stage, 'CMD');
  if (lastOf(stage, 'ENTRYPOINT') || !cmd) return 'The container does not start by CMD alone';
  const script = shellOf(cmd, model);
  const command = script?.commands[0];
  const isPlain = script?.commands.length === 1 && command!.words.every(({ literal }) => literal) && command!.assignments.length === 0 && command!.redirects.length === 0; // prettier-ignore
  if (!command || !isPlain) return 'The start command needs a shell';
  const workdir = stage.endState.workdir ?? '/';
  const node = nodeCommand(command);
  if (node?.kind === 'run')
    return byScript(command, node.script, node.directory, workdir, cmd, reading, facts);
  if (!/^node(?:js)?$/.test(command.name))
    return `The container starts \`${command.name}\`, not a program file`;
  const entry = command.args.find(({ value }) => !value.startsWith('-'))?.value;
  if (entry === undefined) return 'The start command names no file';
  const path = resolvePath(workdir, entry);
  const found = memberAt(path, reading, facts);
  return found
    ? { ...found, entry: path, workdir, instead: undefined }
    : `${entry}, which the container starts, lies in no package of the workspace`;
}

function byScript(
  command: ShellCommand,
  name: string,
  option: string | undefined,
  workdir: string,
  cmd: Instruction,
  reading: NodeReading,
  facts: Facts,
): StartedMember | string {
  const folder = option === undefined ? workdir : resolvePath(workdir, option);
  const wanted = filterOf(command);
  const found = wanted === undefined ? memberAt(folder, reading, facts) : memberNamed(wanted, reading, facts);
  if (!found || (wanted === undefined && found.directory !== folder))
    return `Which package \`${command.words.map(({ raw }) => raw).join(' ')}\` starts is not certain`;
  const script = resolveScript(found.member, name);
  if (!script.plain) return `The container starts a script, and ${script.reason}`;
  if (script.hooks.length > 0) return `The script \`${script.hooks[0]!}\` runs around the one that starts`;
  const [program, ...args] = script.argv;
  const entry = args.find((word) => !word.startsWith('-'));
  if (program !== 'node' || entry === undefined)
    return `The container starts \`${script.argv.join(' ')}\`, not a program file`;
  return {
    ...found,
    entry: resolvePath(found.directory, entry),
    workdir: found.directory,
    instead: { instruction: cmd, argv: script.argv, env: script.env },
  };
}

/** `--filter api...`, `yarn workspace api start`. */
function filterOf(command: ShellCommand): string | undefined {
  const options = parseOptions(command, filters);
  const [first, second] = options.operands.map(({ value }) => value);
  if (command.name === 'yarn' && first === 'workspace') return second;
  return options.value(...filters)?.replace(/\.\.\.$/, '');
}

function memberNamed(
  wanted: string,
  reading: NodeReading,
  { project: facts }: Facts,
): Pick<StartedMember, 'member' | 'directory'> | undefined {
  const { project } = reading;
  const members = project.workspaces.flatMap((folder) => facts.node(folder) ?? []);
  const path = wanted
    .replace(/^\{|\}$/g, '')
    .replace(/^\.\//, '')
    .replace(/\/$/, '');
  const matching = members.filter(
    ({ name, directory }) =>
      name === wanted || relative(directory, reading) === path || name?.replace(/^@[^/]+\//, '') === wanted,
  );
  const [member] = matching;
  return member && matching.length === 1
    ? { member, directory: placeOf(member.directory, reading) }
    : undefined;
}

function memberAt(
  path: string,
  reading: NodeReading,
  { project: facts }: Facts,
): Pick<StartedMember, 'member' | 'directory'> | undefined {
  return reading.project.workspaces
    .flatMap((folder) => {
      const directory = placeOf(folder, reading);
      const member = facts.node(folder);
      return member && (path === directory || path.startsWith(`${directory}/`))
        ? [{ member, directory }]
        : [];
    })
    .sort((a, b) => b.directory.length - a.directory.length)[0];
}

function relative(folder: string, { contextRoot }: NodeReading): string {
  return contextRoot === '' ? folder : folder.slice(contextRoot.length + 1);
}

/** Image path of a folder of the context. */
export function placeOf(folder: string, reading: NodeReading): string {
  return `${reading.imageRoot === '/' ? '' : reading.imageRoot}/${relative(folder, reading)}`;
}

/** The reading with the program that is started in place of the package manager. */
export function startReading(reading: NodeReading, { entry, instead }: StartedMember): NodeReading {
  const resolved = instead && { instruction: instead.instruction, argv: instead.argv, env: instead.env };
  return {
    ...reading,
    start: { kind: 'program', runtime: 'node', entry, argv: instead?.argv ?? ['node', entry], resolved },
  };
}
