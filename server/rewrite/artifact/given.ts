/** Whole artifacts that a RUN gives to an account once they are built. */
import type { Instruction } from '../../dockerfile/model.ts';
import { resolveWord, type ShellCommand } from '../../dockerfile/shell.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import type { ArtifactReading, ArtifactRun } from './reading.ts';
import type { Artifact } from './runtime-stage.ts';

export interface Given {
  /** For `--chown`: copied so, the files are not stored a second time. */
  readonly owner: string;
  /** The account may be made here, so the copies have to stand behind it. */
  readonly by: Instruction;
}

/**
 * `RUN useradd app && chown -R app /srv`, when it is the first one behind the build and does nothing else: then the
 * artifacts can be copied behind it with their owner, and it goes on giving the empty folder to the account.
 */
export function givenLater(reading: ArtifactReading, artifacts: readonly Artifact[]): Given | undefined {
  const { runs, copies, lastBuild } = reading;
  const run = [...runs.values()].find(({ instruction }) => instruction.index > lastBuild.index);
  if (!run || artifacts.length === 0 || artifacts.some(({ owner }) => owner !== undefined)) return undefined;
  const { instruction, sides, script } = run;
  if ([...sides].some((side) => side !== 'account' && side !== 'files' && side !== 'system'))
    return undefined;
  const files = script.commands.filter(({ name }) => /^(?:chmod|chgrp|touch|ln|chown)$/.test(name));
  const [command] = files;
  if (command?.name !== 'chown' || files.length > 1 || command.conditional) return undefined;
  const isCopiedBetween = [...copies.values()].some(
    (copy) => copy.instruction.index > lastBuild.index && copy.instruction.index < instruction.index,
  );
  const owner = isCopiedBetween ? undefined : ownerOf(command, run, artifacts);
  return owner === undefined ? undefined : { owner, by: instruction };
}

/** The account that gets a folder with everything that lies in it, when every artifact does. */
function ownerOf(
  command: ShellCommand,
  { instruction, script }: ArtifactRun,
  artifacts: readonly Artifact[],
): string | undefined {
  const isWhole = command.args.some(({ value }) => /^-[a-zA-Z]*R[a-zA-Z]*$|^--recursive$/.test(value));
  const [owner, ...paths] = command.args.filter(({ value }) => !value.startsWith('-'));
  const directory = workingDirectory(instruction, script, command);
  const [path] = paths.map((word) => resolveWord(word, instruction.state));
  if (
    !isWhole ||
    owner?.literal !== true ||
    paths.length !== 1 ||
    path === undefined ||
    directory === undefined
  )
    return undefined;
  const folder = resolvePath(directory, path);
  const holds = (one: string): boolean =>
    one === folder || one.startsWith(`${folder === '/' ? '' : folder}/`);
  // Without the artifacts the folder has to be there still.
  const isThere = instruction.state.workdir !== undefined && holds(instruction.state.workdir);
  return isThere && artifacts.every(({ to, isFolder }) => (isFolder ? holds(to) : holds(to) && to !== folder))
    ? owner.value
    : undefined;
}
