/** Which files a command that starts a program names. */
import type { Stage } from '../../dockerfile/model.ts';
import { resolveWord, type ShellCommand, type ShellWord } from '../../dockerfile/shell.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { optionVariables } from './variables.ts';

export type NeedRole =
  /** `-jar`: everything that it needs is in it, or beside it. */
  | 'jar'
  /** An entry of the class or module path: a jar, or a folder of classes. */
  | 'entry'
  /** `lib/*` in the class path: every jar of the folder. */
  | 'jars'
  | 'agent'
  /** The start script or binary that a build makes. */
  | 'program'
  /** A shell script that the container starts through. */
  | 'script'
  /** Looks like a file: needed where it is one. */
  | 'argument';

export interface Need {
  /** Absolute; the last part may be a pattern that the shell expands. */
  readonly path: string;
  readonly role: NeedRole;
  /** As it is written. */
  readonly written: string;
  /** The word holds a pattern that nothing expands: there is no shell. */
  readonly dead: boolean;
}

interface Word {
  readonly value: string;
  readonly isPattern: boolean;
}

/** Options of `java` whose value is the next word (docs.oracle.com: The java Command). */
const valueOptions: ReadonlySet<string> = new Set([
  '--add-modules',
  '--add-opens',
  '--add-exports',
  '--add-reads',
  '--limit-modules',
  '--upgrade-module-path',
  '--source',
  '--describe-module',
  '-d',
]);

export function javaNeeds(command: ShellCommand, stage: Stage, folder: string): Need[] | string {
  const needs: Need[] = [];
  const words = command.args.flatMap((word) => expand(word, stage));
  const place = (value: string): string => resolvePath(folder, value);
  let at = 0;
  let hasMain = false;
  for (; at < words.length; at++) {
    const word = words[at];
    // A variable that only the container knows; such words hold options.
    if (!word) continue;
    const { value } = word;
    const named = /^(-[\w-]+)[=:](.*)$/.exec(value);
    if (
      value === '-jar' ||
      value === '-cp' ||
      value === '-classpath' ||
      value === '--class-path' ||
      value === '-p' ||
      value === '--module-path'
    ) {
      const next = words[++at];
      if (!next) return `What \`${textOf(command)}\` starts is not certain.`;
      if (value === '-jar') {
        needs.push({
          path: place(next.value),
          role: 'jar',
          written: next.value,
          dead: !next.isPattern && /[*?[]/.test(next.value),
        });
        hasMain = true;
        at++;
        break;
      }
      needs.push(...classPath(next.value, folder));
    } else if (named?.[1] === '--class-path' || named?.[1] === '--module-path')
      needs.push(...classPath(named[2]!, folder));
    else if (value === '-m' || value === '--module') {
      hasMain = true;
      at += 2;
      break;
    } else if (valueOptions.has(value)) at++;
    else if (/^-javaagent:|^-agentpath:/.test(value)) {
      if (value.startsWith('-agentpath')) return `\`${value}\` loads a native library into Java.`;
      const path = value.slice('-javaagent:'.length).split('=')[0]!;
      needs.push({ path: place(path), role: 'agent', written: path, dead: false });
    } else if (/^-XX:(?:SharedArchiveFile|AOTCache)=/.test(value))
      return `\`${value}\` names an archive that only fits the Java and the jars that made it.`;
    else if (value.startsWith('@')) return `The options in ${value.slice(1)} are not read.`;
    else if (!value.startsWith('-')) {
      hasMain = true;
      at++;
      break;
    } else needs.push(...pathsIn(value, folder));
  }
  if (!hasMain) return `What \`${textOf(command)}\` starts is not certain.`;
  for (const word of words.slice(at)) if (word) needs.push(...pathsIn(word.value, folder, true));
  return needs;
}

/** A word as Java gets it: options of a variable as words of their own; undefined for a value that is not known. */
export function expand(word: ShellWord, stage: Stage): (Word | undefined)[] {
  if (word.literal) return [{ value: word.value, isPattern: false }];
  const value = resolveWord(word, stage.endState);
  if (value !== undefined) {
    if (/^["']/.test(word.raw)) return [{ value, isPattern: false }];
    return value
      .split(/\s+/)
      .filter((part) => part !== '')
      .map((part) => ({ value: part, isPattern: /[*?[]/.test(part) }));
  }
  return word.variables.length === 0 && !/[`$]/.test(word.raw)
    ? [{ value: word.value, isPattern: true }]
    : [undefined];
}

function classPath(value: string, folder: string): Need[] {
  return value
    .split(':')
    .filter((entry) => entry !== '')
    .map((written): Need => {
      const isFolder = written.endsWith('/*') || written === '*';
      const path = resolvePath(folder, isFolder ? written.replace(/\/?\*$/, '') || '.' : written);
      return { path, role: isFolder ? 'jars' : 'entry', written, dead: !isFolder && /[*?[]/.test(written) };
    });
}

/** `--config=/etc/shop.yml`, `-Dlog=conf/log.xml`, `file:config/`, and words that are paths. */
function pathsIn(text: string, folder: string, isWord = false): Need[] {
  const value =
    /^(?:-{1,2}[\w.-]+[=:])(.*)$/s.exec(text)?.[1] ?? (isWord && !text.startsWith('-') ? text : '');
  return value.split(/[,;]/).flatMap((part): Need[] => {
    const path = part.replace(/^(?:optional:)?(?:file:(?:\/\/)?)?/, '');
    if (path === '' || !/^[\w./@-]+$/.test(path) || !/[/.]/.test(path) || path.startsWith('//')) return [];
    return [{ path: resolvePath(folder, path), role: 'argument', written: path, dead: false }];
  });
}

export function argumentNeeds(args: readonly ShellWord[], stage: Stage, folder: string): Need[] {
  return args.flatMap((word) =>
    expand(word, stage).flatMap((one) => (one ? pathsIn(one.value, folder, true) : [])),
  );
}

/** Names and words of variables that Java reads, or Spring Boot's launcher. */
export function optionWords(stage: Stage): string[] {
  return [...stage.endState.env.names()].flatMap((name) => {
    const value = stage.endState.env.get(name);
    return [
      name,
      ...(value?.known === true && optionVariables.includes(name) ? value.value.split(/\s+/) : []),
    ];
  });
}

/** Files that variables of the image name, agents among them. */
export function variableNeeds(stage: Stage, folder: string): Need[] {
  return [...stage.endState.env.names()].flatMap((name): Need[] => {
    const value = stage.endState.env.get(name);
    if (value?.known !== true || name === 'PATH') return [];
    if (name === 'CLASSPATH') return classPath(value.value, folder);
    const words = optionVariables.includes(name) ? value.value.split(/\s+/) : [value.value];
    return words.flatMap((word) => {
      const agent = /^-javaagent:([^=]+)/.exec(word)?.[1];
      if (agent !== undefined)
        return [{ path: resolvePath(folder, agent), role: 'agent', written: agent, dead: false }];
      return pathsIn(word, folder, true);
    });
  });
}

export function textOf({ words }: ShellCommand): string {
  const text = words
    .map(({ raw, value, literal }) => (literal && /^[\w@%+=:,./-]+$/.test(value) ? value : raw))
    .join(' ');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
