/** Files beside the build's output that the program reads at run time. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';
import { conventionalFiles, conventionalFolders } from '../conventions.ts';
import { isBrought, type ProjectFolder } from './brought.ts';

/** Paths relative to the context, or why they are not certain. */
export function runtimeAssets(
  reading: ProjectFolder,
  model: DockerfileModel,
  facts: Facts,
  output: string,
): readonly string[] | string {
  const { project, contextRoot } = reading;
  const sources = facts.project.sources(project.directory);
  if (!sources) return 'The sources could not be read';
  if (!sources.complete) return 'There are too many sources to see which files the program reads';
  const prefix = contextRoot === '' ? '' : `${contextRoot}/`;
  const outputPath = `${prefix}${output}`;
  const paths = new Set<string>();
  for (const { path, file } of sources.runtimePaths) {
    if (!isKept(path)) continue;
    if (!path.startsWith(prefix)) return `${file} opens ${path}, which lies outside of the project`;
    paths.add(path);
  }
  for (const entry of facts.context.children(project.directory)) {
    const name = entry.path.slice(prefix.length);
    const isConventional =
      entry.type === 'directory' ? conventionalFolders.has(name) : conventionalFiles.test(name);
    if (isConventional && isKept(entry.path)) paths.add(entry.path);
  }
  // A file inside a folder that is kept comes along with it.
  return [...paths]
    .filter((path) => ![...paths].some((other) => other !== path && path.startsWith(`${other}/`)))
    .sort();

  function isKept(path: string): boolean {
    if (path === '' || path === reading.contextRoot) return false;
    if (path === outputPath || path.startsWith(`${outputPath}/`) || path === project.manifest) return false;
    if (/(?:^|\/)node_modules(?:\/|$)|(?:^|\/)\.env/.test(path)) return false;
    if (facts.context.has(path) !== true || facts.context.isIgnored(path)) return false;
    return isBrought(path, reading, model, facts);
  }
}
