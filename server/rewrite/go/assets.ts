/** Files that a Go program opens at run time, and folders that it writes to. */
import type { Facts } from '../../rules/rule.ts';
import type { SourceFacts } from '../../project/facts.ts';
import { isWithin } from '../../project/paths.ts';
import { folderOf } from '../../tools/locate.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { conventionalFiles, conventionalFolders } from '../conventions.ts';
import type { GoReading } from './reading.ts';

/**
 * Paths relative to the context, or why they are not certain: a complete sentence. `made`: folders of the module that other stages
 * fill, relative to the context as well.
 */
export function goAssets(
  reading: Pick<GoReading, 'contextRoot' | 'project'>,
  sources: SourceFacts,
  facts: Facts,
  made: readonly string[] = [],
): readonly string[] | string {
  const { contextRoot, project } = reading;
  const { context } = facts;
  const prefix = contextRoot === '' ? '' : `${contextRoot}/`;
  const isEmbedded = (path: string): boolean =>
    sources.embedded.some((one) => one === path || one.startsWith(`${path}/`) || path.startsWith(`${one}/`));
  const paths = new Set<string>();
  for (const { path, file } of sources.runtimePaths) {
    if (context.has(path) !== true || isEmbedded(path)) continue;
    if (context.isIgnored(path))
      return `The program opens ${path}, which ${context.dockerignore.path} excludes.`;
    if (!path.startsWith(prefix)) return `${file} opens ${path}, which lies outside of the module.`;
    paths.add(path);
  }
  for (const { path, type } of context.children(project.directory)) {
    const name = path.slice(prefix.length);
    const isConventional =
      type === 'directory'
        ? conventionalFolders.has(name) && hasOtherThanSources(path, facts) && !isFrontEnd(path, made, facts)
        : conventionalFiles.test(name);
    if (isConventional && !context.isIgnored(path) && !isEmbedded(path)) paths.add(path);
  }
  return [...paths]
    .filter((path) => ![...paths].some((other) => other !== path && path.startsWith(`${other}/`)))
    .sort();
}

/** Sources of a front end whose result comes from elsewhere: the program reads the result. */
function isFrontEnd(folder: string, made: readonly string[], { project }: Facts): boolean {
  return made.some((one) => isWithin(folder, one)) && project.find('node', folder) !== undefined;
}

/** Folders of the module in the image that are copied from other stages, as paths of the context. */
export function madeElsewhere({ copies, imageRoot, contextRoot }: GoReading): readonly string[] {
  const root = imageRoot === '/' ? '' : imageRoot;
  return [...copies.values()].flatMap(({ from, target }) =>
    from !== undefined && target?.startsWith(`${root}/`) === true
      ? [`${contextRoot === '' ? '' : `${contextRoot}/`}${target.slice(root.length + 1)}`]
      : [],
  );
}

/** `config/` may as well be a package of the program. */
function hasOtherThanSources(folder: string, facts: Facts): boolean {
  return facts.context.entries.some(
    ({ path, type }) =>
      type === 'file' && path.startsWith(`${folder}/`) && !/\.(?:go|md|proto)$|\/\.[^/]*$/.test(path),
  );
}

/**
 * Absolute image paths of folders that the program writes to: its volumes, and folders beside it. A complete sentence
 * when it writes where only root may.
 */
export function writableFolders(reading: GoReading, sources: SourceFacts): readonly string[] | string {
  const { stage, imageRoot } = reading;
  const folders = new Set<string>();
  const workdir = stage.endState.workdir;
  for (const { path, file } of sources.writes) {
    const relative = reading.contextRoot === '' ? path : path.slice(reading.contextRoot.length + 1);
    const folder = /\.[^/]+$/.test(relative) ? folderOf(relative) : relative;
    if (folder === '' || folder.startsWith('..') || workdir !== imageRoot)
      return `${file} writes ${relative} beside the program, where only root may write.`;
    folders.add(resolvePath(imageRoot, folder));
  }
  for (const { path, file } of sources.writesElsewhere) {
    if (path === undefined)
      return `${file} writes to a place that only the running program knows, and the small base lets its user write nowhere.`;
    const folder = folderOf(path);
    if (/^(?:\/(?:etc|usr|bin|lib|sbin|root|home|var|opt|srv|run))?$/.test(folder))
      return `${file} writes ${path}, where only root may write.`;
    folders.add(folder);
  }
  const volume = lastOf(stage, 'VOLUME');
  for (const { value } of volume?.words ?? []) {
    if (!value.startsWith('/') || value.includes('$')) return 'Which folder VOLUME names is not certain.';
    folders.add(resolvePath('/', value));
  }
  return [...folders].sort();
}
