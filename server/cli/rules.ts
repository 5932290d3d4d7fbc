/** `rules`: the list of rules. */
import { allRules } from '../rules/registry.ts';
import { exitCodes } from './io.ts';
import type { CliIo } from './io.ts';

export function runRules(io: CliIo, json: boolean): number {
  const rules = [...allRules].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (json) {
    const list = rules.map(({ id, group, severity, summary, fix, equivalents }) => ({
      id,
      group,
      severity,
      summary,
      fix,
      equivalents,
    }));
    io.stdout.write(`${JSON.stringify(list, undefined, 2)}\n`);
    return exitCodes.ok;
  }
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  for (const { id, severity, fix, summary } of rules)
    io.stdout.write(`${id.padEnd(width)}  ${severity.padEnd(7)}  ${`fix: ${fix}`.padEnd(14)}  ${summary}\n`);
  return exitCodes.ok;
}
