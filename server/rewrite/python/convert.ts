/** A single-stage Python image → a stage that makes the virtual environment, and one that runs it. */
import type { ContextFacts } from '../../context/facts.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';
import { Draft } from '../draft.ts';
import type { Conversion } from '../multi-stage.ts';
import { removedPackage, type SystemPackage } from '../system/packages.ts';
import { finalBase } from './base.ts';
import { BuildStage } from './build-stage.ts';
import { placeOf } from './copy-roles.ts';
import { editableObstacle } from './editable.ts';
import { environmentOf, type Environment } from './environment.ts';
import { compilerNeed, installedPackages, namesSystemPackages, sourcesOf } from './packages.ts';
import { readPythonStage, type PythonReading } from './reading.ts';
import { isCompiled } from './runtime-libraries.ts';
import { writeRuntime } from './runtime-stage.ts';
import { startOf } from './start.ts';
import { buildTools, splitPython } from './split.ts';
import { managedPython } from './uv-python.ts';
import { isWorth, worthOf } from './worth.ts';

/** `contextAfter`: the context as it is when the result is built. */
export function convertPython(
  model: DockerfileModel,
  facts: Facts,
  onlyIfWorth: boolean,
  contextAfter: ContextFacts,
): Conversion {
  const worth = worthOf(model, facts);
  if (!isWorth(worth, !onlyIfWorth))
    return onlyIfWorth
      ? {}
      : {
          obstacle: worth.full
            ? 'No package is known to be compiled here, so all that the image needs is the slim variant of its base.'
            : 'The image ships no compilers, headers or package managers that a stage of its own could keep apart.',
        };
  const reading = readPythonStage(model, facts);
  if (typeof reading === 'string') return { obstacle: reading };
  if (!facts.context.known)
    return { obstacle: 'The build context is not known, so neither is what the program needs.' };
  if (namesSystemPackages(model))
    return {
      obstacle:
        "The file works on the folder of Python's own packages, where those of a virtual environment are not.",
    };
  const environment = environmentOf(reading, model);
  if (typeof environment === 'string') return { obstacle: environment };
  const hidden =
    replacedPath(model) ??
    hostEnvironment(environment, reading, contextAfter) ??
    managedPython(reading, facts) ??
    editableObstacle(reading, model, facts);
  if (hidden !== undefined) return { obstacle: hidden };
  const start = startOf(reading, environment, model, facts);
  if (typeof start === 'string') return { obstacle: start };
  const packages = installedPackages(reading);
  const need = packages && compilerNeed(packages);
  if (need !== undefined)
    return { obstacle: `${need} may compile while the program runs, so the compilers have to stay.` };
  const sources = sourcesOf(facts);
  const calls = sources?.flatMap(({ runsPrograms }) => runsPrograms) ?? [];
  const system = splitPython(
    reading,
    sources !== undefined && calls.length === 0
      ? buildTools(reading, start, packages, model, facts)
      : new Set(),
    packages,
  );
  if (typeof system === 'string') return { obstacle: system };
  const removed = removedPackage(reading.runs, system);
  if (removed !== undefined) return { obstacle: `The file removes ${removed}, which the program may use.` };
  const dropped = [...system.values()].flat().filter(({ becomes }) => becomes?.length === 0);
  // Headers, and packages that are always compiled, show what compilers are there for.
  const isExplained =
    [...system.values()].flat().some(({ becomes }) => (becomes?.length ?? 0) > 0) ||
    [...(packages ?? [])].some(isCompiled);
  if (dropped.length > 0 && !isExplained && (calls.length > 0 || !sources))
    return {
      obstacle: sources
        ? `The program runs other programs (${calls[0]!}), and whether it needs ${dropped[0]!.name} is not certain.`
        : `Whether the program calls ${dropped[0]!.name} is not certain, because not all sources could be read.`,
    };
  const final = finalBase(reading, system, start, packages, calls, facts);
  if (typeof final === 'string') return { obstacle: final };
  const draft = new Draft(model);
  new BuildStage(draft, reading, environment, model, facts).write();
  writeRuntime(draft, reading, model, {
    environment,
    start,
    image: final.image,
    packages: system,
    libraries: final.libraries,
  });
  return {
    text: draft.render(),
    reason: reasonFor(environment, system, final.libraries, start.runner, final.image, calls),
  };
}

/** An ENV that sets PATH as a whole would hide the environment. */
function replacedPath(model: DockerfileModel): string | undefined {
  const replaces = model.instructions.some(
    ({ keyword, pairs }) =>
      keyword === 'ENV' &&
      pairs.some(({ key, rawValue }) => key === 'PATH' && !/\$\{?PATH\b/.test(rawValue ?? '')),
  );
  return replaces
    ? 'The file sets PATH as a whole, so where programs are looked for is not certain.'
    : undefined;
}

/** A copy that brings this machine's environment to the place of the image's. */
function hostEnvironment(
  { path }: Environment,
  { copies }: PythonReading,
  context: ContextFacts,
): string | undefined {
  for (const copy of copies.values()) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const candidates = context.entries.filter(
      (entry) => entry.path === name || entry.path.endsWith(`/${name}`),
    );
    const entry = candidates.find((one) => placeOf(one.path, copy) === path && !context.isIgnored(one.path));
    if (entry)
      return `${entry.path} of this machine would be copied over the virtual environment: add it to ${context.dockerignore.path} first.`;
  }
  return undefined;
}

function reasonFor(
  { path, kind }: Environment,
  system: ReadonlyMap<Instruction, readonly SystemPackage[]>,
  libraries: readonly string[],
  runner: string | undefined,
  image: string | undefined,
  calls: readonly string[],
): string {
  const all = [...system.values()].flat();
  const gone = [...new Set(all.flatMap(({ becomes, name }) => (becomes ? [name] : [])))];
  const instead = [...new Set([...all.flatMap(({ becomes }) => becomes ?? []), ...libraries])];
  const kept = [...new Set(all.flatMap(({ becomes, name }) => (becomes ? [] : [name])))];
  return [
    `The final image has the packages in a virtual environment (${path})${kind === 'made' ? ', which the build makes' : ''}, and the sources as they were copied.`,
    ...(image === undefined
      ? []
      : [`It builds on ${image}; packages that are not known to be compiled are taken to come as wheels.`]),
    ...(gone.length > 0
      ? [
          `${list(gone)} ${gone.length === 1 ? 'stays' : 'stay'} in the build${instead.length > 0 ? `; ${list(instead)} ${instead.length === 1 ? 'takes their' : 'take their'} place` : ''}.`,
        ]
      : instead.length > 0
        ? [`${list(instead)}: installed for the packages that use ${instead.length === 1 ? 'it' : 'them'}.`]
        : []),
    ...(kept.length > 0
      ? [`${list(kept)}: kept, the program may use ${kept.length === 1 ? 'it' : 'them'}.`]
      : []),
    ...(runner === undefined ? [] : [`The container starts the program itself, without \`${runner}\`.`]),
    ...(calls.length > 0
      ? [`The program runs other programs (${calls[0]!}), which are assumed not to be compilers.`]
      : []),
  ].join(' ');
}

function list(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}
