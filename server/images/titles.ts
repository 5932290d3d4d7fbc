/** Names as their makers write them, for messages. */
import type { ImageFact } from './facts.ts';

const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    node: 'Node', python: 'Python', go: 'Go', rust: 'Rust', java: 'Java', ruby: 'Ruby', php: 'PHP', dotnet: '.NET',
    bun: 'Bun', deno: 'Deno', nginx: 'nginx', httpd: 'Apache httpd', caddy: 'Caddy', postgresql: 'PostgreSQL',
    redis: 'Redis', mysql: 'MySQL', mongodb: 'MongoDB', mariadb: 'MariaDB', debian: 'Debian', ubuntu: 'Ubuntu',
    alpine: 'Alpine', azurelinux: 'Azure Linux', wolfi: 'Wolfi', ubi: 'Red Hat UBI', amazonlinux: 'Amazon Linux',
    fedora: 'Fedora', rocky: 'Rocky Linux', centos: 'CentOS', 'centos-stream': 'CentOS Stream', almalinux: 'AlmaLinux',
    oraclelinux: 'Oracle Linux', busybox: 'BusyBox',
  }),
); // prettier-ignore

/** `Node 20`, `Go 1.22`; undefined without a runtime. */
export function runtimeTitle(runtime: ImageFact['runtime']): string | undefined {
  return runtime && title(runtime.name, runtime.version);
}

/** `Debian 12 (bookworm)`, `Alpine`; undefined without a distro. */
export function distroTitle(distro: ImageFact['distro']): string | undefined {
  if (distro === undefined || distro.family === 'none') return undefined;
  const name = title(distro.family, distro.version);
  return distro.codename === undefined ? name : `${name} (${distro.codename})`;
}

function title(key: string, version: string | undefined): string {
  const name = names.get(key) ?? key;
  return version === undefined || !/^\d/.test(version) ? name : `${name} ${version}`;
}
