/** The release that a file makes with `mix release`: where it lies, and what it is called. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { resolveWord, type ShellWord } from '../../dockerfile/shell.ts';
import type { ElixirProject } from '../../project/elixir/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { variableOf } from '../../tools/dependencies/command.ts';
import { folderOf } from '../../tools/locate.ts';
import { mixTasks } from '../../tools/mix.ts';
import { originOf, runCommands, type CommandSite } from '../../tools/sites.ts';
import { resolvePath } from '../../tools/working-directory.ts';

export interface Release {
  readonly instruction: Instruction;
  /** Absolute path of its folder. */
  readonly path: string;
  /** Absolute path of the project's folder. */
  readonly directory: string;
  /** Its mix.exs, where it is known. */
  readonly project: ElixirProject | undefined;
  readonly site: CommandSite;
}

/** The last release of the file, or why its place is not known: a complete sentence. Undefined: it makes none. */
export function releaseOf(model: DockerfileModel, facts: Facts): Release | string | undefined {
  const sites = [...runCommands(model)].filter(({ command }) => command.name === 'mix');
  const found = sites.flatMap((site) =>
    mixTasks(site.command)
      .filter(({ name }) => name === 'release')
      .map(({ words }) => ({ site, words })),
  );
  const last = found.at(-1);
  if (!last) return undefined;
  if (found.length > 1) return 'The file makes several releases.';
  const { site, words } = last;
  const { directory } = site;
  if (directory === undefined) return 'In which folder the release is made can\'t be followed.'; // prettier-ignore
  for (const name of ['MIX_BUILD_PATH', 'MIX_BUILD_ROOT', 'MIX_TARGET', 'MIX_EXS'])
    if (variableOf(site, name) !== undefined) return `${name} decides where the release lies.`;
  const option = optionOf(words, '--path');
  const project = projectOf(site, model, facts);
  if (option) {
    const value = resolveWord(option, site.instruction.state);
    return value === undefined
      ? 'Where the release lies is only known to the build.'
      : { instruction: site.instruction, directory, path: resolvePath(directory, value), project, site };
  }
  const environment = environmentOf(site);
  if (environment === undefined)
    return 'MIX_ENV, which names the folder of the release, is only known to the build.';
  const name = nameOf(words, site, project);
  return name === undefined
    ? 'The name of the release is not certain: neither the command nor mix.exs has it in a way that could be read.'
    : {
        instruction: site.instruction,
        directory,
        path: resolvePath(directory, `_build/${environment}/rel/${name}`),
        project,
        site,
      };
}

function optionOf(words: readonly ShellWord[], name: string): ShellWord | undefined {
  const at = words.findIndex(({ value }) => value === name);
  return at < 0 ? undefined : words[at + 1];
}

function environmentOf(site: CommandSite): string | undefined {
  const value = variableOf(site, 'MIX_ENV');
  if (value === undefined) return 'dev';
  return value.known && /^\w+$/.test(value.value) ? value.value : undefined;
}

/** `mix release NAME`; else the only one that mix.exs configures, else the name of the application (hexdocs.pm/mix/Mix.Tasks.Release.html). */
function nameOf(
  words: readonly ShellWord[],
  site: CommandSite,
  project: ElixirProject | undefined,
): string | undefined {
  const [first] = words
    .slice(1)
    .filter(({ value }, i, all) => !value.startsWith('-') && all[i - 1]?.value !== '--version');
  if (first) return resolveWord(first, site.instruction.state);
  if (!project || project.releases.length > 1) return undefined;
  return project.releases[0] ?? (project.applications.length > 0 ? undefined : project.app);
}

function projectOf(site: CommandSite, model: DockerfileModel, facts: Facts): ElixirProject | undefined {
  const origin = originOf('mix.exs', site.directory!, site, model, facts);
  return origin && facts.project.find('elixir', folderOf(origin.path));
}
