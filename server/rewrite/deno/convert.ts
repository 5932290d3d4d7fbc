/** A single stage that runs a program with Deno → a stage that fetches and builds, and Deno's image without a distribution. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { containersOf } from '../../tools/development.ts';
import { moduleFolder } from '../../tools/deno-modules.ts';
import { denoImage } from '../../tools/deno-start.ts';
import { isInside } from '../application/places.ts';
import { buildStageName, writeBuildStage } from '../artifact/build-stage.ts';
import { readArtifactStage, type ArtifactReading } from '../artifact/reading.ts';
import { writeRuntimeStage, type Artifact } from '../artifact/runtime-stage.ts';
import { Draft } from '../draft.ts';
import type { Conversion } from '../multi-stage.ts';
import { short } from '../run-reading.ts';
import { distrolessName } from './base.ts';
import { loadedBefore } from './cache.ts';
import { denoSide, packageForProgram } from './commands.ts';
import { madeOutside } from './outside.ts';
import { readOwners } from './owner.ts';
import { readDenoProgram } from './program.ts';
import { distrolessStart } from './start.ts';

/** Does it build on one of Deno's own images? */
export function buildsOnDeno({ stages }: DockerfileModel): boolean {
  return stages[0] !== undefined && denoImage(stages[0]) !== undefined;
}

export function convertDeno(model: DockerfileModel, facts: Facts, onlyIfWorth: boolean): Conversion {
  const stage = model.stages[0]!;
  const name = distrolessName(stage);
  if (!name)
    return onlyIfWorth
      ? {}
      : { obstacle: 'The base image is a small one already, and what it holds is what runs.' };
  const program = readDenoProgram(stage, model, facts);
  if (program === undefined)
    return onlyIfWorth
      ? {}
      : { obstacle: 'The container starts something else than Deno, and what that needs is not certain.' };
  if (typeof program === 'string') return { obstacle: program };
  if ('obstacle' in name) return name;
  const called = containersOf(model, facts).find(
    ({ command }) => command !== undefined && /(?:^|\/)deno$/.test(command[0] ?? ''),
  );
  if (called)
    return {
      obstacle:
        "A compose file starts the container with `deno` in its command, and the entrypoint of Deno's small image is `deno` already: leave that word out there first.",
    };
  const until = stage.instructions.findLast(
    ({ keyword }) => keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD',
  );
  const reading = readArtifactStage(model, facts, denoSide, until);
  if (typeof reading === 'string') return { obstacle: reading };
  const wanted = packageForProgram(reading);
  if (wanted !== undefined)
    return {
      obstacle: `The file installs ${wanted}, which the program may use and Deno's small image can't get.`,
    };
  const texts = distrolessStart(stage, model);
  if (typeof texts === 'string') return { obstacle: texts };
  const places = placesOf(reading, program.start.directory, program.modules);
  if (typeof places === 'string') return { obstacle: places };
  const loading = loadedBefore(program, reading, model, facts);
  // Files alone go to the small image as they go to this one.
  if (reading.runs.size === 0 && loading.line === undefined)
    return onlyIfWorth
      ? {}
      : {
          obstacle:
            'The file only copies what runs: nothing of it is a build that a stage of its own could keep apart.',
        };
  const owners = readOwners(reading, program, loading.isOpen, model);
  if (typeof owners === 'string') return { obstacle: owners };
  const folders: Artifact[] = [];
  for (const path of places) {
    const owner = owners.folder(path);
    if (typeof owner === 'object') return owner;
    folders.push({ from: path, to: path, isFolder: true, owner });
  }
  const modules = moduleFolder(stage);
  const hasModules =
    modules !== undefined &&
    !places.some((folder) => isInside(modules, folder)) &&
    (modules === '/deno-dir' || usesDeno(reading) || loading.line !== undefined);
  const made = madeOutside(reading, [...places, ...(modules === undefined ? [] : [modules])], model);
  if (typeof made === 'string') return { obstacle: made };
  for (const { path, owner } of made) {
    const own = owner === undefined ? undefined : owners.number(owner);
    if (owner !== undefined && own === undefined)
      return { obstacle: `${path} belongs to ${owner}, whose number is not known.` };
    folders.push({ from: path, to: path, isFolder: true, owner: own });
  }
  const artifacts = hasModules
    ? [{ from: modules, to: modules, isFolder: true, owner: owners.modules }, ...folders]
    : folders;
  const isGiven = folders.some(({ to, owner }) => owner !== undefined && places.includes(to));
  const isOwnFolder = ({ to, owner }: Artifact): boolean =>
    isGiven && owner !== undefined && (to === modules || places.includes(to));
  const isKept = (copy: Copy): boolean =>
    copy.target !== undefined && !artifacts.some(({ to }) => isInside(copy.target!, to));
  const given = [...reading.copies.values()].find(
    (copy) => isKept(copy) && copy.chown !== undefined && !/^\d+(?::\d+)?$/.test(copy.chown),
  );
  if (given)
    return {
      obstacle: `\`${short(given.instruction, model)}\` gives files to an account that Deno's small image does not have.`,
    };
  // What the build stage does, and what is copied from there.
  const done = [
    ...reading.runs.keys(),
    ...[...reading.copies.values()].filter((copy) => !isKept(copy)).map(({ instruction }) => instruction),
  ];
  const draft = new Draft(model);
  writeBuildStage(draft, reading, model, {
    keepsVariables: true,
    leavesOut: (instruction) => isCopyFor(instruction, reading, isKept),
    after: loading.line === undefined ? [] : [`${keywordCase(model, 'RUN')} ${loading.line}`],
  });
  const failure = writeRuntimeStage(draft, { ...reading, runs: new Map() }, model, {
    image: name.image,
    keepsPlatform: true,
    hasShell: false,
    // A folder that WORKDIR makes stays root's, whoever the files belong to that are copied into it.
    head: artifacts
      .filter(isOwnFolder)
      .map(
        ({ to, owner }) =>
          `${keywordCase(model, 'COPY')} --from=${buildStageName(stage)} --chown=${owner!} ${to}/ ${to}/`,
      ),
    artifacts: artifacts.filter((one) => !isOwnFolder(one)),
    texts: new Map([...texts, ...owners.texts, ...done.map((one): [Instruction, string] => [one, ''])]),
    packages: new Map(),
    libraries: [],
    isBuildVariable: () => false,
    keepsCopy: isKept,
  });
  if (failure !== undefined) return { obstacle: failure };
  return { text: draft.render(), reason: reasonFor(name.image, places, loading.line) };
}

/** Absolute paths of the folders that the program lies in, none inside of another, or why they are not known: a complete sentence. */
function placesOf(
  { copies, stage }: ArtifactReading,
  directory: string,
  modules: readonly string[],
): readonly string[] | string {
  const around = [...copies.values()].flatMap(({ target }) =>
    target !== undefined && isInside(directory, target) ? target : [],
  );
  const all = [...new Set([directory, ...around])];
  const folders = all.filter((one) => !all.some((other) => other !== one && isInside(one, other)));
  if (folders.includes('/') || stage.endState.workdir === undefined)
    return 'The program lies in the root folder of the image, among the files of the system: give it a folder of its own with WORKDIR.';
  const outside = modules.find((module) => !folders.some((folder) => isInside(module, folder)));
  return outside === undefined
    ? folders
    : `${outside}, which the container starts, lies outside of the working directory.`;
}

/** Only the final stage needs the file. */
function isCopyFor(
  instruction: Instruction,
  { copies }: ArtifactReading,
  isKept: (copy: Copy) => boolean,
): boolean {
  const copy = copies.get(instruction);
  return copy !== undefined && copy.from === undefined && isKept(copy);
}

function usesDeno({ runs }: ArtifactReading): boolean {
  return [...runs.values()].some(({ script }) => script.commands.some(({ name }) => name === 'deno'));
}

function reasonFor(image: string, folders: readonly string[], line: string | undefined): string {
  return [
    `The final image is ${image}: Deno, its cache of modules, and ${folders.join(', ')} as the build leaves ${folders.length === 1 ? 'it' : 'them'}, without a distribution, its shell and its package manager.`,
    ...(line === undefined
      ? []
      : [
          `\`${line}\` loads what the program imports, so that nothing is fetched when the container starts.`,
        ]),
    'Assumed: nobody needs a shell in the container.',
  ].join(' ');
}
