/** Which paths the final stage has: folders and permissions are set there only for those. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { Instruction } from '../../dockerfile/model.ts';
import { resolveWord, type ShellCommand } from '../../dockerfile/shell.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import type { ArtifactReading, ArtifactRun } from './reading.ts';
import type { Artifact } from './runtime-stage.ts';
import { fileCommands } from './sides.ts';

const ownership: ReadonlySet<string> = new Set(['chown', 'chgrp']);
/** Words in front of the paths that these commands take. */
const leading: Readonly<Record<string, number>> = { chown: 1, chmod: 1, chgrp: 1 };

export class FinalPaths {
  /** Absolute paths, and folders below which something lies. */
  readonly #made: string[];
  /** Where copies of the final stage put something. */
  readonly #copied: ReadonlySet<string>;

  constructor(
    private readonly reading: ArtifactReading,
    private readonly artifacts: readonly Artifact[],
    keepsCopy: (copy: Copy) => boolean,
    /** The final image has whatever the build image had. */
    private readonly sameFiles: boolean,
  ) {
    const { stage, copies, lastBuild } = reading;
    const copied = [...copies.values()].filter(
      (copy) => copy.instruction.index > lastBuild.index || keepsCopy(copy),
    );
    this.#copied = new Set(copied.flatMap(({ target }) => target ?? []));
    this.#made = [
      ...artifacts.map(({ to }) => to),
      ...this.#copied,
      ...(stage.endState.workdir === undefined ? [] : [stage.endState.workdir]),
      ...this.#folders(),
    ];
  }

  /** Does the final stage do what the command does: make a folder that is not one of the build's, or change what is there? */
  has(command: ShellCommand, lastBuild: Instruction): boolean {
    const run = this.#runOf(command);
    if (!run) return true;
    const paths = pathsOf(command, run);
    if (run.instruction.index <= lastBuild.index && paths.length > 0 && paths.every((path) => this.#isInArtifact(path)))
      // A copy from another stage keeps permissions and links, but gives everything to one owner.
      return ownership.has(command.name);
    if (this.sameFiles) return true;
    if (command.name === 'mkdir') return run.instruction.index > lastBuild.index || paths.every((path) => this.#isApart(path));
    // Links and time stamps of what only the build has would dangle.
    return paths.length > 0 && paths.every((path) => this.#isThere(path));
  } // prettier-ignore

  /** Does a command of files work on what is copied from the build stage? */
  ofArtifacts(command: ShellCommand): boolean {
    const run = fileCommands.has(command.name) ? this.#runOf(command) : undefined;
    return run !== undefined && pathsOf(command, run).some((path) => this.#isInArtifact(path));
  }

  #isInArtifact(path: string | undefined): boolean {
    return path !== undefined && this.artifacts.some(({ to, isFolder }) => path === to || (isFolder && path.startsWith(`${to}/`)));
  } // prettier-ignore

  #isThere(path: string | undefined): boolean {
    if (path === undefined) return false;
    // A base image has the system's own folders.
    if (/^\/(?:var|tmp|run|etc|home|srv|opt|usr\/local\/bin)?\/?$/.test(path)) return true;
    // A folder that came by a copy may hold anything.
    return this.#made.some((made) => made === path || made.startsWith(`${path}/`) || (made !== '/' && path.startsWith(`${made}/`) && this.#copied.has(made)));
  } // prettier-ignore

  /** Outside of where the sources lie, or nothing of theirs has its name. */
  #isApart(path: string | undefined): boolean {
    if (path === undefined) return false;
    const { copies, lastBuild } = this.reading;
    return ![...copies.values()].some(
      ({ instruction, target, sources }) =>
        instruction.index <= lastBuild.index &&
        target !== undefined &&
        (path === target ||
          target.startsWith(`${path}/`) ||
          sources.some((source) => path === resolvePath(target, source.path.split('/').pop() ?? '') && source.path !== '.')),
    );
  } // prettier-ignore

  /** What RUN makes with `mkdir`. */
  #folders(): string[] {
    return [...this.reading.runs.values()].flatMap((run) =>
      run.script.commands
        .filter(({ name }) => name === 'mkdir')
        .flatMap((command) => pathsOf(command, run).filter((path) => path !== undefined)),
    );
  }

  #runOf(command: ShellCommand): ArtifactRun | undefined {
    return [...this.reading.runs.values()].find(({ script }) => script.commands.includes(command));
  }
}

/** The absolute paths that a command of files works on; undefined for one that can't be known. */
function pathsOf(command: ShellCommand, { instruction, script }: ArtifactRun): (string | undefined)[] {
  const directory = workingDirectory(instruction, script, command);
  const words = command.args.filter(({ value }) => !/^-[a-zA-Z-]/.test(value));
  return words.slice(leading[command.name] ?? 0).map((word) => {
    const value = resolveWord(word, instruction.state);
    return value === undefined || directory === undefined ? undefined : resolvePath(directory, value);
  });
}
