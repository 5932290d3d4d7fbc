import { expect, it } from 'vitest';
import { Recent } from '../server/recent.ts';

/** What had to be worked out when these keys were asked for, one after the other. */
function made(recent: Recent<string, string>, keys: readonly string[]): string[] {
  return keys.filter((key) => {
    let isNew = false;
    const value = recent.get(key, () => {
      isNew = true;
      return key.toUpperCase();
    });
    expect(value).toBe(key.toUpperCase());
    return isNew;
  });
}

it('works out once what is asked for again', () => {
  expect(made(new Recent(2), ['a', 'b', 'a', 'b'])).toEqual(['a', 'b']);
});

it('forgets what was not asked for for the longest time', () => {
  expect(made(new Recent(2), ['a', 'b', 'a', 'c', 'a', 'b'])).toEqual(['a', 'b', 'c', 'b']);
});

it('keeps less of what weighs more', () => {
  const recent = new Recent<string, string>(10, 5, ({ length }) => length);
  expect(made(recent, ['aaa', 'bb', 'aaa', 'c', 'aaa', 'bb'])).toEqual(['aaa', 'bb', 'c', 'bb']);
});

it('does not keep what weighs more than all that may be kept', () => {
  const recent = new Recent<string, string>(10, 5, ({ length }) => length);
  expect(made(recent, ['a', 'bbbbbb', 'a', 'bbbbbb'])).toEqual(['a', 'bbbbbb', 'bbbbbb']);
});

it('keeps an answer that is undefined, and none that threw', () => {
  const recent = new Recent<string, undefined>(2);
  let calls = 0;
  const nothing = (): undefined => void calls++;
  recent.get('a', nothing);
  recent.get('a', nothing);
  expect(calls).toBe(1);
  const fails = (): never => {
    throw new Error('no');
  };
  expect(() => recent.get('b', fails)).toThrow('no');
  recent.get('b', nothing);
  expect(calls).toBe(2);
});
