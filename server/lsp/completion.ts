/** Completion of images: stages, repositories and tags where a FROM, COPY --from or mount names one. */
import { CompletionItemKind, CompletionItemTag, MarkupKind } from 'vscode-languageserver';
import type {
  CancellationToken,
  CompletionItem,
  CompletionList,
  CompletionParams,
  Range,
} from 'vscode-languageserver';
import { imagePositionAt } from '../dockerfile/image-position.ts';
import type { ImagePosition } from '../dockerfile/image-position.ts';
import type { Stage } from '../dockerfile/model.ts';
import { imageCompletions } from '../images/completion/items.ts';
import type { CompletionItem as ImageItem } from '../images/completion/items.ts';
import type { Clock } from '../ports.ts';
import { throwIfCancelled } from '../ports.ts';
import { formatPlatform, parsePlatform } from '../registry/platform.ts';
import type { Analyzer } from './analyzer.ts';
import { isRecord } from './client-features.ts';
import type { ClientFeatures } from './client-features.ts';
import { kindOf } from './documents.ts';
import type { Documents } from './documents.ts';
import type { DocumentImages } from './live-images.ts';
import { toOffset, toRange } from './mapping.ts';
import { withoutMarkup } from './markup.ts';

/** What a reference goes on with, and what stands before one. Elsewhere the answer is null at once. */
export const completionTriggers: readonly string[] = [':', '/', '@', '=', ' '];

const kinds = {
  repository: CompletionItemKind.Module,
  tag: CompletionItemKind.Value,
  digest: CompletionItemKind.Constant,
} as const;

/** What an item carries to be documented when the user looks at it. */
interface ItemData {
  readonly uri: string;
  readonly reference: string;
  readonly platform: string | null;
}

export class Completions {
  constructor(
    private readonly documents: Documents,
    private readonly analyzer: Analyzer,
    private readonly images: DocumentImages,
    private readonly clock: Clock,
    private readonly features: ClientFeatures,
  ) {}

  async list({ textDocument, position }: CompletionParams, token: CancellationToken): Promise<CompletionList | null> {
    const snapshot = this.documents.snapshot(textDocument.uri);
    if (!snapshot || kindOf(snapshot) !== 'dockerfile') return null;
    const { model, settings } = await this.analyzer.read(snapshot, token);
    const place = imagePositionAt(model, toOffset(snapshot, position));
    if (!place) return null;
    const platform = place.platform === undefined ? undefined : parsePlatform(place.platform);
    const { items, incomplete, repository } = imageCompletions(place.before + place.typed, {
      images: this.images.factsFor(place.platform, settings),
      today: this.clock.today(),
      platform: platform ? formatPlatform(platform) : 'linux/amd64',
      tags: (name) => this.images.for(settings).tags(name),
    });
    throwIfCancelled(token);
    // Answered from memory; whoever types on gets what the registry has answered meanwhile.
    if (repository !== undefined) this.images.lookAtTags(repository, settings);
    const range = toRange(snapshot, place.span);
    const [named, scratch] = [stageItems(place, range), scratchItem(place, range)];
    const fitting = items.filter(({ reference }) => reference.startsWith(place.before));
    return {
      isIncomplete: incomplete,
      items: [
        ...named,
        ...fitting.map((item) => this.#item(item, place, range, snapshot.uri)),
        ...scratch,
      ].map((item, index) => ({ ...item, sortText: String(index).padStart(4, '0') })),
    };
  } // prettier-ignore

  /** Documents an item as a hover would. */
  async resolve(item: CompletionItem, token: CancellationToken): Promise<CompletionItem> {
    const data = readData(item.data);
    const snapshot = data && this.documents.snapshot(data.uri);
    if (!snapshot) return item;
    const { settings } = await this.analyzer.read(snapshot, token);
    const named = { reference: data.reference, platform: data.platform ?? undefined };
    const value = this.images.describe(named, settings, this.clock.today());
    if (value === undefined) return item;
    const documentation = this.features.completion.markdown
      ? { kind: MarkupKind.Markdown, value }
      : { kind: MarkupKind.PlainText, value: withoutMarkup(value) };
    return { ...item, documentation };
  }

  #item(item: ImageItem, place: ImagePosition, range: Range, uri: string): CompletionItem {
    const newText = item.reference.slice(place.before.length);
    const { labelDetails, deprecated } = this.features.completion;
    return {
      label: item.label,
      kind: kinds[item.kind],
      ...(item.detail === '' ? {} : { detail: item.detail }),
      ...(labelDetails && item.size !== undefined ? { labelDetails: { description: item.size } } : {}),
      ...(deprecated && item.ended ? { tags: [CompletionItemTag.Deprecated] } : {}),
      // What editors compare with the text in the range.
      filterText: newText,
      textEdit: { range, newText },
      data: { uri, reference: item.reference, platform: place.platform ?? null } satisfies ItemData,
    };
  }
}

/** Neither behind a variable, nor with a tag or a path: the name of a stage has no such parts. */
function isPlainName({ before, typed }: ImagePosition): boolean {
  return before === '' && !/[:/@]/.test(typed);
}

/** The nearest stage first, which is the one most often meant. */
function stageItems(place: ImagePosition, range: Range): CompletionItem[] {
  if (!isPlainName(place)) return [];
  return [...place.stages].reverse().flatMap((stage): CompletionItem[] => {
    // FROM knows stages by name only, the others by number too.
    const label = stage.name ?? (place.isBase ? undefined : String(stage.index));
    if (label === undefined) return [];
    const detail = `stage ${describeBase(stage)}`.trimEnd();
    return [
      {
        label,
        kind: CompletionItemKind.Reference,
        detail,
        filterText: label,
        textEdit: { range, newText: label },
      },
    ];
  });
}

function scratchItem(place: ImagePosition, range: Range): CompletionItem[] {
  if (!isPlainName(place) || !place.isBase) return [];
  const label = 'scratch';
  return [
    {
      label,
      kind: CompletionItemKind.Module,
      detail: 'the empty image',
      textEdit: { range, newText: label },
    },
  ];
}

function describeBase({ base, imageWord }: Stage): string {
  return base.kind === 'missing' ? '' : `on ${imageWord?.value ?? ''}`;
}

/** Items make a round trip through the editor, so their data is read as untrusted input. */
function readData(raw: unknown): ItemData | undefined {
  if (!isRecord(raw)) return undefined;
  const { uri, reference, platform } = raw;
  if (typeof uri !== 'string' || typeof reference !== 'string') return undefined;
  return { uri, reference, platform: typeof platform === 'string' ? platform : null };
}
