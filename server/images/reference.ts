/** Image references as Docker reads them (grammar of the distribution project, defaults of Docker Hub). */

export interface ImageReference {
  /** Registry host with its port: `docker.io`, `localhost:5000`, `ghcr.io`. */
  readonly domain: string;
  /** Repository on that host, Docker Hub's default folder filled in: `library/node`. */
  readonly path: string;
  /** As written; undefined: none (Docker then takes `latest`, unless there is a digest). */
  readonly tag: string | undefined;
  /** `sha256:…`. */
  readonly digest: string | undefined;
}

const domainPattern =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const componentPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
/** Hex digits of the algorithms whose length Docker checks. */
const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);
/** Docker's limit for host and path together. */
const maximumName = 255;
/** Nothing valid is longer (name, tag and digest); keeps the patterns off huge input. */
const maximumReference = 1024;

/** Reads a reference as written in FROM; undefined for what Docker rejects (upper-case path, bad tag, variables). */
export function parseReference(text: string): ImageReference | undefined {
  if (text.length === 0 || text.length > maximumReference) return undefined;
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) return undefined;
  const rest = at < 0 ? text : text.slice(0, at);
  // A colon after the last slash starts the tag; one before it belongs to the registry's port.
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  if (tag !== undefined && !tagPattern.test(tag)) return undefined;
  const name = colon < 0 ? rest : rest.slice(0, colon);
  // Docker takes 64 hex digits for an image id, never for a name.
  if (/^[a-f0-9]{64}$/.test(name)) return undefined;
  const { domain, path } = splitDomain(name);
  if (!domainPattern.test(domain)) return undefined;
  if (!path.split('/').every((component) => componentPattern.test(component))) return undefined;
  if (domain.length + 1 + path.length > maximumName) return undefined;
  return { domain, path, tag, digest };
}

function splitDomain(name: string): { domain: string; path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = first === 'localhost' || /[.:[]/.test(first) || first !== first.toLowerCase();
  const domain = slash > 0 && isHost ? first : 'docker.io';
  const path = slash > 0 && isHost ? name.slice(slash + 1) : name;
  if (domain !== 'docker.io' && domain !== 'index.docker.io') return { domain, path };
  return { domain: 'docker.io', path: path.includes('/') ? path : `library/${path}` };
}

function isDigest(text: string): boolean {
  if (!digestPattern.test(text)) return false;
  const colon = text.indexOf(':');
  const length = digestLengths.get(text.slice(0, colon));
  const hex = text.slice(colon + 1);
  return length === undefined || (hex.length === length && hex === hex.toLowerCase());
}

/** The reference up to its digest: the name and the tag as written. */
export function withoutDigest(text: string): string {
  return text.split('@')[0]!;
}

/** Where Google and Amazon publish unchanged copies of Docker's official images, and other names of Docker Hub itself. */
const officialMirrors: ReadonlyMap<string, string> = new Map([
  ['mirror.gcr.io', 'library/'],
  ['public.ecr.aws', 'docker/library/'],
  ['registry.docker.com', 'library/'],
  ['registry-1.docker.io', 'library/'],
]);

/**
 * The short name Docker shows: `node`, `oven/bun`, `ghcr.io/owner/app`; without tag and digest. A mirror's copy of an official
 * image has the name of the image.
 */
export function familiarName(reference: ImageReference): string {
  const mirrored = officialMirrors.get(reference.domain);
  if (mirrored !== undefined && reference.path.startsWith(mirrored))
    return reference.path.slice(mirrored.length);
  if (reference.domain !== 'docker.io') return `${reference.domain}/${reference.path}`;
  const official = reference.path.startsWith('library/') ? reference.path.slice('library/'.length) : '';
  return official === '' || official.includes('/') ? reference.path : official;
}
