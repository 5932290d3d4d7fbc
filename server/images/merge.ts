/** The table's fact about an image, brought up to date with what a registry or an engine says. */
import { diskSize, pullSize } from '../registry/image.ts';
import type { ImageConfig, RegistryImage } from '../registry/image.ts';
import type { TagInfo } from '../registry/tags.ts';
import type { EngineImage } from './engine-image.ts';
import type { ImageFact } from './facts.ts';
import { familiarName } from './reference.ts';
import type { ImageReference } from './reference.ts';

/**
 * `date`: the day the registry was asked (`YYYY-MM-DD`). Sizes, platforms, digest and user are the registry's; what
 * only the table can know (libc, tools, ends of life) stays.
 */
export function mergedFact(
  reference: ImageReference,
  fact: ImageFact | undefined,
  image: RegistryImage,
  date: string,
): ImageFact {
  const source = 'registry';
  const disk = diskSize(image);
  return {
    ...(fact ?? unknownFact(reference)),
    compressed: { bytes: pullSize(image), kind: 'exact', date, source },
    onDisk: { bytes: disk.bytes, kind: disk.exact ? 'exact' : 'derived', date, source },
    architectures: image.platforms,
    digest: image.indexDigest ?? image.digest,
    ...configured(image.config, fact),
  };
}

/** The same with what Docker Engine says of its copy. Sizes that it does not know stay the table's. */
export function engineFact(
  reference: ImageReference,
  fact: ImageFact | undefined,
  image: EngineImage,
  date: string,
): ImageFact {
  const source = 'engine';
  return {
    ...(fact ?? unknownFact(reference)),
    ...(image.compressed ? { compressed: { ...image.compressed, date, source } } : {}),
    ...(image.onDisk ? { onDisk: { ...image.onDisk, date, source } } : {}),
    ...(image.digest === undefined ? {} : { digest: image.digest }),
    ...configured(image.config, fact),
  };
}

/** The same with what a list of tags says: sizes of a pull and the digest, known without one. */
export function listedFact(
  reference: ImageReference,
  fact: ImageFact | undefined,
  info: TagInfo,
  platform: string,
  date: string,
): ImageFact | undefined {
  const bytes = info.compressed?.[platform];
  // A name alone is no knowledge of an image.
  if (!fact && bytes === undefined) return undefined;
  const source = 'registry';
  return {
    ...(fact ?? unknownFact(reference)),
    ...(bytes === undefined ? {} : { compressed: { bytes, kind: 'exact', date, source } }),
    ...(info.compressed ? { architectures: Object.keys(info.compressed) } : {}),
    ...(info.digest === undefined ? {} : { digest: info.digest }),
    ...(info.pushed === undefined ? {} : { pushed: info.pushed }),
  };
}

function configured(config: ImageConfig, fact: ImageFact | undefined): Partial<ImageFact> {
  return {
    defaultUser: userOf(config, fact),
    created: config.created?.slice(0, 10),
    entrypoint: config.entrypoint,
    exposedPorts: config.exposedPorts,
    hasHealthcheck: config.healthcheck.length > 0 && config.healthcheck[0] !== 'NONE',
  };
}

function unknownFact(reference: ImageReference): ImageFact {
  const tag = reference.tag ?? 'latest';
  const repository = familiarName(reference);
  return {
    name: `${repository}:${tag}`,
    approximates: undefined,
    unmaintained: false,
    repository,
    tag,
    aliases: [],
    compressed: undefined,
    onDisk: undefined,
    architectures: [],
    distro: undefined,
    distroEol: undefined,
    distroLtsEol: undefined,
    libc: undefined,
    packageManager: undefined,
    shell: undefined,
    shellName: undefined,
    defaultUser: undefined,
    nonRootUser: undefined,
    tools: [],
    toolsKnown: false,
    runtime: undefined,
    smallerSiblings: [],
    note: undefined,
  };
}

/** `''`, `root`, `node`, `1000`, `1000:1000`. The number of a name is the table's when it knows that account. */
function userOf({ user }: ImageConfig, fact: ImageFact | undefined): ImageFact['defaultUser'] {
  const name = user.split(':')[0]!.trim();
  if (name === '' || name === 'root' || name === '0') return { name: 'root', uid: 0 };
  if (/^\d+$/.test(name)) return { name: undefined, uid: Number(name) };
  const known = [fact?.defaultUser, fact?.nonRootUser].find((account) => account?.name === name);
  return { name, uid: known?.uid };
}
