/** What the container of a .NET program starts. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { resolveWord, type ShellCommand, type ShellWord } from '../../dockerfile/shell.ts';
import type { Facts } from '../../rules/rule.ts';
import { dotnetCommand } from '../../tools/dotnet.ts';
import { startCommand } from '../../tools/start-command.ts';
import { startedCommands } from '../../tools/started.ts';
import { resolvePath } from '../../tools/working-directory.ts';

export interface StartedProgram {
  /** Absolute. */
  readonly path: string;
  /** The dotnet command runs it; otherwise it is a program of its own. */
  readonly byHost: boolean;
}

export interface DotnetStart {
  readonly programs: readonly StartedProgram[];
  /** Everything else that is called, as it is called. */
  readonly called: ReadonlySet<string>;
  /** Scripts of the context that run. */
  readonly scripts: readonly string[];
  /** Absolute folders that programs start in. */
  readonly folders: ReadonlySet<string>;
}

/** Options of the host with a value, in front of the program. https://learn.microsoft.com/dotnet/core/tools/dotnet */
const hostOptions: ReadonlySet<string> = new Set(['--additionalprobingpath', '--additional-deps', '--depsfile', '--fx-version', '--roll-forward', '--runtimeconfig']); // prettier-ignore

/** The start, or why it needs more than what is published: a complete sentence. */
export function readStart(stage: Stage, model: DockerfileModel, facts: Facts): DotnetStart | string {
  const { entrypoint, cmd } = startCommand(stage);
  if (!entrypoint && !cmd)
    return 'The file has no CMD or ENTRYPOINT, so which program the container starts is not known.';
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') return started;
  const programs: StartedProgram[] = [];
  const called = new Set<string>();
  const folders = new Set<string>();
  const from = stage.endState;
  let folder = from.workdir ?? '/';
  const add = (value: string | undefined, raw: string, byHost: boolean): string | undefined => {
    if (value === undefined) return `Which program \`${raw}\` is, is not certain.`;
    programs.push({ path: resolvePath(folder, value), byHost });
    folders.add(folder);
    return undefined;
  };
  for (const { command } of started.commands) {
    const [program] = command.words;
    if (command.name === 'cd') {
      const target = command.args[0] && resolveWord(command.args[0], from);
      if (target === undefined || command.conditional) return 'In which folder the program starts can\'t be followed.'; // prettier-ignore
      folder = resolvePath(folder, target);
      continue;
    }
    if (command.name !== 'dotnet') {
      if (program?.value.includes('/') === true && !/^\/(?:usr\/(?:local\/)?)?s?bin\//.test(program.value)) {
        const problem = add(resolveWord(program, from), program.raw, false);
        if (problem !== undefined) return problem;
      } else if (program) called.add(program.value);
      continue;
    }
    const file = hosted(command);
    const handed = command.args.length === 0 && entrypoint?.json === true ? cmd?.words[0] : undefined;
    const tool = dotnetCommand(command)?.subcommand ?? 'exec';
    if (tool !== 'exec' || (!file && !handed?.value.endsWith('.dll')))
      return toolObstacle(command, handed?.value);
    const problem = file
      ? add(resolveWord(file, from), file.raw, true)
      : add(handed!.value, handed!.raw, true);
    if (problem !== undefined) return problem;
  }
  return { programs, called, scripts: started.scripts, folders };
}

/** The word of the file that `dotnet [options] file.dll` and `dotnet exec file.dll` run. */
function hosted(command: ShellCommand): ShellWord | undefined {
  const words = command.args[0]?.value === 'exec' ? command.args.slice(1) : command.args;
  for (let i = 0; i < words.length; i++) {
    const { value } = words[i]!;
    if (hostOptions.has(value)) i++;
    else if (!value.startsWith('-')) return words[i];
  }
  return undefined;
}

function toolObstacle(command: ShellCommand, handed: string | undefined): string {
  const words = [...command.words.map(({ value }) => value), ...(handed === undefined ? [] : [handed])];
  const text = `\`${words.slice(0, 3).join(' ')}\``;
  switch (words[1]) {
    case 'run':
    case 'watch':
      return `${text} builds the program when the container starts and takes settings from launchSettings.json: publish it with \`dotnet publish\` and start its .dll, then the SDK can stay behind.`;
    case 'ef':
      return `The container runs ${text}, which needs the SDK and the sources: a bundle (\`dotnet ef migrations bundle\`) does the same without them.`;
    default:
      return `The container runs ${text}, which needs the SDK.`;
  }
}
