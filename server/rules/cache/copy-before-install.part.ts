/** Finds installs that stand behind a broad COPY. */
import type { Copy } from '../../dockerfile/copies.ts';
import { inheritedCopy } from './inherited-copy.part.ts';
import { sourcesBefore } from './sources-before-build.part.ts';
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { installsNothing, missingInputs } from './missing-inputs.part.ts';
import type { Facts } from '../rule.ts';
import {
  goCommands,
  nodeInstalls,
  pipInstalls,
  type CommandSite,
  type GoSite,
  type NodeInstallSite,
  type PipInstallSite,
} from '../../tools/installs.ts';
import { dependencyInstalls, secondInstalls } from '../../tools/dependencies/all.ts';
import type { EarlyInstall } from '../../tools/dependencies/install.ts';
import { goInstallInputs, nodeInstallInputs, type InstallInputs } from '../../tools/install-inputs.ts';
import type { Origin } from '../../tools/locate.ts';
import { leavesDevOut } from '../../tools/node-modules.ts';
import { preloadedFile } from '../../tools/node-preload.ts';

export interface LateInstall {
  readonly site: CommandSite;
  /** The broad copy that brings the manifest. */
  readonly copy: Copy;
  readonly manifest: Origin;
  /** What the install reads; undefined when the project is not known. */
  readonly inputs: InstallInputs | undefined;
  /** How many packages a rebuild installs again. */
  readonly packages: number | undefined;
  /** What it does to them: `reinstalls`. */
  readonly work: string;
  /** The command for messages, where it is not all of it; undefined: as it is written. */
  readonly name: string | undefined;
  /** The lockfile's name, for projects that are not known. */
  readonly lockName: string | undefined;
  /** A command to insert in front (`go mod download`) instead of moving the install itself. */
  readonly download: string | undefined;
  /** What that command is, where it says too much for a title. */
  readonly downloadName?: string | undefined;
  /** The command in front may fail where the install would not. */
  readonly risky?: boolean | undefined;
  /** The manifests are copied before `copy`, and only it is in the way. */
  readonly copied: boolean;
  /** Is it known how the install runs before the sources? */
  readonly possible: boolean;
  /** The copy stands in a stage that this one builds on. */
  readonly inherited?: true;
  /** What of `inputs` no earlier copy has brought by name. */
  readonly missing?: readonly string[];
  /** How the install changes when it moves; undefined: not at all. */
  readonly early: Extract<EarlyInstall, { kind: 'move' }> | undefined;
}

export function lateInstalls(model: DockerfileModel, facts: Facts): LateInstall[] {
  const late = [
    ...nodeInstalls(model, facts).flatMap((site, i, all) => fromNode(site, all.slice(0, i), facts)),
    ...pipInstalls(model, facts).flatMap(fromPip(facts)),
    ...goCommands(model, facts).flatMap((site, i, all) => fromGo(site, all.slice(0, i), facts)),
    ...fromDependencies(model, facts),
    ...fromStagesBelow(model, facts),
  ];
  return late
    .map((one) => ({ ...one, missing: missingInputs(one, model, facts) }))
    .sort((a, b) => a.site.command.span.start - b.site.command.span.start);
}

/** The copy from the context that brings a file, when it brings a whole folder with it and stands in the same stage. */
function broadCopy(site: CommandSite, origin: Origin | undefined): Copy | undefined {
  if (!origin?.broad || origin.instruction.stage !== site.stage) return undefined;
  return readCopy(origin.instruction);
}

/** An install of the same project in an earlier RUN has its packages already: what follows the sources prunes or completes. */
function fromNode(site: NodeInstallSite, earlier: readonly NodeInstallSite[], facts: Facts): LateInstall[] {
  const copy = broadCopy(site, site.manifest);
  if (!copy || !site.manifest || earlier.some((other) => isRepeated(site, other))) return [];
  // It takes everything from the store that `pnpm fetch` has filled.
  if (site.install.tool === 'pnpm' && site.install.options.has('--offline')) return [];
  const { project } = site;
  if (project && preloadedFile(site.instruction, project) !== undefined) return [];
  const withoutDev = leavesDevOut(site);
  const locked = project?.lockfile?.packages?.filter(({ dev }) => !(withoutDev && dev === true)).length;
  if (locked === 0 && project && installsNothing(project)) return [];
  return [
    {
      site,
      copy,
      manifest: site.manifest,
      inputs: project && nodeInstallInputs(project, facts.context, facts.project, site.install.tool),
      packages: locked,
      work: 'reinstalls',
      name: undefined,
      lockName: 'its lockfile',
      download: undefined,
      copied: false,
      possible: true,
      early: undefined,
    },
  ];
}

function isRepeated(
  { stage, instruction, directory, install }: NodeInstallSite,
  other: NodeInstallSite,
): boolean {
  if (other.stage !== stage || other.instruction === instruction || directory === undefined) return false;
  return other.directory === directory && other.install.tool === install.tool;
}

function fromPip(facts: Facts): (site: PipInstallSite) => LateInstall[] {
  return (site) => {
    if (site.install.local) return [];
    const origins = site.requirements.flatMap(({ origin }) => origin ?? []);
    const first = origins.find((origin) => broadCopy(site, origin));
    const copy = broadCopy(site, first);
    if (!first || !copy || origins.length < site.requirements.length) return [];
    const files = origins.map(({ path }) => site.project?.requirements.find((file) => file.path === path));
    if (files.some((file) => file?.needsSources)) return [];
    const known = files.every((file) => file !== undefined);
    return [
      {
        site,
        copy,
        manifest: first,
        inputs:
          known && facts.context.known
            ? {
                paths: [...new Set(files.flatMap((file) => [file.path, ...file.includes]))],
                needsSources: undefined,
              }
            : undefined,
        packages: known ? new Set(files.flatMap((file) => file.packages)).size : undefined,
        work: 'reinstalls',
        name: undefined,
        lockName: undefined,
        download: undefined,
        copied: false,
        possible: true,
        early: undefined,
      },
    ];
  };
}

const compiles: ReadonlySet<string> = new Set(['build', 'install', 'test', 'run', 'vet', 'generate']);

function fromGo(site: GoSite, earlier: readonly GoSite[], facts: Facts): LateInstall[] {
  const copy = broadCopy(site, site.manifest);
  const { project, go } = site;
  if (!copy || !site.manifest) return [];
  const downloads = go.subcommand === 'mod' && go.operands[0]?.value === 'download';
  if (downloads && project?.requires.length === 0) return [];
  if (!downloads) {
    if (!compiles.has(go.subcommand) || hasModuleCache(site)) return [];
    // Without requirements nothing is downloaded; a vendor folder brings them along.
    if (!project || project.vendored || project.requires.length === 0) return [];
    if (earlier.some((other) => other.stage === site.stage && other.manifest?.path === site.manifest?.path))
      return [];
  }
  return [
    {
      site,
      copy,
      manifest: site.manifest,
      inputs: project && goInstallInputs(project, facts.context),
      packages: project?.requires.length,
      work: downloads ? 'reinstalls' : 'downloads',
      name: downloads ? undefined : `go ${go.subcommand}`,
      lockName: 'go.sum',
      download: downloads ? undefined : 'go mod download',
      copied: false,
      possible: true,
      early: undefined,
    },
  ];
}

function hasModuleCache(site: CommandSite): boolean {
  return mountsOf(site.instruction).some(
    (mount) => mount.type === 'cache' && /\/pkg\/mod\/?$|^\/go\/?$/.test(mount.target ?? ''),
  );
}

/** Installs of a manifest that the stage copies by name, though the stage it builds on has all sources already. */
function fromStagesBelow(model: DockerfileModel, facts: Facts): LateInstall[] {
  const nodes = nodeInstalls(model, facts);
  const done = new Set(nodes.map(({ stage }) => stage));
  const ofNode = nodes.flatMap((site) => {
    const copy = site.manifest && !site.manifest.broad ? inheritedCopy(site.stage) : undefined;
    const below = copy?.instruction.stage;
    // What that stage has installed already is only completed.
    if (!copy || !site.manifest || !below || done.has(below)) return [];
    const { project, manifest } = site;
    const inputs = project && nodeInstallInputs(project, facts.context, facts.project, site.install.tool);
    const packages = project?.lockfile?.packages?.filter(
      ({ dev }) => !(leavesDevOut(site) && dev === true),
    ).length;
    return inputs?.needsSources ? [] : [inherited(site, copy, manifest, packages)];
  });
  const ofPip = pipInstalls(model, facts).flatMap((site) => {
    const manifest = site.requirements[0]?.origin;
    const copy = manifest && !manifest.broad && !site.install.local ? inheritedCopy(site.stage) : undefined;
    const file = site.project?.requirements.find(({ path }) => path === manifest?.path);
    return copy && manifest && !file?.needsSources
      ? [inherited(site, copy, manifest, file?.packages.length)]
      : [];
  });
  return [...ofNode, ...ofPip];
}

function inherited(
  site: CommandSite,
  copy: Copy,
  manifest: Origin,
  packages: number | undefined,
): LateInstall {
  const none = {
    inputs: undefined,
    name: undefined,
    lockName: undefined,
    download: undefined,
    early: undefined,
  };
  return {
    site,
    copy,
    manifest,
    packages,
    work: 'reinstalls',
    copied: false,
    possible: false,
    inherited: true,
    ...none,
  };
}

/** An install behind another one only adds what that left for it: the sources may be there. */
function fromDependencies(model: DockerfileModel, facts: Facts): LateInstall[] {
  const second = new Set(secondInstalls(model, facts));
  return dependencyInstalls(model, facts).flatMap((install) => {
    const { manifest } = install;
    if (second.has(install) || install.stays || !manifest) return [];
    const broad = broadCopy(install, manifest);
    const behind =
      broad || install.work === undefined ? undefined : sourcesBefore(install, manifest, { model, facts });
    const copy = broad ?? behind?.copy;
    if (!copy) return [];
    const early = install.early();
    return [
      {
        site: install,
        copy,
        manifest,
        inputs: facts.context.known ? install.inputs() : undefined,
        packages: install.packages,
        work: install.work ?? 'reinstalls',
        name: undefined,
        lockName: install.lockName,
        download: early?.kind === 'download' ? early.command : undefined,
        risky: early?.kind === 'download' ? early.risky : undefined,
        downloadName: early?.kind === 'download' ? early.name : undefined,
        copied: !broad,
        possible: early !== undefined && behind?.complete !== false,
        early: early?.kind === 'move' ? early : undefined,
      },
    ];
  });
}
