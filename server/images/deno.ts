/** Tags of Deno's images, which name their kind before the version: `alpine-2.9.6`, `2.9.6` for Debian's. */
import type { ImageFact } from './facts.ts';
import { imageName } from './decode.ts';
import { familiarName, parseReference } from './reference.ts';
import { compareVersions } from './tag.ts';

/** https://github.com/denoland/deno_docker (README, and .github/workflows/ci.yml, which publishes the tags). */
export interface DenoTag {
  readonly kind: 'debian' | 'alpine' | 'distroless' | 'ubuntu' | 'bin';
  /** Of Deno, always whole: `2.9.6`; undefined where the tag moves along with releases. */
  readonly version: string | undefined;
}

const repositories: ReadonlySet<string> = new Set(['denoland/deno', 'ghcr.io/denoland/deno']);

/** Undefined for other repositories, and for tags that were never published: Deno's images have no `2` and no `2.9`. */
export function denoTag(reference: string): DenoTag | undefined {
  const parsed = parseReference(reference);
  if (!parsed || !repositories.has(unmirrored(familiarName(parsed)))) return undefined;
  const match =
    /^(?:(debian|alpine|distroless|ubuntu|bin)(?:-v?(\d+\.\d+\.\d+))?|v?(\d+\.\d+\.\d+)|latest)$/.exec(
      parsed.tag ?? 'latest',
    );
  if (!match) return undefined;
  return { kind: (match[1] as DenoTag['kind'] | undefined) ?? 'debian', version: match[2] ?? match[3] };
}

/** Google's mirror has Docker Hub's other repositories under their own names. */
function unmirrored(repository: string): string {
  return repository.replace(/^mirror\.gcr\.io\//, '');
}

/**
 * Facts of a tag with a version, from those of the moving tag of the same kind in `facts`: account, shell, package manager and
 * C library are the same in all releases since 1.10 (2021-05-13, when the images got their accounts: history of the
 * repository). Sizes and the release of the distribution are not.
 */
export function denoFact(
  reference: string,
  repository: string,
  tag: string,
  facts: readonly ImageFact[],
): ImageFact | undefined {
  const asked = denoTag(reference);
  const kin = asked && facts.find((fact) => fact.tag === asked.kind);
  if (!kin) return undefined;
  const { version } = asked;
  if (version !== undefined && compareVersions(version, '1.10') < 0) return undefined;
  return {
    ...kin,
    name: imageName(repository, tag),
    repository,
    tag,
    aliases: [],
    approximates: kin.name,
    compressed: undefined,
    onDisk: undefined,
    distro: kin.distro && { family: kin.distro.family, version: undefined, codename: undefined },
    distroEol: undefined,
    distroLtsEol: undefined,
    runtime: version === undefined ? kin.runtime : { name: 'deno', version, eol: undefined },
  };
}
