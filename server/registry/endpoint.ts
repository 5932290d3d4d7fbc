/** Where a registry answers: host, scheme, and the mirror that stands in for it. */
import type { ImageReference } from '../images/reference.ts';
import { hostKind } from './hosts.ts';

export interface Endpoint {
  /** As in the reference: what credentials and the user's settings are kept under. */
  readonly registry: string;
  /** `https://registry-1.docker.io`, without a trailing slash. */
  readonly base: string;
  /** Repository on that host, with a mirror's own prefix: `library/node`. */
  readonly repository: string;
  /** The registry is on this machine: plain http, and its redirects may stay on this machine. */
  readonly loopback: boolean;
}

/** Registry by registry another host to ask: `docker.io` → `mirror.example.com/docker-hub`, `https://…` allowed. */
export type Mirrors = Readonly<Record<string, string>>;

/** Docker Hub's registry has another host than its references (docs.docker.com/reference/api/registry). */
const apiHosts: ReadonlyMap<string, string> = new Map([['docker.io', 'registry-1.docker.io']]);

/** Only a registry on this machine is spoken to without TLS, unless a mirror's URL says `http://` for such a one. */
export function endpointOf(reference: ImageReference, mirrors: Mirrors = {}): Endpoint {
  const mirror = Object.hasOwn(mirrors, reference.domain)
    ? readMirror(mirrors[reference.domain]!)
    : undefined;
  const host = mirror?.host ?? apiHosts.get(reference.domain) ?? reference.domain;
  const loopback = hostKind(host) === 'loopback';
  const scheme = loopback && mirror?.scheme !== 'https' ? 'http' : 'https';
  return {
    registry: mirror?.host ?? reference.domain,
    base: `${scheme}://${host}`,
    repository: mirror?.prefix ? `${mirror.prefix}/${reference.path}` : reference.path,
    loopback,
  };
}

interface Mirror {
  readonly host: string;
  readonly prefix: string;
  readonly scheme: string | undefined;
}

/** Undefined for a setting that names no host. */
function readMirror(text: string): Mirror | undefined {
  const match = /^(?:(https?):\/\/)?([\w.-]+(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?)(?:\/([\w./-]*))?$/i.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const prefix = (match[3] ?? '').replace(/\/+$/, '').replace(/^v2(?:\/|$)/, '');
  return { host: match[2]!.toLowerCase(), prefix, scheme: match[1]?.toLowerCase() };
}
