/** What is found out about a text once, and what is asked again. */
import { expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { withFile } from '../../server/engine/changed-files.ts';
import { modelOf } from '../../server/engine/known-models.ts';
import { optimize } from '../../server/rewrite/optimize.ts';
import { defineRule, type Rule } from '../../server/rules/rule.ts';
import { factsFor } from '../support/facts.ts';

const text = 'FROM alpine:3.22\nRUN true\n';

/** A rule that counts how often it is asked, and reports every FROM. */
function counting(fails = false): { readonly rule: Rule; readonly asked: { checks: number; fixes: number } } {
  const asked = { checks: 0, fixes: 0 };
  const rule = defineRule({
    id: 'style/counting',
    severity: 'info',
    summary: '',
    why: '',
    fix: 'safe',
    equivalents: [],
    examples: [],
    *check({ model }) {
      asked.checks++;
      if (fails) throw new Error('no');
      for (const { from } of model.stages) yield { span: from.span, message: 'A stage.' };
    },
    fixes() {
      asked.fixes++;
      return [{ title: 'Leave it', applicability: 'safe', edits: [] }];
    },
  });
  return { rule, asked };
}

it('asks a rule once about one model with one set of facts', async () => {
  const { rule, asked } = counting();
  const facts = await factsFor(text);
  const model = parseDockerfile(text);
  for (const severity of ['info', 'error'] as const) {
    const [finding] = analyze(model, facts, { only: [rule], rules: { [rule.id]: severity } }).findings;
    expect(finding?.effectiveSeverity).toBe(severity);
    expect(finding?.fixes()).toHaveLength(1);
  }
  expect(asked).toEqual({ checks: 1, fixes: 1 });
  analyze(parseDockerfile(text), facts, { only: [rule] });
  analyze(model, { ...facts }, { only: [rule] });
  expect(asked.checks).toBe(3);
});

it('asks a rule that failed again, and says so again', async () => {
  const { rule, asked } = counting(true);
  const facts = await factsFor(text);
  const model = parseDockerfile(text);
  const errors: string[] = [];
  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => void errors.push(message),
  };
  for (let i = 0; i < 2; i++) analyze(model, facts, { only: [rule], logger });
  expect(asked.checks).toBe(2);
  expect(errors).toEqual([
    expect.stringContaining('style/counting failed'),
    expect.stringContaining('failed'),
  ]);
});

it('has one model for one text of a project, and one set of facts for one .dockerignore', async () => {
  const facts = await factsFor(text, { 'a.log': '' });
  const other = await factsFor(text, { 'a.log': '' });
  expect(modelOf(text, facts)).toBe(modelOf(text, facts));
  expect(modelOf(text, facts)).not.toBe(modelOf(text, other));
  expect(modelOf(`${text}#`, facts).text).toBe(`${text}#`);
  const change = { path: '.dockerignore', before: undefined, after: '*.log\n' };
  const changed = withFile(facts, change);
  expect(withFile(facts, change)).toBe(changed);
  expect(changed.context.isIgnored('a.log')).toBe(true);
  expect(withFile(facts, { ...change, after: '' }).context.isIgnored('a.log')).toBe(false);
  expect(facts.context.isIgnored('a.log')).toBe(false);
});

it('does not mix plans of different targets, settings and kinds', async () => {
  const stages =
    'FROM node:22 AS one\nRUN apt-get update && apt-get install -y git\nFROM node:22 AS two\nRUN npm i\n';
  const facts = await factsFor(stages, { 'package.json': '{"name":"a"}' });
  const plan = (options: object = {}) =>
    JSON.stringify(optimize(stages, facts, { kind: 'optimize', ...options }));
  const choices = [{}, { target: 'one' }, { rules: { 'size/*': 'off' } }, { kind: 'multi-stage' }] as const;
  const first = choices.map((choice) => plan(choice));
  expect(new Set(first).size).toBe(choices.length);
  expect(choices.map((choice) => plan(choice))).toEqual(first);
});
