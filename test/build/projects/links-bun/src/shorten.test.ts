import { expect, test } from 'bun:test';
import { shorten } from './shorten';

test('the same address has the same name', () => {
  expect(shorten('https://example.com')).toBe(shorten('https://example.com'));
});
