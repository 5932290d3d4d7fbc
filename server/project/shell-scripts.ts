/** Shell scripts of the build context that a container may start through. */
import type { ContextFacts } from '../context/facts.ts';
import { parseShell, type ShellScript } from '../dockerfile/shell.ts';
import type { ProjectReader } from './reader.ts';

export interface ScriptFile {
  /** Relative to the context. */
  readonly path: string;
  /** Base name of the shell that its first line asks for; undefined when it asks for none. */
  readonly shell: string | undefined;
  /** Has it the permission to run? Undefined where the file system does not tell. */
  readonly executable: boolean | undefined;
  /** Spans are UTF-16 offsets into the file. */
  readonly script: ShellScript;
}

/** Scripts that start containers are short; longer ones are programs of their own. */
const maximumBytes = 64_000;
const maximumScripts = 80;
/** UTF-16 units of all scripts together; real ones have a few thousand. */
const maximumTotal = 200_000;
/** Deeper in the context there are the scripts of libraries and tests. */
const maximumDepth = 5;

const named =
  /\.(?:ba|da|a)?sh$|^(?:docker-)?(?:entrypoint|entry|start|run|boot|launch|init|cmd|serve|server|web|worker|migrate|wait-for(?:-it)?)[\w-]*$/;
/** Folders in which programs without an extension lie. */
const programFolder = /(?:^|\/)(?:bin|scripts?|docker|\.docker|deploy)$/;

/**
 * By path relative to the context. Only those that the build gets to see, and whose first line, if it names an interpreter,
 * names a POSIX-like shell.
 * @throws CancelledError
 */
export async function readShellScripts(reader: ProjectReader): Promise<ReadonlyMap<string, ScriptFile>> {
  const found = new Map<string, ScriptFile>();
  let total = 0;
  for (const path of candidates(reader.context).slice(0, maximumScripts)) {
    const text = await reader.text(path, maximumBytes);
    if (text === undefined || total + text.length > maximumTotal) continue;
    total += text.length;
    const file = readScript(path, text, await reader.isExecutable(path));
    if (file) found.set(path, file);
  }
  return found;
}

function candidates(context: ContextFacts): string[] {
  const fits = (path: string): boolean => {
    const at = path.lastIndexOf('/');
    const name = path.slice(at + 1);
    return named.test(name) || (!name.includes('.') && programFolder.test(path.slice(0, Math.max(at, 0))));
  };
  return context.entries
    .filter(
      ({ path, type, size }) => (type === 'file' || type === 'symlink') && size <= maximumBytes && fits(path),
    )
    .map(({ path }) => path)
    .filter((path) => path.split('/').length <= maximumDepth && !context.isIgnored(path))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
}

function readScript(path: string, text: string, executable: boolean | undefined): ScriptFile | undefined {
  const first = /^#![ \t]*(\S+)(?:[ \t]+(\S+))?/.exec(text);
  const program = first?.[1]?.replace(/^.*\//, '') === 'env' ? first[2] : first?.[1];
  const shell = program?.replace(/^.*\//, '');
  // A file without a first line of this kind is run by `sh` where its name says so.
  if (shell === undefined ? !/sh$/.test(path) : !/^(?:ba|da|a)?sh$/.test(shell)) return undefined;
  if (text.includes('\0')) return undefined;
  return { path, shell, executable, script: parseShell(text) };
}
