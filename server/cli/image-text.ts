/** What `image` prints: all about one image, or several side by side. */
import type { ImageFact, ImageFacts, ImageSize } from '../images/facts.ts';
import { formatSaving, formatSize } from '../images/format.ts';

/** Lines about one image. */
export function imageAsText(reference: string, fact: ImageFact, facts: ImageFacts, platform: string): string {
  const { distro, runtime, defaultUser, nonRootUser } = fact;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['nearest known', fact.approximates],
    ['platform', platform],
    ['on disk', described(fact.onDisk) ?? 'unknown'],
    ['pull', described(fact.compressed) ?? 'unknown'],
    ['distribution', distribution(fact)],
    ['supported until', distro && (fact.distroLtsEol ?? fact.distroEol)],
    [
      'runtime',
      runtime &&
        [runtime.name, runtime.version, runtime.eol && `(ends ${runtime.eol})`].filter(Boolean).join(' '),
    ],
    ['libc', fact.libc],
    ['packages', fact.packageManager],
    ['shell', fact.shell === false ? 'none' : fact.shellName],
    ['runs as', defaultUser && (defaultUser.name ?? String(defaultUser.uid))],
    [
      'other user',
      nonRootUser &&
        [nonRootUser.name, nonRootUser.uid !== undefined && `(uid ${nonRootUser.uid})`]
          .filter(Boolean)
          .join(' '),
    ],
    ['tools', fact.tools.join(', ') || undefined],
    ['platforms', fact.architectures.join(', ') || undefined],
    ['digest', fact.digest],
    ['built', fact.created],
    ['last pushed', fact.pushed],
    ['note', fact.note],
    ...facts
      .siblings(fact)
      .map((sibling, i) => [i === 0 ? 'smaller' : '', siblingText(fact, sibling)] as const),
    ['table of', facts.compiled],
  ];
  const known = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(16)}${value}`],
  );
  return `${fact.approximates === undefined ? fact.name : reference}\n${known.join('\n')}\n`;
}

/** One line for each, and a head. Undefined: nothing is known. */
export function imagesAsTable(rows: readonly (readonly [string, ImageFact | undefined])[]): string {
  const head = ['IMAGE', 'ON DISK', 'PULL', 'DISTRIBUTION', 'ENDS', 'RUNS AS', 'FIGURES'];
  const lines = [head, ...rows.map(([reference, fact]) => tableRow(reference, fact))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const numbers = new Set([1, 2]);
  return lines
    .map((line) =>
      line
        .map((cell, i) => (numbers.has(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function tableRow(reference: string, fact: ImageFact | undefined): string[] {
  if (!fact) return [reference, 'unknown', 'unknown', '', '', '', ''];
  const size = fact.onDisk ?? fact.compressed;
  const ends = [fact.distroLtsEol ?? fact.distroEol, fact.runtime?.eol].filter((day) => day !== undefined);
  return [
    reference,
    formatSize(fact.onDisk) ?? 'unknown',
    formatSize(fact.compressed) ?? 'unknown',
    distribution(fact) ?? '',
    ends.sort()[0] ?? '',
    fact.defaultUser?.name ?? fact.defaultUser?.uid?.toString() ?? '',
    size ? [size.source, size.date].filter(Boolean).join(' ') : '',
  ];
}

function distribution({ distro }: ImageFact): string | undefined {
  return (
    distro &&
    [distro.family, distro.version, distro.codename && `(${distro.codename})`].filter(Boolean).join(' ')
  );
}

function described(size: ImageSize | undefined): string | undefined {
  if (!size) return undefined;
  const date = size.date === undefined ? '' : ` of ${size.date}`;
  return `${formatSize(size)} (${size.kind}, ${size.source}${date})`;
}

function siblingText(fact: ImageFact, sibling: ImageFact): string {
  const size = formatSize(sibling.onDisk);
  const less =
    fact.onDisk && sibling.onDisk ? formatSaving(fact.onDisk.bytes, sibling.onDisk.bytes) : undefined;
  return [sibling.name, size, less && `(${less})`].filter(Boolean).join(' ');
}
