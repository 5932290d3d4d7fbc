/** Golden files: what an expert would hand back, one file per case under test/rewrite/golden. */
import { expect, it } from 'vitest';
import { checkPlan, report, type PlanCase } from './plan-tester.ts';

/** One test per case. A changed golden file is read line by line before it is committed. */
export function goldenTests(folder: string, cases: readonly PlanCase[]): void {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (name, test) => {
    const plan = await checkPlan(test);
    await expect(report(plan)).toMatchFileSnapshot(`golden/${folder}/${name}.dockerfile`);
  });

  it('has a name of its own for every case', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });
}
