import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { check, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incompleteness } from '../../scripts/rule-completeness.ts';
import { ruleGroups, scaffold } from '../../scripts/scaffold.ts';
import { allRules } from '../../server/rules/registry.ts';
import { defineRule } from '../../server/rules/rule.ts';
import type { Rule } from '../../server/rules/rule.ts';

let root: string;
beforeAll(async () => {
  await mkdir('.cache', { recursive: true });
  root = await mkdtemp(join('.cache', 'new-rule-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a new rule', () => {
  it('has a file with an example and a test, formatted as the others', async () => {
    const files = scaffold('size/some-name');
    expect(files.map(({ path }) => path)).toEqual([
      'server/rules/size/some-name.ts',
      'test/rules/size/some-name.test.ts',
    ]);
    const options = await resolveConfig('server/rules/rule.ts');
    for (const { path, content } of files)
      expect(await check(content, { ...options, filepath: path }), path).toBe(true);
  });

  it('compiles, and is not complete before somebody has written it', async () => {
    const [file] = scaffold('size/some-name');
    const target = join(root, file!.path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, file!.content.replace('../rule.ts', join(process.cwd(), 'server/rules/rule.ts')));
    const outfile = join(root, 'rule.mjs');
    await build({ entryPoints: [target], outfile, bundle: true, format: 'esm', logLevel: 'error' });
    const { default: rule } = (await import(pathToFileURL(outfile).href)) as { default: Rule };
    expect([rule.id, rule.group]).toEqual(['size/some-name', 'size']);
    expect(await incompleteness(rule, root)).toEqual([
      expect.stringContaining('`summary`') as unknown,
      expect.stringContaining('`why`') as unknown,
      'example 1: nothing is found in `bad`',
      'there is no test/rules/size/some-name.test.ts',
    ]);
  });

  it.each(['', 'size', 'size/', 'size/Name', 'size/a b', 'size/-a', '../a/b', 'size/../x', 'sizes/name'])(
    'is not called %j',
    (id) => {
      expect(() => scaffold(id)).toThrow(/is no id|There is no group/);
    },
  );

  it('may be of any group that there is', () => {
    expect(new Set(ruleGroups)).toEqual(new Set(allRules.map(({ group }) => group)));
  });
});

describe('a rule is not complete', () => {
  const complete = allRules.find(({ id }) => id === 'size/heavy-base')!;
  const without = (more: Partial<Rule>): Rule => ({ ...defineRule(complete), ...more });

  it('but this one is', async () => {
    expect(await incompleteness(complete, process.cwd())).toEqual([]);
  });

  it.each<[string, Partial<Rule>, RegExp]>([
    ['a summary', { summary: '' }, /^`summary`/],
    ['a summary that is a title', { summary: 'It is large.' }, /^`summary`/],
    ['its why', { why: 'It is bad.' }, /^`why`/],
    ['an example', { examples: [] }, /^there is no example$/],
    ['a finding in its example', { examples: [{ bad: 'FROM scratch\n', good: 'FROM scratch\n' }] }, /^example 1: nothing is found/],
    ['a message', { *check({ model }) { yield { span: model.stages[0]!.span, message: '' }; } }, /^example \d: the message is too short: ""$/],
    ['a check that works', { check: () => { throw new Error('oops'); } }, /^example \d: the rule throws: Error: oops$/],
    ['what its fix can change', { fix: 'suggested', fixSafety: '' }, /^`fixSafety`/],
    ['the fixes it says it has', { fix: 'none' }, /^`fix` must say/],
    ['a test', { id: 'size/without-a-test' }, /^there is no test\/rules\/size\/without-a-test\.test\.ts$/],
  ])('without %s', async (_, more, problem) => {
    const missing = await incompleteness(without(more), process.cwd());
    expect(missing.length).toBeGreaterThan(0);
    for (const what of missing) expect(what).toMatch(problem);
  }); // prettier-ignore
});
