/** What installs have in common that are part of a build: cargo, Maven, Gradle, dotnet. */
import type { Instruction } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import type { ShellWord } from '../../dockerfile/shell.ts';
import { resolvePath } from '../working-directory.ts';
import type { CommandSite } from '../sites.ts';

/** Does a cache mount of the RUN hold a folder whose absolute path fits? */
export function hasCacheMount(instruction: Instruction, folder: RegExp): boolean {
  return mountsOf(instruction).some(
    ({ type, target }) =>
      type === 'cache' &&
      target !== undefined &&
      folder.test(resolvePath(instruction.state.workdir ?? '/', target)),
  );
}

/** Commands in front of a build in its RUN that change nothing for another command that runs ahead of both. */
const withoutEffect: ReadonlySet<string> = new Set(['chmod', 'echo', 'ls', 'pwd', 'date', 'uname', 'set', 'true', ':', 'cd', 'dos2unix']); // prettier-ignore

/** May a command that downloads run ahead of the RUN, without what the RUN does before its build? */
export function standsAlone({ script, command }: CommandSite): boolean {
  if (!command.exact || script.errors.length > 0 || script.exec || command.conditional) return false;
  if (command.pipedFrom !== undefined || command.failureIgnored) return false;
  return script.commands
    .slice(0, script.commands.indexOf(command))
    .every(({ name, redirects }) => withoutEffect.has(name) && redirects.length === 0);
}

/** The command's text up to and with a word: assignments, wrappers and program; on one line. */
export function textUpTo(site: CommandSite, word: ShellWord, text: string): string {
  return oneLine(text.slice(site.command.span.start, word.span.end));
}

/** Words as they are written, with blanks between. */
export function rawText(words: readonly ShellWord[]): string {
  return words.map(({ raw }) => oneLine(raw)).join(' ');
}

function oneLine(text: string): string {
  return text.replace(/[ \t]*\\\r?\n[ \t]*/g, ' ');
}
