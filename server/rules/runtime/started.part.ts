/** The commands that a container starts, with the words they are written in. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellWord } from '../../dockerfile/shell.ts';
import { withoutRunner } from '../../tools/node-start.ts';
import { isInit, startCommand } from '../../tools/start-command.ts';
import type { WrittenCommand } from './start-project.part.ts';

export interface Started extends WrittenCommand {
  /** All of them, those of ENTRYPOINT first. */
  readonly words: readonly ShellWord[];
}

/** Scripts that prepare something and then start what CMD says. */
const entryScript = /entrypoint|\.sh$/;

/** In order; a script of several commands gives each. Nothing for what no POSIX shell runs. */
export function startedCommands(stage: Stage, model: DockerfileModel): Started[] {
  const { entrypoint, cmd } = startCommand(stage);
  if (!entrypoint || isInit(entrypoint)) return cmd ? commandsOf(cmd, model) : [];
  if (!entrypoint.json || !cmd?.json) return commandsOf(entrypoint, model);
  const program = entrypoint.words[0]?.value ?? '';
  if (entryScript.test(program)) return commandsOf(cmd, model);
  const [first] = commandsOf(entrypoint, model);
  const [rest] = shellOf(cmd, model)?.commands ?? [];
  if (!first || !rest) return first ? [first] : [];
  return [{ ...first, instruction: cmd, alone: false, words: afterInit([...first.command.words, ...rest.words]) }]; // prettier-ignore
}

function commandsOf(instruction: Instruction, model: DockerfileModel): Started[] {
  const script = shellOf(instruction, model);
  if (!script || script.errors.length > 0) return [];
  return script.commands.map((command): Started => {
    // `sh -c` in JSON form has its script inside of the one item.
    const only = script.commands.length === (script.commands[0] === command ? 1 : 2);
    const alone = only && script.items.length === 1 && script.items[0]!.simple && command.redirects.length === 0; // prettier-ignore
    return { instruction, command, alone, words: afterInit(command.words) };
  });
}

/** `tini -- node server.js` */
function afterInit(words: readonly ShellWord[]): readonly ShellWord[] {
  const program = words[0]?.value.replace(/^.*\//, '') ?? '';
  if (!/^(?:tini(?:-static)?|dumb-init|catatonit)$/.test(program)) return words;
  const start = words.findIndex(({ value }, i) => i > 0 && !value.startsWith('-'));
  return start < 0 ? words : words.slice(start);
}

/** Programs that run another one in a project's environment, by the words they take. */
const runners: readonly (readonly string[])[] = [
  ['uv', 'run'],
  ['poetry', 'run'],
  ['pipenv', 'run'],
  ['pdm', 'run'],
  ['rye', 'run'],
  ['bundle', 'exec'],
];

/** The program and its arguments behind `poetry run`, `npx`, `python -m` and the like; its name without a folder. */
export function programOf(argv: readonly string[]): readonly string[] {
  const words = withoutRunner(argv);
  const [first = '', second = '', third] = words;
  if (runners.some(([tool, verb]) => tool === first && verb === second)) {
    const start = words.findIndex((word, i) => i > 1 && !word.startsWith('-'));
    return start < 0 ? [] : programOf(words.slice(start));
  }
  const name = first.replace(/^.*\//, '');
  if (isPython(name)) {
    const module = words.slice(1).findIndex((word) => !/^-[uBOEIsS]+$/.test(word)) + 1;
    if (words[module] === '-m' && words[module + 1] !== undefined) return [words[module + 1]!, ...words.slice(module + 2)]; // prettier-ignore
    return [name, ...words.slice(Math.max(1, module))];
  }
  return third === undefined && second === '' ? [name] : [name, ...words.slice(1)];
}

export function isPython(name: string): boolean {
  return /^(?:python[\d.]*|pypy3?)$/.test(name);
}

/** The command in Dockerfile words for messages. */
export function shownWords({ words }: { readonly words: readonly ShellWord[] }): string {
  const text = words.map(({ value }) => value).join(' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
