/** The first line of a hover: the image, what it is based on, and how long its parts are supported. */
import type { ImageFact } from '../facts.ts';
import { distroTitle, runtimeTitle } from '../titles.ts';
import { escapeMarkdown } from './markdown.ts';
import type { HoverView } from './view.ts';

/** An end of life is announced that many days ahead. */
const announcedDays = 183;

export function titleLine({ reference, fact, today, platform }: HoverView): string {
  const name = `**${escapeMarkdown(shortened(reference))}**`;
  return [platform === undefined ? name : `${name} for ${escapeMarkdown(platform)}`, ...parts(reference, fact), ...ends(fact, today)].join(' · '); // prettier-ignore
}

/** A digest of 64 hexadecimal digits as its first twelve, which is how Docker shows it. */
export function shortened(reference: string): string {
  return reference.replace(/(@[A-Za-z0-9+._-]+:[0-9a-fA-F]{12})[0-9a-fA-F]+$/, '$1…');
}

function parts(reference: string, fact: ImageFact): string[] {
  const found: string[] = [];
  if (fact.approximates !== undefined)
    found.push(`as ${escapeMarkdown(fact.approximates)}, the nearest tag known`);
  else if (!`${reference}:latest`.includes(fact.name)) found.push(`= ${escapeMarkdown(fact.name)}`);
  if (fact.unmaintained) found.push('**no longer maintained**');
  const libc = fact.libc === 'none' ? 'no libc' : fact.libc;
  const base = [distroTitle(fact.distro), libc].filter((part) => part !== undefined).join(', ');
  return base === '' ? found : [...found, base];
}

function ends(fact: ImageFact, today: string): string[] {
  const found: string[] = [];
  const runtime = runtimeTitle(fact.runtime);
  if (runtime !== undefined && fact.runtime?.eol !== undefined)
    found.push(end(runtime, fact.runtime.eol, today));
  const distro = distroTitle(fact.distro && { ...fact.distro, codename: undefined });
  if (distro === undefined) return found;
  const { distroEol: regular } = fact;
  // Ubuntu's longer support must be bought.
  const free = fact.distro?.family === 'ubuntu' ? regular : (fact.distroLtsEol ?? regular);
  if (free === undefined) return found;
  const hasLongTerm = regular !== undefined && regular < free;
  if (free >= today && hasLongTerm && regular < today && daysBetween(today, free) > announcedDays)
    found.push(`${distro} in long-term support until ${free}`);
  else if (free >= today && hasLongTerm && regular >= today)
    found.push(`${distro} until ${regular}, long-term support until ${free}`);
  else found.push(end(distro, free, today));
  return found;
}

function end(what: string, date: string, today: string): string {
  if (date < today) return `**${what} ended on ${date}**`;
  return daysBetween(today, date) <= announcedDays ? `**${what} ends on ${date}**` : `${what} until ${date}`;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
