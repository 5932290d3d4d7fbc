/** What curl, wget and git clone put on disk. */
import type { BuildState } from '../dockerfile/model.ts';
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';
import { expandWord } from '../dockerfile/expand.ts';
import { downloadCommand, type Download } from './download.ts';
import { parseOptions } from './options.ts';
import { baseName, symbolicPath, symbolicPathOf } from './symbolic-path.ts';

/** The paths (see symbolic-path.ts) of the files or folders that the command leaves; none for what goes into a pipe. */
export function fetchedFiles(command: ShellCommand, directory: string | undefined, state: BuildState): string[] {
  if (command.name === 'git') return clonedFolder(command, directory, state);
  const download = downloadCommand(command);
  if (!download) return [];
  const found = download.tool === 'curl' ? curlFiles(download, directory, state) : wgetFiles(download, directory, state);
  if (found.length > 0) return found;
  const redirect = command.redirects.find(({ operator, descriptor }) => operator === '>' && (descriptor ?? 1) === 1);
  const path = redirect?.target && !command.pipesInto && symbolicPath(redirect.target, directory, state);
  return path !== undefined && path !== false && !path.startsWith('/dev/') ? [path] : [];
} // prettier-ignore

function curlFiles({ options, urls }: Download, directory: string | undefined, state: BuildState): string[] {
  // The server names the file.
  if (options.has('-J', '--remote-header-name')) return [];
  const outputs = optionWords(options.words('-o', '--output'), '-o', '--output');
  const folder = folderOption(options.words('--output-dir'), '--output-dir', directory, state);
  const named = outputs.flatMap((word) => symbolicPath(word, folder, state) ?? []).filter((path) => !path.startsWith('/dev/'));
  if (!options.has('-O', '--remote-name', '--remote-name-all')) return named;
  return [...named, ...urls.flatMap((url) => symbolicPathOf(remoteName(url, state), folder) ?? [])];
} // prettier-ignore

function wgetFiles({ options, urls }: Download, directory: string | undefined, state: BuildState): string[] {
  if (options.has('-i', '--input-file', '-r', '--recursive', '--spider', '--content-disposition', '-m')) return [];
  const outputs = optionWords(options.words('-O', '--output-document'), '-O', '--output-document');
  if (outputs.length > 0 || options.has('-O', '--output-document'))
    return outputs.flatMap((word) => (word.value === '-' ? [] : (symbolicPath(word, directory, state) ?? [])));
  const folder = folderOption(options.words('-P', '--directory-prefix'), '-P', directory, state);
  return urls.flatMap((url) => symbolicPathOf(remoteName(url, state), folder) ?? []);
} // prettier-ignore

function folderOption(
  words: readonly ShellWord[],
  name: string,
  directory: string | undefined,
  state: BuildState,
): string | undefined {
  const [word] = optionWords(words, name, '--directory-prefix');
  return word ? symbolicPath(word, directory, state) : directory;
}

/** The value words of an option: the next word, or the rest of the same one. */
function optionWords(words: readonly ShellWord[], ...names: readonly string[]): ShellWord[] {
  return words.flatMap((word, i) => {
    if (names.includes(words[i - 1]?.value ?? '')) return [word];
    const attached = names.find((name) => word.value.startsWith(name.startsWith('--') ? `${name}=` : name));
    if (attached === undefined || names.includes(word.value)) {
      // `-fsSLo file`: the letter stands at the end of a bundle, and the next word is its value.
      const isBundle = /^-[a-zA-Z]+$/.test(word.value);
      return isBundle || word.value.startsWith('--') ? [] : [word];
    }
    const rest = attached.startsWith('--') ? attached.length + 1 : attached.length;
    const cut = word.raw.indexOf(word.value.slice(rest));
    return cut < 0 ? [] : [{ ...word, value: word.value.slice(rest), raw: word.raw.slice(cut) }];
  });
} // prettier-ignore

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
