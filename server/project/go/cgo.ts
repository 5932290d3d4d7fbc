import { fileNameOf, folderOf, inside, isWithin, relativeTo } from '../paths.ts';
import { readLimits, type ProjectReader } from '../reader.ts';
import { cDoubt, goDoubt, worst, type CDoubt } from './c-source.ts';

/** What a module's own files say about the C library. */
export interface GoCgo {
  /** Why the C library can't simply be part of the program, the worst; undefined: nothing speaks against it. */
  readonly doubt: CDoubt | undefined;
  /** The first file in C++, which needs the library of C++. */
  readonly cpp: string | undefined;
  /** The first library that lies among the sources, which the program may load. */
  readonly library: string | undefined;
}

/** How many files in C of one module are looked at. */
const maxFiles = 200;

const sources = /\.(?:c|h|S|inc|cc|cpp|cxx|c\+\+|hh|hpp|hxx)$/;
const inCpp = /\.(?:cc|cpp|cxx|c\+\+|hh|hpp|hxx)$/;
/** Made elsewhere, or in another language: what is in them is not known. */
const opaque = /\.(?:a|so(?:\.\d+)*|o|syso|f|F|for|f90|m|mm|swig|swigcxx)$/;
const shared = /\.so(?:\.\d+)*$/;

/** `goFiles`: the module's own, tests left out, with their texts. */
export async function readCgo(
  reader: ProjectReader,
  directory: string,
  goFiles: readonly { readonly path: string; readonly text: string; readonly importsC: boolean }[],
): Promise<GoCgo> {
  const doubts = goFiles.flatMap(({ path, text }) => goDoubt(text, path) ?? []);
  if (!goFiles.some(({ importsC }) => importsC))
    return { doubt: worst(doubts), cpp: undefined, library: undefined };
  const files = reader.context.entries.filter(
    ({ path, type }) => type !== 'directory' && isOwn(path, directory),
  );
  const made = files.find(({ path }) => opaque.test(path));
  if (made) doubts.push({ needs: 'more', text: `what is in ${made.path} is not known` });
  const inC = files.filter(({ path }) => sources.test(path));
  if (inC.length > maxFiles) doubts.push({ needs: 'more', text: 'there are too many files in C' });
  // A header that a file names in quotes lies beside it, or in a folder that the compiler is told about.
  const names = new Set(files.map(({ path }) => fileNameOf(path)));
  const exists = (from: string, name: string): boolean =>
    reader.isFile(inside(folderOf(from), name)) || names.has(fileNameOf(name));
  for (const { path, text, importsC } of goFiles)
    if (importsC) doubts.push(...listed(cDoubt(text, path, exists)));
  for (const { path } of inC.slice(0, maxFiles)) {
    const text = await reader.quietText(path, readLimits.source);
    doubts.push(
      ...listed(
        text === undefined
          ? { needs: 'more', text: `${path} could not be read` }
          : cDoubt(text, path, exists),
      ),
    );
  }
  return {
    doubt: worst(doubts),
    cpp: inC.find(({ path }) => inCpp.test(path))?.path,
    library: files.find(({ path }) => shared.test(path))?.path,
  };
}

function listed(doubt: CDoubt | undefined): readonly CDoubt[] {
  return doubt === undefined ? [] : [doubt];
}

/** Not of what the go command passes by. */
function isOwn(path: string, directory: string): boolean {
  if (!isWithin(directory, path)) return false;
  const folders = relativeTo(directory, folderOf(path)).split('/');
  return !folders.some((name) => ['vendor', 'testdata', 'node_modules'].includes(name) || /^[._]/.test(name));
}
