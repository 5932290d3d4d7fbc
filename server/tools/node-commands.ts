/** The commands of each Node package manager for the steps of a build. Sources: the tools' own CLI documentation. */
import type { NodeProject } from '../project/facts.ts';
import type { NpmOmit } from './node-version.ts';

export interface ManagerCommands {
  /** Install everything the lockfile says, development packages included. */
  readonly install: string;
  /** Install production packages only; undefined when the manager has no way that is certain for this version. */
  readonly installProduction: string | undefined;
  /** Remove development packages from an existing installation. */
  readonly prune: string | undefined;
  /** Where it keeps downloads when root runs it, absolute. */
  readonly cache: string;
  /** Two installs at the same time would break it: stages that share it must take turns. */
  readonly cacheIsExclusive?: true;
  readonly ignoreScripts: string;
}

/** `frozen`: there is a lockfile to go by. `omit`: how this npm leaves development packages out. */
export function managerCommands(
  project: NodeProject,
  frozen: boolean,
  omit: NpmOmit = '--omit=dev',
): ManagerCommands {
  // Pruning runs the project's own lifecycle scripts, whose development packages are gone by then (husky).
  const quietly = project.installScripts.length > 0 ? ' --ignore-scripts' : '';
  switch (project.packageManager) {
    case 'npm':
      return {
        install: frozen ? 'npm ci' : 'npm install',
        installProduction: frozen ? `npm ci ${omit}` : `npm install ${omit}`,
        prune: `npm prune ${omit}${quietly}`,
        cache: '/root/.npm',
        ignoreScripts: '--ignore-scripts',
      };
    case 'pnpm':
      return {
        install: frozen ? 'pnpm install --frozen-lockfile' : 'pnpm install',
        installProduction: frozen ? 'pnpm install --frozen-lockfile --prod' : 'pnpm install --prod',
        // It does not reach the members of a workspace (pnpm.io/cli/prune).
        prune: project.workspaces.length > 0 ? undefined : `pnpm prune --prod${quietly}`,
        cache: '/root/.local/share/pnpm/store',
        ignoreScripts: '--ignore-scripts',
      };
    case 'yarn':
      return {
        install: frozen ? 'yarn install --frozen-lockfile' : 'yarn install',
        installProduction: frozen
          ? 'yarn install --frozen-lockfile --production'
          : 'yarn install --production',
        // yarn 1 has no prune: installing for production removes what is not needed, and puts back what it did not install
        // itself: the client that Prisma has generated, files that are patched.
        prune:
          project.prisma || appliesPatches(project)
            ? undefined
            : 'yarn install --production --ignore-scripts --prefer-offline',
        cache: '/usr/local/share/.cache/yarn',
        // It unpacks into the cache in place (without --mutex).
        cacheIsExclusive: true,
        ignoreScripts: '--ignore-scripts',
      };
    case 'yarn-berry':
      return berryCommands(project, frozen);
    case 'bun':
      return {
        install: frozen ? 'bun install --frozen-lockfile' : 'bun install',
        installProduction: frozen ? 'bun install --frozen-lockfile --production' : 'bun install --production',
        prune: undefined,
        cache: '/root/.bun/install/cache',
        ignoreScripts: '--ignore-scripts',
      };
  }
}

/** Packages are changed behind the install (github.com/ds300/patch-package). */
export function appliesPatches({ installScripts }: NodeProject): boolean {
  return installScripts.some(({ command }) => /\bpatch-package\b/.test(command));
}

function berryCommands(project: NodeProject, frozen: boolean): ManagerCommands {
  const major = Number(/^yarn@(\d+)/.exec(project.packageManagerField ?? '')?.[1] ?? 0);
  // `workspaces focus` is built in since version 4; before, it was a plugin that may not be there.
  const focuses = major >= 4 || project.plugNPlay?.focuses === true;
  // Archives that are committed are those of all packages, and nothing but the loader knows which are used.
  const cleanup =
    project.plugNPlay?.committed === true
      ? ' && for archive in .yarn/cache/*.zip; do grep -qF "${archive##*/}" .pnp.* || rm "$archive"; done'
      : '';
  const focus = focuses ? `yarn workspaces focus --all --production${cleanup}` : undefined;
  return {
    install: frozen ? 'yarn install --immutable' : 'yarn install',
    installProduction: focus,
    prune: focus,
    // The global folder is used since version 4; earlier ones keep the cache in the project.
    cache: '/root/.yarn/berry/cache',
    ignoreScripts: '--mode=skip-build',
  };
}
