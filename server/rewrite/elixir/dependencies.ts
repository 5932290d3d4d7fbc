/** Dependencies of Mix are compiled before the sources come, as in the Dockerfile that Phoenix makes (hexdocs.pm/phoenix/Mix.Tasks.Phx.Gen.Release.html). */
import type { DockerfileModel, Instruction, VariableValue } from '../../dockerfile/model.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { shorten } from '../../tools/install-inputs.ts';
import { variableOf } from '../../tools/dependencies/command.ts';
import { mixTasks, type MixTask } from '../../tools/mix.ts';
import { originOf, runCommands, type CommandSite } from '../../tools/sites.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { Release } from './release.ts';

interface Fetching {
  readonly site: CommandSite;
  readonly tasks: readonly MixTask[];
}

/**
 * Other texts for the instruction that fetches dependencies: only those of the release's environment, compiled at once. Empty where
 * they are compiled already, where it can't be told, or where nothing is fetched.
 */
export function compiledDependencies(
  release: Release,
  model: DockerfileModel,
  facts: Facts,
): ReadonlyMap<Instruction, string> {
  const none = new Map<Instruction, string>();
  const { project, directory } = release;
  if (
    !project ||
    project.applications.length > 0 ||
    project.umbrella !== undefined ||
    project.needsSources !== undefined ||
    project.dynamic !== undefined
  )
    return none;
  if ((project.lock?.packages ?? 0) === 0) return none;
  const sites = [...runCommands(model)].filter(({ command }) => command.name === 'mix');
  const all = sites.map((site): Fetching => ({ site, tasks: mixTasks(site.command) }));
  if (all.some(({ tasks }) => tasks.some(({ name }) => name === 'deps.compile' || name === 'deps.update')))
    return none;
  const fetching = all.filter(({ tasks }) => tasks.some(({ name }) => name === 'deps.get'));
  const [only] = fetching;
  if (!only || fetching.length > 1 || only.tasks[0]!.name !== 'deps.get' || !isPlain(only, directory))
    return none;
  const environment = variableOf(release.site, 'MIX_ENV');
  // What is compiled in one environment is not used in another.
  if (sites.some((site) => !isSame(variableOf(site, 'MIX_ENV'), environment)) || environment?.known === false)
    return none;
  const { site, tasks } = only;
  const limit = limitTo(tasks[0]!, environment?.known === true ? environment.value : undefined);
  const configured =
    project.configuration === undefined ||
    isThere(`${folderName(project.configuration)}/config.exs`, site, release, model, facts);
  const compile = configured ? ', deps.compile' : '';
  const end = endOf(tasks[0]!);
  const more = { span: { start: end, end }, newText: limit + compile };
  if (tasks.length > 1) {
    // The rest of the tasks needs the sources.
    if (!configured || site.script.commands.length > 1) return none;
    const rest = model.text.slice(tasks[1]!.words[0]!.span.start, site.instruction.span.end);
    const first = write(site, model, [{ ...more, span: { start: end, end: site.instruction.span.end } }]);
    const start = model.text.slice(site.instruction.span.start, site.command.span.start);
    return new Map([[site.instruction, `${first}\n${start}mix ${tasks.length > 2 ? 'do ' : ''}${rest}`]]);
  }
  if (configured)
    return new Map([
      [site.instruction, write(site, model, [{ span: startOf(tasks[0]!), newText: 'do ' }, more])],
    ]);
  const folder = folderName(project.configuration);
  const lastCommand = site.script.commands.at(-1);
  if (!isThere(`${folder}/config.exs`, release.site, release, model, facts) || lastCommand !== site.command)
    return none;
  const copy = `${keywordCase(model, 'COPY')} ${project.configuration}/ ${shorten(resolvePath(directory, folder), site.instruction.state.workdir)}`;
  return new Map([
    [
      site.instruction,
      `${write(site, model, [more])}\n${copy}\n${keywordCase(model, 'RUN')} mix deps.compile`,
    ],
  ]);
}

/** In the project's own folder, once, with words that are what they look like. */
function isPlain({ site }: Fetching, directory: string): boolean {
  const { command } = site;
  return (
    site.directory === directory &&
    site.instruction.state.workdir === directory &&
    command.exact &&
    !command.conditional &&
    !site.script.exec &&
    command.redirects.length === 0
  );
}

function isSame(a: VariableValue | undefined, b: VariableValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.known && b.known && a.value === b.value;
}

/** ` --only prod`, where nothing is said. */
function limitTo({ words }: MixTask, environment: string | undefined): string {
  return environment === undefined || !/^\w+$/.test(environment) || words.length > 1
    ? ''
    : ` --only ${environment}`;
}

/** A comma that separates tasks belongs to the word in front of it. */
function endOf({ words }: MixTask): number {
  const last = words.at(-1)!;
  return last.span.end - (last.raw.endsWith(',') ? 1 : 0);
}

/** Is it in the project's folder when the command runs? */
function isThere(
  path: string,
  site: CommandSite,
  { directory }: Release,
  model: DockerfileModel,
  facts: Facts,
): boolean {
  return originOf(path, directory, site, model, facts) !== undefined;
}

function folderName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function startOf({ words }: MixTask): TextEdit['span'] {
  const { start } = words[0]!.span;
  return { start, end: start };
}

/** The instruction with edits. */
function write(
  { instruction: { span } }: CommandSite,
  model: DockerfileModel,
  edits: readonly TextEdit[],
): string {
  const shifted = edits.map((edit) => ({
    ...edit,
    span: { start: edit.span.start - span.start, end: edit.span.end - span.start },
  }));
  return applyEdits(model.text.slice(span.start, span.end), shifted);
}
