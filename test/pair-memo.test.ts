import { expect, it } from 'vitest';
import { PairMemo } from '../server/pair-memo.ts';

it('works out once what follows from two objects', () => {
  const memo = new PairMemo<object, object, number | undefined>();
  const [a, b] = [{}, {}];
  let calls = 0;
  const count = (): number => ++calls;
  expect(memo.get(a, b, count)).toBe(1);
  expect(memo.get(a, b, count)).toBe(1);
  expect(memo.get(b, a, count)).toBe(2);
  expect(memo.get(a, a, count)).toBe(3);
  expect(memo.get(a, b, count)).toBe(1);
});

it('keeps an answer that is undefined, and none that threw', () => {
  const memo = new PairMemo<object, object, undefined>();
  const [a, b] = [{}, {}];
  let calls = 0;
  expect(() =>
    memo.get(a, b, () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  memo.get(a, b, () => void calls++);
  memo.get(a, b, () => void calls++);
  expect(calls).toBe(1);
});
