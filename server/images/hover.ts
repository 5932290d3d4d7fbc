/** What to show about the image a FROM names, as Markdown. */
import type { ImageFacts } from './facts.ts';
import { contentsLine } from './hover/contents.ts';
import { escapeMarkdown } from './hover/markdown.ts';
import { notes } from './hover/notes.ts';
import { sizeTable } from './hover/sizes.ts';
import { link, sourcesLine } from './hover/sources.ts';
import { shortened, titleLine } from './hover/title.ts';
import type { HoverOptions, HoverView } from './hover/view.ts';
import { parseReference } from './reference.ts';

export type { HoverOptions } from './hover/view.ts';

/**
 * The hover for an image reference as written (variables replaced), compact Markdown; undefined for what is not an
 * image reference. `today` is `YYYY-MM-DD`; `images` are those of the platform in the options. Nothing is shown that
 * nobody knows.
 */
export function imageHover(
  reference: string,
  images: ImageFacts,
  today: string,
  options: HoverOptions = {},
): string | undefined {
  if (reference === 'scratch') {
    return '**scratch** · the empty image: 0 B, no files at all\n\nno shell, no libc, no CA certificates, no time zone data, no users (only a numeric `USER` works) · for static binaries';
  }
  if (parseReference(reference) === undefined) return undefined;
  const fact = images.lookup(reference);
  if (fact === undefined) {
    const about = `**${escapeMarkdown(shortened(reference))}** · not in the embedded table of ${images.compiled}: sizes unknown`;
    const more = [
      options.trouble === undefined ? undefined : escapeMarkdown(options.trouble),
      link(reference),
    ];
    return [about, ...more.filter((part) => part !== undefined)].join(' · ');
  }
  const view: HoverView = { ...options, reference, fact, images, today };
  const sections = [
    titleLine(view),
    sizeTable(view),
    contentsLine(fact),
    notes(view).join(' '),
    sourcesLine(view),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}
