import type { Lockfile, NodePackageManager } from '../facts.ts';

/**
 * The package manager of a project: its packageManager field, else its lockfile, else npm. `lockfiles` come in
 * order of preference; several managers' lockfiles side by side usually mean a stray package-lock.json.
 */
export function choosePackageManager(
  field: string | undefined,
  lockfiles: readonly Lockfile[],
  hasBerrySettings: boolean,
): NodePackageManager {
  const [name, version] = field?.split('@') ?? [];
  const yarnLock = lockfiles.find((lock) => lock.manager === 'yarn' || lock.manager === 'yarn-berry');
  switch (name) {
    case 'npm':
    case 'pnpm':
    case 'bun':
      return name;
    case 'yarn':
      if (version !== undefined && /^\d/.test(version))
        return /^[01]\./.test(version) ? 'yarn' : 'yarn-berry';
      return yarnLock?.manager ?? 'yarn-berry';
    default:
      return lockfiles[0]?.manager ?? (hasBerrySettings ? 'yarn-berry' : 'npm');
  }
}

/** Do both managers use the same lockfile? Yarn's generations share a file name. */
export function usesLockfile(manager: NodePackageManager, lockfile: Lockfile): boolean {
  const family = (name: NodePackageManager): string => (name === 'yarn-berry' ? 'yarn' : name);
  return family(manager) === family(lockfile.manager);
}
