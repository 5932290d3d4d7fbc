/** What the editor shows in a .dockerignore file: problems with their fixes, hovers, paths, and the context's size. */
import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  DiagnosticTag,
  MarkupKind,
} from 'vscode-languageserver';
import type {
  CancellationToken,
  CodeAction,
  CodeActionParams,
  CodeLens,
  CodeLensParams,
  CompletionItem,
  CompletionList,
  CompletionParams,
  Diagnostic,
  Hover,
  HoverParams,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { serverCommands } from '../../shared/protocol.ts';
import { atLeast, count } from '../context/brought-text.ts';
import type { WalkSummary } from '../context/walk/summary.ts';
import type { ContextWalker } from '../context/walk/walker.ts';
import { pathCompletion } from '../dockerignore/completion.ts';
import { lineHover } from '../dockerignore/hover.ts';
import { ignoreProblems } from '../dockerignore/problems.ts';
import type { IgnoreProblem } from '../dockerignore/problems.ts';
import type { IgnoreSubject } from '../dockerignore/subject.ts';
import { formatBytes } from '../images/format.ts';
import type { ClientFeatures } from './client-features.ts';
import { isRecord } from './client-features.ts';
import { diagnosticSource } from './diagnostics.ts';
import { kindOf } from './documents.ts';
import type { Documents } from './documents.ts';
import type { IgnoreSubjects } from './ignore-subjects.ts';
import { withoutMarkup } from './markup.ts';
import type { WorkspaceEdits } from './workspace-edits.ts';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

export class IgnoreFiles {
  constructor(
    private readonly documents: Documents,
    private readonly subjects: IgnoreSubjects,
    private readonly walker: ContextWalker,
    private readonly edits: WorkspaceEdits,
    private readonly features: ClientFeatures,
  ) {}

  /** The open .dockerignore file at this place, as it is now. */
  snapshot(uri: string): TextDocument | undefined {
    const snapshot = this.documents.snapshot(uri);
    return snapshot && kindOf(snapshot) === 'dockerignore' ? snapshot : undefined;
  }

  async diagnostics(document: TextDocument, token: CancellationToken): Promise<Diagnostic[]> {
    return (await this.#problems(document, token)).map((problem) => this.#toDiagnostic(document, problem));
  }

  async codeActions(
    { textDocument, range, context }: CodeActionParams,
    token: CancellationToken,
  ): Promise<CodeAction[]> {
    const document = this.snapshot(textDocument.uri);
    const { only } = context;
    if (!document || !this.features.codeActionLiterals) return [];
    if (only && !only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix)) return [];
    const actions: CodeAction[] = [];
    for (const problem of await this.#problems(document, token)) {
      const { line, fixes } = problem;
      if (line < range.start.line || line > range.end.line) continue;
      for (const [i, { title, text }] of fixes.entries()) {
        const whole = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
        const edit =
          text === undefined
            ? { range: whole, newText: '' }
            : { range: lineRange(document, line), newText: text };
        actions.push({
          title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [this.#toDiagnostic(document, problem)],
          ...(i === 0 ? { isPreferred: true } : {}),
          edit: await this.edits.make(
            { document, version: document.version, edits: [edit], files: [] },
            document.uri,
          ),
        });
      }
    }
    return actions;
  }

  async hover({ textDocument, position }: HoverParams, token: CancellationToken): Promise<Hover | null> {
    const document = this.snapshot(textDocument.uri);
    const subject = document && (await this.subjects.get(document.uri, token));
    if (!subject) return null;
    const value = await lineHover(document.getText(), position.line, (text) =>
      this.#measure(subject, text, token),
    );
    if (value === undefined) return null;
    return {
      contents: this.features.markdownHover
        ? { kind: MarkupKind.Markdown, value }
        : { kind: MarkupKind.PlainText, value: withoutMarkup(value) },
      range: lineRange(document, position.line),
    };
  }

  async complete(
    { textDocument, position }: CompletionParams,
    token: CancellationToken,
  ): Promise<CompletionList | null> {
    const document = this.snapshot(textDocument.uri);
    const subject = document && (await this.subjects.get(document.uri, token));
    if (!subject) return null;
    const before = document.getText({ start: { line: position.line, character: 0 }, end: position });
    const completion = pathCompletion(before, subject.context);
    if (!completion) return null;
    const range = { start: { line: position.line, character: completion.start }, end: position };
    const items = completion.items.map(({ label, insert, type, bytes }): CompletionItem => ({
      label,
      kind: type === 'directory' ? CompletionItemKind.Folder : CompletionItemKind.File,
      ...(bytes === undefined ? {} : { detail: formatBytes(bytes) }),
      filterText: insert,
      textEdit: { range, newText: insert },
    }));
    return { isIncomplete: false, items };
  }

  /** One above the file; its text needs a walk, which only starts when the editor shows it. */
  lenses({ textDocument }: CodeLensParams): CodeLens[] {
    const document = this.snapshot(textDocument.uri);
    const start = { line: 0, character: 0 };
    return document ? [{ range: { start, end: start }, data: { uri: document.uri } }] : [];
  }

  async resolveLens(lens: CodeLens, token: CancellationToken): Promise<CodeLens> {
    const uri: unknown = isRecord(lens.data) ? lens.data['uri'] : undefined;
    const document = typeof uri === 'string' ? this.snapshot(uri) : undefined;
    const subject = document && (await this.subjects.get(document.uri, token));
    const title = subject
      ? sizes(await this.#measure(subject, document.getText(), token))
      : 'No Dockerfile is built with this file';
    const command = this.features.clientCommands
      ? 'dockerfileOptimizer.updateDockerignore'
      : serverCommands.updateDockerignore;
    return {
      ...lens,
      command: subject ? { title, command, arguments: [document.uri] } : { title, command: '' },
    };
  }

  #measure({ context }: IgnoreSubject, dockerignore: string, token: CancellationToken): Promise<WalkSummary> {
    return this.walker.measure({ context: context.location, folder: '', dockerignore }, { signal: token });
  }

  async #problems(document: TextDocument, token: CancellationToken): Promise<readonly IgnoreProblem[]> {
    return ignoreProblems(document.getText(), await this.subjects.get(document.uri, token));
  }

  #toDiagnostic(document: TextDocument, { line, code, severity, message }: IgnoreProblem): Diagnostic {
    const unnecessary = code === 'duplicate' || code === 'shadowed' || code === 'ineffective';
    return {
      range: lineRange(document, line),
      severity: severities[severity],
      code: `dockerignore/${code}`,
      source: diagnosticSource,
      message,
      ...(unnecessary && this.features.diagnosticTags ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    };
  }
}

function sizes({ sent, held, sentComplete, heldComplete }: WalkSummary): string {
  const first = `Build context: ${atLeast(sentComplete)}${formatBytes(sent.bytes)} in ${count(sent.files)}`;
  return held.files === 0
    ? first
    : `${first} · held back: ${atLeast(heldComplete)}${formatBytes(held.bytes)} in ${count(held.files)}`;
}

/** The text of a line, without white space around it. */
function lineRange(document: TextDocument, line: number): Diagnostic['range'] {
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  const start = text.length - text.trimStart().length;
  return {
    start: { line, character: text.trim() === '' ? 0 : start },
    end: { line, character: text.trimEnd().length },
  };
}
