/** Hover: what an image is, and what a finding's rule is about. */
import { MarkupKind } from 'vscode-languageserver';
import type { CancellationToken, Hover, HoverParams } from 'vscode-languageserver';
import { ruleDocumentation } from '../docs.ts';
import type { ContextWalker } from '../context/walk/walker.ts';
import { imageAt } from '../dockerfile/image-references.ts';
import type { Span } from '../dockerfile/span.ts';
import type { Finding } from '../engine/finding.ts';
import type { Analysis, Analyzer } from './analyzer.ts';
import { contextHover } from './context-hover.ts';
import type { ClientFeatures } from './client-features.ts';
import { kindOf } from './documents.ts';
import type { Documents } from './documents.ts';
import type { DocumentImages } from './live-images.ts';
import { withoutMarkup } from './markup.ts';
import { toOffset, toRange } from './mapping.ts';

/** A hover is read in passing: what the rest would say stands in the problems list. */
const maxRules = 3;

export class Hovers {
  constructor(
    private readonly documents: Documents,
    private readonly analyzer: Analyzer,
    private readonly images: DocumentImages,
    private readonly walker: ContextWalker,
    private readonly features: ClientFeatures,
  ) {}

  async at({ textDocument, position }: HoverParams, token: CancellationToken): Promise<Hover | null> {
    const snapshot = this.documents.snapshot(textDocument.uri);
    if (!snapshot || kindOf(snapshot) !== 'dockerfile') return null;
    const analysis = await this.analyzer.analyze(snapshot, token);
    const offset = toOffset(analysis.document, position);
    const image = imageAt(analysis.model, offset);
    if (image) this.images.lookAt(textDocument.uri, image, analysis.settings);
    const picture = image && this.images.describe(image, analysis.settings, analysis.facts.today);
    const findings = distinctRules(analysis.findings.filter((one) => isShownAt(analysis, one, offset)));
    const brought =
      picture === undefined ? await contextHover(analysis, offset, this.walker, token) : undefined;
    const sections = [picture, brought?.value, ...findings.map(ruleSection)].filter(
      (one) => one !== undefined,
    );
    if (sections.length === 0) return null;
    const value = sections.join('\n\n---\n\n');
    const span = picture === undefined ? (brought ?? findings[0])?.span : image?.span;
    return {
      contents: this.features.markdownHover
        ? { kind: MarkupKind.Markdown, value }
        : { kind: MarkupKind.PlainText, value: withoutMarkup(value) },
      ...(span ? { range: toRange(analysis.document, span) } : {}),
    };
  }
}

/**
 * A finding on a whole instruction (or several) explains itself on the instruction's keyword only: editors show
 * its message all over the range anyway. One on a word explains itself on this word.
 */
function isShownAt({ model }: Analysis, { span }: Finding, offset: number): boolean {
  if (!holds(span, offset)) return false;
  const first = model.instructions.find((one) => holds(one.span, span.start));
  if (!first || !holds(span, first.span.start) || span.end < first.span.end) return true;
  return holds(first.keywordSpan, offset);
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function distinctRules(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule }) => !seen.has(rule.id) && seen.add(rule.id)).slice(0, maxRules);
}

/** Not the message, which the editor shows itself: why the rule exists, and where to read on. */
function ruleSection({ rule, effectiveSeverity }: Finding): string {
  const why = rule.why.trim().split(/\n\s*\n/)[0] ?? '';
  return `**${rule.summary}** (${effectiveSeverity})\n\n${why}\n\n[${rule.id}](${ruleDocumentation(rule.id)})`;
}
