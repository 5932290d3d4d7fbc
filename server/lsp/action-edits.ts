/** The edits behind code actions, computed when the user (or the editor, by resolving) wants one. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, WorkspaceEdit } from 'vscode-languageserver';
import { imageAt } from '../dockerfile/image-references.ts';
import { fixAll, firstSafeFix } from '../engine/fix-all.ts';
import type { Logger } from '../ports.ts';
import { imageChanges } from '../rewrite/image-changes.ts';
import type { ImageChange } from '../rewrite/image-changes.ts';
import type { Analysis, Analyzer } from './analyzer.ts';
import { isRecord } from './client-features.ts';
import type { Documents } from './documents.ts';
import { orCancelled } from './guard.ts';
import type { DocumentImages } from './live-images.ts';
import { replacement, toLspEdits } from './mapping.ts';
import type { ProjectSettings } from './project-settings.ts';
import { silenceEdit } from './silence.ts';
import { contentModified } from './workspace-edits.ts';
import type { Change, WorkspaceEdits } from './workspace-edits.ts';

/** What an unresolved action carries: enough to find its edit again, for exactly this version of the text. */
export type ActionData = { readonly uri: string; readonly version: number } & (
  | {
      readonly kind: 'fix';
      readonly rule: string;
      readonly start: number;
      readonly end: number;
      readonly title: string;
    }
  | { readonly kind: 'silence'; readonly rule: string; readonly start: number; readonly end: number }
  | { readonly kind: 'image'; readonly start: number; readonly title: string }
  | { readonly kind: 'fix-all' }
);

type ChangeParts = Pick<Change, 'edits' | 'files'>;

export class ActionEdits {
  constructor(
    private readonly documents: Documents,
    private readonly analyzer: Analyzer,
    private readonly edits: WorkspaceEdits,
    private readonly settings: ProjectSettings,
    private readonly images: DocumentImages,
    private readonly logger: Logger,
  ) {}

  /**
   * @throws ResponseError ContentModified when the document changed since, InvalidParams for foreign data.
   */
  async compute(raw: unknown, token: CancellationToken): Promise<WorkspaceEdit> {
    const data = readActionData(raw);
    if (!data) throw new ResponseError(ErrorCodes.InvalidParams, 'not an action of this server');
    const snapshot = this.documents.snapshot(data.uri);
    if (snapshot?.version !== data.version) throw contentModified('The document changed meanwhile.');
    const analysis = await this.analyzer.analyze(snapshot, token);
    const { edits, files } = this.#parts(data, analysis, token);
    return this.edits.make(
      { document: snapshot, version: data.version, edits, files },
      analysis.facts.context.location,
    );
  }

  /** The edits of the Dockerfile alone that fix all safe problems: what can be done while it is being saved. */
  async fixesForSave(uri: string, token: CancellationToken): Promise<Change['edits']> {
    const snapshot = this.documents.snapshot(uri);
    // Asked first: saving waits for the answer, and for most users the answer is no.
    if (!snapshot || !(await orCancelled(this.settings.get(uri), token)).fixOnSave) return [];
    const analysis = await this.analyzer.analyze(snapshot, token);
    const { edits } = this.#fixAll(analysis, token, false);
    return this.documents.open.get(snapshot.uri)?.version === snapshot.version ? edits : [];
  }

  /** What can be done about the image at this offset, whether or not there is a finding. */
  imageChanges({ model, facts, settings }: Analysis, offset: number): readonly ImageChange[] {
    const image = imageAt(model, offset);
    if (!image) return [];
    const { platform, reference } = image;
    return imageChanges(model, image, {
      images: this.images.factsFor(platform, settings),
      today: facts.today,
      evidence: this.images.evidence(reference, settings),
    });
  }

  #parts(data: ActionData, analysis: Analysis, token: CancellationToken): ChangeParts {
    const { document, findings, model } = analysis;
    if (data.kind === 'fix-all') return this.#fixAll(analysis, token, true);
    if (data.kind === 'image') {
      // The text is the same, but a registry may have said something else meanwhile.
      const change = this.imageChanges(analysis, data.start).find(({ title }) => title === data.title);
      if (!change) throw contentModified('This is not known of the image any more.');
      return { edits: toLspEdits(document, change.edits), files: [] };
    }
    // A rule may say two things about one place.
    const here = findings.filter(
      ({ rule, span }) => rule.id === data.rule && span.start === data.start && span.end === data.end,
    );
    const [finding] = here;
    if (data.kind === 'silence') {
      const edit = finding && silenceEdit(model, data.rule, finding.span);
      if (!edit) throw contentModified(`${data.rule} is not found here any more.`);
      return { edits: toLspEdits(document, [edit]), files: [] };
    }
    // The text is the same, but the project may have changed: then the finding or the fix can be gone.
    const fix = here.flatMap((one) => one.fixes()).find(({ title }) => title === data.title);
    if (!fix) throw contentModified(`${data.rule} is not found here any more.`);
    return { edits: toLspEdits(document, fix.edits), files: fix.files ?? [] };
  }

  #fixAll(analysis: Analysis, token: CancellationToken, withFiles: boolean): ChangeParts {
    const { document, facts, settings } = analysis;
    const result = fixAll(document.getText(), facts, {
      rules: settings.rules,
      logger: this.logger,
      token,
      choose: (finding) => {
        const fix = firstSafeFix(finding);
        const files = fix?.files ?? [];
        return (withFiles || files.length === 0) && this.edits.canMake(files) ? fix : undefined;
      },
    });
    return { edits: replacement(document, result.text), files: result.files };
  }
}

/** Action data makes a round trip through the editor, so it is read as untrusted input. */
function readActionData(raw: unknown): ActionData | undefined {
  if (!isRecord(raw)) return undefined;
  const { uri, version, kind, rule, start, end, title } = raw;
  if (typeof uri !== 'string' || typeof version !== 'number') return undefined;
  if (kind === 'fix-all') return { uri, version, kind };
  if (kind === 'image')
    return typeof start === 'number' && typeof title === 'string'
      ? { uri, version, kind, start, title }
      : undefined;
  if (typeof rule !== 'string' || typeof start !== 'number' || typeof end !== 'number') return undefined;
  if (kind === 'silence') return { uri, version, kind, rule, start, end };
  return kind === 'fix' && typeof title === 'string'
    ? { uri, version, kind, rule, start, end, title }
    : undefined;
}
