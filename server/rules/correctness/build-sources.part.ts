/** `npm run build` with nothing to build. */
import type { CommandSite } from '../../tools/installs.ts';
import { folderOf, locate } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { ContextFacts } from '../../context/facts.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { RuleContext } from '../rule.ts';
import { cannotHave, isOpaqueBefore } from './used-before-copied.part.ts';

const sourceFile = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html)$/;
const configuration = /(?:^|\/)(?:\.[^/]*|[^/]*\.config\.[cm]?[jt]s)$/;
/** Enough to know; a large project has thousands. */
const looked = 200;

export interface MissingSources {
  /** One of the missing files, relative to the context. */
  readonly file: string;
  readonly imagePath: string;
}

/** Undefined unless the script builds from files of the project, and none of them can be in the stage. */
export function missingSources(
  site: CommandSite,
  script: string,
  context: RuleContext,
): MissingSources | undefined {
  const { model, facts } = context;
  if (isOpaqueBefore(site, model)) return undefined;
  const directory = site.directory!;
  const manifest = locate(resolvePath(directory, 'package.json'), {
    model,
    context: facts.context,
    stage: site.stage,
    before: site.instruction,
  });
  const project = manifest && facts.project.node(folderOf(manifest.path));
  const build = project?.build;
  if (!build || build.script !== script || build.tool === 'unknown' || build.others.length > 0)
    return undefined;
  if (!facts.context.complete || project.workspaces.length > 0 || project.workspaceRoot !== undefined)
    return undefined;
  const prefix = project.directory === '' ? '' : `${project.directory}/`;
  const sources = sourcesOf(project, prefix, facts.context);
  const first = sources[0];
  if (!first) return undefined;
  const places = sources.map((path) => resolvePath(directory, path.slice(prefix.length)));
  return cannotHave(places, site, context) ? { file: first, imagePath: places[0]! } : undefined;
}

const known = new WeakMap<NodeProject, WeakMap<ContextFacts, readonly string[]>>();

/** Source files of the project that reach the builder, relative to the context. */
function sourcesOf(project: NodeProject, prefix: string, context: ContextFacts): readonly string[] {
  let byContext = known.get(project);
  if (!byContext) known.set(project, (byContext = new WeakMap<ContextFacts, readonly string[]>()));
  let sources = byContext.get(context);
  if (!sources) {
    sources = context.entries
      .filter(
        ({ path, type }) =>
          type === 'file' && path.startsWith(prefix) && sourceFile.test(path) && !configuration.test(path),
      )
      .filter(({ path }) => !context.isIgnored(path))
      .slice(0, looked)
      .map(({ path }) => path);
    byContext.set(context, sources);
  }
  return sources;
}
