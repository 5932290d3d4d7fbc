/** The system packages of every RUN, and which tools among them only the build uses. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { containersOf } from '../../tools/development.ts';
import type { PythonReading } from './reading.ts';
import type { PythonStart } from './start.ts';
import { usesOpenMp } from './runtime-libraries.ts';
import { splitPackages, type SystemPackage } from './system-packages.ts';

export type SplitPackages = ReadonlyMap<Instruction, readonly SystemPackage[]>;

/** By RUN, or why a package can't be placed: a complete sentence. */
export function splitAll(
  reading: PythonReading,
  onlyBuild: ReadonlySet<string>,
  packages: ReadonlySet<string> | undefined,
): SplitPackages | string {
  const release = reading.base.distro?.version;
  const found = new Map<Instruction, readonly SystemPackage[]>();
  for (const [instruction, { script }] of reading.runs) {
    const all: SystemPackage[] = [];
    for (const command of script.commands) {
      const split = splitPackages(command, { release, onlyBuild, openMp: usesOpenMp(packages) });
      if (typeof split === 'string') return split;
      if (split.length > 0 && !command.exact) return 'A list of system packages stands in a nested script.';
      all.push(...split);
    }
    found.set(instruction, all);
  }
  return found;
}

/** A package that the file removes although the program may use it; undefined when only build packages are removed. */
export function removedPackage(reading: PythonReading, split: SplitPackages): string | undefined {
  const gone = new Set([...split.values()].flat().flatMap(({ name, becomes }) => (becomes ? [name] : [])));
  for (const { script } of reading.runs.values())
    for (const command of script.commands) {
      const system = systemCommand(command);
      if (system?.action !== 'remove') continue;
      const kept = system.packages.find((word) => !word.literal || !gone.has(packageName(word)));
      if (kept) return kept.raw;
    }
  return undefined;
}

/** Of git, curl and wget those that only the build calls, for a program that calls no others. */
export function buildTools(
  reading: PythonReading,
  { programs }: PythonStart,
  packages: ReadonlySet<string> | undefined,
  model: DockerfileModel,
  facts: Facts,
): ReadonlySet<string> {
  const found = new Set<string>();
  if (!packages) return found;
  // Its health check may be written in a compose file, and call anything.
  const isChecked = containersOf(model, facts).some(({ healthcheck }) => healthcheck === 'set');
  if (!programs.includes('git') && !packages.has('gitpython')) found.add('git').add('git-core');
  const commands = [...reading.runs.values()].flatMap(({ script }) => script.commands);
  for (const name of ['curl', 'wget'])
    if (!isChecked && !programs.includes(name) && commands.some((command) => command.name === name)) found.add(name);
  return found;
} // prettier-ignore
