/** Decides which steps hold: each is checked against the text before it. */
import type { ContextFacts } from '../../context/facts.ts';
import { configuredSeverity } from '../../engine/severities.ts';
import type { Finding } from '../../engine/finding.ts';
import { PairMemo } from '../../pair-memo.ts';
import type { Facts } from '../../rules/rule.ts';
import type { Step } from '../plan.ts';
import { unnamedLosses } from '../verify.ts';
import { maximumInstructions, structuralFailures } from '../verify-change.ts';
import { findingKey, graveFindings, newFindings } from '../verify-findings.ts';
import { contextAfter, conversionId } from './conversion.ts';
import type { MakerOptions } from './makers.ts';
import type { Work } from './proposal.ts';
import { fixToTake } from './rule-step.ts';

/**
 * Before these are put right nobody knows what the file does, or the build ends there: what is wrong besides shows only
 * behind them.
 */
const revealing: ReadonlySet<string> = new Set([
  'rule:correctness/empty-continuation',
  'rule:correctness/misspelt-image',
  'rule:correctness/relative-workdir',
  'rule:correctness/syntax',
  'rule:correctness/undefined-arg-in-from',
  'rule:correctness/used-before-copied',
]);

interface Debt {
  readonly step: string;
  readonly reason: string;
}

export class Judge {
  /** New findings that a later step should clear, by what they say, with the step that brought them. */
  readonly #debts = new Map<string, Debt>();

  constructor(private readonly options: MakerOptions) {}

  /** Why the step must not be taken: the beginning of a sentence; undefined when nothing speaks against it. */
  failure(before: Work, after: Work, step: Step): string | undefined {
    // Optimize writes the .dockerignore last, and the conversion counts on it.
    const seen =
      step.id === conversionId
        ? {
            ...after,
            facts: withContext(after.facts, contextAfter(after.model, after.facts, this.options)),
          }
        : after;
    const [lost] = unnamedLosses(before.model, after.model, `${step.title}\n${step.reason}`);
    if (lost !== undefined) return `${lost} would be lost`;
    if (revealing.has(step.id)) return undefined;
    const [failure] = structuralFailures(before, seen);
    if (failure !== undefined || before.model.problems.length > 0) return failure;
    if (after.model.instructions.length > maximumInstructions) return undefined;
    const fresh = newFindings(before, seen);
    const lasting = fresh.find((finding) => !this.#isCleared(finding));
    if (lasting) return reasonOf(lasting);
    for (const finding of fresh)
      this.#debts.set(findingKey(finding), { step: step.id, reason: reasonOf(finding) });
    return undefined;
  }

  /** Steps that brought a finding which is there at the end. */
  unkept(end: Work): readonly Debt[] {
    if (this.#debts.size === 0) return [];
    return graveFindings(end).flatMap((finding) => this.#debts.get(findingKey(finding)) ?? []);
  }

  /** Will a step of its rule fix it? */
  #isCleared(finding: Finding): boolean {
    const { kind, skip, rules } = this.options;
    const { rule } = finding;
    if (kind !== 'optimize' || skip.includes(`rule:${rule.id}`)) return false;
    return configuredSeverity(rule, rules) !== 'off' && fixToTake(finding) !== undefined;
  }
}

const changed = new PairMemo<Facts, ContextFacts, Facts>();

/** The facts in another context, the same object for the same two. */
function withContext(facts: Facts, context: ContextFacts): Facts {
  return context === facts.context ? facts : changed.get(facts, context, () => ({ ...facts, context }));
}

/** A finding's message as the beginning of a sentence. */
function reasonOf({ rule, message }: Finding): string {
  return `${rule.id} would find: ${message.replace(/\.$/, '')}`;
}
