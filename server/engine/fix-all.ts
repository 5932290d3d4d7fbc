/** Applies fixes until nothing is left to apply. */
import { applyEdits, EditSet } from '../dockerfile/span.ts';
import type { Facts, Fix } from '../rules/rule.ts';
import { analyze, type AnalyzeOptions } from './analyze.ts';
import { withFile, type FileChange } from './changed-files.ts';
import type { Finding } from './finding.ts';
import { modelOf } from './known-models.ts';

/** Ten passes are plenty: a fix that still wants to change something then is not idempotent, and we stop. */
const maximumPasses = 10;

export interface AppliedFix {
  readonly rule: string;
  readonly title: string;
}

export interface FixAllResult {
  readonly text: string;
  readonly facts: Facts;
  /** Other files to write (.dockerignore), relative to the context. */
  readonly files: readonly FileChange[];
  readonly applied: readonly AppliedFix[];
}

export interface FixAllOptions extends AnalyzeOptions {
  /** Which fix of a finding to apply; default: its first safe one. */
  readonly choose?: (finding: Finding) => Fix | undefined;
}

export function firstSafeFix(finding: Finding): Fix | undefined {
  return finding.fixes().find((fix) => fix.applicability === 'safe');
}

/**
 * Applies one fix of every finding that has a fitting one, again and again until nothing changes. Fixes that
 * touch the same text wait for the next pass.
 * @throws CancelledError when the token was cancelled.
 */
export function fixAll(text: string, facts: Facts, options: FixAllOptions = {}): FixAllResult {
  const choose = options.choose ?? firstSafeFix;
  const applied: AppliedFix[] = [];
  let files: readonly FileChange[] = [];
  let current = text;
  let currentFacts = facts;
  for (let pass = 0; pass < maximumPasses; pass++) {
    const model = modelOf(current, facts);
    const edits = new EditSet(current.length);
    const changes: FileChange[] = [];
    const before = applied.length;
    for (const finding of analyze(model, currentFacts, options).findings) {
      const fix = choose(finding);
      if (!fix) continue;
      if (fix.files?.some(({ path }) => changes.some((change) => change.path === path))) continue;
      if (!edits.add(fix.edits)) continue;
      changes.push(...(fix.files ?? []));
      applied.push({ rule: finding.rule.id, title: fix.title });
    }
    if (applied.length === before) break;
    current = applyEdits(current, edits.all);
    for (const change of changes) {
      currentFacts = withFile(currentFacts, change);
      files = [...files.filter(({ path }) => path !== change.path), mergeChange(files, change)];
    }
  }
  return { text: current, facts: currentFacts, files, applied };
}

/** A file changed twice keeps what stood there at first. */
function mergeChange(files: readonly FileChange[], change: FileChange): FileChange {
  const earlier = files.find(({ path }) => path === change.path);
  return earlier ? { ...change, before: earlier.before } : change;
}
