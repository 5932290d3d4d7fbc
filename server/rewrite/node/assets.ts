/** Files beside the build's output that the program reads at run time. */
import type { Facts } from '../../rules/rule.ts';
import type { NodeReading } from './reading.ts';

/**
 * Folders that servers commonly read at run time without naming them in a way that can be found (view engines,
 * configuration and translation packages look for them by convention). They are kept when they exist.
 */
const conventional: ReadonlySet<string> = new Set([
  'views',
  'public',
  'static',
  'assets',
  'templates',
  'locales',
  'i18n',
  'config',
  'migrations',
  'seeders',
  'proto',
  'protos',
  'swagger',
  'openapi',
  'emails',
  'fonts',
  'certs',
  'data',
]);

/** Paths relative to the context, or why they are not certain. */
export function runtimeAssets(
  reading: NodeReading,
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
  for (const { path } of sources.runtimePaths) if (isKept(path)) paths.add(path);
  for (const entry of facts.context.children(project.directory)) {
    const name = entry.path.slice(prefix.length);
    if (entry.type === 'directory' && conventional.has(name) && isKept(entry.path)) paths.add(entry.path);
  }
  // A file inside a folder that is kept comes along with it.
  return [...paths]
    .filter((path) => ![...paths].some((other) => other !== path && path.startsWith(`${other}/`)))
    .sort();

  function isKept(path: string): boolean {
    if (path === outputPath || path.startsWith(`${outputPath}/`) || path === project.manifest) return false;
    if (/(?:^|\/)node_modules(?:\/|$)|(?:^|\/)\.env/.test(path)) return false;
    return facts.context.has(path) === true && !facts.context.isIgnored(path);
  }
}
