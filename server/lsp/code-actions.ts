/** Code actions: quick fixes, silencing, the two rewrites, and fix all. */
import { CodeActionKind, CodeActionTriggerKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type {
  CancellationToken,
  CodeAction,
  CodeActionContext,
  CodeActionParams,
  Command,
  Diagnostic,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../engine/finding.ts';
import { firstSafeFix } from '../engine/fix-all.ts';
import { touches } from '../dockerfile/span.ts';
import type { Analysis, Analyzer } from './analyzer.ts';
import type { ClientFeatures } from './client-features.ts';
import { toDiagnostic } from './diagnostics.ts';
import { kindOf } from './documents.ts';
import type { Documents } from './documents.ts';
import type { ActionEdits, ActionData } from './action-edits.ts';
import { toRange, toSpan } from './mapping.ts';
import { rewriteCommand } from './rewrites.ts';
import { silenceEdit } from './silence.ts';
import type { WorkspaceEdits } from './workspace-edits.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.dockerfileOptimizer`;

export const codeActionKinds: readonly string[] = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorRewrite,
  fixAllKind,
];

export class CodeActions {
  constructor(
    private readonly documents: Documents,
    private readonly analyzer: Analyzer,
    private readonly features: ClientFeatures,
    private readonly edits: WorkspaceEdits,
    private readonly actionEdits: ActionEdits,
  ) {}

  async list(params: CodeActionParams, token: CancellationToken): Promise<(CodeAction | Command)[]> {
    const snapshot = this.documents.snapshot(params.textDocument.uri);
    if (!snapshot || kindOf(snapshot) !== 'dockerfile') return [];
    const analysis = await this.analyzer.analyze(snapshot, token);
    const span = toSpan(analysis.document, params.range);
    const here = analysis.findings.filter((finding) => touches(finding.span, span));
    const { context } = params;
    const rewrites = this.#rewrites(analysis, here, span.start, context);
    // An editor that knows only commands gets what can be done as one.
    if (!this.features.codeActionLiterals) return rewrites.flatMap(({ command }) => command ?? []);
    const actions: CodeAction[] = [];
    if (wants(context, CodeActionKind.QuickFix))
      actions.push(
        ...here.flatMap((finding) => this.#fixes(analysis, finding, context.diagnostics)),
        ...this.#silences(analysis, here, context.diagnostics),
      );
    actions.push(
      ...this.#imageChanges(analysis, here, span.start, context),
      ...rewrites,
      ...this.#fixAll(analysis, context),
    );
    if (this.features.resolveEdits) return actions;
    // Resolved one after the other: each looks at files, and an editor asks for a handful at most.
    const resolved: CodeAction[] = [];
    for (const action of actions) {
      const whole = await this.#resolveIfCurrent(action, token);
      if (whole) resolved.push(whole);
    }
    return resolved;
  }

  /**
   * Computes the edit of an action.
   * @throws ResponseError ContentModified when the document is no longer the one the action was made for.
   */
  async resolve(action: CodeAction, token: CancellationToken): Promise<CodeAction> {
    if (action.edit || action.command || action.data === undefined) return action;
    const edit = await this.actionEdits.compute(action.data, token);
    const resolved: CodeAction = { ...action, edit };
    delete resolved.data;
    return resolved;
  }

  /** Undefined for an action about a file that has changed; the others are still good. */
  async #resolveIfCurrent(action: CodeAction, token: CancellationToken): Promise<CodeAction | undefined> {
    try {
      return await this.resolve(action, token);
    } catch (error) {
      if (error instanceof ResponseError && error.code === LSPErrorCodes.ContentModified) return undefined;
      throw error;
    }
  }

  #fixes(analysis: Analysis, finding: Finding, diagnostics: readonly Diagnostic[]): CodeAction[] {
    const preferred = firstSafeFix(finding);
    return finding
      .fixes()
      .filter((fix) => this.edits.canMake(fix.files ?? []))
      .map((fix) => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [this.#diagnostic(analysis, finding, diagnostics)],
        ...(fix === preferred ? { isPreferred: true } : {}),
        data: {
          ...place(analysis.document),
          kind: 'fix',
          rule: finding.rule.id,
          ...finding.span,
          title: fix.title,
        } satisfies ActionData,
      }));
  }

  #silences(analysis: Analysis, here: readonly Finding[], diagnostics: readonly Diagnostic[]): CodeAction[] {
    const offered = new Set<string>();
    return here.flatMap((finding) => {
      const { rule, span } = finding;
      const edit = silenceEdit(analysis.model, rule.id, span);
      const key = `${rule.id} ${edit?.span.start}`;
      if (!edit || offered.has(key)) return [];
      offered.add(key);
      return {
        title: `Silence ${rule.id} here`,
        kind: CodeActionKind.QuickFix,
        diagnostics: [this.#diagnostic(analysis, finding, diagnostics)],
        data: { ...place(analysis.document), kind: 'silence', rule: rule.id, ...span } satisfies ActionData,
      };
    });
  }

  /** Other images for the one at the cursor; what a finding's fix does as well is that fix. */
  #imageChanges(
    analysis: Analysis,
    here: readonly Finding[],
    offset: number,
    context: CodeActionContext,
  ): CodeAction[] {
    if (!wants(context, CodeActionKind.RefactorRewrite)) return [];
    const fixes = here.flatMap((finding) => finding.fixes().map(({ edits }) => JSON.stringify(edits)));
    return this.actionEdits
      .imageChanges(analysis, offset)
      .filter(({ edits }) => !fixes.includes(JSON.stringify(edits)))
      .map(({ title }) => ({
        title,
        kind: CodeActionKind.RefactorRewrite,
        data: { ...place(analysis.document), kind: 'image', start: offset, title } satisfies ActionData,
      }));
  }

  /**
   * Optimize and Convert are about the whole file. They show up wherever the user asks for actions, but the
   * light bulb that follows the cursor shows them only on FROM and where a single stage is a finding.
   */
  #rewrites(
    analysis: Analysis,
    here: readonly Finding[],
    offset: number,
    context: CodeActionContext,
  ): CodeAction[] {
    if (!wants(context, CodeActionKind.RefactorRewrite)) return [];
    const { stages } = analysis.model;
    const first = stages[0];
    if (!first) return [];
    const automatic = context.triggerKind === CodeActionTriggerKind.Automatic && context.only === undefined;
    const onFrom = stages.some(({ from }) => from.span.start <= offset && offset <= from.span.end);
    if (automatic && !onFrom && !here.some(({ rule }) => rule.id === 'size/multi-stage')) return [];
    const { uri } = analysis.document;
    const kinds =
      stages.length === 1 && first.base.kind === 'image'
        ? (['multi-stage', 'optimize'] as const)
        : (['optimize'] as const);
    return kinds.map((kind) => {
      const command = rewriteCommand(kind, uri, this.features.clientCommands);
      return { title: command.title, kind: CodeActionKind.RefactorRewrite, command };
    });
  }

  #fixAll(analysis: Analysis, context: CodeActionContext): CodeAction[] {
    if (!wants(context, fixAllKind)) return [];
    // Not while the cursor only moves: finding out whether there is anything to fix takes every rule's fixes.
    if (context.only === undefined && context.triggerKind === CodeActionTriggerKind.Automatic) return [];
    const safe = analysis.findings.map(firstSafeFix).filter((fix) => fix !== undefined);
    if (!safe.some((fix) => this.edits.canMake(fix.files ?? []))) return [];
    return [
      {
        title: 'Fix all safe Dockerfile problems',
        kind: fixAllKind,
        data: { ...place(analysis.document), kind: 'fix-all' } satisfies ActionData,
      },
    ];
  }

  /** The editor's own copy when it sent one, so that it recognises it; else ours. */
  #diagnostic(analysis: Analysis, finding: Finding, sent: readonly Diagnostic[]): Diagnostic {
    const range = toRange(analysis.document, finding.span);
    return (
      sent.find(
        (one) =>
          one.code === finding.rule.id &&
          one.range.start.line === range.start.line &&
          one.range.start.character === range.start.character &&
          one.message === finding.message,
      ) ?? toDiagnostic(analysis, finding, this.features)
    );
  }
}

function place(document: TextDocument): { uri: string; version: number } {
  return { uri: document.uri, version: document.version };
}

/** Does the editor ask for actions of this kind? `source` asks for `source.fixAll.x` too. */
function wants(context: CodeActionContext, kind: string): boolean {
  return context.only?.some((only) => only === '' || kind === only || kind.startsWith(`${only}.`)) ?? true;
}
