import { expect, it } from 'vitest';
import { nearestName } from '../../server/dockerfile/nearest.ts';

const keywords = ['FROM', 'RUN', 'COPY', 'CMD', 'ENTRYPOINT', 'EXPOSE', 'ENV'];

it.each([
  ['FORM', 'FROM'],
  ['RNU', 'RUN'],
  ['coyp', 'COPY'],
  ['CPY', 'COPY'],
  ['EXPSOE', 'EXPOSE'],
  ['ENTRYPIONT', 'ENTRYPOINT'],
  ['ENTRPOINTT', 'ENTRYPOINT'],
  ['FOO', undefined],
  ['APT-GET', undefined],
  ['NPM', undefined],
  ['', undefined],
  // Not neighbours: two slips in a short name are too many.
  ['MORF', undefined],
])('%s is nearest to %s', (word, expected) => {
  expect(nearestName(word, keywords)).toBe(expected);
});
