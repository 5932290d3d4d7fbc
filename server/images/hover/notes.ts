/** What is worth a sentence of its own: facts that disagree, a digest that the tag has left behind, a platform that is not there. */
import { matches, parsePlatform } from '../../registry/platform.ts';
import { distroOf, runtimeVersionOf } from '../config-facts.ts';
import type { ImageFact, ImageSize } from '../facts.ts';
import { formatBytes } from '../format.ts';
import { parseReference, withoutDigest } from '../reference.ts';
import { refines } from '../tag.ts';
import { distroTitle, runtimeTitle } from '../titles.ts';
import { account } from './contents.ts';
import { escapeMarkdown } from './markdown.ts';
import type { HoverView } from './view.ts';

/** Sizes that differ by more than this are not the same image's: the table is older than the image, or wrong. */
const tolerated = 0.25;

/** Sentences, the most important first. */
export function notes(view: HoverView): string[] {
  const found = [...digestNotes(view), ...platformNotes(view)];
  const differences = disagreements(view);
  if (differences.length > 0)
    found.push(`The registry says otherwise than the embedded table: ${differences.join('; ')}.`);
  if (view.fact.note !== undefined) found.push(escapeMarkdown(view.fact.note));
  if (view.trouble !== undefined) found.push(`No newer figures: ${escapeMarkdown(view.trouble)}`);
  return found;
}

/** A digest beside a tag: does the tag still stand for it? */
function digestNotes({ reference, images, today }: HoverView): string[] {
  const parsed = parseReference(reference);
  if (parsed?.digest === undefined || parsed.tag === undefined) return [];
  const tagged = images.lookup(withoutDigest(reference));
  const current = tagged?.digest;
  if (current === undefined || tagged?.compressed?.source !== 'registry') return [];
  const name = escapeMarkdown(withoutDigest(reference));
  const when = tagged.compressed.date === today ? 'today' : `on ${tagged.compressed.date}`;
  return current === parsed.digest
    ? [`The digest is what ${name} stood for ${when}.`]
    : [`**The digest is outdated**: ${when} ${name} stood for \`${current.slice(0, 19)}…\`.`];
}

function platformNotes({ fact, platform }: HoverView): string[] {
  const wanted = platform === undefined ? undefined : parsePlatform(platform);
  if (!wanted || platform === undefined || fact.architectures.length === 0) return [];
  const offered = fact.architectures.some((name) => {
    const one = parsePlatform(name);
    return one !== undefined && matches(one, wanted);
  });
  return offered ? [] : [`**Not published for ${escapeMarkdown(platform)}.**`];
}

function disagreements({ reference, table, registry, platform }: HoverView): string[] {
  const fact = table?.lookup(reference);
  if (!fact || !registry) return [];
  const { config } = registry.image;
  const found: string[] = [];
  const live = distroOf(config);
  if (live && fact.distro && differs(live, fact.distro))
    found.push(`its distro is ${distroTitle(live)}, not ${distroTitle(fact.distro)}`);
  const version = runtimeVersionOf(fact.runtime, config);
  if (fact.runtime?.version !== undefined && version !== undefined && !refines(version, fact.runtime.version))
    found.push(`it has ${runtimeTitle({ ...fact.runtime, version })}, not ${runtimeTitle(fact.runtime)}`);
  return [...found, ...userDifference(fact, config.user), ...(platform === undefined ? sizeDifference(reference, fact, registry) : [])]; // prettier-ignore
}

/** Only where both know a release. */
function differs(a: NonNullable<ImageFact['distro']>, b: NonNullable<ImageFact['distro']>): boolean {
  if (a.family !== b.family) return true;
  return a.version !== undefined && b.version !== undefined && a.version !== b.version;
}

function userDifference({ defaultUser }: ImageFact, configured: string): string[] {
  if (!defaultUser) return [];
  const name = configured.split(':')[0]!.trim() || 'root';
  const same =
    name === defaultUser.name ||
    name === String(defaultUser.uid) ||
    (name === 'root' && defaultUser.uid === 0);
  return same ? [] : [`it runs as ${escapeMarkdown(name)}, not as ${account(defaultUser)}`];
}

/** Of what a pull transfers, which a registry knows for certain; a tag that moves has another size with every release. */
function sizeDifference(
  reference: string,
  { compressed, approximates }: ImageFact,
  { image }: NonNullable<HoverView['registry']>,
): string[] {
  if (!compressed || approximates !== undefined || parseReference(reference)?.tag === undefined) return [];
  const bytes = image.layers.reduce((sum, layer) => sum + layer.compressed, 0);
  if (Math.abs(bytes - compressed.bytes) <= compressed.bytes * tolerated) return [];
  const size = (value: number, kind: ImageSize['kind'] = 'exact'): string => formatBytes(value, kind);
  return [`it is ${size(bytes)} to pull, not ${size(compressed.bytes, compressed.kind)}`];
}
