/** Dependency installs of Node, pip and Go with the project they belong to; for other tools see dependencies/all.ts. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { GoProject, NodeProject, PythonProject } from '../project/facts.ts';
import type { Facts } from '../rules/rule.ts';
import { goCommand, type GoCommand } from './go.ts';
import { folderOf, locateOrAssume, type Origin } from './locate.ts';
import { nodeCommand, type NodeInstall } from './node.ts';
import { pipInstall, type PipInstall } from './python.ts';
import { directoryIn, originOf, remembered, runCommands, type CommandSite } from './sites.ts';
import { resolvePath } from './working-directory.ts';

export { runCommands, type CommandSite } from './sites.ts';

export interface NodeInstallSite extends CommandSite {
  readonly install: NodeInstall;
  /** Where package.json comes from, as far as the Dockerfile shows. */
  readonly manifest: Origin | undefined;
  readonly project: NodeProject | undefined;
}

export const nodeInstalls = remembered((model: DockerfileModel, facts: Facts): NodeInstallSite[] => {
  return [...runCommands(model)].flatMap((site): NodeInstallSite[] => {
    const install = nodeCommand(site.command);
    if (install?.kind !== 'install') return [];
    const directory = directoryIn(site.directory, install.directory);
    const manifest =
      directory === undefined ? undefined : originOf('package.json', directory, site, model, facts);
    const project = manifest && facts.project.node(folderOf(manifest.path));
    return [{ ...site, directory, install, manifest, project }];
  });
});

/**
 * The manifest is known to be needed but not to be read: no context, or one without it. A finding that rests on what
 * such manifests usually hold must say so.
 */
export function isAssumed({ manifest }: NodeInstallSite, facts: Facts): boolean {
  return manifest !== undefined && (manifest.assumed === true || !facts.context.known);
}

export interface PipInstallSite extends CommandSite {
  readonly install: PipInstall;
  /** Where each requirements file comes from; undefined entries can't be found. */
  readonly requirements: readonly {
    readonly path: string | undefined;
    readonly origin: Origin | undefined;
  }[];
  readonly project: PythonProject | undefined;
}

export const pipInstalls = remembered((model: DockerfileModel, facts: Facts): PipInstallSite[] => {
  return [...runCommands(model)].flatMap((site): PipInstallSite[] => {
    const install = pipInstall(site.command);
    if (!install) return [];
    const requirements = install.requirements.map((word) => {
      if (!word.literal || site.directory === undefined) return { path: undefined, origin: undefined };
      const path = resolvePath(site.directory, word.value);
      return {
        path,
        origin: locateOrAssume(path, {
          model,
          context: facts.context,
          stage: site.stage,
          before: site.instruction,
        }),
      };
    });
    const first = requirements.find(({ origin }) => origin)?.origin;
    return [{ ...site, install, requirements, project: first && ownerOf(first.path, facts) }];
  });
});

/** The project a requirements file belongs to: `requirements/prod.txt` is of the folder above. */
function ownerOf(path: string, facts: Facts): PythonProject | undefined {
  const folder = folderOf(path);
  const own = facts.project.python(folder);
  if (own || folderNameOf(folder) !== 'requirements') return own;
  return facts.project.python(folderOf(folder));
}

function folderNameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

export interface GoSite extends CommandSite {
  readonly go: GoCommand;
  readonly manifest: Origin | undefined;
  readonly project: GoProject | undefined;
}

/** `go build`, `go install ./…`, `go mod download` … of a module of the context. */
export const goCommands = remembered((model: DockerfileModel, facts: Facts): GoSite[] => {
  return [...runCommands(model)].flatMap((site): GoSite[] => {
    const go = goCommand(site.command);
    if (!go) return [];
    const directory = directoryIn(site.directory, go.options.value('-C'));
    const manifest = directory === undefined ? undefined : originOf('go.mod', directory, site, model, facts);
    return [
      { ...site, directory, go, manifest, project: manifest && facts.project.go(folderOf(manifest.path)) },
    ];
  });
});
