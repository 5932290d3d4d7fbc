/** Puts right what the source data says inconsistently; each correction states why it is certain. */
import { codenameOf } from '../../server/images/releases.ts';
import type { SourceImage } from './source.ts';

/** Other names that Docker Hub documents for an image and the source data lacks. */
const moreAliases: Readonly<Record<string, readonly string[]>> = {
  // hub.docker.com/r/oven/bun: `latest` and `1` are the Debian image; `1-slim`, `1-alpine` its variants.
  'oven/bun:1': ['latest', 'debian', '1-debian'],
  'oven/bun:slim': ['1-slim'],
  'oven/bun:alpine': ['1-alpine'],
  // The code name of an Ubuntu release is a tag like its number.
  'ubuntu:20.04': ['focal'],
};

export function correct(image: SourceImage): SourceImage {
  const name = `${image.repository}:${image.tag}`;
  const aliases = [...image.aliases, ...(moreAliases[name] ?? [])];
  const withDistro = { ...image, aliases, distro: withCodename(image.distro) };
  // Nothing was recorded about these: "no shell, no tools" is then a default, not a fact. scratch is the
  // exception with a family of its own.
  if (image.distro === undefined) {
    return { ...withDistro, shell: undefined, shellName: undefined, packageManager: undefined, tools: [], toolsKnown: false }; // prettier-ignore
  }
  return { ...withDistro, tools: completeTools(image) };
}

function withCodename(distro: SourceImage['distro']): SourceImage['distro'] {
  if (distro?.version === undefined || distro.codename !== undefined) return distro;
  return { ...distro, codename: codenameOf(distro.family, distro.version) };
}

function completeTools(image: SourceImage): string[] {
  const tools = new Set<string>();
  for (const tool of image.tools) {
    if (tool === 'wget(busybox)') tools.add('busybox').add('wget');
    else tools.add(tool);
  }
  // Alpine's ash is busybox, and its busybox has wget.
  if (image.distro?.family === 'alpine' && image.shell === true) tools.add('busybox').add('wget');
  if (image.shellName === 'bash') tools.add('bash');
  if (/(?:^|\/)node$/.test(image.repository)) tools.add('node');
  // Built from buildpack-deps:scm, whose mercurial needs python3 (node's and golang's entries list it).
  if ((image.repository === 'buildpack-deps' || image.repository === 'ruby') && tools.has('git'))
    tools.add('python3');
  return [...tools].sort();
}

/** True when the note says that the image is not kept up any more. */
export function isUnmaintained(note: string | undefined): boolean {
  return /\b(?:deprecated|no longer rebuilt|no longer maintained|unmaintained)\b/.test(note ?? '');
}
