/** Builds whose manifests are copied apart, but whose sources still come before the dependencies. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { Project } from '../../project/facts.ts';
import type { DependencyInstall } from '../../tools/dependencies/install.ts';
import { locate, type Origin } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { RuleContext } from '../rule.ts';

export interface SourcesBefore {
  readonly copy: Copy;
  /** Everything that the dependencies need is there already. */
  readonly complete: boolean;
}

/**
 * The first copy of a folder of the project that comes between what the dependencies need and the build; undefined when
 * there is none.
 */
export function sourcesBefore(
  install: DependencyInstall,
  manifest: Origin,
  { model, facts }: RuleContext,
): SourcesBefore | undefined {
  const { stage, instruction, project, directory } = install;
  const { context } = facts;
  if (!project || directory === undefined || manifest.instruction.stage !== stage || manifest.broad)
    return undefined;
  const inputs = install.inputs()?.paths;
  if (!inputs) return undefined;
  const place = { model, context, stage, before: instruction };
  const arrivals = inputs.flatMap((path) => {
    const relative = project.directory === '' ? path : path.slice(project.directory.length + 1);
    return locate(resolvePath(directory, relative), place)?.instruction.index ?? [];
  });
  const start = Math.max(manifest.instruction.index, ...arrivals);
  const prefix = directory === '/' ? '/' : `${directory}/`;
  const copy = stage.instructions
    .filter(({ index }) => start < index && index < instruction.index)
    .flatMap((one) => readCopy(one) ?? [])
    .find(
      (copy) =>
        copy.from === undefined &&
        !copy.inline &&
        copy.target !== undefined &&
        `${copy.target}/`.startsWith(prefix) &&
        copy.sources.length > 0 &&
        copy.sources.every(
          ({ path, complete, remote }) => complete && !remote && isFolderOf(project.directory, path, context),
        ) &&
        copy.sources.some(({ path }) => hasSources(project, path, facts)),
    );
  return copy && { copy, complete: arrivals.length === inputs.length };
}

function isFolderOf(directory: string, path: string, context: RuleContext['facts']['context']): boolean {
  if (context.entry(path)?.type !== 'directory') return false;
  return directory === '' || path.startsWith(`${directory}/`);
}

const sourceFile = {
  maven: /\.(?:java|kt|groovy|scala)$/,
  gradle: /\.(?:java|kt|groovy|scala)$/,
  dotnet: /\.(?:cs|fs|vb|razor|cshtml)$/,
} as const;

/** Sources of what is built, and not only of a package that it is built with. */
function hasSources(
  project: Project,
  folder: string,
  { context, project: all }: RuleContext['facts'],
): boolean {
  const isInside = (path: string | undefined): boolean => path?.startsWith(`${folder}/`) === true;
  switch (project.kind) {
    case 'rust': {
      const members = project.members.flatMap((directory) => all.find('rust', directory) ?? []);
      return [project, ...members].some(({ targets }) =>
        targets.some(({ kind, path }) => kind === 'bin' && isInside(path)),
      );
    }
    case 'maven':
    case 'gradle':
    case 'dotnet': {
      const pattern = sourceFile[project.kind];
      return context.entries.some(
        ({ path, type }) => type === 'file' && isInside(path) && pattern.test(path),
      );
    }
    default:
      return false;
  }
}
