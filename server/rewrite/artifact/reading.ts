/** Reads a single-stage Dockerfile that compiles a program with the tools of its base image. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import type { ImageFact } from '../../images/facts.ts';
import { lookupRoot } from '../../images/root.ts';
import type { Facts } from '../../rules/rule.ts';
import type { RunItem, RunReading } from '../run-reading.ts';
import { readStage } from '../stage-reading.ts';
import { artifactSorting, type ArtifactSide, type OwnSide } from './sides.ts';

export type ArtifactRun = RunReading<ArtifactSide>;
export type ArtifactItem = RunItem<ArtifactSide>;

export interface ArtifactReading {
  readonly stage: Stage;
  /** The image with the toolchain; undefined when nothing is known about it. */
  readonly base: ImageFact | undefined;
  readonly runs: ReadonlyMap<Instruction, ArtifactRun>;
  readonly copies: ReadonlyMap<Instruction, Copy>;
  /** The last instruction that makes something for the final stage: it and all before are the build stage's. */
  readonly lastBuild: Instruction;
}

/**
 * The reading, or why there is none: a complete sentence for the user. `own` sorts the recipe's commands. `until`: the build
 * stage goes on at least to this instruction, for builds that the file does not have yet.
 */
export function readArtifactStage(
  model: DockerfileModel,
  facts: Facts,
  own: OwnSide,
  until?: Instruction,
): ArtifactReading | string {
  const stage = model.stages[0]!;
  if (model.isWindows) return 'Windows images are not rewritten.';
  if (!facts.context.known) return 'The build context is not known, so neither is what the program needs.';
  const read = readStage(stage, model, artifactSorting(own));
  if (typeof read === 'string') return read;
  const { copies, runs } = read;
  const found = [...runs.values()].findLast(({ sides }) => sides.has('build'))?.instruction;
  const lastBuild = until && until.index > (found?.index ?? -1) ? until : found;
  if (!lastBuild) return 'No command that builds the program was found.';
  return { stage, base: lookupRoot(stage, facts.images), runs, copies, lastBuild };
}
