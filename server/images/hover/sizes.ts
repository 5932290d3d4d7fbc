/** The table of a hover: this image and its smaller siblings, what a pull transfers and what lies on disk. */
import type { ImageFact, ImageSize } from '../facts.ts';
import { formatSaving, formatSize } from '../format.ts';
import { siblingName } from '../sibling-name.ts';
import { escapeMarkdown } from './markdown.ts';
import { shortened } from './title.ts';
import type { HoverView } from './view.ts';

const maximumSiblings = 4;

export function sizeTable({ reference, fact, images }: HoverView): string {
  const siblings = images.siblings(fact).slice(0, maximumSiblings);
  if (fact.compressed === undefined && fact.onDisk === undefined && siblings.length === 0)
    return 'sizes unknown';
  const rows = siblings.map((sibling) => {
    const pull = cell(sibling.compressed, sibling.onDisk === undefined ? fact.compressed : undefined);
    const disk = cell(sibling.onDisk, fact.onDisk);
    return `| ${escapeMarkdown(siblingName(reference, sibling))} | ${pull} | ${[disk, ...differences(sibling, fact)].join(' · ')} |`;
  });
  return [
    '| | pull | on disk |',
    '|---|---|---|',
    `| ${escapeMarkdown(shortened(reference))} | ${cell(fact.compressed, undefined)} | ${cell(fact.onDisk, undefined)} |`,
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
