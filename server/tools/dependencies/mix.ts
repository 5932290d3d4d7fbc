/** Mix, the build tool of Elixir. https://hexdocs.pm/mix/Mix.Tasks.Deps.Get.html */
import type { ElixirProject } from '../../project/facts.ts';
import type { InstallInputs } from '../install-inputs.ts';
import { folderOf } from '../locate.ts';
import { mixTasks } from '../mix.ts';
import { commandOf, isEditable, manifestIn, replaceWord, variableOf } from './command.ts';
import type { InstallReader, Locking } from './install.ts';

export const mixInstall: InstallReader = (site, scope) => {
  const { facts } = scope;
  const command = commandOf(site.command, ['mix']);
  if (!command || variableOf(site, 'MIX_EXS') !== undefined) return undefined;
  const tasks = mixTasks(command);
  const fetching = tasks.find(({ name }) => name === 'deps.get' || name === 'deps.update');
  // Tasks that need the sources make it another kind of command.
  if (!fetching || !tasks.every(({ name }) => ownTasks.has(name))) return undefined;
  const manifest = manifestIn(site.directory, 'mix.exs', site, scope);
  const found = manifest && facts.project.find('elixir', folderOf(manifest.path));
  const project =
    found?.umbrella === undefined ? found : (facts.project.find('elixir', found.umbrella) ?? found);
  const updates = fetching.name === 'deps.update' && fetching.words.some(({ value }) => value === '--all');
  if (fetching.name === 'deps.update' && !updates) return undefined;
  const locking: Locking = updates
    ? {
        kind: 'updates',
        freeze:
          isEditable(site) && fetching.words.length === 2
            ? {
                name: 'mix deps.get',
                edits: [
                  replaceWord(fetching.words[0]!, 'deps.get'),
                  {
                    span: { start: fetching.words[0]!.span.end, end: fetching.words[1]!.span.end },
                    newText: '',
                  },
                ],
              }
            : undefined,
      }
    : { kind: 'frozen' };
  return {
    ...site,
    name: `mix ${fetching.name}`,
    manifestName: 'mix.exs',
    manifest,
    project,
    lockName: 'mix.lock',
    lock: project?.lock,
    locking,
    asked: project && (project.applications.length > 0 ? undefined : project.dependencies.length),
    packages: project?.lock?.packages,
    inputs: () =>
      project &&
      inputsOf(
        project,
        tasks.some(({ name }) => name === 'deps.compile'),
      ),
    early: () => ({ kind: 'move', edits: [], option: undefined, afterwards: undefined }),
    development: () => undefined,
  };
};

/** Tasks that work with dependencies alone. */
const ownTasks: ReadonlySet<string> = new Set(['deps.get', 'deps.update', 'deps.compile', 'local.hex', 'local.rebar', 'deps.clean']); // prettier-ignore

function inputsOf(project: ElixirProject, compiles: boolean): InstallInputs {
  return {
    paths: [
      ...new Set([
        project.manifest,
        ...(project.lock ? [project.lock.path] : []),
        ...project.installFiles,
        ...project.applications.map((folder) => `${folder}/mix.exs`),
        // Dependencies are compiled with the configuration of the project.
        ...(compiles && project.configuration !== undefined ? [project.configuration] : []),
      ]),
    ],
    needsSources: project.needsSources,
    doubt: project.dynamic && `${project.manifest} uses \`${project.dynamic}\``,
  };
}
