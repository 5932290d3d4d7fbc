/**
 * Files of the sources that a program of .NET may read at run time. Its content root is the folder that it starts in
 * (https://learn.microsoft.com/aspnet/core/fundamentals/#content-root), so where that one holds the sources,
 * appsettings.json and wwwroot are read there, not from what is published.
 */
import { isWithin } from '../../project/paths.ts';
import type { Copy } from '../../dockerfile/copies.ts';
import type { Facts } from '../../rules/rule.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { ArtifactReading } from '../artifact/reading.ts';

/** Files that compilers and editors read, by their names. */
const sourceFile =
  /\.(?:cs|fs|fsi|fsx|vb|csproj|fsproj|vbproj|sln|slnx|slnf|props|targets|rsp|user|suo|resx|xaml|razor|cshtml|vbhtml|http|md|ruleset|DotSettings|pubxml|esproj|dcproj|editorconfig|gitignore|gitattributes|dockerignore|tsx?|scss|sass|less)$/i;
const projectFile =
  /^(?:.*dockerfile.*|(?:docker-)?compose[\w.-]*\.ya?ml|global\.json|nuget\.config|packages\.lock\.json|launchSettings\.json|dotnet-tools\.json|libman\.json|bundleconfig\.json|compilerconfig\.json|package(?:-lock)?\.json|tsconfig[\w.]*\.json|LICENSE.*|README.*|CHANGELOG.*|Makefile|Jenkinsfile|azure-pipelines[\w.-]*\.yml|stylecop\.json|\.\w[\w.-]*)$/i;
/** Only somebody who calls them needs these; what the container starts through is looked at by itself. */
const scriptFile = /\.(?:sh|ps1|psm1|bat|cmd|service)$/i;
const buildFolder = /^(?:bin|obj|Properties|node_modules|TestResults|\..*)$/i;

export interface AssetOptions {
  /** Absolute folders that programs start in. */
  readonly folders: Iterable<string>;
  /** Views are compiled when the program runs. */
  readonly readsViews: boolean;
  /** The program starts other programs. */
  readonly startsScripts: boolean;
  /** Files that the publish puts beside the program anyway. */
  readonly isPublished: (path: string) => boolean;
}

/** Paths relative to the context, or why they are not certain: a complete sentence. */
export function sourceAssets(
  { copies, lastBuild }: ArtifactReading,
  facts: Facts,
  options: AssetOptions,
): readonly string[] | string {
  const { context } = facts;
  const found = new Set<string>();
  const early = [...copies.values()].filter(
    (copy) => copy.instruction.index < lastBuild.index && copy.from === undefined,
  );
  for (const folder of options.folders) {
    for (const copy of early) {
      for (const place of placesIn(folder, copy, facts)) {
        if (typeof place === 'string') {
          if (isRead(place, facts, options)) found.add(place);
          continue;
        }
        if (!context.complete)
          return 'There are too many files to see which of them the program may read in the folder that it starts in.';
        for (const path of readable(place.path, facts, options)) found.add(path);
      }
    }
  }
  return [...found].filter((path) => !context.isIgnored(path)).sort();
}

/** What a copy puts into the folder: a file of the context, or the folder of the context that it then is. */
function placesIn(folder: string, copy: Copy, { context }: Facts): (string | { readonly path: string })[] {
  const { target, sources } = copy;
  if (target === undefined || copy.inline) return [];
  return sources.flatMap(({ path, remote }): (string | { readonly path: string })[] => {
    if (remote) return [];
    const isFolder = path === '.' || context.entry(path)?.type === 'directory';
    const root = path === '.' ? '' : path;
    if (isFolder && folder === target) return [{ path: root }];
    if (isFolder && (target === '/' || folder.startsWith(`${target}/`))) {
      const below = folder.slice(target === '/' ? 1 : target.length + 1);
      const inside = root === '' ? below : `${root}/${below}`;
      return context.entry(inside)?.type === 'directory' ? [{ path: inside }] : [];
    }
    if (isFolder) return [];
    const isHere = folder === target ? copy.intoDirectory : resolvePath(target, '..') === folder;
    return isHere
      ? context
          .match(path)
          .filter(({ type }) => type === 'file')
          .map((entry) => entry.path)
      : [];
  });
}

/** The files and folders of a folder that a program may read. */
function readable(folder: string, facts: Facts, options: AssetOptions): string[] {
  return facts.context.children(folder).flatMap(({ path, type }) => {
    if (type !== 'directory') return isRead(path, facts, options) ? [path] : [];
    if (buildFolder.test(nameOf(path)) || isProjectFolder(path, facts)) return [];
    const files = facts.context.entries.filter(
      (entry) => entry.type === 'file' && isWithin(path, entry.path) && !facts.context.isIgnored(entry.path),
    );
    const read = files.filter((file) => isRead(file.path, facts, options));
    if (read.length === 0) return [];
    // A folder with sources in it is taken apart as long as few files remain.
    return read.length < files.length && read.length <= 4 ? read.map((file) => file.path) : [path];
  });
}

/** A file that compilers, editors or other tools read, by its name. */
export function isBuildFile(path: string): boolean {
  const name = nameOf(path);
  return sourceFile.test(name) || projectFile.test(name);
}

function isRead(
  path: string,
  { context }: Facts,
  { readsViews, startsScripts, isPublished }: AssetOptions,
): boolean {
  const name = nameOf(path);
  if (!startsScripts && scriptFile.test(name)) return false;
  if (readsViews && /\.(?:cshtml|vbhtml)$/i.test(name)) return true;
  return !isBuildFile(path) && !isPublished(path) && context.entry(path)?.type !== 'directory';
}

/** Another project's folder, of .NET or of a front end: what it makes is published with the program. */
export function isProjectFolder(folder: string, { context }: Pick<Facts, 'context'>): boolean {
  return context.entries.some(
    ({ path, type }) =>
      type === 'file' && isWithin(folder, path) && /\.(?:cs|fs|vb|es)proj$|(?:^|\/)package\.json$/.test(path),
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
