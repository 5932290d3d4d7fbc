/** Reads a single-stage Dockerfile that builds a Rust program: what is built, what starts, what that needs. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import type { RustProject } from '../../project/rust/facts.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { cargoCommand } from '../../tools/cargo.ts';
import { runCommands } from '../../tools/sites.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { movedFiles, originOf } from '../artifact/moved.ts';
import { readProgramStart, type ProgramStart } from '../artifact/program-start.ts';
import { readArtifactStage, type ArtifactReading } from '../artifact/reading.ts';
import { cargoBuilds, readBuild, type CargoBuild } from './builds.ts';
import { cargoRun } from './run.ts';
import { rustSides } from './sides.ts';

export interface RustReading {
  readonly stage: ArtifactReading;
  readonly base: ImageFact;
  readonly builds: readonly CargoBuild[];
  /** The build whose program the container starts. */
  readonly build: CargoBuild;
  readonly start: ProgramStart;
  /** Packages of the programs that are started, and those of the project that they depend on. */
  readonly projects: readonly RustProject[];
}

/** The reading, or why there is none: a complete sentence for the user. */
export function readRustStage(model: DockerfileModel, facts: Facts): RustReading | string {
  const own = model.stages[0]!;
  const base = lookupRoot(own, facts.images);
  if (!base) return 'Nothing is known about the base image, so neither is which image can run the program.';
  if (!facts.context.known) return 'The build context is not known, so neither is what is built.';
  const builds: CargoBuild[] = [];
  for (const site of cargoBuilds(model, facts)) {
    if (site.site.command.conditional)
      return `Whether \`cargo ${site.cargo.subcommand}\` runs is not certain.`;
    const build = readBuild(site, base, model, facts);
    if (typeof build === 'string') return build;
    builds.push(build);
  }
  const outputs = builds.flatMap((build) => build.outputs.map((output) => ({ ...output, build })));
  const commands = [...runCommands(model)];
  const moved = movedFiles(commands, own, (path) => outputs.some((output) => output.path === path));
  const isBuilt = (path: string): boolean =>
    outputs.some(
      (output) =>
        output.path === originOf(path, moved) && (path !== output.path || !isCached(path, output.build)),
    );
  const moves = new Set([...moved.values()].map(({ command }) => command));
  const start = readProgramStart(own, model, facts, {
    isBuilt,
    searched: base.repository === 'rust' ? ['/usr/local/cargo/bin'] : ['/root/.cargo/bin'],
    place: (path, keeps) =>
      keeps || findsItself(facts) || !isOfCargo(path)
        ? path
        : `/usr/local/bin/${path.slice(path.lastIndexOf('/') + 1)}`,
    runner: (command) => cargoRun(command, own, builds),
  });
  if (typeof start === 'string') return start;
  const stage = readArtifactStage(model, facts, rustSides(moves));
  if (typeof stage === 'string') return stage;
  const started = [...start.programs.keys()].map((path) =>
    outputs.findLast((output) => output.path === originOf(path, moved))!,
  );
  const lost = started.find(({ path, build }) => start.programs.has(path) && isCached(path, build));
  if (lost) return `${lost.path} lies in a cache mount, which the image does not have.`;
  return {
    stage,
    base,
    builds,
    build: started[0]!.build,
    start,
    projects: withOwnDependencies(
      started.map(({ project }) => project),
      facts,
    ),
  };
}

/** Does the file build a Rust project, or start one through cargo? Tools that cargo installs count for nothing. */
export function buildsRust(model: DockerfileModel, facts: Facts): boolean {
  if (cargoBuilds(model, facts).length > 0) return true;
  const start = lastOf(model.stages[0]!, 'ENTRYPOINT') ?? lastOf(model.stages[0]!, 'CMD');
  const commands = (start && shellOf(start, model)?.commands) ?? [];
  return commands.some((command) => cargoCommand(command)?.subcommand === 'run');
}

/** Below target/ or cargo's own folder nobody looks for a program in the final image. */
function isOfCargo(path: string): boolean {
  return /\/(?:release|debug)\/(?:examples\/)?[^/]+$|\/\.?cargo\/bin\/[^/]+$|\/target\//.test(path);
}

function isCached(path: string, { site: { instruction } }: CargoBuild): boolean {
  return mountsOf(instruction).some(
    ({ type, target }) =>
      type === 'cache' &&
      target !== undefined &&
      path.startsWith(`${resolvePath(instruction.state.workdir ?? '/', target)}/`),
  );
}

function findsItself(facts: Facts): boolean {
  return facts.project.projects.some(({ kind, directory }) => kind === 'rust' && facts.project.sources(directory)?.rust?.findsItself === true); // prettier-ignore
}

function withOwnDependencies(projects: readonly RustProject[], facts: Facts): readonly RustProject[] {
  const found = new Set<RustProject>();
  const open = [...projects];
  for (let project = open.pop(); project; project = open.pop()) {
    if (found.has(project)) continue;
    found.add(project);
    for (const { path, kind } of project.dependencies) {
      const other = path === undefined || kind === 'dev' ? undefined : facts.project.find('rust', path);
      if (other) open.push(other);
    }
  }
  return [...found];
}
