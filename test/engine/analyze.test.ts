import { describe, expect, it } from 'vitest';
import type { SeverityName } from '../../shared/settings.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze, type AnalyzeOptions } from '../../server/engine/analyze.ts';
import { CancelledError } from '../../server/ports.ts';
import { factsFor } from '../support/facts.ts';
import { findsKeyword } from './rules.ts';

const text = 'FROM a\nRUN b\nCMD c\n';
const facts = await factsFor(text);

function run(options: AnalyzeOptions, source = text) {
  const errors: string[] = [];
  const warnings: string[] = [];
  const logger = {
    info: () => undefined,
    warn: (message: string) => warnings.push(message),
    error: (message: string) => errors.push(message),
  };
  const { findings } = analyze(parseDockerfile(source), facts, { ...options, logger });
  return { findings, errors, warnings, ids: findings.map(({ rule }) => rule.id) };
}

const cmd = findsKeyword('size/cmd', 'CMD');
const runs = findsKeyword('cache/run', 'RUN', { severity: 'info' });

describe('analyze', () => {
  it('orders findings by place, then by severity', () => {
    const grave = findsKeyword('size/grave', 'RUN', { severity: 'error' });
    expect(run({ only: [cmd, runs, grave] }).ids).toEqual(['size/grave', 'cache/run', 'size/cmd']);
  });

  it('keeps the findings of the others, and its own so far, when a rule throws', () => {
    const broken = findsKeyword('size/broken', 'RUN', {
      *check({ model }) {
        yield { span: model.instructions[0]!.span, message: 'found before it broke' };
        throw new Error('oops');
      },
    });
    const { ids, errors } = run({ only: [cmd, broken, runs] });
    expect(ids).toEqual(['size/broken', 'cache/run', 'size/cmd']);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/rule size\/broken failed: Error: oops/);
  });

  it('gives no fixes when they throw, and computes them once', () => {
    let calls = 0;
    const broken = findsKeyword('size/broken', 'RUN', {
      fixes: () => {
        calls++;
        throw new Error('oops');
      },
    });
    const { findings, errors } = run({ only: [broken] });
    expect([findings[0]!.fixes(), findings[0]!.fixes()]).toEqual([[], []]);
    expect([calls, errors.length]).toEqual([1, 1]);
  });

  it('stops when it is cancelled', () => {
    const token = { isCancellationRequested: false };
    const cancels = findsKeyword('size/cancels', 'RUN', {
      *check() {
        token.isCancellationRequested = true;
        yield* [];
      },
    });
    expect(() => run({ only: [cancels, cmd], token })).toThrow(CancelledError);
  });

  it('takes at most a thousand findings of a rule', () => {
    let asked = 0;
    const endless = findsKeyword('size/endless', 'RUN', {
      *check({ model }) {
        for (;;) {
          asked++;
          yield { span: model.instructions[0]!.span, message: 'again and again' };
        }
      },
    });
    const { ids, warnings } = run({ only: [endless, cmd] });
    expect([ids.length, asked, warnings.length]).toEqual([1001, 1001, 1]);
  });
});

describe('severities', () => {
  const off = findsKeyword('size/off', 'RUN', { severity: 'off' });
  const own = findsKeyword('size/own', 'RUN', {
    *check({ model }) {
      yield { span: model.instructions[0]!.span, message: 'graver than usual', severity: 'error' };
    },
  });

  it.each<[string, Record<string, SeverityName>, [string, string][]]>([
    ['defaults', {}, [['size/own', 'error'], ['cache/run', 'info'], ['size/cmd', 'warning']]],
    ['one rule off', { 'size/cmd': 'off' }, [['size/own', 'error'], ['cache/run', 'info']]],
    ['one rule on', { 'size/off': 'hint', 'size/cmd': 'off' }, [['size/own', 'error'], ['cache/run', 'info'], ['size/off', 'hint']]],
    ['a setting wins over the finding', { 'size/own': 'hint' }, [['size/own', 'hint'], ['cache/run', 'info'], ['size/cmd', 'warning']]],
  ])('%s', (_, rules, expected) => {
    const { findings } = run({ only: [cmd, runs, off, own], rules });
    expect(findings.map(({ rule, effectiveSeverity }) => [rule.id, effectiveSeverity])).toEqual(expected);
  }); // prettier-ignore
});
