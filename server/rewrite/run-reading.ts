/** A RUN taken apart: which of its links are for the build, and which for the image that is shipped. */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../dockerfile/shell.ts';
import type { Span } from '../dockerfile/span.ts';

/** A link of the chain `a && b && c`; every recipe has names of its own for what links are for. */
export interface RunItem<Side extends string = string> {
  readonly sides: ReadonlySet<Side>;
  readonly commands: readonly ShellCommand[];
  readonly span: Span;
  /** It changes what the links behind it work with: `cd`, `set`, `export`. */
  readonly isSetting: boolean;
}

export interface RunReading<Side extends string = string> {
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly items: readonly RunItem<Side>[];
  readonly sides: ReadonlySet<Side>;
  /** Its links can be taken apart: they are joined by `&&` only. */
  readonly splittable: boolean;
}

export interface Sorting<Side extends string> {
  /** What a command is for; `neutral` counts for nothing, `unknown` ends the reading. */
  readonly sideOf: (command: ShellCommand) => Side | 'neutral' | 'unknown';
  /** Only the build stage does it. */
  readonly builds: (side: Side) => boolean;
  /** The final stage does it, too. */
  readonly finishes: (side: Side) => boolean;
  /** Both stages can do it: it does not make a link mixed. */
  readonly isShared: (side: Side) => boolean;
}

/** The reading, or why there is none: a complete sentence for the user. */
export function readRun<Side extends string>(
  instruction: Instruction,
  model: DockerfileModel,
  { sideOf, builds, finishes, isShared }: Sorting<Side>,
): RunReading<Side> | string {
  const script = shellOf(instruction, model);
  const text = `\`${short(instruction, model)}\``;
  if (!script || script.errors.length > 0 || script.exec || script.commands.length === 0)
    return `What ${text} does can't be read.`;
  let isKnown = true;
  const items = script.items.map((item, i): RunItem<Side> => {
    const commands = script.commands.filter((command) => command.item === i);
    const sides = new Set<Side>();
    for (const command of commands) {
      const side = sideOf(command);
      if (side === 'unknown') isKnown = false;
      else if (side !== 'neutral') sides.add(side);
    }
    const isSetting = commands.some(({ name }) => ['cd', 'set', 'export', 'umask'].includes(name));
    return { sides, commands, span: item.span, isSetting };
  });
  if (!isKnown) return `${text} could serve the build or the running program; that is not certain.`;
  const sides = new Set(items.flatMap((item) => [...item.sides]));
  // After `set -e` a semicolon joins like `&&`.
  const stops =
    script.commands[0]?.name === 'set' &&
    script.commands[0].args.some(({ value }) => /^-[a-z]*e/.test(value));
  const splittable =
    !script.heredoc &&
    script.items.every(
      ({ separator }) => separator === undefined || separator === '&&' || (separator === ';' && stops),
    );
  const isMixed = (item: RunItem<Side>): boolean => {
    const own = [...item.sides].filter((side) => !isShared(side));
    return own.some(builds) && !own.every(builds);
  };
  if ([...sides].some(builds) && [...sides].some(finishes) && (!splittable || items.some(isMixed)))
    return `${text} does work for the build and for the running program in one RUN that can't be taken apart.`;
  const asOther = script.commands.some(({ wrappers }) =>
    wrappers.some((each) => each === 'su' || each === 'sudo' || each === 'gosu'),
  );
  return asOther
    ? `${text} runs commands as another user.`
    : { instruction, script, items, sides, splittable };
}

/** The instruction on one line, for messages. */
export function short(instruction: Instruction, model: DockerfileModel): string {
  const text = model.text.slice(instruction.span.start, instruction.span.end);
  const line = text.replace(/\s*\\?\r?\n\s*/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
