/** Commands with the place they stand in, and the project they belong to. */
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../dockerfile/shell.ts';
import type { Facts } from '../rules/rule.ts';
import { locate, locateOrAssume, type Origin } from './locate.ts';
import { resolvePath, withFoldersAbove, workingDirectory } from './working-directory.ts';

/** A command with the instruction and stage it stands in. */
export interface CommandSite {
  readonly instruction: Instruction;
  readonly stage: Stage;
  readonly script: ShellScript;
  readonly command: ShellCommand;
  /** Absolute image path (unknown WORKDIR as `/`), undefined when it can't be followed. */
  readonly directory: string | undefined;
}

const sites = new WeakMap<DockerfileModel, readonly CommandSite[]>();

/** Every command of every RUN, in order. */
export function runCommands(model: DockerfileModel): readonly CommandSite[] {
  let known = sites.get(model);
  if (!known) sites.set(model, (known = [...readCommands(model)]));
  return known;
}

function* readCommands(model: DockerfileModel): Generator<CommandSite> {
  for (const stage of model.stages)
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      const script = shellOf(instruction, model);
      if (!script) continue;
      for (const command of script.commands)
        yield {
          instruction,
          stage,
          script,
          command,
          directory: workingDirectory(instruction, script, command),
        };
    }
}

/** One list per model and facts: many rules ask for it. */
export function remembered<Site>(
  gather: (model: DockerfileModel, facts: Facts) => Site[],
): (model: DockerfileModel, facts: Facts) => readonly Site[] {
  const known = new WeakMap<DockerfileModel, WeakMap<Facts, readonly Site[]>>();
  return (model, facts) => {
    let byFacts = known.get(model);
    if (!byFacts) known.set(model, (byFacts = new WeakMap()));
    let sites = byFacts.get(facts);
    if (!sites) byFacts.set(facts, (sites = gather(model, facts)));
    return sites;
  };
}

/** The directory that an option such as `--prefix` names, seen from the current one. */
export function directoryIn(current: string | undefined, option: string | undefined): string | undefined {
  if (option === undefined) return current;
  if (/[$`]/.test(option)) return undefined;
  return current === undefined && !option.startsWith('/') ? undefined : resolvePath(current ?? '/', option);
}

/** Where the manifest of a directory comes from; looks in the directories above too (a command in a subfolder of the project). */
export function originOf(
  name: string,
  directory: string,
  site: CommandSite,
  model: DockerfileModel,
  facts: Facts,
): Origin | undefined {
  const place = { model, context: facts.context, stage: site.stage, before: site.instruction };
  for (const folder of withFoldersAbove(directory)) {
    const origin = locate(resolvePath(folder, name), place);
    if (origin) return origin;
  }
  return locateOrAssume(resolvePath(directory, name), place);
}
