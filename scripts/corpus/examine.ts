/** Everything the corpus run does with one Dockerfile. Nothing is written. */
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { gatherFacts } from '../../server/engine/gather.ts';
import type { Clock, FileSystem, Logger } from '../../server/ports.ts';
import type { Facts } from '../../server/rules/rule.ts';
import { checkFixes } from './fixes.ts';
import { shortDiff } from './invariants.ts';
import { checkPlan } from './plans.ts';
import type { CorpusResult, Invariant } from './result.ts';

export interface Subject {
  readonly path: string;
  readonly location: string;
  readonly root: string;
  readonly text: string;
}

export interface World {
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
}

export async function examine(subject: Subject, world: World, result: CorpusResult): Promise<void> {
  const { path, text } = subject;
  const { clock } = world;
  const report = (invariant: Invariant, about: string, detail: string, changed?: string): void => {
    const diff = changed === undefined || changed === text ? undefined : shortDiff(text, changed);
    result.violations.push({ path, invariant, subject: about, detail, diff });
  };
  // A rule that throws is caught and logged by the engine; here this counts as a crash.
  const logger: Logger = {
    info: () => undefined,
    // A step that the verifier leaves out is a fault of the step.
    warn: (message) => {
      const left = /^Optimize leaves out (\S+): (.*)$/s.exec(message);
      if (left) report('holds', left[1]!, left[2]!);
    },
    error: (message) => report('crash', /^(?:fixes of )?rule (\S+)/.exec(message)?.[1] ?? 'engine', message),
  };
  const guarded = <Value>(about: string, work: () => Value): Value | undefined => {
    try {
      return work();
    } catch (error) {
      report('crash', about, error instanceof Error ? (error.stack ?? error.message) : String(error));
      return undefined;
    }
  };

  const start = clock.now();
  const model = guarded('parse', () => parseDockerfile(text));
  if (!model) return;
  let facts: Facts;
  try {
    facts = await gatherFacts({
      fileSystem: world.fileSystem,
      clock,
      dockerfile: subject.location,
      workspaceRoot: subject.root,
      model,
    });
  } catch (error) {
    report('crash', 'gather', error instanceof Error ? (error.stack ?? error.message) : String(error));
    return;
  }
  const gathered = clock.now();
  const findingsOf = (changed: string, changedFacts: Facts): readonly Finding[] =>
    analyze(parseDockerfile(changed), changedFacts, { logger }).findings;
  const findings = guarded('analyze', () => analyze(model, facts, { logger }).findings);
  const analyzed = clock.now();
  if (!findings) return;
  count(result, findings);
  for (const { span, rule } of findings)
    if (span.start < 0 || span.end < span.start || span.end > text.length)
      report('bad-edits', rule.id, `the finding's span [${span.start}, ${span.end}) is not in the text`);
  checkFixes({ text, model, facts, findings, findingsOf, options: { logger }, report, guarded });
  const rewriting = clock.now();
  for (const kind of ['optimize', 'multi-stage'] as const)
    guarded(kind, () => {
      const changed = checkPlan({
        kind,
        text,
        model,
        facts,
        findings,
        findingsOf,
        options: { logger },
        report,
      });
      if (changed && kind === 'optimize') result.optimized += 1;
      else if (changed) result.converted += 1;
    });
  const end = clock.now();
  result.times.push({
    path,
    gather: gathered - start,
    analyze: analyzed - gathered,
    rewrite: end - rewriting,
    total: end - start,
  });
}

function count(result: CorpusResult, findings: readonly Finding[]): void {
  result.files += 1;
  const seen = new Set<string>();
  for (const finding of findings) {
    const { id } = finding.rule;
    const entry = (result.rules[id] ??= { findings: 0, files: 0, safeFixes: 0, suggestedFixes: 0 });
    entry.findings += 1;
    if (!seen.has(id)) entry.files += 1;
    seen.add(id);
    const [first] = finding.fixes();
    if (first?.applicability === 'safe') entry.safeFixes += 1;
    else if (first) entry.suggestedFixes += 1;
  }
}
