/** Behind every FROM: what its image weighs. */
import { MarkupKind } from 'vscode-languageserver';
import type { CancellationToken, Connection, InlayHint, InlayHintParams } from 'vscode-languageserver';
import { platformOf } from '../dockerfile/image-references.ts';
import type { Stage } from '../dockerfile/model.ts';
import { touches } from '../dockerfile/span.ts';
import { formatSizes } from '../images/format.ts';
import type { Logger } from '../ports.ts';
import type { Analyzer, Reading } from './analyzer.ts';
import type { ClientFeatures } from './client-features.ts';
import { kindOf } from './documents.ts';
import type { Documents } from './documents.ts';
import { guardEvent } from './guard.ts';
import type { DocumentImages } from './live-images.ts';
import { toSpan } from './mapping.ts';

const sources = {
  registry: 'the registry',
  engine: 'Docker Engine',
  table: 'the embedded table',
} as const;

export class InlayHints {
  constructor(
    private readonly connection: Connection,
    private readonly documents: Documents,
    private readonly analyzer: Analyzer,
    private readonly images: DocumentImages,
    private readonly features: ClientFeatures,
    private readonly logger: Logger,
  ) {}

  async list({ textDocument, range }: InlayHintParams, token: CancellationToken): Promise<InlayHint[]> {
    const snapshot = this.documents.snapshot(textDocument.uri);
    if (!snapshot || kindOf(snapshot) !== 'dockerfile') return [];
    const reading = await this.analyzer.read(snapshot, token);
    if (!reading.settings.inlayHintsImageSize) return [];
    const visible = toSpan(snapshot, range);
    return reading.model.stages
      .filter(({ from }) => touches(from.span, visible))
      .flatMap((stage) => this.#hint(stage, reading) ?? []);
  }

  /** More is known than when the editor asked. */
  refresh(): void {
    if (!this.features.refreshInlayHints) return;
    guardEvent(this.logger, 'workspace/inlayHint/refresh', () =>
      this.connection.languages.inlayHint.refresh(),
    );
  }

  /** None for stages, scratch, and images whose sizes nobody knows. */
  #hint(stage: Stage, { document, model, settings }: Reading): InlayHint | undefined {
    const { base, from } = stage;
    if (base.kind !== 'image' || !base.complete) return undefined;
    const platform = platformOf(stage, model);
    const fact = this.images.factsFor(platform, settings).lookup(base.reference);
    const label = fact && formatSizes(fact);
    if (!fact || label === undefined) return undefined;
    const { source, date } = fact.onDisk ?? fact.compressed!;
    const whose = sources[source];
    return {
      position: document.positionAt(from.span.end),
      label,
      paddingLeft: true,
      tooltip: {
        kind: MarkupKind.PlainText,
        value: `Figures of ${whose}${date === undefined ? '' : `, ${date}`}, for ${platform ?? 'linux/amd64'}`,
      },
    };
  }
}
