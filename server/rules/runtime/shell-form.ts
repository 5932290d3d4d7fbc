import type { Instruction } from '../../dockerfile/model.ts';
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import {
  parseShell,
  shellOf,
  type ShellCommand,
  type ShellScript,
  type ShellWord,
} from '../../dockerfile/shell.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { nodeCommand } from '../../tools/node.ts';
import { defineRule, type Applicability, type Fix, type Report, type RuleContext } from '../rule.ts';
import { builtins, plainWords } from './exec-words.part.ts';
import { startsWithoutShell } from './shell-less.part.ts';
import { lastProgram, scriptOfShell, withExec } from './shell-program.part.ts';
import {
  holdsComment,
  isInit,
  runStages,
  startCommand,
  type StartCommand,
} from '../../tools/start-command.ts';

/** A shell in exec form. */
interface ShellProgram {
  readonly instruction: Instruction;
  /** The shell's script. */
  readonly text: string;
  /** Where its last program begins; undefined: `exec` can not stand there. */
  readonly program: number | undefined;
}

interface ShellForm {
  readonly instruction: Instruction;
  readonly start: StartCommand;
  readonly script: ShellScript;
  /** The words of the exec form, when no shell is needed. */
  readonly words: readonly string[] | undefined;
}

export default defineRule<ShellForm | ShellProgram>({
  id: 'runtime/shell-form',
  severity: 'warning',
  summary: 'The program is started through a shell',
  fix: 'safe',
  why: `In shell form Docker runs \`/bin/sh -c "…"\`. The shell is process 1 then and may not pass the SIGTERM of \`docker stop\` on: the program
is killed after ten seconds, in the middle of its requests. The exec form, a JSON array, starts the program itself, and also works in images
without a shell.

The same is true of several commands for a shell in exec form: \`["sh", "-c", "migrate && serve"]\` leaves the program a child of the shell.

It does not matter where the command already ends in \`exec program\`, and in stages that are thrown away. The command of a HEALTHCHECK may well
be in shell form.`,
  fixSafety: `Safe when the words need no shell: no variables, patterns, redirections, operators or builtins, and nothing else reads them. It is only
suggested when the command needs a shell (then \`exec\` makes the program take the shell's place), or when an ENTRYPOINT of this file or of
the base image gets the words and may treat them differently from \`/bin/sh\`.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3025' },
    { tool: 'buildkit', id: 'JSONArgsRecommended' },
  ],
  examples: [
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\nUSER 1000\nCMD python app.py\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\nUSER 1000\nCMD ["python", "app.py"]\n',
    },
    {
      title: 'a variable needs the shell',
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\nENV PORT=8000\nUSER 1000\nCMD gunicorn --bind 0.0.0.0:$PORT app:app\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\nENV PORT=8000\nUSER 1000\nCMD ["/bin/sh", "-c", "exec gunicorn --bind 0.0.0.0:$PORT app:app"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    const seen = new Set<Instruction>();
    for (const stage of runStages(model)) {
      const start = startCommand(stage);
      for (const instruction of [start.entrypoint, start.cmd]) {
        if (!instruction || seen.has(instruction)) continue;
        seen.add(instruction);
        const inExecForm = shellProgram(instruction);
        if (inExecForm) yield inExecForm;
        const script = inShellForm(instruction) ? shellOf(instruction, model) : undefined;
        const last = script?.commands.at(-1);
        if (!script || !last || !instruction.bodySpan || endsInExec(script)) continue;
        // One finding for one problem: runtime/package-manager-cmd replaces such a command whole.
        if (script.commands.length === 1 && nodeCommand(last)?.kind === 'run') continue;
        // An image without a shell can't start it at all: runtime/no-shell says so.
        if (startsWithoutShell(start, instruction, context)) continue;
        const words = plainWords(script);
        yield {
          span: instruction.bodySpan,
          message: message(instruction, script, words),
          data: { instruction, start, script, words },
        };
      }
    }
  },
  fixes({ data }, context) {
    if (!data?.instruction.bodySpan || holdsComment(context.model, data.instruction.bodySpan)) return [];
    if ('text' in data) return execInScript(data);
    const { instruction, words } = data;
    const line = words ? undefined : execLine(data);
    if (!words && line === undefined) return [];
    const newText = formatJsonForm(words ?? [...instruction.state.shell, line!]);
    const applicability = words ? applicabilityOf(data, context) : 'suggested';
    if (applicability === undefined) return [];
    return [
      {
        title: words ? `Use the exec form \`${newText}\`` : 'Let the program take the place of the shell with `exec`',
        applicability,
        edits: [{ span: instruction.bodySpan!, newText }],
        preferred: true,
      },
    ];
  },
}); // prettier-ignore

/** Of `["sh", "-c", "a && b"]`: `b` is to take the shell's place. */
function shellProgram(instruction: Instruction): Report<ShellProgram> | undefined {
  const text = scriptOfShell(instruction);
  const script = text === undefined ? undefined : parseShell(text);
  const last = script && !endsInExec(script) ? lastProgram(script) : undefined;
  if (text === undefined || !last || builtins.has(last.name)) return undefined;
  // What a package manager keeps to itself is the finding of runtime/package-manager-cmd.
  if (nodeCommand(last)?.kind === 'run') return undefined;
  const program = last.assignments.length > 0 ? undefined : programWord(last);
  return {
    span: instruction.bodySpan!,
    message: `\`${last.name}\` runs as a child of \`${instruction.words[0]!.value}\`, which may keep the SIGTERM of \`docker stop\` from it. Start it with \`exec\`.`,
    severity: 'info',
    data: { instruction, text, program: program && last.span.start },
  };
}

function execInScript({ instruction, text, program }: ShellProgram): Fix[] {
  if (program === undefined) return [];
  const newText = withExec(instruction, text, program);
  return [
    {
      title: 'Let the program take the place of the shell with `exec`',
      applicability: 'suggested',
      preferred: true,
      edits: [{ span: instruction.bodySpan!, newText }],
    },
  ];
}

/** A broken JSON array is in shell form too, but not on purpose. */
function inShellForm({ json, args, heredocs, words }: Instruction): boolean {
  return !json && heredocs.length === 0 && words.length > 0 && !args.text.trimStart().startsWith('[');
}

/** Nothing of the shell is left when the program runs. */
function endsInExec({ commands, items }: ShellScript): boolean {
  const last = commands.findLast(({ item, subshell }) => item === items.length - 1 && !subshell);
  return last?.wrappers.includes('exec') === true && last.wrappers[0] === 'exec';
}

function message(
  { keyword, state }: Instruction,
  script: ShellScript,
  words: readonly string[] | undefined,
): string {
  const program = script.commands.findLast(({ subshell }) => !subshell)?.name;
  const shell = state.shell.join(' ');
  const victim = program ? `\`${program}\`` : 'the program';
  const advice = words
    ? `Write \`${keyword} ${formatJsonForm(words)}\`.`
    : `It needs the shell: start ${victim} with \`exec\`.`;
  return `\`${keyword}\` runs under \`${shell}\`, which may keep the SIGTERM of \`docker stop\` from ${victim}. ${advice}`;
}

/**
 * Undefined where the exec form would mean something else: an ENTRYPOINT in shell form ignores the CMD that the exec
 * form would get as arguments.
 */
function applicabilityOf(
  { instruction, start }: ShellForm,
  { facts }: RuleContext,
): Applicability | undefined {
  if (instruction.keyword === 'ENTRYPOINT') return start.cmd ? undefined : 'safe';
  if (start.entrypoint) return isInit(start.entrypoint) ? 'safe' : 'suggested';
  const root = rootBase(start.stage);
  if (root.kind === 'scratch') return 'safe';
  const fact = root.kind === 'image' ? facts.images.lookup(root.reference) : undefined;
  return fact && !handlesArguments.has(fact.runtime?.name ?? '') ? 'safe' : 'suggested';
}

/** Images of servers whose entry script looks at the first word of the command. */
const handlesArguments: ReadonlySet<string> = new Set([
  'nginx',
  'httpd',
  'postgresql',
  'mysql',
  'mariadb',
  'mongodb',
  'redis',
  'caddy',
]);

/** The script on one line with `exec` before its last command; undefined where that is no program to replace the shell with. */
function execLine({ instruction, script, start }: ShellForm): string | undefined {
  if (instruction.keyword === 'ENTRYPOINT' && start.cmd) return undefined;
  const item = script.items.at(-1);
  const last = script.commands.find((command) => command.item === script.items.length - 1);
  if (!item?.simple || !last || !last.exact || script.errors.length > 0) return undefined;
  if (builtins.has(last.name) && last.name !== '') return undefined;
  const program = programWord(last);
  if (!program) return undefined;
  const { text } = instruction.args;
  const at = logicalOffset(instruction, last.assignments[0] ? program.span.start : last.span.start);
  const from = logicalOffset(instruction, instruction.bodySpan!.start);
  if (at === undefined || from === undefined) return undefined;
  const line = text.slice(from, at) + 'exec ' + text.slice(at).trimEnd();
  // Blanks of continued lines are of no use on one line, but inside quotes they are text.
  return /["'\\]/.test(line) ? line : line.replace(/[ \t]{2,}/g, ' ');
}

/** What may stand behind `exec`; `time` and `command` are the shell's own. */
const execable: ReadonlySet<string> = new Set([
  'env',
  'gosu',
  'su-exec',
  'sudo',
  'nice',
  'nohup',
  'timeout',
  'eatmydata',
]);

/** `A=1 program`: the shell sets A for exec too, but exec must stand before the program. */
function programWord({ words, wrappers, assignments }: ShellCommand): ShellWord | undefined {
  const [outer] = wrappers;
  return outer === undefined || (execable.has(outer) && assignments.length === 0) ? words[0] : undefined;
}

function logicalOffset({ args }: Instruction, documentOffset: number): number | undefined {
  for (let i = 0; i <= args.text.length; i++) if (args.toDocument(i) === documentOffset) return i;
  return undefined;
}
