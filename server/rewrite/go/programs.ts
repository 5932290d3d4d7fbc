/** Every program that the go commands of a file make. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { isWithin } from '../../project/paths.ts';
import type { Facts } from '../../rules/rule.ts';
import { goOption } from '../../tools/go.ts';
import { binaryOf, caches } from '../../tools/go-output.ts';
import { goCommands, type GoSite } from '../../tools/installs.ts';
import { resolvePath } from '../../tools/working-directory.ts';

export interface GoProgram {
  /** Absolute image path. */
  readonly path: string;
  readonly site: GoSite;
}

/** Builds of the project; `go install tool@version` brings a tool. */
export function goBuilds(model: DockerfileModel, facts: Facts): readonly GoSite[] {
  return goCommands(model, facts).filter(
    ({ go }) =>
      go.subcommand === 'build' ||
      (go.subcommand === 'install' && !go.operands.some(({ value }) => value.includes('@'))),
  );
}

export function goPrograms(builds: readonly GoSite[], facts: Facts): readonly GoProgram[] {
  return builds.flatMap((site) => outputsOf(site, facts).map((path) => ({ path, site })));
}

function outputsOf(site: GoSite, facts: Facts): readonly string[] {
  const { go, project, directory } = site;
  if (!project || directory === undefined) return [];
  const { bin } = caches(site, rootBase(site.stage));
  const one = binaryOf(site, project, bin, facts);
  if (one !== undefined) return [one];
  // Several programs: each has the name of its folder, in the folder that -o names.
  const output = goOption(go, '-o');
  const folder =
    go.subcommand === 'install'
      ? bin
      : output === undefined || /[$`*]/.test(output)
        ? undefined
        : resolvePath(directory, output);
  if (folder === undefined || go.operands.some(({ value }) => !/^\.\/|^\.$/.test(value))) return [];
  const prefix = project.directory === '' ? '' : `${project.directory}/`;
  const mains = go.operands.flatMap(({ value }) => {
    const wanted = value
      .replace(/^\.\/?/, '')
      .replace(/\/?\.\.\.$/, '')
      .replace(/\/$/, '');
    const path = (prefix + wanted).replace(/\/$/, '');
    return value.endsWith('...')
      ? project.mains.filter((main) => isWithin(path, main))
      : project.mains.filter((main) => main === path);
  });
  return mains
    .filter((main) => main !== project.directory)
    .map((main) => resolvePath(folder, main.slice(main.lastIndexOf('/') + 1)));
}
