/** What the readers of package managers have in common. */
import type { VariableValue } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellScript, ShellWord } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import type { Origin } from '../locate.ts';
import { originOf, type CommandSite } from '../sites.ts';
import type { InstallScope } from './install.ts';

/**
 * The command as the tool sees it: `php composer.phar install`, `python -m poetry install` and `pipx run poetry install`
 * begin with the tool. Undefined when another program runs.
 */
export function commandOf(command: ShellCommand, names: readonly string[]): ShellCommand | undefined {
  if (names.includes(command.name)) return command;
  const at = toolWord(command);
  const name = at === undefined ? '' : baseName(command.words[at]!.value);
  if (at === undefined || !names.includes(name)) return undefined;
  const words = command.words.slice(at);
  return { ...command, name, words, args: words.slice(1), wrappers: [...command.wrappers, command.name] };
}

/** Index of the word that names the tool behind an interpreter or a runner. */
function toolWord({ name, words }: ShellCommand): number | undefined {
  if (/^php[\d.]*$/.test(name)) {
    // `-d memory_limit=-1` sets a value.
    let at = 1;
    while (words[at]?.value.startsWith('-')) at += words[at]!.value === '-d' ? 2 : 1;
    return words[at] && at;
  }
  if (/^python[\d.]*$/.test(name)) {
    const module = words.findIndex(({ value }) => value === '-m');
    return module > 0 && words[module + 1] ? module + 1 : undefined;
  }
  if (name === 'uvx' || name === 'pipx') {
    const at = words.findIndex(({ value }, i) => i > 0 && !value.startsWith('-') && value !== 'run');
    return at > 0 ? at : undefined;
  }
  return undefined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.phar$/, '');
}

/** A variable as the command sees it: its own assignment, or an ENV or ARG. An `export` before it in the RUN counts too. */
export function variableOf(
  { command, script, instruction }: CommandSite,
  name: string,
): VariableValue | undefined {
  const own = command.assignments.find((assignment) => assignment.name === name);
  if (own) return own.value?.literal ? { known: true, value: own.value.value } : { known: false };
  const exported = exportsOf(script).get(name);
  if (exported && exported.at < command.span.start) return exported.value;
  return instruction.state.variables.get(name);
}

interface Export {
  readonly at: number;
  readonly value: VariableValue;
}

const exportsByScript = new WeakMap<ShellScript, ReadonlyMap<string, Export>>();

/** The first `export` of each variable. */
function exportsOf(script: ShellScript): ReadonlyMap<string, Export> {
  let exports = exportsByScript.get(script);
  if (!exports) {
    const found = new Map<string, Export>();
    for (const { name, args, span } of script.commands) {
      if (name !== 'export') continue;
      for (const { value, literal } of args) {
        const equals = value.indexOf('=');
        if (equals <= 0 || found.has(value.slice(0, equals))) continue;
        found.set(value.slice(0, equals), {
          at: span.start,
          value: literal ? { known: true, value: value.slice(equals + 1) } : { known: false },
        });
      }
    }
    exportsByScript.set(script, (exports = found));
  }
  return exports;
}

/** Is the variable set to something that tools take for yes? A value that only the build knows counts as yes. */
export function isOn(site: CommandSite, ...names: string[]): boolean {
  return names.some((name) => {
    const value = variableOf(site, name);
    if (value === undefined) return false;
    return value.known ? !/^(?:|0|false|no|off|n|f)$/i.test(value.value) : value.unset !== true;
  });
}

/** Inserts an option behind a word. */
export function addOption(word: ShellWord, option: string): TextEdit {
  return { span: { start: word.span.end, end: word.span.end }, newText: ` ${option}` };
}

export function replaceWord(word: ShellWord, text: string): TextEdit {
  return { span: word.span, newText: text };
}

/** Removes words with the blank before each. */
export function removeWords(text: string, words: readonly ShellWord[]): readonly TextEdit[] {
  return words.map(({ span }) => {
    let { start } = span;
    while (/[ \t]/.test(text[start - 1] ?? '')) start--;
    return { span: { start, end: span.end }, newText: '' };
  });
}

/** The command as it is written, on one line, without redirects that stand behind it. */
export function textOf(command: ShellCommand, text: string): string {
  const last = command.words.at(-1)!;
  return text
    .slice(command.span.start, Math.max(last.span.end, command.span.start))
    .replace(/[ \t]*\\\r?\n[ \t]*/g, ' ');
}

/** Whether the command can be edited at all: its words stand in the file as they are. */
export function isEditable({ command, script }: CommandSite): boolean {
  return command.exact && script.errors.length === 0 && !script.exec;
}

/** Where the manifest of the directory comes from. */
export function manifestIn(
  directory: string | undefined,
  name: string,
  site: CommandSite,
  { model, facts, manifest }: InstallScope,
): Origin | undefined {
  if (manifest) return manifest;
  return directory === undefined ? undefined : originOf(name, directory, site, model, facts);
}
