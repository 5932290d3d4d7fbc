/** Golden files: what an expert would hand back, one file per case under test/rewrite/golden. */
import { expect, it } from 'vitest';
import type { Plan } from '../../server/rewrite/plan.ts';
import type { Facts } from '../../server/rules/rule.ts';
import { factsFor } from '../support/facts.ts';
import { brokenPromises } from '../support/fix-laws.ts';
import { checkPlan, factsAfter, planOf, report, type PlanCase } from './plan-tester.ts';

/** One test per case. A changed golden file is read line by line before it is committed. */
export function goldenTests(folder: string, cases: readonly PlanCase[]): void {
  const plans = new Map<PlanCase, Plan>();
  const known = new Map<PlanCase, Promise<Facts>>();
  /** Gathered once for both tests of a case. */
  const factsOf = (test: PlanCase): Promise<Facts> => {
    const facts = known.get(test) ?? factsFor(test.text, test.files, test.preferences);
    known.set(test, facts);
    return facts;
  };

  it.each(cases.map((test) => [test.name, test] as const))('%s', async (name, test) => {
    const plan = await checkPlan(test, await factsOf(test));
    plans.set(test, plan);
    await expect(report(plan)).toMatchFileSnapshot(`golden/${folder}/${name}.dockerfile`);
  });

  it.each(cases.map((test) => [test.name, test] as const))(
    '%s: fixes keep their promises',
    async (_, test) => {
      const facts = await factsOf(test);
      expect(brokenPromises(test.text, facts)).toEqual([]);
      const plan = plans.get(test) ?? planOf(test.text, facts);
      expect(brokenPromises(plan.after.text, factsAfter(plan, facts)), plan.after.text).toEqual([]);
    },
  );

  it('has a name of its own for every case', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });
}
