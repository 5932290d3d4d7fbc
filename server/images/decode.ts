/**
 * Reads table.generated.ts. Each of its texts holds one entry a line, cells separated by `|`; a number in a cell
 * is a line of another text, counted from 0; an empty cell means unknown (or none).
 *
 *     distros        family|version|codename|end of regular support|end of long-term support
 *     profiles       distro|libc|package manager|shell|default user|non-root user|tools
 *                    shell: its name, empty for no shell, ? for unknown; users as name:uid; tools ? for unknown
 *     architectures  platforms without `linux/`, separated by commas
 *     runtimes       name|version|end of life
 *     notes, repositories
 *     rows           repository|tag|aliases|compressed|on disk|profile|architectures|runtime|siblings|note|x
 *                    repository: empty for that of the line above; sizes: kind (e, r, d) bytes @ date; siblings:
 *                    repository:tag, the same repository when empty; x: unmaintained. Empty cells at the end
 *                    are left out.
 */
import type { ImageFact, ImageSize } from './facts.ts';
import * as generated from './table.generated.ts';

const kinds: Readonly<Record<string, ImageSize['kind']>> = { e: 'exact', r: 'rounded', d: 'derived' };

/** All images of the embedded table, in its order. */
export function decodeTable(): ImageFact[] {
  const distros = lines(generated.distros).map(cells);
  const profiles = lines(generated.profiles).map((line) => decodeProfile(line, distros));
  const architectures = lines(generated.architectures).map((line) =>
    list(line).map((name) => `linux/${name}`),
  );
  const runtimes = lines(generated.runtimes).map(decodeRuntime);
  const notes = lines(generated.notes);
  const repositories = lines(generated.repositories);
  let repository = '';
  return lines(generated.rows).map((line) => {
    const cell = cells(line);
    if (cell(0) !== '') repository = repositories[Number(cell(0))] ?? '';
    const profile = profiles[Number(cell(5))];
    if (profile === undefined) throw new Error(`the image table is damaged: ${line}`);
    return {
      name: imageName(repository, cell(1)),
      approximates: undefined,
      unmaintained: cell(10) === 'x',
      repository,
      tag: cell(1),
      aliases: list(cell(2)),
      compressed: decodeSize(cell(3)),
      onDisk: decodeSize(cell(4)),
      architectures: at(architectures, cell(6)) ?? [],
      ...profile,
      runtime: at(runtimes, cell(7)),
      smallerSiblings: list(cell(8)).map((name) => decodeSibling(name, repository, repositories)),
      note: at(notes, cell(9)),
    };
  });
}

/** `node:22-alpine`; just `scratch` where there is no tag. */
export function imageName(repository: string, tag: string): string {
  return tag === '' ? repository : `${repository}:${tag}`;
}

type Profile = Pick<ImageFact, 'distro' | 'distroEol' | 'distroLtsEol' | 'libc' | 'packageManager' | 'shell' | 'shellName' | 'defaultUser' | 'nonRootUser' | 'tools' | 'toolsKnown'>; // prettier-ignore

function decodeProfile(line: string, distros: readonly ((index: number) => string)[]): Profile {
  const cell = cells(line);
  const distro = at(distros, cell(0));
  const shell = cell(3);
  const tools = cell(6);
  return {
    distro: distro && { family: distro(0), version: known(distro(1)), codename: known(distro(2)) },
    distroEol: distro && known(distro(3)),
    distroLtsEol: distro && known(distro(4)),
    libc: decodeLibc(cell(1)),
    packageManager: known(cell(2)),
    shell: shell === '?' ? undefined : shell !== '',
    shellName: shell === '?' ? undefined : known(shell),
    defaultUser: decodeAccount(cell(4)),
    nonRootUser: decodeAccount(cell(5)),
    tools: tools === '?' ? [] : list(tools),
    toolsKnown: tools !== '?',
  };
}

function decodeLibc(text: string): ImageFact['libc'] {
  return text === 'glibc' || text === 'musl' || text === 'none' ? text : undefined;
}

function decodeAccount(text: string): ImageFact['defaultUser'] {
  const [name = '', uid = ''] = text.split(':');
  return text === '' ? undefined : { name: known(name), uid: uid === '' ? undefined : Number(uid) };
}

function decodeRuntime(line: string): NonNullable<ImageFact['runtime']> {
  const cell = cells(line);
  return { name: cell(0), version: known(cell(1)), eol: known(cell(2)) };
}

function decodeSize(text: string): ImageSize | undefined {
  const kind = kinds[text.charAt(0)];
  const [bytes = '', date = ''] = text.slice(1).split('@');
  return kind && { bytes: Number(bytes), kind, date: known(date), source: 'table' };
}

function decodeSibling(text: string, repository: string, repositories: readonly string[]): string {
  const colon = text.indexOf(':');
  const other = at(repositories, text.slice(0, colon)) ?? repository;
  return imageName(other, text.slice(colon + 1));
}

function lines(text: string): string[] {
  return text.slice(1).split('\n');
}

function cells(line: string): (index: number) => string {
  const values = line.split('|');
  return (index) => values[index] ?? '';
}

function list(text: string): string[] {
  return text === '' ? [] : text.split(',');
}

function at<T>(values: readonly T[], cell: string): T | undefined {
  return cell === '' ? undefined : values[Number(cell)];
}

function known(text: string): string | undefined {
  return text === '' ? undefined : text;
}
