/** Installs of every ecosystem that knows lockfiles, in one shape. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { dependencyInstalls } from '../../tools/dependencies/all.ts';
import { goCommands, nodeInstalls } from '../../tools/installs.ts';
import { folderOf, type Origin } from '../../tools/locate.ts';
import type { CommandSite } from '../../tools/sites.ts';
import { withFoldersAbove } from '../../tools/working-directory.ts';
import type { Facts } from '../rule.ts';

export interface AnyInstall extends CommandSite {
  /** `npm ci`, `composer install`, for messages. */
  readonly name: string;
  readonly manifest: Origin;
  /** Its file name. */
  readonly manifestName: string;
  /** The lockfile's name. */
  readonly lockName: string;
  /** The lockfile in the context; undefined when there is none. */
  readonly lock: { readonly path: string; readonly inStep: boolean | undefined } | undefined;
  /** How many dependencies the manifest asks for; undefined when that is not known. */
  readonly asked: number | undefined;
  /** Without its lockfile it fails. */
  readonly failsWithout: boolean;
  /** reproducible/lockfile-install speaks about it. */
  readonly isLoose: boolean;
  /** Does without a lockfile on purpose. */
  readonly ignoresLock: boolean;
}

/** Only those whose project was read. */
export function* anyInstalls(model: DockerfileModel, facts: Facts): Iterable<AnyInstall> {
  yield* nodeOnes(model, facts);
  yield* goOnes(model, facts);
  for (const install of dependencyInstalls(model, facts)) {
    const { manifest, project, lockName, locking } = install;
    if (!manifest || manifest.assumed || !project || lockName === undefined) continue;
    yield {
      ...install,
      manifest,
      lockName,
      asked: install.asked,
      failsWithout: locking.kind === 'frozen' && locking.strict === true,
      isLoose: locking.kind === 'loose' || locking.kind === 'updates',
      ignoresLock: locking.kind === 'ignores',
    };
  }
}

const nodeLockNames = {
  npm: 'package-lock.json',
  pnpm: 'pnpm-lock.yaml',
  yarn: 'yarn.lock',
  bun: 'bun.lock',
} as const;

function* nodeOnes(model: DockerfileModel, facts: Facts): Iterable<AnyInstall> {
  for (const site of nodeInstalls(model, facts)) {
    const { install, manifest, project } = site;
    if (!manifest || manifest.assumed || !project) continue;
    const root =
      project.workspaceRoot === undefined ? project : (facts.project.node(project.workspaceRoot) ?? project);
    const lock = [...root.lockfiles, ...(root.lockfile ? [root.lockfile] : [])].find(
      ({ manager }) => manager.replace('-berry', '') === install.tool,
    );
    // A lockfile of another manager is no lockfile for this one, but whoever has it knows of lockfiles.
    if (!lock && (root.lockfiles.length > 0 || root.lockfile)) continue;
    const groups = [project.dependencies, project.devDependencies, project.optionalDependencies];
    yield {
      ...site,
      name: [install.tool, install.verb?.value].filter(Boolean).join(' '),
      manifest,
      manifestName: 'package.json',
      lockName: lock ? lock.path.slice(lock.path.lastIndexOf('/') + 1) : nodeLockNames[install.tool],
      lock,
      asked: groups.reduce((sum, group) => sum + Object.keys(group).length, 0),
      failsWithout: install.frozen,
      isLoose: !install.frozen && !install.ignoresLockfile,
      ignoresLock: install.ignoresLockfile,
    };
  }
}

function* goOnes(model: DockerfileModel, facts: Facts): Iterable<AnyInstall> {
  for (const site of goCommands(model, facts)) {
    const { go, manifest, project } = site;
    const downloads = go.subcommand === 'mod' && go.operands[0]?.value === 'download';
    if (!manifest || manifest.assumed || !project || project.vendored || project.work !== undefined) continue;
    if (!downloads && go.subcommand !== 'build') continue;
    yield {
      ...site,
      name: downloads ? 'go mod download' : 'go build',
      manifest,
      manifestName: 'go.mod',
      lockName: 'go.sum',
      lock: project.sum === undefined ? undefined : { path: project.sum, inStep: true },
      asked: project.requires.length,
      failsWithout: !downloads,
      isLoose: false,
      ignoresLock: false,
    };
  }
}

/** Does the folder of the manifest, or one above it, have such a lockfile, or can't that be told? */
export function mayHaveLock({ manifest, lockName }: AnyInstall, { context }: Facts): boolean {
  return withFoldersAbove(`/${folderOf(manifest.path)}`).some(
    (folder) => context.has(`${folder}/${lockName}`.replace(/^\/+/, '')) !== false,
  );
}
