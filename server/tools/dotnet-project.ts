/** Which project or solution a dotnet command works on. */
import type { DotnetProject, DotnetSolution, ProjectFacts } from '../project/facts.ts';
import type { InstallScope } from './dependencies/install.ts';
import type { DotnetCommand } from './dotnet.ts';
import { locate, locateOrAssume, type Origin } from './locate.ts';
import type { CommandSite } from './sites.ts';
import { resolvePath } from './working-directory.ts';

export interface DotnetTarget {
  /** The project file or solution relative to the context. */
  readonly path: string;
  readonly imagePath: string;
  readonly origin: Origin;
}

/** Absolute path of the file or folder that the command names, the working directory where it names none. */
function placeGiven(site: CommandSite, dotnet: DotnetCommand): string | undefined {
  const word = dotnet.operands[0];
  const given = word === undefined || word.literal ? word?.value : '$';
  if (site.directory === undefined || (given !== undefined && /[$`*]/.test(given))) return undefined;
  return resolvePath(site.directory, (given ?? '.').replaceAll('\\', '/'));
}

/** The project file or solution that the command names. */
export function namedFile(site: CommandSite, dotnet: DotnetCommand): string | undefined {
  const path = placeGiven(site, dotnet);
  return path !== undefined && /\.(?:\w+proj|slnx?|slnf)$/.test(path) ? path : undefined;
}

/** What the command works on: the file that it names, or the only one of its folder. */
export function dotnetTarget(
  site: CommandSite,
  dotnet: DotnetCommand,
  { model, facts, manifest }: InstallScope,
): DotnetTarget | undefined {
  const path = placeGiven(site, dotnet);
  const named = namedFile(site, dotnet);
  if (path === undefined) return undefined;
  const place = { model, context: facts.context, stage: site.stage, before: site.instruction };
  if (named !== undefined) {
    const origin = manifest ?? locateOrAssume(named, place);
    return origin && { path: origin.path, imagePath: named, origin };
  }
  const found = facts.project.projects.flatMap((project): DotnetTarget[] => {
    if (project.kind !== 'dotnet' && project.kind !== 'dotnet-solution') return [];
    const imagePath = resolvePath(path, project.manifest.split('/').pop()!);
    const origin = locate(imagePath, place);
    return origin?.path === project.manifest ? [{ path: project.manifest, imagePath, origin }] : [];
  });
  const solutions = found.filter((one) => /\.slnx?$/.test(one.path));
  // A folder with several of a kind is an error of its own.
  if (solutions.length === 1) return solutions[0];
  return found.length === 1 ? found[0] : undefined;
}

export function projectAt(path: string, facts: ProjectFacts): DotnetProject | DotnetSolution | undefined {
  return facts.projects.find(
    (project): project is DotnetProject | DotnetSolution =>
      (project.kind === 'dotnet' || project.kind === 'dotnet-solution') && project.manifest === path,
  );
}

export function membersOf(solution: DotnetSolution, facts: ProjectFacts): readonly DotnetProject[] {
  return facts.projects.filter(
    (project): project is DotnetProject =>
      project.kind === 'dotnet' && solution.projects.includes(project.manifest),
  );
}
