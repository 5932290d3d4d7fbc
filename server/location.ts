/**
 * Locations are URI strings. These helpers are the only code that takes them apart or puts them together, so
 * that the core needs neither Node's `path` nor the editor's `Uri`.
 */

/** Percent-encodes one path segment as editors do (they escape more than RFC 3986 asks for). */
function encodeSegment(segment: string): string {
  // A lone surrogate makes encodeURIComponent throw; such a name can't be asked for through a URI anyway.
  try {
    return encodeURIComponent(segment);
  } catch {
    return encodeURIComponent(segment.replace(/[\uD800-\uDFFF]/g, '\uFFFD'));
  }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The location of `relativePath` (with `/`, may hold `.` and `..`) below the folder at `folder`. */
export function joinLocation(folder: string, relativePath: string): string {
  let result = trimSlashes(folder);
  for (const segment of relativePath.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') result = trimSlashes(parentLocation(result) ?? result);
    else result += '/' + encodeSegment(segment);
  }
  return result.length === rootLength(result) ? `${result}/` : result;
}

/** The folder that holds `location`, or undefined at the root (which itself ends with a slash: `file:///`). */
export function parentLocation(location: string): string | undefined {
  const trimmed = trimSlashes(location);
  const root = rootLength(trimmed);
  const slash = trimmed.lastIndexOf('/');
  if (slash < root) return undefined;
  return trimmed.slice(0, slash === root ? slash + 1 : slash);
}

/** The length of what comes before the path: `file://`, `vscode-vfs://github`, `untitled:`. */
function rootLength(location: string): number {
  return /^[a-z][a-z0-9+.-]*:(\/\/[^/]*)?/i.exec(location)?.[0].length ?? 0;
}

/** Without slashes at the end of its path; the ones of `file://` are no part of it. */
function trimSlashes(location: string): string {
  const root = rootLength(location);
  return location.slice(0, root) + location.slice(root).replace(/\/+$/, '');
}

/** The last segment, decoded: the file's name. */
export function baseName(location: string): string {
  return decodeSegment(location.replace(/\/+$/, '').split('/').pop() ?? '');
}

/** The path of `location` below `folder` with `/`, '' for the folder itself, or undefined when it is not below it. */
export function relativeLocation(folder: string, location: string): string | undefined {
  const from = trimSlashes(folder).split('/').map(decodeSegment);
  const to = trimSlashes(location).split('/').map(decodeSegment);
  if (to.length < from.length || from.some((segment, i) => segment !== to[i])) return undefined;
  return to.slice(from.length).join('/');
}

/**
 * A form of `location` that is equal for two spellings of one place: editors and Node escape different
 * characters (`%3A` and `:`), and the drive letter's case differs on Windows. For comparing only.
 */
export function locationKey(location: string): string {
  const key = trimSlashes(location).split('/').map(decodeSegment).join('/');
  return key.replace(
    /^(file:\/\/\/)([A-Z]):/,
    (_, scheme: string, drive: string) => `${scheme}${drive.toLowerCase()}:`,
  );
}

/** True when `location` is the folder itself or lies below it, in any spelling. */
export function isWithin(folder: string, location: string): boolean {
  const outer = locationKey(folder);
  const inner = locationKey(location);
  return inner === outer || inner.startsWith(`${outer}/`);
}
