import { describe, expect, it } from 'vitest';
import { allRules } from '../../server/rules/registry.ts';
import { checkExample } from '../support/rule-tester.ts';

/** Every example of every rule's documentation is executed. */
describe.each(allRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('has what its documentation needs', () => {
    expect(id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
    expect(rule.examples.length).toBeGreaterThan(0);
    expect(rule.summary).not.toMatch(/\.$/);
    expect(rule.why.length).toBeGreaterThan(80);
    if (rule.fix === 'suggested') expect(rule.fixSafety?.length).toBeGreaterThan(20);
    expect(rule.fix !== 'none').toBe(rule.fixes !== undefined);
  });

  it.each(rule.examples.map((example, i) => [example.title ?? `example ${i + 1}`, example] as const))(
    '%s',
    async (_, example) => {
      await checkExample(rule, example);
    },
  );
});

it('has no two rules of one id and no two equal examples', () => {
  expect(new Set(allRules.map((rule) => rule.id)).size).toBe(allRules.length);
  const bad = allRules.flatMap((rule) =>
    rule.examples.map((example) => `${rule.id} ${JSON.stringify(example)}`),
  );
  expect(new Set(bad).size).toBe(bad.length);
});
