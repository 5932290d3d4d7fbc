/** Go programs in images from scratch: which project they are of, and what their build stage has. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { lineageInstructions, rootBase, stageNamed } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';
import { lookupRoot } from '../../images/root.ts';
import type { GoProject } from '../../project/facts.ts';
import { goOption } from '../../tools/go.ts';
import { binaryOf, caches } from '../../tools/go-output.ts';
import { goCommands, type GoSite } from '../../tools/installs.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import type { RuleContext } from '../rule.ts';
import { isWithin } from './contents.part.ts';
import { startCommand } from '../../tools/start-command.ts';

export interface ScratchProgram {
  /** The stage that starts it. */
  readonly stage: Stage;
  /** The COPY that brings it. */
  readonly copy: Instruction;
  /** Its path in the build stage. */
  readonly path: string;
  /** How COPY --from names the stage that builds it. */
  readonly from: string;
  readonly site: GoSite;
  readonly project: GoProject;
  /** The base of the build stage. */
  readonly fact: ImageFact | undefined;
}

/** The Go program that a stage from scratch copies and starts; undefined when there is none, or it is not certain. */
export function scratchProgram(stage: Stage, { model, facts }: RuleContext): ScratchProgram | undefined {
  if (rootBase(stage).kind !== 'scratch') return undefined;
  const { entrypoint, cmd } = startCommand(stage);
  if (!entrypoint && !cmd) return undefined;
  for (const instruction of lineageInstructions(stage)) {
    const copy = readCopy(instruction);
    const from = copy?.from === undefined ? undefined : stageNamed(model, copy.from, instruction.stage);
    if (!copy?.from || !from) continue;
    for (const site of goCommands(model, facts)) {
      if (site.stage !== from || !site.project || !/^(?:build|install)$/.test(site.go.subcommand)) continue;
      const path = binaryOf(site, site.project, caches(site, rootBase(from)).bin, facts);
      if (path === undefined || !copy.sources.some((source) => isWithin(`/${source.path}`, path))) continue;
      const fact = lookupRoot(from, facts.images);
      return { stage, copy: instruction, path, from: copy.from, site, project: site.project, fact };
    }
  }
  return undefined;
}

/** Does the program bring this along by a build tag? */
export function hasTag({ go }: GoSite, tag: string): boolean {
  return (goOption(go, '-tags') ?? '').split(/[\s,]+/).includes(tag);
}

/** Is the package installed in the build stage, by whatever package manager? */
export function installsPackage(stage: Stage, name: string, model: DockerfileModel): boolean {
  return lineageInstructions(stage).some(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      (shellOf(instruction, model)?.commands ?? []).some((command) => {
        const system = systemCommand(command);
        return system?.action === 'install' && system.packages.some((word) => packageName(word) === name);
      }),
  );
}
