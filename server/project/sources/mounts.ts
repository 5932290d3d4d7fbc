/** Web applications are made of routers mounted in each other; this finds the full path of their routes. */

export interface Route {
  /** Key of the router or application it was registered on. */
  readonly owner: string;
  readonly path: string;
  readonly file: string;
}

export interface Mount {
  readonly child: string;
  readonly parent: string;
  /** Undefined when the prefix is no literal: then nothing below is certain. */
  readonly prefix: string | undefined;
}

/** Names that a health route's last segment may have, the best first. */
const healthNames = [
  'healthz', 'health', 'healthcheck', 'health-check', '_health', 'livez', 'live', 'liveness', 'readyz', 'ready', 'readiness',
  'ping', 'status',
]; // prettier-ignore

/** Does the path end in one of the usual names and have no parameters? */
export function isHealthPath(path: string): boolean {
  return /^\/?(?:[\w.-]+\/)*[\w-]+\/?$/.test(path) && rankOf(path) < healthNames.length;
}

function rankOf(path: string): number {
  const last = path.split('/').filter(Boolean).pop() ?? '';
  const rank = healthNames.indexOf(last.toLowerCase());
  return rank < 0 ? healthNames.length : rank;
}

/**
 * Full paths of the health routes that lead to an application by literal prefixes only, best first: shallow
 * ones before deep ones, usual names before vague ones.
 */
export function resolveHealthRoutes(
  routes: readonly Route[],
  mounts: readonly Mount[],
  applications: ReadonlySet<string>,
): readonly { readonly path: string; readonly file: string }[] {
  const found = new Map<string, { path: string; file: string }>();
  for (const route of routes)
    for (const prefix of prefixesOf(route.owner, mounts, applications, [])) {
      const path = joinUrl(prefix, route.path);
      if (isHealthPath(path) && !found.has(path)) found.set(path, { path, file: route.file });
    }
  const depth = (path: string): number => path.split('/').length;
  return [...found.values()].sort(
    (a, b) => rankOf(a.path) - rankOf(b.path) || depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1),
  );
}

function prefixesOf(
  owner: string,
  mounts: readonly Mount[],
  applications: ReadonlySet<string>,
  seen: readonly string[],
): readonly string[] {
  if (applications.has(owner)) return [''];
  if (seen.includes(owner) || seen.length > 8) return [];
  return mounts
    .filter((mount) => mount.child === owner)
    .flatMap((mount) => {
      const { prefix } = mount;
      if (prefix === undefined || /[:*(){}?+]/.test(prefix)) return [];
      return prefixesOf(mount.parent, mounts, applications, [...seen, owner]).map((above) =>
        joinUrl(above, prefix),
      );
    });
}

/** `/api/` and `/health` → `/api/health`. A slash at the end of the last part stays: Django and Go mean it. */
export function joinUrl(prefix: string, path: string): string {
  const left = prefix.replace(/\/+$/, '');
  const right = path.replace(/^\/+/, '');
  const joined = right === '' ? left : `${left}/${right}`;
  return joined.startsWith('/') ? joined : `/${joined}`;
}
