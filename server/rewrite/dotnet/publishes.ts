/** What `dotnet publish` makes, and where. https://learn.microsoft.com/dotnet/core/tools/dotnet-publish */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { resolveWord, type ShellWord } from '../../dockerfile/shell.ts';
import type { DotnetProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { dotnetCommand, type DotnetCommand } from '../../tools/dotnet.ts';
import { dotnetTarget, membersOf, projectAt } from '../../tools/dotnet-project.ts';
import { runCommands, type CommandSite } from '../../tools/sites.ts';
import { resolvePath } from '../../tools/working-directory.ts';

/** A project with its folder in the image. */
export interface PlacedProject {
  readonly project: DotnetProject;
  /** Absolute. */
  readonly folder: string;
}

export interface Publish {
  readonly site: CommandSite;
  readonly dotnet: DotnetCommand;
  /** The project, or those of the solution that aren't tests. */
  readonly projects: readonly PlacedProject[];
  /** Absolute; undefined: the project's own folder below bin, or below `artifacts`. */
  readonly output: string | undefined;
  /** The word that names the output folder, if it can be written anew. */
  readonly outputWord: ShellWord | undefined;
  /** Absolute folder of `--artifacts-path`. */
  readonly artifacts: string | undefined;
}

/** Every publish of the file, or why one can't be understood: a complete sentence. */
export function readPublishes(model: DockerfileModel, facts: Facts): readonly Publish[] | string {
  const found: Publish[] = [];
  for (const site of runCommands(model)) {
    const dotnet = dotnetCommand(site.command);
    if (dotnet?.subcommand !== 'publish') continue;
    if (site.command.conditional || site.command.failureIgnored)
      return 'Whether `dotnet publish` runs is not certain.';
    const publish = readPublish(site, dotnet, model, facts);
    if (typeof publish === 'string') return publish;
    found.push(publish);
  }
  return found;
}

function readPublish(
  site: CommandSite,
  dotnet: DotnetCommand,
  model: DockerfileModel,
  facts: Facts,
): Publish | string {
  const { directory, instruction } = site;
  if (directory === undefined) return 'In which folder `dotnet publish` runs can\'t be followed.'; // prettier-ignore
  const projects = projectsOf(site, dotnet, model, facts);
  if (projects.length === 0)
    return 'The project file that `dotnet publish` works on was not found in the build context.';
  const option = dotnet.options.findLast(({ name }) => name === '--output' || name === '--artifacts-path');
  const given = option?.words.at(-1);
  const value = given && resolveWord(given, instruction.state)?.replace(/^-[\w-]+[=:]/, '');
  if (option && value === undefined) return `Which folder \`${given?.raw ?? ''}\` names is not certain.`;
  const folder = value === undefined ? undefined : resolvePath(directory, value.replaceAll('\\', '/'));
  const property = dotnet.property('PublishDir');
  if (property !== undefined && /[$`]/.test(property))
    return `Which folder \`${property}\` names is not certain.`;
  const [first] = projects;
  // A property is seen from the project file, an option from the working directory.
  const fromProperty =
    property === undefined ? undefined : resolvePath(first!.folder, property.replaceAll('\\', '/'));
  const isOutput = option?.name === '--output';
  return {
    site,
    dotnet,
    projects,
    output: isOutput ? folder : fromProperty,
    outputWord:
      isOutput && given?.literal === true && option.words.length === 2 && site.command.exact
        ? given
        : undefined,
    artifacts: isOutput ? undefined : folder,
  };
}

function projectsOf(
  site: CommandSite,
  dotnet: DotnetCommand,
  model: DockerfileModel,
  facts: Facts,
): PlacedProject[] {
  const target = dotnetTarget(site, dotnet, { model, facts });
  const found = target && projectAt(target.path, facts.project);
  if (!target || !found) return [];
  const folder = resolvePath(target.imagePath, '..');
  if (found.kind === 'dotnet') return [{ project: found, folder }];
  const root = found.directory;
  return membersOf(found, facts.project)
    .filter(
      ({ isTest, directory }) =>
        !isTest && (root === '' || directory === root || directory.startsWith(`${root}/`)),
    )
    .map((project) => ({
      project,
      folder: resolvePath(
        folder,
        `./${root === '' ? project.directory : project.directory.slice(root.length + 1)}`,
      ),
    }));
}

/** The name of the program without its ending; undefined when it is computed. */
export function assemblyName({ project }: PlacedProject, { dotnet }: Publish): string | undefined {
  return dotnet.property('AssemblyName') ?? project.assemblyName;
}

/**
 * The folder that a publish leaves `file` in, if it may be the program of one of its projects: the one that the options
 * say, or the SDK's own, `bin/Release/net8.0/publish`. A complete sentence where the file can't come from it.
 */
export function publishedIn(
  file: string,
  publish: Publish,
): { readonly folder: string; readonly by: PlacedProject } | undefined {
  const folder = resolvePath(file, '..');
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.dll$/, '');
  const by = publish.projects.find((one) => assemblyName(one, publish) === name);
  if (!by) return undefined;
  if (publish.output !== undefined) return folder === publish.output ? { folder, by } : undefined;
  const { artifacts, dotnet } = publish;
  if (artifacts !== undefined) {
    const project = by.project.manifest.slice(by.project.manifest.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
    return resolvePath(folder, '..') === resolvePath(artifacts, `publish/${project}`)
      ? { folder, by }
      : undefined;
  }
  const below = folder.startsWith(`${by.folder === '/' ? '' : by.folder}/bin/`)
    ? folder.slice(by.folder === '/' ? 5 : by.folder.length + 5).split('/')
    : [];
  const [configuration, framework] = below;
  const asked = dotnet.value('--configuration') ?? dotnet.property('Configuration');
  const wanted = dotnet.value('--framework');
  const fits =
    below.at(-1) === 'publish' &&
    below.length >= 3 &&
    (asked === undefined || asked === configuration) &&
    (wanted === undefined || wanted === framework) &&
    (by.project.targetFrameworks.length === 0 || by.project.targetFrameworks.includes(framework!));
  return fits ? { folder, by } : undefined;
}
