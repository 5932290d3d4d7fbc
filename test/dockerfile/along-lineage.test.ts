import { expect, test } from 'vitest';
import { AlongLineage } from '../../server/dockerfile/along-lineage.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';

const names = (count: number) =>
  Array.from({ length: count }, (_, i) => `FROM ${i === 0 ? 'alpine' : `s${i - 1}`} AS s${i}\n`).join('');

test('goes from the first stage of the lineage to the last, each once for each key', () => {
  const { stages } = parseDockerfile(`${names(3)}FROM alpine AS other\n`);
  const seen: string[] = [];
  const along = new AlongLineage<readonly string[]>();
  const get = (index: number, key: string) =>
    along.get(stages[index]!, key, [key], ({ name }, before) => {
      seen.push(`${key}:${name!}`);
      return [...before, name!];
    });
  expect(get(1, 'a')).toEqual(['a', 's0', 's1']);
  expect(get(2, 'a')).toEqual(['a', 's0', 's1', 's2']);
  expect(get(3, 'a')).toEqual(['a', 'other']);
  expect(get(0, 'b')).toEqual(['b', 's0']);
  expect(get(2, 'a')).toBe(get(2, 'a'));
  expect(seen).toEqual(['a:s0', 'a:s1', 'a:s2', 'a:other', 'b:s0']);
});

test('a long lineage does not end the stack', () => {
  const { stages } = parseDockerfile(names(20_000));
  const along = new AlongLineage<{ readonly depth: number }>();
  const { depth } = along.get(stages.at(-1)!, '', { depth: 0 }, (_, before) => ({ depth: before.depth + 1 }));
  expect(depth).toBe(20_000);
});
