/** What a container calls when it starts: by its ENTRYPOINT and CMD, its health check, and the scripts that these run. */
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { shells } from '../dockerfile/shell-flatten.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../dockerfile/shell.ts';
import { lastOf } from '../dockerfile/stages.ts';
import type { Facts } from '../rules/rule.ts';
import { locate } from './locate.ts';
import { programFolders } from './program-folders.ts';
import { isInit, startCommand } from './start-command.ts';
import { resolvePath } from './working-directory.ts';

export interface StartedCommand {
  readonly command: ShellCommand;
  /** The script that has it, relative to the context, with its spans; undefined: an instruction of the Dockerfile. */
  readonly script: string | undefined;
}

export interface Started {
  /** Without what the scripts themselves define, and without shell syntax. */
  readonly commands: readonly StartedCommand[];
  /** Relative to the context, in the order in which they are met. */
  readonly scripts: readonly string[];
  /** Programs that commands run under, those that hand on CMD included: `gosu`, `exec`. */
  readonly wrappers: ReadonlySet<string>;
}

/** Scripts that call scripts are followed this far. */
const maximumDepth = 4;
const allArguments: ReadonlySet<string> = new Set([
  '"$@"',
  '$@',
  '"${@}"',
  '${@}',
  '"$*"',
  '$*',
  '${@:1}',
  '"${@:1}"',
]);

/** Every command that the stage's image calls, or why that can't be told: a complete sentence. */
export function startedCommands(stage: Stage, model: DockerfileModel, facts: Facts): Started | string {
  return new Reading(stage, model, facts).all();
}

class Reading {
  readonly #commands: StartedCommand[] = [];
  readonly #scripts: string[] = [];
  readonly #wrappers = new Set<string>();
  /** A script hands its arguments on: CMD is a command then. */
  #passesOn = false;

  constructor(
    private readonly stage: Stage,
    private readonly model: DockerfileModel,
    private readonly facts: Facts,
  ) {}

  all(): Started | string {
    const { entrypoint, cmd } = startCommand(this.stage);
    const check = lastOf(this.stage, 'HEALTHCHECK');
    const problem =
      this.#instruction(entrypoint) ??
      (this.#isCommand(cmd, entrypoint) ? this.#instruction(cmd) : undefined) ??
      this.#instruction(check?.inner && check);
    return problem ?? { commands: this.#commands, scripts: this.#scripts, wrappers: this.#wrappers };
  }

  /** Words that an ENTRYPOINT gets need not be a command. */
  #isCommand(cmd: Instruction | undefined, entrypoint: Instruction | undefined): boolean {
    return cmd !== undefined && (entrypoint === undefined || isInit(entrypoint) || this.#passesOn);
  }

  #instruction(instruction: Instruction | undefined): string | undefined {
    if (!instruction) return undefined;
    const script = shellOf(instruction, this.model);
    if (!script) return `What ${instruction.keyword} runs can't be read.`;
    return this.#script(script, undefined, 0);
  }

  #script(script: ShellScript, path: string | undefined, depth: number): string | undefined {
    if (script.errors.length > 0) return `What ${path ?? 'the container starts'} does can't be read.`;
    for (const command of script.commands) {
      const problem = this.#command(command, script, path, depth);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  #command(command: ShellCommand, script: ShellScript, path: string | undefined, depth: number): string | undefined {
    const { name, words, args } = command;
    const [program] = words;
    for (const wrapper of command.wrappers) this.#wrappers.add(wrapper);
    if (words.some(({ raw }) => allArguments.has(raw))) this.#passesOn ||= name !== 'set' && name !== 'shift';
    // Assignments and tests alone.
    if (!program) return undefined;
    if (allArguments.has(program.raw)) return undefined;
    if (name === '') return `Which program \`${program.raw}\` is${path === undefined ? '' : ` in ${path}`} is not certain.`;
    if (script.functions.includes(name)) return undefined;
    if (name === 'set' && args[0]?.value === '--') {
      const [, called] = args;
      if (called?.literal === true)
        this.#commands.push({ command: { ...command, name: called.value.replace(/^.*\//, ''), words: args.slice(1), args: args.slice(2) }, script: path });
      return undefined;
    }
    const file = this.#fileOf(command);
    if (file === undefined) {
      this.#commands.push({ command, script: path });
      return undefined;
    }
    return this.#file(file, command, path, depth);
  } // prettier-ignore

  /** The file with a script that the command runs, as it is written; undefined when it runs a program. */
  #fileOf({ name, args, words }: ShellCommand): string | undefined {
    if (name === '.' || name === 'source') return args[0]?.value ?? '';
    if (!shells.has(name)) return /[/.]|entrypoint/.test(words[0]!.value) ? words[0]!.value : undefined;
    const file = args.find(({ value }) => !/^[-+]/.test(value));
    // What `sh -c` runs is among the commands already.
    return args.some(({ value }) => /^-[a-z]*c$/.test(value)) ? undefined : file?.value;
  }

  #file(file: string, command: ShellCommand, path: string | undefined, depth: number): string | undefined {
    const origin = this.#originOf(file);
    const found = origin === undefined ? undefined : this.facts.project.script(origin);
    const isScript = shells.has(command.name) || command.name === '.' || command.name === 'source' || /sh$|entrypoint[\w-]*$/.test(file);
    if (!found || origin === undefined) {
      if (isScript) return `What ${file} does is not known, because it was not found among the files that are copied.`;
      this.#commands.push({ command, script: path });
      return undefined;
    }
    if (this.#scripts.includes(origin)) return undefined;
    this.#scripts.push(origin);
    if (depth >= maximumDepth) return `${origin} is called by too many scripts in turn.`;
    return this.#script(found.script, origin, depth + 1);
  } // prettier-ignore

  /** The context path of a file of the image. */
  #originOf(file: string): string | undefined {
    const { stage, model } = this;
    const workdir = stage.endState.workdir ?? '/';
    const paths = file.includes('/')
      ? [resolvePath(workdir, file)]
      : [...this.#searched(), workdir].map((folder) => resolvePath(folder, file));
    for (const path of paths) {
      const origin = locate(path, { model, context: this.facts.context, stage, before: undefined });
      if (origin) return origin.path;
    }
    return undefined;
  }

  #searched(): readonly string[] {
    const path = this.stage.endState.env.get('PATH');
    return [...(path?.known === true ? path.value.split(':') : []).filter((one) => one.startsWith('/')), ...programFolders];
  } // prettier-ignore
}
