import { expect, it } from 'vitest';
import { debianOfElixir } from '../../../server/rewrite/elixir/official.ts';

it.each([
  ['1.14', '12'],
  ['1.14.5-slim', '12'],
  ['1.14.3', undefined],
  ['1.14-otp-25', undefined],
  ['1.15.8', '12'],
  ['1.16.0', undefined],
  ['1.17', '12'],
  ['1.17.1-otp-26', '12'],
  ['1.18', '13'],
  ['1.18-slim', '13'],
  ['1.18.3', '12'],
  ['1.18.4', '13'],
  ['1.18.4-otp-27', '12'],
  ['1.19', '13'],
  ['1.19.2', undefined],
  ['1.19-otp-28-slim', '13'],
  ['1.99', undefined],
  ['1', undefined],
  ['latest', undefined],
  ['1.18-alpine', undefined],
  ['otp-27', undefined],
])('elixir:%s stands on Debian %s', (tag, release) => {
  expect(debianOfElixir(tag)).toBe(release);
});
