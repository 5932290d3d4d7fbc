/** Which hosts a name or an address stands for: this machine, a private network, or the internet. */

export type HostKind = 'loopback' | 'private' | 'public';

/**
 * The kind of a host as written in a URL or a reference, port allowed: `localhost:5000`, `127.0.0.1`, `[::1]`,
 * `10.0.0.8`, `ghcr.io`. A name that is not an address counts as public, but `localhost` and what is below it.
 */
export function hostKind(host: string): HostKind {
  const name = withoutPort(host).toLowerCase().replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback';
  return addressKind(name) ?? 'public';
}

/** The kind of an IP address, with or without brackets; undefined for what is none. Sources: RFC 6890, RFC 4193. */
export function addressKind(text: string): HostKind | undefined {
  const address = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const v4 = parseV4(address);
  if (v4) return kindOfV4(v4);
  const v6 = parseV6(address);
  return v6 && kindOfV6(v6);
}

function withoutPort(host: string): string {
  const bracketed = /^(\[[^\]]*\])(?::\d*)?$/.exec(host);
  if (bracketed) return bracketed[1]!;
  const colon = host.lastIndexOf(':');
  return colon >= 0 && host.indexOf(':') === colon ? host.slice(0, colon) : host;
}

function parseV4(text: string): readonly number[] | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return undefined;
  const parts = text.split('.').map(Number);
  return parts.every((part) => part <= 255) ? parts : undefined;
}

function kindOfV4([a = 0, b = 0]: readonly number[]): HostKind {
  if (a === 127) return 'loopback';
  const isPrivate =
    a === 0 || // this network
    a === 10 ||
    (a === 100 && b >= 64 && b <= 127) || // shared by carriers
    (a === 169 && b === 254) || // link-local, where clouds answer with credentials
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 198 && (b === 18 || b === 19)) || // benchmarks
    a >= 224; // multicast and reserved
  return isPrivate ? 'private' : 'public';
}

/** Eight groups of 16 bits; undefined for what is no IPv6 address. */
function parseV6(text: string): readonly number[] | undefined {
  if (!text.includes(':') || !/^[0-9a-f:.]+$/i.test(text)) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  if (!tail) return head.length === 8 ? head : undefined;
  const gap = 8 - head.length - tail.length;
  return gap < 1 ? undefined : [...head, ...Array<number>(gap).fill(0), ...tail];
}

function groupsOf(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  for (const [index, part] of text.split(':').entries()) {
    const v4 = index === text.split(':').length - 1 ? parseV4(part) : undefined;
    if (v4) groups.push(v4[0]! * 256 + v4[1]!, v4[2]! * 256 + v4[3]!);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function kindOfV6(groups: readonly number[]): HostKind {
  const [first = 0] = groups;
  const leading = (count: number): boolean => groups.slice(0, count).every((group) => group === 0);
  const embedded = [groups[6]! >> 8, groups[6]! & 255];
  // ::ffff:a.b.c.d, the mapped addresses, and 64:ff9b::a.b.c.d, the translated ones, mean the IPv4 address inside.
  if (leading(5) && groups[5] === 0xffff) return kindOfV4(embedded);
  if (first === 0x64 && groups[1] === 0xff9b) return kindOfV4(embedded);
  if (leading(7)) return groups[7] === 1 ? 'loopback' : 'private';
  if (leading(6)) return kindOfV4(embedded);
  const isPrivate = (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80 || first >= 0xff00;
  return isPrivate ? 'private' : 'public';
}
