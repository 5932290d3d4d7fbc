/** Platforms as Docker writes and compares them: `linux/amd64`, `linux/arm/v7`. */

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}

/** Other names of architectures (containerd's platform package, "normalization"). */
const architectures: ReadonlyMap<string, readonly [architecture: string, variant: string]> = new Map([
  ['x86_64', ['amd64', '']],
  ['x86-64', ['amd64', '']],
  ['i386', ['386', '']],
  ['aarch64', ['arm64', '']],
  ['armhf', ['arm', 'v7']],
  ['armel', ['arm', 'v6']],
]);

/** `linux/arm64/v8`, `linux/amd64`, `arm64`; undefined for what is none. */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.trim().toLowerCase().split('/');
  if (parts.length > 3 || parts.some((part) => !/^[a-z0-9_.-]+$/.test(part))) return undefined;
  const [os, architecture, variant] =
    parts.length === 1 ? ['linux', parts[0]!] : [parts[0]!, parts[1]!, parts[2]];
  return normalize({ os, architecture, variant });
}

/** What images are published for (Go's names; the list of Docker's official images and those of Windows). */
const usual =
  /^(?:linux\/(?:amd64|arm64|arm|386|ppc64le|s390x|riscv64|loong64|mips64le)|windows\/(?:amd64|arm64))(?:\/v\d+)?$/;

/** False for what is most likely mistyped: `linux/amd46`. */
export function isUsualPlatform(platform: Platform): boolean {
  return usual.test(formatPlatform(platform));
}

export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = normalize(platform);
  return [os, architecture, variant].filter(Boolean).join('/');
}

/** Can `wanted` run `offered`? The variant counts only where `wanted` names one. */
export function matches(offered: Platform, wanted: Platform): boolean {
  const [a, b] = [normalize(offered), normalize(wanted)];
  return (
    a.os === b.os && a.architecture === b.architecture && (b.variant === undefined || a.variant === b.variant)
  );
}

function normalize({ os, architecture, variant }: Platform): Platform {
  const [name, implied] = architectures.get(architecture.toLowerCase()) ?? [architecture.toLowerCase(), ''];
  const full = variant?.toLowerCase() || implied || undefined;
  // The default of each architecture is not written.
  const isDefault =
    (name === 'arm64' && (full === 'v8' || full === '8')) || (name === 'amd64' && full === 'v1');
  return {
    os: os.toLowerCase(),
    architecture: name,
    variant: isDefault ? undefined : name === 'arm' ? (full ?? 'v7') : full,
  };
}
