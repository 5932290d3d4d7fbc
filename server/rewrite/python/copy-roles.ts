/** What each COPY of a single-stage Python image is for. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { Instruction } from '../../dockerfile/model.ts';
import { resolvePath } from '../../tools/working-directory.ts';

export type CopyRole =
  /** Only an install reads it. */
  | 'install'
  /** An install reads it, and so may the program: pyproject.toml, setup.py. */
  | 'manifest'
  /** Files of the project. */
  | 'sources'
  /** The binary of a package manager, from its own image. */
  | 'tool'
  /** From another image, from the network, or inline text. */
  | 'other'
  /** Settings of the system: certificates, package sources. */
  | 'system';

const installFile =
  /(?:^|\/)(?:(?:[\w.-]*requirements|[\w.-]*constraints)[\w.*-]*\.(?:txt|in)|requirements\*|\*\.txt|requirements|poetry\.lock\*?|poetry\.toml|uv\.lock\*?|uv\.toml|\.python-version|Pipfile[\w.*]*|pip\.conf|\.pypirc|\.netrc|pylock\.toml|\*\.lock)$/;
const manifestFile =
  /(?:^|\/)(?:pyproject\.toml\*?|setup\.(?:py|cfg)|MANIFEST\.in|README[\w.*]*|LICENSE[\w.*]*|setup\.\*)$/;

/** Does nothing but an install read it? */
export function isInstallFile(path: string): boolean {
  return installFile.test(path);
}

export function roleOf(copy: Copy): CopyRole {
  const { from, sources, target = '/' } = copy;
  if (from !== undefined)
    return /(?:^|\/)astral-sh\/uv(?:[:@]|$)/.test(from) && sources.every(({ path }) => /^(?:uv|uvx)$/.test(path)) ? 'tool' : 'other'; // prettier-ignore
  if (copy.inline || sources.some(({ remote }) => remote)) return 'other';
  if (sources.every(({ path }) => installFile.test(path)) || /^\/(?:etc\/pip\.conf|root\/\.(?:netrc|pypirc|pip|config\/pip))/.test(target)) return 'install'; // prettier-ignore
  if (sources.every(({ path }) => installFile.test(path) || manifestFile.test(path))) return 'manifest';
  return /^\/(?:etc|usr\/(?:local\/)?share\/ca-certificates)(?:\/|$)/.test(target) ? 'system' : 'sources';
}

/** Where a path of the context lies after the copy; undefined when the copy does not bring it. */
export function placeOf(path: string, copy: Copy): string | undefined {
  if (copy.from !== undefined || copy.target === undefined) return undefined;
  for (const { path: source } of copy.sources) {
    if (source === '.' || path.startsWith(`${source}/`))
      return resolvePath(copy.target, source === '.' ? path : path.slice(source.length + 1));
    if (path === source)
      return copy.intoDirectory
        ? resolvePath(copy.target, path.slice(path.lastIndexOf('/') + 1))
        : copy.target;
  }
  return undefined;
}

/** Does a later copy bring everything of this one again, to the same places? */
export function isCoveredLater(copy: Copy, copies: ReadonlyMap<Instruction, Copy>): boolean {
  const later = [...copies.values()].filter(({ instruction }) => instruction.index > copy.instruction.index);
  return copy.sources.every(({ path }) => {
    // A pattern's files lie side by side.
    const place = /[*?[]/.test(path) ? undefined : placeOf(path, copy);
    return later.some((other) =>
      place === undefined
        ? other.target === copy.target &&
          other.sources.some((source) => source.path === '.') &&
          !path.includes('/')
        : placeOf(path, other) === place,
    );
  });
}
