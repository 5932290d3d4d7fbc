/** Which system packages of a Python image only the build uses. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';
import { containersOf } from '../../tools/development.ts';
import { splitAll, type SplitPackages } from '../system/packages.ts';
import type { PythonReading } from './reading.ts';
import { usesOpenMp } from './runtime-libraries.ts';
import type { PythonStart } from './start.ts';
import { pythonPlacing } from './system-packages.ts';

/** By RUN, or why a package can't be placed: a complete sentence. */
export function splitPython(
  reading: PythonReading,
  onlyBuild: ReadonlySet<string>,
  packages: ReadonlySet<string> | undefined,
): SplitPackages | string {
  const release = reading.base.distro?.version;
  return splitAll(reading.runs, pythonPlacing({ release, onlyBuild, openMp: usesOpenMp(packages) }));
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
    if (!isChecked && !programs.includes(name) && commands.some((command) => command.name === name))
      found.add(name);
  return found;
}
