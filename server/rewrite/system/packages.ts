/** The distribution's packages, split into what builds and what runs. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { removeWord, withoutLooseEnds } from '../../edit/words.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import type { RunReading } from '../run-reading.ts';

export interface SystemPackage {
  readonly word: ShellWord;
  readonly name: string;
  /** Run-time packages that take its place; undefined: it stays. */
  readonly becomes: readonly string[] | undefined;
}

/**
 * Where a package belongs: the run-time packages that take its place in the final stage (none: only the build uses it),
 * undefined when it stays, or why that is not certain: a complete sentence.
 */
export type Placing = (name: string) => readonly string[] | string | undefined;

/** By RUN. */
export type SplitPackages = ReadonlyMap<Instruction, readonly SystemPackage[]>;

/** The packages of every RUN, or why one can't be placed: a complete sentence. */
export function splitAll(
  runs: ReadonlyMap<Instruction, RunReading>,
  placing: Placing,
): SplitPackages | string {
  const found = new Map<Instruction, readonly SystemPackage[]>();
  for (const [instruction, { script }] of runs) {
    const all: SystemPackage[] = [];
    for (const command of script.commands) {
      const split = splitPackages(command, placing);
      if (typeof split === 'string') return split;
      if (split.length > 0 && !command.exact) return 'A list of system packages stands in a nested script.';
      all.push(...split);
    }
    found.set(instruction, all);
  }
  return found;
}

function splitPackages(command: ShellCommand, placing: Placing): SystemPackage[] | string {
  const system = systemCommand(command);
  if (system?.action !== 'install') return [];
  const split: SystemPackage[] = [];
  for (const word of system.packages) {
    const name = word.literal ? packageName(word) : word.raw;
    const becomes = placing(name);
    // A variable of the base image can be known by its name.
    if (!word.literal && (becomes === undefined || typeof becomes === 'string'))
      return `Which packages \`${word.raw}\` stands for is not certain.`;
    if (typeof becomes === 'string') return becomes;
    split.push({ word, name, becomes });
  }
  return split;
}

/** A package that the file removes although the program may use it; undefined when only build packages are removed. */
export function removedPackage(
  runs: ReadonlyMap<Instruction, RunReading>,
  split: SplitPackages,
): string | undefined {
  const gone = new Set([...split.values()].flat().flatMap(({ name, becomes }) => (becomes ? [name] : [])));
  const groups = goneGroups(runs, gone);
  for (const { script } of runs.values())
    for (const command of script.commands) {
      const system = systemCommand(command);
      if (system?.action !== 'remove') continue;
      const kept = system.packages.find(
        (word) => !gone.has(word.literal ? packageName(word) : word.raw) && !groups.has(word.value),
      );
      if (kept) return kept.raw;
    }
  return undefined;
}

/** Names of `apk add --virtual NAME …` none of whose packages is left. */
function goneGroups(
  runs: ReadonlyMap<Instruction, RunReading>,
  gone: ReadonlySet<string>,
): ReadonlySet<string> {
  const installs = [...runs.values()].flatMap(({ script }) =>
    script.commands.flatMap((command) => systemCommand(command) ?? []),
  );
  return new Set(
    installs.flatMap(({ action, options, packages }) => {
      const group = action === 'install' ? options.value('-t', '--virtual') : undefined;
      return group !== undefined &&
        packages.every((word) => gone.has(word.literal ? packageName(word) : word.raw))
        ? [group]
        : [];
    }),
  );
}

/** Edits that leave the run-time packages. `done` holds names that are installed already, and gets the new ones. */
export function runtimeEdits(
  packages: readonly SystemPackage[],
  model: DockerfileModel,
  done: Set<string>,
): readonly TextEdit[] {
  for (const { name, becomes } of packages) if (!becomes) done.add(name);
  const edits = packages.flatMap(({ word, becomes }): TextEdit[] => {
    if (!becomes) return [];
    const missing = becomes.filter((library) => !done.has(library));
    missing.forEach((library) => done.add(library));
    return missing.length > 0
      ? [{ span: word.span, newText: missing.join(' ') }]
      : [removeWord(model, word.span)];
  });
  return withoutLooseEnds(model, edits);
}
