import { describe, expect, it } from 'vitest';
import { coverageProblems, coveredTools, renderCoverage } from '../../scripts/coverage/page.ts';
import type { CoveredTool } from '../../scripts/coverage/page.ts';
import { parseArguments } from '../../server/cli/arguments.ts';
import { readConfig } from '../../server/config/read.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { readPragmas } from '../../server/engine/pragmas.ts';
import { isForeignName, rulesNamed } from '../../server/engine/rule-names.ts';
import { configuredSeverity } from '../../server/engine/severities.ts';
import { allRules } from '../../server/rules/registry.ts';
import { readSettings } from '../../shared/settings.ts';

describe('the lists', () => {
  it.each([
    ['hadolint', 71],
    ['buildkit', 22],
    ['trivy', 28],
    ['checkov', 28],
  ])('%s has %d checks', (tool, count) => {
    expect(coveredTools.find((one) => one.tool === tool)?.checks).toHaveLength(count);
  });

  it('say of every check which rule covers it, or why none does', () => {
    expect(coverageProblems(allRules)).toEqual([]);
    const page = renderCoverage(allRules);
    expect(page).not.toContain('no rule yet');
    for (const { checks, reasons } of coveredTools)
      for (const { id } of checks) {
        const row = page.split('\n').find((line) => line.startsWith(`| ${id} |`));
        expect(row, id).toMatch(Object.hasOwn(reasons, id) ? /\.\s\|$/ : /\(rules\/[a-z]+\/[a-z0-9-]+\.md\)/);
      }
  }); // prettier-ignore
});

describe('the generator fails', () => {
  const tool: CoveredTool = {
    tool: 'hadolint',
    title: 'hadolint',
    checks: [
      { id: 'DL1', title: 'one' },
      { id: 'DL2', title: 'two' },
    ],
    reasons: { DL2: 'It is taste.' },
  };
  const rule = (...ids: string[]) => ({
    id: 'size/x',
    equivalents: ids.map((id) => ({ tool: 'hadolint' as const, id })),
  });

  it.each<[string, Partial<CoveredTool>, string[], string[]]>([
    ['not when all is said', {}, ['DL1'], []],
    ['when a check has neither', {}, [], ['hadolint DL1 has neither a rule nor a reason']],
    ['when a check has both', {}, ['DL1', 'DL2'], ['hadolint DL2 has a rule and a reason']],
    ['when a rule names what is in no list', {}, ['DL1', 'DL3'], ['size/x covers DL3, which is not in the list of hadolint']],
    ['when a reason is for what is in no list', { reasons: { DL2: 'a', DL4: 'b' } }, ['DL1'], ['hadolint has no DL4, for which there is a reason']],
    ['when a check is listed twice', { checks: [...tool.checks, tool.checks[0]!] }, ['DL1'], ['hadolint DL1 is listed twice']],
  ])('%s', (_, change, named, expected) => {
    expect(coverageProblems([rule(...named)], [{ ...tool, ...change }])).toEqual(expected);
  }); // prettier-ignore
});

describe.each(coveredTools.map((tool) => [tool.title, tool] as const))("%s's names are taken", (_, { tool, checks }) => {
  it.each(checks.map(({ id }) => id))('%s', (id) => {
    const covering = allRules.filter(({ equivalents }) => equivalents.some((one) => one.tool === tool && one.id === id));
    expect(rulesNamed(id)).toEqual(covering.map((rule) => rule.id));
    expect(isForeignName(id)).toBe(covering.length === 0);
    // --rule
    expect(parseArguments(['check', '--rule', `${id}=hint`])).toMatchObject({ rules: { [id]: 'hint' } });
    // The editor's settings.
    const { rules } = readSettings({ rules: { [id]: 'hint' } });
    for (const rule of covering) expect(configuredSeverity(rule, rules)).toBe('hint');
    // The configuration file.
    const { config, problems } = readConfig(`rules: { ${id}: hint }`, 'yaml');
    expect(problems).toEqual([]);
    for (const rule of covering) expect(configuredSeverity(rule, config.rules ?? {})).toBe('hint');
    // Comments: ours, and the tool's own.
    const comments = [`# dockerfile-optimizer ignore=${id}`, `# hadolint ignore=${id}`, `# check=skip=${id}`];
    for (const comment of comments) {
      const model = parseDockerfile(`FROM a\n${comment}\nRUN b\nRUN c\n`);
      const pragmas = readPragmas(model);
      expect(pragmas.unknown).toEqual([]);
      const silenced = (rule: string) => model.instructions.map(({ span }) => pragmas.silences(rule, span));
      for (const rule of covering) expect(silenced(rule.id), comment).toEqual([false, true, false]);
    }
  });
}); // prettier-ignore
