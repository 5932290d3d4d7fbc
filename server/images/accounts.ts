/** Since when images have the account for programs that their newer releases have. */
import type { ImageFact } from './facts.ts';
import { compareVersions } from './tag.ts';

/**
 * The account of a release for which no facts were recorded, from those of another one. Ubuntu's images, and what is
 * built on them, have `ubuntu` since 24.04; Microsoft's .NET images have `app` (APP_UID) since .NET 8.
 * Source: https://devblogs.microsoft.com/dotnet/securing-containers-with-rootless/
 */
export function accountOfSibling(
  { nonRootUser, repository }: ImageFact,
  sibling: Pick<ImageFact, 'distro' | 'runtime'>,
): ImageFact['nonRootUser'] {
  const { distro, runtime } = sibling;
  if (nonRootUser?.name === 'ubuntu')
    return distro?.family === 'ubuntu' && isAtLeast(distro.version, '24.04') ? nonRootUser : undefined;
  if (repository.startsWith('mcr.microsoft.com/dotnet/'))
    return isAtLeast(runtime?.version, '8') ? nonRootUser : undefined;
  return nonRootUser;
}

function isAtLeast(version: string | undefined, least: string): boolean {
  return version !== undefined && compareVersions(version, least) >= 0;
}
