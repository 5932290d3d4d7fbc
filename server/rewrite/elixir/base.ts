/** The image that runs a release: it has its own Erlang with it, and needs the libraries of the same distribution. */
import type { Stage } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';
import { codenameOf } from '../../images/releases.ts';
import { debianOfElixir } from './official.ts';

export interface ReleaseBase {
  /** Undefined: the user's own. */
  readonly image: string | undefined;
  readonly distro: ImageFact['distro'];
  readonly packageManager: 'apt' | 'apk';
  /** Packages that the Erlang of a release needs and the image lacks. */
  readonly libraries: readonly string[];
  /** The build image sets it (docker-elixir, hexpm/bob), and this one does not. */
  readonly setsLanguage: boolean;
}

/** As `mix phx.gen.release --docker` installs them; ncurses 6 is what Erlang is built with since Debian 10. */
const debianLibraries: readonly string[] = ['libstdc++6', 'openssl', 'libncurses6', 'ca-certificates'];
const alpineLibraries: readonly string[] = ['libstdc++', 'openssl', 'ncurses-libs', 'ca-certificates'];

const releases: Readonly<Record<string, string>> = { bullseye: '11', bookworm: '12', trixie: '13' };

export interface ReleaseNeeds {
  /** `include_erts: false`: it runs on the Erlang of the image. */
  readonly erlang: boolean;
  /** An application of Erlang with libraries of its own (odbc, wx): completes a sentence. */
  readonly application: string | undefined;
}

/**
 * Tags of hexpm/elixir name the distribution (`…-debian-bookworm-20260202-slim`, `…-alpine-3.21.3`), those of the official
 * image do not: where the release is not known from elsewhere, the slim variant of the same tag is what surely has the same one.
 */
export function releaseBase(stage: Stage, needs: ReleaseNeeds): ReleaseBase | string {
  const root = rootBase(stage);
  const written = stage.imageWord?.raw;
  if (root.kind !== 'image' || written === undefined) return 'The base image is not known.';
  const reference = root.reference.replace(/^docker\.io\/(?:library\/)?/, '');
  if (/^hexpm\/elixir:/.test(reference)) {
    if (needs.erlang)
      return 'The release is made without Erlang (`include_erts`), so the final image has to have the same.';
    return needs.application === undefined
      ? ofHexpm(reference, written)
      : `The program uses ${needs.application} of Erlang, and which libraries that needs is not certain.`;
  }
  if (!/^elixir(?::|$)/.test(reference))
    return 'The base is neither the official Elixir image nor hexpm/elixir, so which distribution it builds on is not certain.';
  if (/(?:^|-)alpine$/.test(reference))
    return {
      ...own,
      packageManager: 'apk',
      distro: { family: 'alpine', version: undefined, codename: undefined },
    };
  const release =
    needs.erlang || needs.application !== undefined || written !== root.reference
      ? undefined
      : debianOfElixir(reference.slice('elixir:'.length));
  if (release !== undefined) return onDebian(release);
  if (/-slim$|:slim$/.test(reference)) return own;
  if (reference.includes('@'))
    return 'The base image is fixed by a digest, and that of a smaller one with the same distribution is not known.';
  const tag = reference.slice('elixir:'.length);
  // `1.18`, `1.18.4`, `1.18-otp-27`; `latest` has `slim` beside it.
  if (reference === 'elixir' || tag === 'latest') return { ...own, image: 'elixir:slim' };
  if (!/^\d+(?:\.\d+){0,2}(?:-otp-\d+)?$/.test(tag)) return `No slim variant of ${root.reference} is known.`;
  return written === root.reference
    ? { ...own, image: `${written}-slim` }
    : 'The base image is named through a variable, and so would its slim variant have to be.';
}

/** The image has all that its Erlang needs. */
const own: ReleaseBase = { image: undefined, distro: { family: 'debian', version: undefined, codename: undefined }, packageManager: 'apt', libraries: [], setsLanguage: false }; // prettier-ignore

/** Debian alone: the release has its own Erlang, and the image of Elixir is one of Debian with Elixir and Erlang. */
function onDebian(release: string): ReleaseBase {
  const codename = codenameOf('debian', release);
  return {
    image: `debian:${codename}-slim`,
    distro: { family: 'debian', version: release, codename },
    packageManager: 'apt',
    libraries: debianLibraries,
    setsLanguage: true,
  };
}

function ofHexpm(reference: string, written: string): ReleaseBase | string {
  const match = /-(debian|ubuntu|alpine)-([^@]+)/.exec(reference);
  if (!match || reference.includes('@'))
    return 'The tag of the base image does not say which distribution it builds on.';
  const [, family, version] = match as unknown as readonly [string, string, string];
  // `…-debian-${DEBIAN_VERSION}`: the argument goes along.
  const variable =
    written === reference || written.endsWith(reference)
      ? undefined
      : /-(?:debian|ubuntu|alpine)-(\$\{\w+\}|\$\w+)$/.exec(written)?.[1];
  if (variable === undefined && !written.includes(`-${family}-${version}`))
    return 'The base image is named through a variable that does not end with the release of its distribution.';
  const slim = family === 'debian' && !version.endsWith('-slim') ? '-slim' : '';
  const named = variable === undefined ? version : variable.replace(/^\$(\w+)$/, '${$1}');
  return {
    image: `${family}:${named}${slim}`,
    distro: {
      family,
      version: family === 'debian' ? releases[version.split('-')[0]!] : /^\d+\.\d+/.exec(version)?.[0],
      codename: undefined,
    },
    packageManager: family === 'alpine' ? 'apk' : 'apt',
    libraries: family === 'alpine' ? alpineLibraries : debianLibraries,
    setsLanguage: true,
  };
}
