/** Files that a Rust program opens at run time, and what is known about where it writes. */
import type { ContextFacts } from '../../context/facts.ts';
import type { SourceFacts } from '../../project/facts.ts';
import { folderOf, inside, isWithin } from '../../project/paths.ts';
import type { RustProject } from '../../project/rust/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { writesFiles } from '../artifact/program-image.ts';
import { conventionalFiles, conventionalFolders } from '../conventions.ts';

const settings = /^(?:Rocket|App|Settings|Config|log4rs|tauri)\.(?:toml|ya?ml|json)$/i;
/** Their templates become part of the program. */
const compiledTemplates = ['askama', 'rinja', 'askama_axum', 'sailfish', 'ructe', 'maud', 'markup', 'yarte'];
const loadedTemplates = ['tera', 'handlebars', 'minijinja', 'rocket_dyn_templates', 'liquid', 'ramhorns', 'upon', 'mustache']; // prettier-ignore

/** Paths relative to the context. */
export function rustAssets(
  projects: readonly RustProject[],
  sources: readonly SourceFacts[],
  facts: Facts,
  after: ContextFacts,
): readonly string[] | string {
  const { context } = facts;
  const embedded = sources.flatMap((one) => one.embedded);
  const isEmbedded = (path: string): boolean =>
    embedded.some((one) => isWithin(path, one) || isWithin(one, path));
  const found = new Set<string>();
  for (const { path, file } of sources.flatMap((one) => one.runtimePaths)) {
    if (context.isIgnored(path)) {
      if (context.entry(path)?.type === 'file')
        return `${file} opens ${path}, which ${context.dockerignore.path} excludes.`;
      continue;
    }
    found.add(path);
  }
  const uses = (name: string): boolean =>
    projects.some(({ dependencies }) => dependencies.some((one) => one.name === name));
  const skipsTemplates = compiledTemplates.some(uses) && !loadedTemplates.some(uses);
  const folders = new Set(
    projects.flatMap((project) => [
      project.directory,
      ...(project.workspaceRoot === undefined ? [] : [project.workspaceRoot]),
    ]),
  );
  for (const folder of folders)
    for (const { path, type } of context.children(folder)) {
      const name = path.slice(folder === '' ? 0 : folder.length + 1);
      const isWanted =
        type === 'directory'
          ? conventionalFolders.has(name) &&
            ![...found].some((one) => isWithin(path, one)) &&
            !(name === 'templates' && skipsTemplates) &&
            holdsOther(path, context)
          : conventionalFiles.test(name) || settings.test(name);
      if (isWanted && !context.isIgnored(path) && !isEmbedded(path)) found.add(path);
    }
  // What they write to has to be there.
  for (const { path } of sources.flatMap((one) => one.writes)) {
    const folder = context.entry(path)?.type === 'directory' ? path : folderOf(path);
    if (folder !== '' && context.entry(folder)?.type === 'directory' && !context.isIgnored(folder))
      found.add(folder);
  }
  if (uses('dotenv') || uses('dotenvy'))
    for (const folder of folders)
      if (context.has(inside(folder, '.env')) === true && !after.isIgnored(inside(folder, '.env')))
        found.add(inside(folder, '.env'));
  return [...found].sort();
}

/** `data/` may as well be a module of the program. */
function holdsOther(folder: string, { entries }: ContextFacts): boolean {
  return entries.some(({ path, type }) => type === 'file' && isWithin(folder, path) && !/\.(?:rs|md)$|\/\.[^/]*$/.test(path)); // prettier-ignore
}

/** May the program write where only root may? */
export function mayWrite(sources: readonly SourceFacts[], projects: readonly RustProject[]): boolean {
  return writesFiles(sources) || keepsData(projects);
}

/** Does the program use a database that keeps its data in files? Their place is often a setting. */
function keepsData(projects: readonly RustProject[]): boolean {
  return projects.some(({ dependencies }) =>
    dependencies.some(
      ({ name, features, kind }) =>
        kind === 'normal' &&
        (embeddedDatabases.has(name) ||
          (databases.has(name) && features.some((feature) => /sqlite/.test(feature)))),
    ),
  );
}

const embeddedDatabases: ReadonlySet<string> = new Set(['rusqlite', 'sled', 'rocksdb', 'redb', 'heed', 'libsql', 'surrealdb', 'tantivy', 'sqlite', 'fjall', 'persy', 'polodb_core']); // prettier-ignore
const databases: ReadonlySet<string> = new Set(['sqlx', 'diesel', 'sea-orm', 'sea-orm-migration', 'diesel-async', 'toasty']); // prettier-ignore
