/** What holds for the plan of any Dockerfile in any project. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { readCopy } from '../../server/dockerfile/copies.ts';
import { stageNamed } from '../../server/dockerfile/stages.ts';
import { optimize } from '../../server/rewrite/optimize.ts';
import type { Plan } from '../../server/rewrite/plan.ts';
import { lostInstructions } from '../../server/rewrite/verify.ts';
import type { Facts } from '../../server/rules/rule.ts';
import { factsFor } from '../support/facts.ts';
import { factsAfter, quietLogger } from '../rewrite/plan-tester.ts';
import { dockerfilesWithProjects } from './projects.ts';

function plan(
  text: string,
  facts: Facts,
  kind: 'optimize' | 'multi-stage',
  skip: readonly string[] = [],
): Plan {
  const errors: string[] = [];
  const result = optimize(text, facts, { kind, skip, logger: quietLogger(errors) });
  expect(errors).toEqual([]);
  return result;
}

/** Parses, loses nothing, names only stages that exist, and keeps the file's line breaks. */
function checkText(before: string, after: string, facts: Facts): void {
  const old = parseDockerfile(before);
  const model = parseDockerfile(after);
  // A spelling that is put right in a broken file can show the next mistake.
  if (old.problems.length > 0) return;
  expect(model.problems, after).toEqual([]);
  const lost = lostInstructions(old, model).filter((fact) => !isRewritten(fact));
  expect(lost, after).toEqual([]);
  if (!/(?<!\r)\n/.test(before)) expect(after).not.toMatch(/(?<!\r)\n/);
  for (const instruction of model.instructions) {
    const copy = readCopy(instruction);
    if (copy?.from !== undefined && !/[/:.]|busybox/.test(copy.from))
      expect(stageNamed(model, copy.from, instruction.stage), `${copy.from}\n${after}`).toBeDefined();
  }
  const users = new Set(
    old.instructions.flatMap((one) => readCopy(one)?.sources.map(({ path }) => path) ?? []),
  );
  for (const instruction of model.instructions) {
    const copy = readCopy(instruction);
    if (copy?.from !== undefined || copy?.keyword !== 'COPY') continue;
    // A copy that we wrote names files that are there.
    for (const { path, complete } of copy.sources)
      if (complete && !users.has(path) && facts.context.known)
        expect(facts.context.has(path), `${path}\n${after}`).not.toBe(false);
  }
}

/** Fixes of other rules say in their titles what they change of an instruction's own words. */
function isRewritten(fact: string): boolean {
  return /^(?:ENV|ARG) (?:TOKEN|NPM_TOKEN)=/.test(fact);
}

it('holds for generated Dockerfiles and projects', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      dockerfilesWithProjects,
      fc.constantFrom('optimize', 'multi-stage'),
      fc.nat(),
      async ([text, files], kind, pick) => {
        const facts = await factsFor(text, files);
        const first = plan(text, facts, kind);
        checkText(text, first.after.text, facts);
        const later = factsAfter(first, facts);
        const again = plan(first.after.text, later, kind);
        expect(
          again.steps.map(({ id }) => id),
          first.after.text,
        ).toEqual([]);
        expect(again.after.text).toBe(first.after.text);
        const step = first.steps[pick % Math.max(first.steps.length, 1)];
        if (!step) return;
        const without = plan(text, facts, kind, [step.id]);
        expect(without.steps.map(({ id }) => id)).not.toContain(step.id);
        checkText(text, without.after.text, facts);
      },
    ),
    { numRuns: Number(process.env['OPTIMIZE_RUNS'] ?? 150) },
  );
});
