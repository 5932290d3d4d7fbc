/** The Go program that a final stage copies from a build stage. */
import { readCopy, type Copy, type CopySource } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { finalStage, lineage, rootBase, stageNamed } from '../../dockerfile/stages.ts';
import type { GoProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { binaryOf, caches } from '../../tools/go-output.ts';
import { goCommands, type GoSite } from '../../tools/installs.ts';
import { resolvePath } from '../../tools/working-directory.ts';

export interface CopiedProgram {
  readonly copy: Copy;
  readonly source: CopySource;
  /** The stage it is copied from. */
  readonly from: Stage;
  readonly site: GoSite;
  readonly project: GoProject;
  /** Absolute path in the final image. */
  readonly binary: string;
  /** The destination names its folder, which the builder only takes for one where it is there already. */
  readonly needsSlash: boolean;
}

/** Every Go program that the final stage copies by its own name, in the order of the text. */
export function copiedPrograms(model: DockerfileModel, facts: Facts): CopiedProgram[] {
  const last = finalStage(model);
  if (!last || model.isWindows || model.stages.length < 2) return [];
  const builds = goCommands(model, facts).flatMap((site) => {
    const { project, go } = site;
    const isBuild = go.subcommand === 'build' || (go.subcommand === 'install' && !go.operands.some(({ value }) => value.includes('@')));
    const path = isBuild && project ? binaryOf(site, project, caches(site, rootBase(site.stage)).bin, facts) : undefined;
    return path === undefined || !project ? [] : [{ site, project, path }];
  });
  return last.instructions.flatMap((instruction) => {
    const copy = readCopy(instruction);
    const from = copy?.from === undefined ? undefined : stageNamed(model, copy.from, last);
    if (!copy || !from || copy.target === undefined) return [];
    const { target } = copy;
    return copy.sources.flatMap((source): CopiedProgram[] => {
      const build = builds.find(({ site, path }) => source.complete && path === `/${source.path}` && lineage(from).includes(site.stage));
      if (!build) return [];
      const name = source.path.slice(source.path.lastIndexOf('/') + 1);
      const isFolder = copy.intoDirectory || folders.has(target);
      return [{ copy, source, from, ...build, binary: isFolder ? resolvePath(target, name) : target, needsSlash: isFolder && !copy.intoDirectory }];
    });
  });
} // prettier-ignore

/** Folders that the images of distributions have: what is copied there without a slash lands in them. */
const folders: ReadonlySet<string> = new Set([
  '/', '/bin', '/sbin', '/usr', '/usr/bin', '/usr/sbin', '/usr/local', '/usr/local/bin', '/usr/local/sbin', '/opt', '/srv', '/root', '/home', '/tmp', '/etc',
]); // prettier-ignore
