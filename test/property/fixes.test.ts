/** What holds for the fixes of all rules, one by one and together, on every Dockerfile there is here. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allRules } from '../../server/rules/registry.ts';
import { factsFor } from '../support/facts.ts';
import { brokenPromises } from '../support/fix-laws.ts';
import { dockerfilesWithProjects } from './projects.ts';

describe("on every rule's examples", () => {
  it.each(allRules.map((rule) => [rule.id, rule] as const))('%s', async (_, rule) => {
    for (const { bad, good, files, preferences } of rule.examples)
      for (const text of [bad, good]) {
        const facts = await factsFor(text, files, { nodeBase: 'auto', ...preferences });
        expect(brokenPromises(text, facts), text).toEqual([]);
      }
  });
});

it('on generated Dockerfiles and projects', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(dockerfilesWithProjects, async ([text, files]) => {
      // The build stops at this: what a fix could bring there is no matter.
      fc.pre(!/FROM node:\d+\s[^]*apk add/.test(text));
      // Behind the finding that a fix clears its twin would show up.
      const runs = text.split('\n').filter((line) => line.startsWith('RUN '));
      fc.pre(new Set(runs).size === runs.length);
      expect(brokenPromises(text, await factsFor(text, files)), text).toEqual([]);
    }),
    { numRuns: Number(process.env['FIX_RUNS'] ?? 60) },
  );
});
