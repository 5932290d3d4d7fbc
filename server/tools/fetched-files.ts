/** What curl, wget and git clone put on disk. */
import type { BuildState } from '../dockerfile/model.ts';
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';
import { expandWord } from '../dockerfile/expand.ts';
import { downloadCommand, type Download } from './download.ts';
import { parseOptions } from './options.ts';
import { baseName, symbolicPath, symbolicPathOf } from './symbolic-path.ts';

/** The paths (see symbolic-path.ts) of the files or folders that the command leaves; none for what goes into a pipe. */
export function fetchedFiles(
  command: ShellCommand,
  directory: string | undefined,
  state: BuildState,
): string[] {
  if (command.name === 'git') return clonedFolder(command, directory, state);
  const download = downloadCommand(command);
  if (!download) return [];
  const found =
    download.tool === 'curl' ? curlFiles(download, directory, state) : wgetFiles(download, directory, state);
  if (found.length > 0) return found;
  const redirect = command.redirects.find(
    ({ operator, descriptor }) => operator === '>' && (descriptor ?? 1) === 1,
  );
  const path = redirect?.target && !command.pipesInto && symbolicPath(redirect.target, directory, state);
  return path !== undefined && path !== false && !path.startsWith('/dev/') ? [path] : [];
}

function curlFiles({ options, urls }: Download, directory: string | undefined, state: BuildState): string[] {
  // The server names the file.
  if (options.has('-J', '--remote-header-name')) return [];
  const [folderName] = options.values('--output-dir');
  const folder = folderName === undefined ? directory : pathOf(folderName, directory, state);
  const named = options.values('-o', '--output').flatMap((name) => pathOf(name, folder, state) ?? []);
  const files = named.filter((path) => !path.startsWith('/dev/'));
  if (!options.has('-O', '--remote-name', '--remote-name-all')) return files;
  return [...files, ...urls.flatMap((url) => symbolicPathOf(remoteName(url, state), folder) ?? [])];
}

function wgetFiles({ options, urls }: Download, directory: string | undefined, state: BuildState): string[] {
  if (options.has('-i', '--input-file', '-r', '--recursive', '--spider', '--content-disposition', '-m'))
    return [];
  if (options.has('-O', '--output-document'))
    return options.values('-O', '--output-document').flatMap((name) => pathOf(name, directory, state) ?? []);
  const [folderName] = options.values('-P', '--directory-prefix');
  const folder = folderName === undefined ? directory : pathOf(folderName, directory, state);
  return urls.flatMap((url) => symbolicPathOf(remoteName(url, state), folder) ?? []);
}

/** Undefined for `-`, the standard output. */
function pathOf(text: string, directory: string | undefined, { variables }: BuildState): string | undefined {
  return symbolicPathOf(expandWord(text, (name) => variables.get(name), '\\').value, directory);
}

/** The name under which a URL is saved: its last part, without the query. */
function remoteName(url: ShellWord, { variables }: BuildState): string {
  const { value } = expandWord(url.raw, (name) => variables.get(name), '\\');
  return baseName(value.replace(/[?#].*$/s, '').replace(/\/+$/, ''));
}

const cloneOptions: ReadonlySet<string> = new Set([
  '-b', '--branch', '--depth', '-o', '--origin', '-c', '--config', '-j', '--jobs', '--filter', '--reference', '--template', '-u', '--upload-pack',
  '--shallow-since', '--shallow-exclude', '--separate-git-dir', '--server-option', '--bundle-uri', '-C', '--revision', '--ref-format',
]); // prettier-ignore

function clonedFolder(command: ShellCommand, directory: string | undefined, state: BuildState): string[] {
  const { operands } = parseOptions(command, cloneOptions);
  const [verb, repository, folder] = operands;
  if (verb?.value !== 'clone' || !repository) return [];
  const path = folder
    ? symbolicPath(folder, directory, state)
    : symbolicPathOf(remoteName(repository, state).replace(/\.git$/, ''), directory);
  return path === undefined ? [] : [path];
}
