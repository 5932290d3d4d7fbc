/** Any steps can be left out of the plan of any file, and the rest still holds. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { factsFor } from '../support/facts.ts';
import { brokenPlans } from '../support/plan-laws.ts';
import { dockerfilesWithProjects } from './projects.ts';

it('holds for generated Dockerfiles and projects', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      dockerfilesWithProjects,
      fc.constantFrom('optimize', 'multi-stage'),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      async ([text, files], kind, left) => {
        const subset = (ids: readonly string[]) => [ids.filter((_, i) => left[i % left.length])];
        const broken = brokenPlans(text, await factsFor(text, files), kind, subset);
        expect(broken, text).toEqual([]);
      },
    ),
    { numRuns: Number(process.env['OPTIMIZE_RUNS'] ?? 80) },
  );
});
