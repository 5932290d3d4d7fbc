import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { onceLogger } from '../../server/engine/once.ts';
import { factsFor } from '../support/facts.ts';
import { findsKeyword } from './rules.ts';

function recorder() {
  const said: string[] = [];
  const say = (message: string) => void said.push(message);
  return { said, logger: onceLogger({ info: say, warn: say, error: say }) };
}

describe('a rule that throws', () => {
  it('is reported once in a session, and the others find all the same', async () => {
    const { said, logger } = recorder();
    let runs = 0;
    const broken = findsKeyword('size/broken', 'RUN', {
      *check() {
        throw new Error(`at offset ${++runs}`);
        yield* [];
      },
    });
    const brokenFix = findsKeyword('size/broken-fix', 'RUN', {
      fixes: () => {
        throw new Error('no fix today');
      },
    });
    const works = findsKeyword('size/works', 'RUN');
    for (const text of ['FROM a\nRUN b\n', 'FROM a\nRUN bc\n', 'FROM a\nRUN bcd\n']) {
      const facts = await factsFor(text);
      const { findings } = analyze(parseDockerfile(text), facts, { only: [broken, brokenFix, works], logger });
      for (const finding of findings) finding.fixes();
      expect(findings.map(({ rule }) => rule.id)).toEqual(['size/broken-fix', 'size/works']);
    }
    expect(runs).toBe(3);
    expect(said.map((message) => message.split('\n')[0])).toEqual([
      'rule size/broken failed: Error: at offset 1',
      'fixes of rule size/broken-fix failed: Error: no fix today',
    ]);
  }); // prettier-ignore
});

it('says each thing once, at whichever level', () => {
  const { said, logger } = recorder();
  for (const message of ['a: 1', 'a: 2', 'b', 'b', 'c: 1']) {
    logger.error(message);
    logger.warn(message);
    logger.info(message);
  }
  expect(said).toEqual(['a: 1', 'b', 'c: 1']);
});
