/** Ports that an image lets programs listen on. */
import { compareVersions } from '../../images/tag.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { Stage } from '../../dockerfile/model.ts';

/**
 * ASP.NET Core's images set ASPNETCORE_URLS to port 80 before .NET 8, and to 8080 since
 * (https://learn.microsoft.com/dotnet/core/compatibility/containers/8.0/aspnet-port). Undefined where the file says another.
 */
export function portOfImage({ endState }: Stage, fact: ImageFact | undefined): number | undefined {
  if (!fact || !/^mcr\.microsoft\.com\/dotnet\/(?:core\/)?aspnet$/.test(fact.repository)) return undefined;
  if (endState.env.has('ASPNETCORE_URLS') || endState.env.has('DOTNET_URLS')) return undefined;
  const { version } = fact.runtime ?? {};
  return version !== undefined && compareVersions(version, '8') < 0 ? 80 : undefined;
}
