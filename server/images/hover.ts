/** What to show about the image a FROM names, as Markdown. */
import type { ImageFact, ImageFacts, ImageSize } from './facts.ts';
import { formatSaving, formatSize } from './format.ts';
import { parseReference } from './reference.ts';
import { distroTitle, runtimeTitle } from './titles.ts';

const maximumSiblings = 4;
const maximumArchitectures = 4;
/** An end of life is announced that many days ahead. */
const announcedDays = 183;

/**
 * The hover for an image reference as written (variables replaced), compact Markdown; undefined for what is not an
 * image reference. `today` is `YYYY-MM-DD`. Nothing is shown that the table does not have.
 */
export function imageHover(reference: string, images: ImageFacts, today: string): string | undefined {
  if (reference === 'scratch') {
    return '**scratch** · the empty image: 0 B, no files at all\n\nno shell, no libc, no CA certificates, no time zone data, no users (only a numeric `USER` works) · for static binaries';
  }
  if (parseReference(reference) === undefined) return undefined;
  const fact = images.lookup(reference);
  if (fact === undefined) {
    return `**${escapeMarkdown(reference)}** · not in the embedded table of ${images.compiled}: sizes unknown`;
  }
  const siblings = images.siblings(fact).slice(0, maximumSiblings);
  const sections = [
    [`**${escapeMarkdown(reference)}**`, ...titleParts(reference, fact), ...ends(fact, today)].join(' · '),
    sizeTable(reference, fact, siblings),
    [user(fact), ...contents(fact), architectures(fact)].filter((part) => part !== undefined).join(' · '),
    [fact.note && escapeMarkdown(fact.note), figures(fact, images)]
      .filter((part) => part !== undefined)
      .join(' · '),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function titleParts(reference: string, fact: ImageFact): string[] {
  const parts: string[] = [];
  if (fact.approximates !== undefined)
    parts.push(`as ${escapeMarkdown(fact.approximates)}, the nearest tag known`);
  else if (!`${reference}:latest`.includes(fact.name)) parts.push(`= ${escapeMarkdown(fact.name)}`);
  if (fact.unmaintained) parts.push('**no longer maintained**');
  const libc = fact.libc === 'none' ? 'no libc' : fact.libc;
  const base = [distroTitle(fact.distro), libc].filter((part) => part !== undefined).join(', ');
  return base === '' ? parts : [...parts, base];
}

/** Lines on ends of life: what is over, what is over soon, and long-term support that has taken over. */
function ends(fact: ImageFact, today: string): string[] {
  const parts: string[] = [];
  const runtime = runtimeTitle(fact.runtime);
  const runtimeEnd = fact.runtime?.eol;
  if (runtime !== undefined && runtimeEnd !== undefined) parts.push(end(runtime, runtimeEnd, today));
  const distro = distroTitle(fact.distro && { ...fact.distro, codename: undefined });
  if (distro === undefined) return parts;
  const last = fact.distroLtsEol ?? fact.distroEol;
  if (last !== undefined && (last < today || daysBetween(today, last) <= announcedDays)) {
    parts.push(end(distro, last, today));
  } else if (last !== undefined && fact.distroEol !== undefined && fact.distroEol < today) {
    parts.push(`${distro} in long-term support until ${last}`);
  }
  return parts;
}

function end(what: string, date: string, today: string): string {
  if (date < today) return `**${what} ended on ${date}**`;
  return daysBetween(today, date) <= announcedDays ? `**${what} ends on ${date}**` : `${what} until ${date}`;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function sizeTable(reference: string, fact: ImageFact, siblings: readonly ImageFact[]): string {
  if (fact.compressed === undefined && fact.onDisk === undefined && siblings.length === 0)
    return 'sizes unknown';
  const rows = siblings.map((sibling) => {
    const pull = cell(sibling.compressed, sibling.onDisk === undefined ? fact.compressed : undefined);
    const disk = cell(sibling.onDisk, fact.onDisk);
    return `| ${escapeMarkdown(sibling.name)} | ${pull} | ${[disk, ...differences(sibling, fact)].join(' · ')} |`;
  });
  return [
    '| | pull | on disk |',
    '|---|---|---|',
    `| ${escapeMarkdown(reference)} | ${cell(fact.compressed, undefined)} | ${cell(fact.onDisk, undefined)} |`,
    ...rows,
  ].join('\n');
}

function cell(size: ImageSize | undefined, before: ImageSize | undefined): string {
  const text = formatSize(size);
  if (size === undefined || text === undefined) return '?';
  const saving = before && formatSaving(before.bytes, size.bytes);
  return saving === undefined ? text : `${text} (${saving})`;
}

/** What one gives up by changing to a smaller image. */
function differences(sibling: ImageFact, fact: ImageFact): string[] {
  const parts: string[] = [];
  if (sibling.libc === 'musl' && fact.libc !== 'musl') parts.push('musl');
  if (sibling.shell === false) parts.push('no shell');
  else if (fact.tools.includes('bash') && sibling.toolsKnown && !sibling.tools.includes('bash'))
    parts.push('no bash');
  return parts;
}

function user(fact: ImageFact): string | undefined {
  const runsAs = fact.defaultUser;
  if (runsAs === undefined) return undefined;
  const other = fact.nonRootUser;
  if (runsAs.uid !== 0) return `runs as ${account(runsAs)}`;
  return other === undefined ? 'runs as root' : `runs as root (has a user ${account(other)})`;
}

function account(user: NonNullable<ImageFact['defaultUser']>): string {
  const name = user.name && escapeMarkdown(user.name);
  const uid = user.uid === undefined ? undefined : `uid ${user.uid}`;
  return [name, uid].filter((part) => part !== undefined).join(', ');
}

function contents(fact: ImageFact): string[] {
  if (!fact.toolsKnown) return [];
  const shell = fact.shell === false ? 'no shell' : fact.shellName;
  const rest = fact.tools.filter((tool) => tool !== fact.shellName && tool !== 'busybox');
  const tools = rest.map((tool) =>
    tool === 'wget' && fact.tools.includes('busybox') ? 'wget (busybox)' : tool,
  );
  return [[shell, fact.packageManager, ...tools].filter((part) => part !== undefined).join(', ')].filter((part) => part !== ''); // prettier-ignore
}

function architectures(fact: ImageFact): string | undefined {
  const all = fact.architectures;
  if (all.length === 0) return undefined;
  // What most people build for comes first.
  const common = ['linux/amd64', 'linux/arm64'].filter((name) => all.includes(name));
  const sorted = [...common, ...all.filter((name) => !common.includes(name))];
  const more = sorted.length - maximumArchitectures;
  return sorted.slice(0, maximumArchitectures).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function figures(fact: ImageFact, images: ImageFacts): string {
  const sizes = [fact.compressed, fact.onDisk].filter((size) => size !== undefined);
  const table = `embedded table of ${images.compiled}`;
  const live = sizes.find(({ source }) => source === 'registry');
  if (live) {
    const built = fact.created === undefined ? '' : `built on ${fact.created}, `;
    return `${built}figures of the registry of ${live.date} for linux/amd64`;
  }
  const dates = sizes
    .map(({ date }) => date)
    .filter((date) => date !== undefined)
    .sort();
  const newest = dates.at(-1);
  if (newest === undefined) return table;
  const oldest = dates[0] ?? newest;
  const span = oldest === newest || newest.startsWith(oldest) ? newest : `${oldest} and ${newest}`;
  return `figures of ${span} for linux/amd64, ${table}`;
}

/** Markdown's and HTML's special characters, and line ends; `.` and `-` are harmless inside a line. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>#|~!&]/g, '\\$&');
}
