/** What can be written where an image is named: stages, repositories, tags, and the digest of a tag. */
import type { TagInfo } from '../../registry/tags.ts';
import { imageEndOfLife } from '../eol.ts';
import type { ImageFact, ImageFacts } from '../facts.ts';
import { formatBytes } from '../format.ts';
import { digestPin } from '../pin.ts';
import { familiarName, parseReference } from '../reference.ts';
import { distroTitle, runtimeTitle } from '../titles.ts';
import { repositoryChoices } from './repositories.ts';
import { tagChoices } from './tags.ts';
import type { TagChoice } from './tags.ts';

export interface CompletionWorld {
  /** Of the platform asked for. */
  readonly images: ImageFacts;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** `linux/arm64`. */
  readonly platform: string;
  /** The tags that a registry lists, as far as they are known now. */
  readonly tags: (repository: string) => readonly TagInfo[] | undefined;
}

export interface CompletionItem {
  readonly kind: 'repository' | 'tag' | 'digest';
  /** What the list shows. */
  readonly label: string;
  /** The whole reference as it will stand there, variables replaced. */
  readonly reference: string;
  /** Sizes, distro, end of life: short, plain text. */
  readonly detail: string;
  /** The one number worth a column of its own: `79.9 MB`. */
  readonly size: string | undefined;
  /** Past its end of life. */
  readonly ended: boolean;
}

export interface CompletionItems {
  /** In the order in which one would choose them. */
  readonly items: readonly CompletionItem[];
  /** There are more, or will be. */
  readonly incomplete: boolean;
  /** The repository whose tags are asked for. */
  readonly repository: string | undefined;
}

/** More than anybody reads; typing on shortens the list. */
const maximumItems = 200;

/** Completions of a reference of which `written` stands before the cursor, variables replaced. */
export function imageCompletions(written: string, world: CompletionWorld): CompletionItems {
  if (written.includes('@')) return digestOf(written.slice(0, written.indexOf('@')), world);
  const colon = written.indexOf(':', written.lastIndexOf('/') + 1);
  if (colon >= 0) return tagsOf(written.slice(0, colon), written.slice(colon + 1), world);
  const names = repositoryChoices(written, world.images).map(
    ({ name, fact }): CompletionItem => ({
      kind: 'repository',
      label: name,
      reference: name,
      detail: runtimeTitle(fact?.runtime && { ...fact.runtime, version: undefined }) ?? distroTitle(fact?.distro && { ...fact.distro, version: undefined, codename: undefined }) ?? '',
      size: undefined,
      ended: fact?.unmaintained === true,
    }),
  ); // prettier-ignore
  // With the name complete, its tags are next.
  const tags = names.some(({ reference }) => reference === written) ? tagsOf(written, '', world) : undefined;
  const items = [...names, ...(tags?.items.map((item) => ({ ...item, label: item.reference })) ?? [])];
  return { items: items.slice(0, maximumItems), incomplete: true, repository: tags?.repository };
}

function tagsOf(name: string, typed: string, world: CompletionWorld): CompletionItems {
  const parsed = parseReference(name);
  if (!parsed || !/^[\w.-]*$/.test(typed)) return { items: [], incomplete: false, repository: undefined };
  const listed = world.tags(name);
  const all = tagChoices(name, familiarName(parsed), world.images, listed, world.today);
  const fitting = all.length <= maximumItems ? all : all.filter(({ tag }) => tag.includes(typed));
  return {
    items: fitting.slice(0, maximumItems).map((choice) => tagItem(name, choice, world)),
    incomplete: listed === undefined || all.length > maximumItems,
    repository: name,
  };
}

function tagItem(name: string, choice: TagChoice, { today, platform }: CompletionWorld): CompletionItem {
  const { tag, fact, listed, ended } = choice;
  const bytes = listed?.compressed?.[platform];
  const pull = bytes === undefined ? fact?.compressed : { bytes, kind: 'exact' as const };
  const size = pull && formatBytes(pull.bytes, pull.kind);
  const parts = [
    size && `${size} pull`,
    fact?.onDisk && `${formatBytes(fact.onDisk.bytes, fact.onDisk.kind)} on disk`,
    distroTitle(fact?.distro && { ...fact.distro, codename: undefined }),
    fact && support(fact, today),
    listed?.pushed && `pushed on ${listed.pushed}`,
  ];
  return {
    kind: 'tag',
    label: tag,
    reference: `${name}:${tag}`,
    detail: parts.filter((part) => part !== undefined && part !== '').join(' · '),
    size,
    ended,
  };
}

/** `Node 22 until 2027-04-30`, `Node 20 ended on 2026-04-30`. */
function support(fact: ImageFact, today: string): string | undefined {
  if (fact.unmaintained) return 'no longer maintained';
  const end = imageEndOfLife(fact, today);
  if (end) return `${fact.runtime === undefined ? '' : `${end.what} `}ended on ${end.ended}`;
  const runtime = runtimeTitle(fact.runtime);
  if (runtime !== undefined)
    return fact.runtime?.eol === undefined ? runtime : `${runtime} until ${fact.runtime.eol}`;
  const until = fact.distro?.family === 'ubuntu' ? fact.distroEol : (fact.distroLtsEol ?? fact.distroEol);
  return until === undefined ? undefined : `until ${until}`;
}

/** Only what the registry said today: no digest is made up, or remembered. */
function digestOf(tagged: string, { images, today }: CompletionWorld): CompletionItems {
  const reference = digestPin(tagged, images, today);
  const digest = reference?.slice(tagged.length + 1);
  const items: CompletionItem[] =
    reference === undefined || digest === undefined
      ? []
      : [{ kind: 'digest', label: digest, reference, detail: `what ${tagged} stands for today`, size: undefined, ended: false }]; // prettier-ignore
  return { items, incomplete: items.length === 0, repository: undefined };
}
