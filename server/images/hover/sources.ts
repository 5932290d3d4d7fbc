/** The last line of a hover: where its numbers are from, how old the image is, and where to read on. */
import { runtimeVersionOf } from '../config-facts.ts';
import type { ImageSize } from '../facts.ts';
import { registryPage } from '../registry-page.ts';
import { runtimeTitle } from '../titles.ts';
import type { HoverView } from './view.ts';

export function sourcesLine(view: HoverView): string {
  return [built(view), pushed(view), figures(view), link(view.reference)]
    .filter((part) => part !== undefined)
    .join(' · ');
}

export function link(reference: string): string | undefined {
  const page = registryPage(reference);
  return page && `[${page.title}](${page.url})`;
}

function built({ fact, registry }: HoverView): string | undefined {
  const version = registry && runtimeVersionOf(fact.runtime, registry.image.config);
  const holds =
    version === undefined ? undefined : runtimeTitle(fact.runtime && { ...fact.runtime, version });
  if (fact.created === undefined) return holds === undefined ? undefined : `holds ${holds}`;
  return `built on ${fact.created}${holds === undefined ? '' : ` with ${holds}`}`;
}

function pushed({ fact: { pushed: day, created } }: HoverView): string | undefined {
  return day === undefined || day === created ? undefined : `pushed on ${day}`;
}

function figures({ fact, images, platform = 'linux/amd64' }: HoverView): string {
  const sizes = [fact.compressed, fact.onDisk].filter((size) => size !== undefined);
  const table = `embedded table of ${images.compiled}`;
  const live = sizes.filter(({ source }) => source !== 'table');
  if (live.length > 0) {
    const named = [sourceOf(fact.compressed, 'pull', table), sourceOf(fact.onDisk, 'on disk', table)].filter(
      (one) => one !== undefined,
    );
    const from = new Set(named.map((one) => one.from));
    const each =
      from.size === 1 ? [`figures of ${[...from].join()}`] : named.map((one) => `${one.what}: ${one.from}`);
    return `${each.join(', ')} for ${platform}`;
  }
  const dates = sizes
    .map(({ date }) => date)
    .filter((date) => date !== undefined)
    .sort();
  const newest = dates.at(-1);
  if (newest === undefined) return table;
  const oldest = dates[0] ?? newest;
  const span = oldest === newest || newest.startsWith(oldest) ? newest : `${oldest} and ${newest}`;
  return `figures of ${span} for ${platform}, ${table}`;
}

const places = { registry: 'the registry', engine: 'Docker Engine' } as const;

function sourceOf(
  size: ImageSize | undefined,
  what: string,
  table: string,
): { readonly what: string; readonly from: string } | undefined {
  if (!size) return undefined;
  const from = size.source === 'table' ? `the ${table}` : `${places[size.source]} of ${size.date}`;
  return { what, from };
}
