/** The Go program that a final stage copies from a build stage. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { finalStage, lineage, rootBase, stageNamed } from '../../dockerfile/stages.ts';
import type { GoProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { binaryOf, caches } from '../../tools/go-output.ts';
import { goCommands, type GoSite } from '../../tools/installs.ts';
import { placeOf, type CopiedFile } from './bare-base.ts';

export interface CopiedProgram extends CopiedFile {
  readonly site: GoSite;
  readonly project: GoProject;
}

/** Every Go program that the final stage copies by its own name, in the order of the text. */
export function copiedPrograms(model: DockerfileModel, facts: Facts): CopiedProgram[] {
  const last = finalStage(model);
  if (!last || model.isWindows || model.stages.length < 2) return [];
  const builds = goCommands(model, facts).flatMap((site) => {
    const { project, go } = site;
    const isBuild =
      go.subcommand === 'build' ||
      (go.subcommand === 'install' && !go.operands.some(({ value }) => value.includes('@')));
    const path =
      isBuild && project ? binaryOf(site, project, caches(site, rootBase(site.stage)).bin, facts) : undefined;
    return path === undefined || !project ? [] : [{ site, project, path }];
  });
  return last.instructions.flatMap((instruction) => {
    const copy = readCopy(instruction);
    const from = copy?.from === undefined ? undefined : stageNamed(model, copy.from, last);
    if (!copy || !from || copy.target === undefined) return [];
    const { target } = copy;
    return copy.sources.flatMap((source): CopiedProgram[] => {
      const build = builds.find(
        ({ site, path }) =>
          source.complete && path === `/${source.path}` && lineage(from).includes(site.stage),
      );
      if (!build) return [];
      return [{ from, ...build, ...placeOf(copy, source, target) }];
    });
  });
}
