/** What an image's configuration gives away about its distro and its runtime. */
import type { ImageConfig } from '../registry/image.ts';
import type { ImageFact } from './facts.ts';
import { codenameOf, releaseOf } from './releases.ts';

/**
 * The distro whose files the first layers hold: Debian's and Alpine's builds name it in the history, Ubuntu's and Red
 * Hat's in labels of the base (which an image on top may have overwritten, so they count with their own name only).
 */
export function distroOf({ history, labels }: ImageConfig): ImageFact['distro'] {
  for (const { createdBy } of history) {
    const debian = /\bdebian\.sh\b[^\n]*?'([a-z]+)'/.exec(createdBy)?.[1];
    const release = debian === undefined ? undefined : releaseOf(debian);
    if (release?.family === 'debian') return release;
    const alpine = /\balpine-minirootfs-(\d+\.\d+)\.\d+/.exec(createdBy)?.[1];
    if (alpine !== undefined) return { family: 'alpine', version: alpine, codename: undefined };
  }
  const name = labels['org.opencontainers.image.ref.name'];
  const version = labels['org.opencontainers.image.version'];
  if (name === 'ubuntu' && version !== undefined && /^\d\d\.\d\d$/.test(version))
    return { family: 'ubuntu', version, codename: codenameOf('ubuntu', version) };
  return undefined;
}

/** Variables in which official images name the exact version of their runtime. */
const versionVariables: ReadonlyMap<string, string> = new Map([
  ['node', 'NODE_VERSION'],
  ['python', 'PYTHON_VERSION'],
  ['go', 'GOLANG_VERSION'],
  ['ruby', 'RUBY_VERSION'],
  ['php', 'PHP_VERSION'],
  ['rust', 'RUST_VERSION'],
  ['nginx', 'NGINX_VERSION'],
  ['httpd', 'HTTPD_VERSION'],
  ['redis', 'REDIS_VERSION'],
]);

/** `22.11.0`: what the image's own environment says its runtime's version is. */
export function runtimeVersionOf(
  runtime: ImageFact['runtime'],
  { environment }: ImageConfig,
): string | undefined {
  const variable = runtime && versionVariables.get(runtime.name);
  if (variable === undefined) return undefined;
  const value = environment.find((entry) => entry.startsWith(`${variable}=`))?.slice(variable.length + 1);
  return value !== undefined && /^\d+(?:\.\d+){1,3}(?:-\w+)?$/.test(value) ? value : undefined;
}
