/** Which image of engine/bases stands for an official one. */

/** Undefined when there is none. Versions of the same major are the same image here. */
export function lookAlike(reference: string): string | undefined {
  const [, name, tag] = /^(?:docker\.io\/)?(?:library\/)?([^:@]+):([^@]+)$/.exec(reference) ?? [];
  if (name === undefined || tag === undefined) return undefined;
  const variant = /-alpine/.test(tag) ? '-alpine' : /-slim$/.test(tag) ? '-slim' : '';
  const major = /^(\d+)/.exec(tag)?.[1];
  switch (name) {
    case 'node':
      return major === '20' || major === '22' ? `node:${major}${variant}` : undefined;
    case 'oven/bun':
      return major === '1' ? `oven/bun:1${variant}` : undefined;
    case 'golang':
      return /^1\.22(?:\.\d+)?(?:-bookworm)?$/.test(tag) ? 'golang:1.22' : undefined;
    case 'nginxinc/nginx-unprivileged':
      return /alpine/.test(tag) ? 'nginxinc/nginx-unprivileged:alpine-slim' : undefined;
    default:
      return undefined;
  }
}
