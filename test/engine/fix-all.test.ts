import { describe, expect, it } from 'vitest';
import { fixAll } from '../../server/engine/fix-all.ts';
import { CancelledError } from '../../server/ports.ts';
import type { Fix } from '../../server/rules/rule.ts';
import packageCache from '../../server/rules/size/package-cache.ts';
import { factsFor } from '../support/facts.ts';
import { findsKeyword, replaces } from './rules.ts';

const text = 'FROM a\nRUN one one\nCMD c\n';
const facts = await factsFor(text);

describe('fixAll', () => {
  it('goes on until nothing is left', () => {
    const rules = [replaces('size/a', 'one', 'two'), replaces('size/b', 'two', 'six')];
    const result = fixAll(text, facts, { only: rules });
    expect(result.text).toBe('FROM a\nRUN six six\nCMD c\n');
    expect(result.applied.map(({ rule }) => rule)).toEqual(['size/a', 'size/a', 'size/b', 'size/b']);
  });

  it('lets fixes of the same text wait for each other', () => {
    const rules = [replaces('size/a', 'one one', 'one'), replaces('size/b', 'one', 'x')];
    expect(fixAll(text, facts, { only: rules }).text).toBe('FROM a\nRUN x\nCMD c\n');
  });

  it('adds once what two findings ask for at one place', async () => {
    const twice = 'FROM alpine:3.24\nRUN apk update\nRUN apk update && apk add curl\n';
    const result = fixAll(twice, await factsFor(twice), { only: [packageCache] });
    expect(result.text).toBe('FROM alpine:3.24\nRUN apk add --no-cache curl\n');
  });

  it('stops when a fix never ends', () => {
    const result = fixAll(text, facts, { only: [replaces('size/a', 'one', 'oneone')] });
    expect(result.applied.length).toBeGreaterThan(0);
    expect(result.text.length).toBeLessThan(100_000);
  });

  it('applies safe fixes only, unless told otherwise', () => {
    const only = [replaces('size/a', 'one', 'two', { applicability: 'suggested' })];
    expect(fixAll(text, facts, { only }).text).toBe(text);
    const chosen = fixAll(text, facts, { only, choose: (finding) => finding.fixes()[0] });
    expect(chosen.text).toBe('FROM a\nRUN two two\nCMD c\n');
  });

  it.each<[string, Fix['edits']]>([
    ['outside of the text', [{ span: { start: 0, end: 10_000 }, newText: '' }]],
    ['that overlap each other', [{ span: { start: 0, end: 5 }, newText: '' }, { span: { start: 3, end: 6 }, newText: '' }]],
    ['that run backwards', [{ span: { start: 5, end: 2 }, newText: '' }]],
  ])('leaves out edits %s', (_, edits) => {
    const broken = findsKeyword('size/broken', 'RUN', {
      fixes: () => [{ title: 'Break', applicability: 'safe', edits }],
    });
    const result = fixAll(text, facts, { only: [broken, replaces('size/a', 'one', 'two')] });
    expect(result.text).toBe('FROM a\nRUN two two\nCMD c\n');
  }); // prettier-ignore

  it('writes a file once and keeps what stood there at first', () => {
    const writes = (id: string, keyword: string, after: string) =>
      findsKeyword(id, keyword, {
        *check({ model, facts: { context } }) {
          const instruction = model.instructions.find((one) => one.keyword === keyword);
          if (instruction && !context.isIgnored(after))
            yield { span: instruction.span, message: 'not ignored yet' };
        },
        fixes: (_, { facts: { context } }) => [
          {
            title: 'Ignore it',
            applicability: 'safe',
            edits: [],
            files: [{ path: context.dockerignore.path, before: 'old\n', after: `${after}\n` }],
          },
        ],
      });
    const result = fixAll(text, facts, { only: [writes('size/a', 'RUN', 'one.log')] });
    expect(result.files).toEqual([
      { path: facts.context.dockerignore.path, before: 'old\n', after: 'one.log\n' },
    ]);
    expect(result.facts.context.isIgnored('one.log')).toBe(true);
    expect(result.applied).toHaveLength(1);
  });

  it('stops when it is cancelled', () => {
    const only = [replaces('size/a', 'one', 'two')];
    expect(() => fixAll(text, facts, { only, token: { isCancellationRequested: true } })).toThrow(
      CancelledError,
    );
  });
});
