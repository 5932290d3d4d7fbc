/** What to do instead of piping an installer that many Dockerfiles pipe; from the tools' own documentation on containers. */
import type { UrlParts } from '../../tools/download.ts';

/** What the step runs on. */
export interface Ground {
  /** The base image's repository: `node`, `debian`; undefined: not known. */
  readonly image: string | undefined;
  /** Programs that were linked with glibc do not run there. */
  readonly musl: boolean;
}

interface Installer {
  readonly host: RegExp;
  readonly path?: RegExp;
  /** Undefined: nothing better than a checksum there. */
  way(ground: Ground): string | undefined;
}

/** Images that hold a distribution and no language: whoever builds on one may as well build on another. */
const distributions: ReadonlySet<string> = new Set([
  'debian', 'ubuntu', 'alpine', 'buildpack-deps', 'fedora', 'centos', 'rockylinux', 'almalinux', 'amazonlinux', 'oraclelinux', 'archlinux',
]); // prettier-ignore

/** Images of another language, where the tool is a guest. */
function isOther(image: string | undefined): boolean {
  return image !== undefined && !image.includes('/') && !distributions.has(image);
}

/** The tool's own image has it; a distribution is no reason to stay; another language is. */
function language(
  name: string,
  own: string,
  alone: string,
  beside: string | undefined,
): (ground: Ground) => string | undefined {
  return ({ image }) => (image === name ? own : isOther(image) ? beside : alone);
}

const withPip = 'Install it with `pip install poetry==VERSION`.';
const withNpm = 'Install it with `npm install -g pnpm@VERSION`.';
const besideNode = 'Copy node from a node image with the same distribution (`COPY --from=node:VERSION`).';
const ownNode = 'Choose the tag of the node image that has the version you need.';

const installers: readonly Installer[] = [
  {
    host: /^deb\.nodesource\.com$|^rpm\.nodesource\.com$/,
    way: language('node', ownNode, 'Start from a node image, or copy node from one with COPY --from.', besideNode),
  },
  {
    host: /^raw\.githubusercontent\.com$/,
    path: /^\/(?:nvm-sh|creationix)\/nvm\//,
    way: language('node', ownNode, 'Start from a node image of the version you need: one container needs no version manager.', besideNode),
  },
  { host: /^astral\.sh$/, path: /^\/uv/, way: () => 'Use `COPY --from=ghcr.io/astral-sh/uv:VERSION /uv /usr/local/bin/`.' },
  { host: /^install\.python-poetry\.org$/, way: language('python', withPip, withPip, undefined) },
  {
    host: /^sh\.rustup\.rs$|^static\.rust-lang\.org$/,
    way: language(
      'rust',
      'The rust image has a toolchain: choose the tag of the version you need.',
      'Start from a rust image, or copy /usr/local/cargo and /usr/local/rustup from one.',
      'Copy /usr/local/cargo and /usr/local/rustup from a rust image with the same distribution, or compile in a stage of its own.',
    ),
  },
  { host: /^get\.docker\.com$/, way: () => 'Use `COPY --from=docker:cli /usr/local/bin/docker /usr/local/bin/`.' },
  {
    host: /^(?:www\.)?bun\.(?:sh|com)$/,
    way: ({ musl }) => `Use \`COPY --from=oven/bun:VERSION${musl ? '-alpine' : ''} /usr/local/bin/bun /usr/local/bin/\`.`,
  },
  {
    host: /^deno\.land$/,
    way: ({ musl }) => (musl ? undefined : 'Use `COPY --from=denoland/deno:bin-VERSION /deno /usr/local/bin/`.'),
  },
  { host: /^get\.pnpm\.io$/, way: language('node', withNpm, withNpm, undefined) },
  { host: /^getcomposer\.org$/, way: () => 'Use `COPY --from=composer:2 /usr/bin/composer /usr/local/bin/`.' },
  {
    host: /^bootstrap\.pypa\.io$/,
    way: language(
      'python',
      'Leave it out: the python image has pip, and `pip install pip==VERSION` brings another.',
      'Start from a python image, which has pip.',
      "Install the distribution's own pip (python3-pip; py3-pip on Alpine).",
    ),
  },
]; // prettier-ignore

/** One sentence; undefined where only a checksum helps. */
export function installerAdvice({ host, path }: UrlParts, ground: Ground): string | undefined {
  return installers.find((one) => one.host.test(host) && (one.path?.test(path) ?? true))?.way(ground);
}
