/** What a refresh changed, for the maintainer who looks it over. */
import { formatBytes } from '../../server/images/format.ts';
import type { Refreshed } from './refresh.ts';
import { nameOf } from './source.ts';
import type { SourceImage, SourceSize } from './source.ts';

/** Several lines; `today` is `YYYY-MM-DD`. */
export function reportOf(results: readonly Refreshed[], today: string): string {
  const read = results.filter(({ outcome }) => outcome.kind === 'read');
  const same = results.filter(({ outcome, after, before }) => outcome.kind === 'same' && after !== before);
  const sections = [
    [`${results.length} images: ${read.length} read, ${same.length} still the same`],
    section('Sizes', read.flatMap(sizeLines)),
    section('New digests', read.flatMap(digestLines)),
    section('Users and platforms', read.flatMap(otherLines)),
    section('Vanished: the row is as it was', results.flatMap(vanishedLines)),
    section('Ended since the row was looked up last', endLines(results, today)),
    section('No answer: the rows are as they were', failureLines(results)),
  ];
  return `${sections.flat().join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function sizeLines({ before, after }: Refreshed): string[] {
  const parts = [
    sizeChange('pull', before.compressed, after.compressed),
    sizeChange('on disk', before.onDisk, after.onDisk),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : [`${nameOf(after)}: ${parts.join(', ')}`];
}

/** `on disk 190 MB → 200 MB (+5.3 %)`; undefined when the figure is what it was. */
function sizeChange(
  what: string,
  before: SourceSize | undefined,
  after: SourceSize | undefined,
): string | undefined {
  if (!after || before?.bytes === after.bytes) return undefined;
  const now = formatBytes(after.bytes, after.kind);
  if (!before) return `${what} ${now} (new)`;
  const percent = (after.bytes / before.bytes - 1) * 100;
  const change = `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} %`;
  return `${what} ${formatBytes(before.bytes, before.kind)} → ${now} (${change})`;
}

function digestLines({ before, after }: Refreshed): string[] {
  return before.digest === undefined || before.digest === after.digest
    ? []
    : [`${nameOf(after)}: ${after.digest}`];
}

function otherLines({ before, after }: Refreshed): string[] {
  const lines: string[] = [];
  if (before.defaultUser?.uid !== after.defaultUser?.uid)
    lines.push(`${nameOf(after)}: runs as ${userText(after)}, was ${userText(before)}`);
  const gone = before.architectures.filter((name) => !after.architectures.includes(name));
  const come = after.architectures.filter((name) => !before.architectures.includes(name));
  const changes = [...come.map((name) => `+${name}`), ...gone.map((name) => `−${name}`)];
  if (before.architectures.length > 0 && changes.length > 0)
    lines.push(`${nameOf(after)}: ${changes.join(' ')}`);
  return lines;
}

function userText({ defaultUser }: SourceImage): string {
  return defaultUser ? `${defaultUser.name} (${defaultUser.uid})` : 'unknown';
}

function vanishedLines({ before, outcome }: Refreshed): string[] {
  return outcome.kind === 'vanished' ? [`${nameOf(before)}: ${outcome.why}`] : [];
}

/** One line for each end of life, with the number of images. */
function endLines(results: readonly Refreshed[], today: string): string[] {
  return counted(
    results.flatMap(({ before }) => {
      const { runtime, distro, lookedUp = today } = before;
      const ends: readonly (readonly [string | undefined, string])[] = [
        [runtime?.eol, [runtime?.name, runtime?.version].filter(Boolean).join(' ')],
        [
          before.distroLtsEol ?? before.distroEol,
          [distro?.family, distro?.version].filter(Boolean).join(' '),
        ],
      ];
      return ends.flatMap(([day, what]) =>
        day !== undefined && day < today && day >= lookedUp ? [`${what} on ${day}`] : [],
      );
    }),
  );
}

/** One line for each host and reason, with the number of images. */
function failureLines(results: readonly Refreshed[]): string[] {
  return counted(
    results.flatMap(({ outcome }) => {
      if (outcome.kind !== 'failed') return [];
      const { host, why } = outcome;
      return [why.includes(host) ? why : `${host}: ${why}`];
    }),
  );
}

function counted(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => `${line} (${count} ${count === 1 ? 'image' : 'images'})`);
}
