/** The files that a new rule begins with. */

export const ruleGroups = [
  'cache',
  'size',
  'security',
  'reproducible',
  'runtime',
  'context',
  'correctness',
  'deprecated',
  'style',
] as const;

export interface ScaffoldedFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly content: string;
}

/**
 * A rule, with an example, and its test. They compile and are formatted; the rule finds nothing and explains nothing yet, and
 * the tests and `npm run generate -- --check` say so until it does.
 * @throws Error in words when `id` is no id of a rule.
 */
export function scaffold(id: string): ScaffoldedFile[] {
  const [, group = '', name = ''] = /^([a-z]+)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(id) ?? [];
  if (name === '')
    throw new Error(`${id || 'nothing'} is no id: write group/name, with small letters, digits and hyphens.`);
  if (!ruleGroups.some((one) => one === group))
    throw new Error(`There is no group ${group}; there are ${ruleGroups.join(', ')}.`);
  return [
    { path: `server/rules/${id}.ts`, content: ruleFile(id) },
    { path: `test/rules/${id}.test.ts`, content: testFile(id) },
  ];
}

function ruleFile(id: string): string {
  return `import { defineRule } from '../rule.ts';

export default defineRule({
  id: '${id}',
  severity: 'warning',
  summary: '',
  fix: 'none',
  why: \`\`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM debian:13-slim\\nUSER 10001\\nCMD ["sleep", "1"]\\n',
      good: 'FROM debian:13-slim\\nUSER 10001\\nCMD ["sleep", "1"]\\n',
    },
  ],
  *check({ model }) {
    for (const instruction of model.instructions)
      if (instruction.keyword === '') yield { span: instruction.keywordSpan, message: '' };
  },
});
`;
}

function testFile(id: string): string {
  return `import { describe, it } from 'vitest';
import rule from '../../../server/rules/${id}.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const head = 'FROM debian:13-slim\\n';

/** Where a lesser linter would be wrong. */
const silent: readonly RuleCase[] = [{ name: 'an ordinary file', text: \`\${head}USER 10001\\n\`, findings: 0 }];

/** The findings are the texts that they stand on. */
const found: readonly RuleCase[] = [{ name: 'the plain case', text: \`\${head}USER 0\\n\`, findings: ['USER'] }];

describe.each([
  ['silent', silent],
  ['found', found],
] as const)('%s', (_, cases) => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_name, test) => {
    await checkCase(rule, test);
  });
});
`;
}
