/** Paths that a program puts together, as far as its sources show their beginning. */
import { fileNameOf, inside } from '../paths.ts';
import { literalPath, type Collected, type SourceScope } from './collected.ts';

/**
 * The beginning of a path. In the text `@` stands for the folder of the context: `@/src/../data/`.
 */
export interface PathText {
  readonly text: string;
  /** False: something follows that only the running program knows. */
  readonly whole: boolean;
}

export const unknownText: PathText = { text: '', whole: false };
/** What everybody may write to, and nothing lasts in. */
export const temporaryText: PathText = { text: '/tmp', whole: true };

export function literalText(text: string): PathText {
  return { text, whole: true };
}

/** A folder or file of the context. */
export function contextText(path: string): PathText {
  return literalText(path === '' ? '@' : `@/${path}`);
}

/** One after the other; what stands behind an unknown part says nothing. */
export function concatenated(parts: readonly PathText[], separator = ''): PathText {
  let text = '';
  for (const [i, part] of parts.entries()) {
    text += (i === 0 ? '' : separator) + part.text;
    if (!part.whole) return { text, whole: false };
  }
  return { text, whole: true };
}

/** `dirname(path)`. */
export function folderText({ text, whole }: PathText, levels = 1): PathText {
  return whole ? literalText(`${text}${'/..'.repeat(levels)}`) : unknownText;
}

/** How a relative path is meant: seen from the project's folder, or as the callback says. */
export interface WriteOptions {
  /** The call makes or fills a folder of this name; otherwise it writes a file. */
  readonly folder?: boolean;
  /** The folder of the context that relative paths are seen from; undefined: nobody can tell. */
  readonly relativeTo?: (path: string) => string | undefined;
}

/**
 * Adds what is written to this place. A folder of which only files are known is noted with a `*`, so that whoever asks for the
 * folder of the path gets it.
 */
export function addWritten(
  place: PathText,
  file: string,
  scope: SourceScope,
  into: Collected,
  { folder = false, relativeTo = () => scope.directory }: WriteOptions = {},
): void {
  // Streams (`php://stderr`, `s3://bucket`), and databases in memory.
  if (/^[a-z][\w+.-]*:\/\/|^:memory:/i.test(place.text)) return;
  const slash = place.text.lastIndexOf('/');
  const text = place.whole ? place.text : place.text.slice(0, slash + 1);
  if (text === '' || text === '/') into.addWriteElsewhere(undefined, file);
  else if (text.startsWith('/')) into.addWriteElsewhere(text.replace(/\/(?:\.\.\/?)+$/, ''), file);
  else {
    const inContext = /^@(?:\/|$)/.test(text);
    const from = inContext ? '' : relativeTo(text);
    const path = from === undefined ? undefined : literalPath(from, inContext ? `./${text.slice(2)}` : text);
    if (path === undefined) into.addWriteElsewhere(inContext ? undefined : text, file);
    else if (folder || !place.whole || text.endsWith('/')) into.addWrite(inside(path, '*'), file);
    else into.addWrite(path, file);
  }
}

/** The folder that holds what a path of `writes` names, relative to the context. */
export function isInFolder(path: string): boolean {
  return fileNameOf(path) === '*';
}
