/** The tasks of Mix, the build tool of Elixir. https://hexdocs.pm/mix/Mix.Tasks.Do.html */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';

export interface MixTask {
  readonly name: string;
  /** Its name first. */
  readonly words: readonly ShellWord[];
}

/** One task, or those of `mix do a, b` and `mix do a + b`. */
export function mixTasks({ args }: ShellCommand): readonly MixTask[] {
  if (args[0]?.value !== 'do') return args[0] ? [{ name: args[0].value, words: args }] : [];
  const tasks: ShellWord[][] = [[]];
  for (const word of args.slice(1)) {
    if (word.value === '+' || word.value === ',') tasks.push([]);
    else if (word.value.endsWith(',')) {
      tasks.at(-1)!.push({ ...word, value: word.value.slice(0, -1) });
      tasks.push([]);
    } else tasks.at(-1)!.push(word);
  }
  return tasks.flatMap((words) => (words[0] ? [{ name: words[0].value, words }] : []));
}
