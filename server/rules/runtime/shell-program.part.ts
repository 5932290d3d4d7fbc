/** `["sh", "-c", "…"]`: a shell in exec form, whose script may end in the program. */
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { Instruction } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellScript } from '../../dockerfile/shell.ts';

/** The script of a shell that is started in exec form; undefined where its words are anything else. */
export function scriptOfShell({ json, words }: Instruction): string | undefined {
  const [shell, option, script] = words;
  if (!json || words.length !== 3 || !shell || !option || !script) return undefined;
  const isShell =
    /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z)?sh$/.test(shell.value) && /^-[a-z]*c$/.test(option.value);
  return isShell ? script.value : undefined;
}

/** Keeps the container alive, or waits for others: nothing to hand the signals on to. */
const waits = /^(?:sleep|tail|wait|trap|read|cat|true)$/;

/**
 * The program at the end of several steps, which the shell starts as its child. One step alone is no such thing: the
 * shells replace themselves then. Undefined too where programs run in the background, or signals are caught.
 */
export function lastProgram({ commands, items, errors }: ShellScript): ShellCommand | undefined {
  const item = items.at(-1);
  if (
    errors.length > 0 ||
    items.length < 2 ||
    !item?.simple ||
    items.some(({ separator }) => separator === '&')
  )
    return undefined;
  const last = commands.find((command) => command.item === items.length - 1);
  return last && !commands.some(({ name }) => waits.test(name)) ? last : undefined;
}

/** The words of the exec form with `exec` before the program of the script's last command. */
export function withExec({ words }: Instruction, script: string, program: number): string {
  const [shell, option] = words;
  return formatJsonForm([
    shell!.value,
    option!.value,
    `${script.slice(0, program)}exec ${script.slice(program)}`,
  ]);
}
