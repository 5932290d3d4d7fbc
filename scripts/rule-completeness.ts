/** What every rule must have beyond what the compiler asks for. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDockerfile } from '../server/dockerfile/parse.ts';
import type { Rule, RuleExample } from '../server/rules/rule.ts';
import { factsFor } from '../test/support/facts.ts';

/** Characters; a shorter text says less than its title. */
const shortestWhy = 80;
const shortestMessage = 15;

/** What the rule lacks, in words; empty when it is complete. The repository is at `root`. */
export async function incompleteness(rule: Rule, root: string): Promise<string[]> {
  const missing: string[] = [];
  if (rule.summary.trim() === '' || rule.summary.endsWith('.'))
    missing.push('`summary` must be one line without a full stop: it heads the documentation');
  if (rule.why.trim().length < shortestWhy)
    missing.push('`why` must say what it costs and when it does not matter');
  if (rule.fix === 'suggested' && !rule.fixSafety)
    missing.push('`fixSafety` must say what the fix can change');
  if ((rule.fix !== 'none') !== (rule.fixes !== undefined))
    missing.push('`fix` must say whether there are `fixes`');
  if (rule.examples.length === 0) missing.push('there is no example');
  for (const [i, example] of rule.examples.entries())
    missing.push(...(await exampleProblems(rule, example)).map((what) => `example ${i + 1}: ${what}`));
  if (!(await hasTest(rule, root))) missing.push(`there is no test/rules/${rule.id}.test.ts`);
  return missing;
}

/** A test of its own, or one of its group that imports it: rules that share their work may share a test. */
async function hasTest({ id, group }: Rule, root: string): Promise<boolean> {
  const folder = path.join(root, 'test/rules', group);
  const files = await readdir(folder).catch((): string[] => []);
  if (files.includes(`${id.slice(group.length + 1)}.test.ts`)) return true;
  for (const file of files.filter((name) => name.endsWith('.test.ts')))
    if ((await readFile(path.join(folder, file), 'utf8')).includes(`/rules/${id}.ts'`)) return true;
  return false;
}

/** The tests execute examples in full; here only: is there a finding, with a message that says something? */
async function exampleProblems(rule: Rule, { bad, files, preferences }: RuleExample): Promise<string[]> {
  const facts = await factsFor(bad, files, { nodeBase: 'auto', ...preferences });
  const context = { model: parseDockerfile(bad), facts, unknownPragmas: [] };
  try {
    const reports = [...rule.check(context)];
    // What silencing comments say is the engine's to find, so the rule about them finds nothing here.
    if (reports.length === 0 && !/dockerfile-optimizer\s+ignore/.test(bad))
      return ['nothing is found in `bad`'];
    return reports
      .filter(({ message }) => message.trim().length < shortestMessage)
      .map(({ message }) => `the message is too short: ${JSON.stringify(message)}`);
  } catch (error) {
    return [`the rule throws: ${String(error)}`];
  }
}
