import { describe, expect, it } from 'vitest';
import { copiesWholeContext, readCopy } from '../../server/dockerfile/copies.ts';
import { mountsOf } from '../../server/dockerfile/mounts.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import {
  isShipped,
  lastOf,
  lineage,
  neededStages,
  rootBase,
  stageNamed,
} from '../../server/dockerfile/stages.ts';

const model = parseDockerfile(
  [
    'FROM node:22 AS base',
    'USER node',
    'FROM base AS Build',
    'COPY --from=later /x /x',
    'FROM base AS unused',
    'FROM base AS mounted',
    'FROM a AS later',
    'FROM base',
    'COPY --from=build /x /x',
    'RUN --mount=type=bind,from=mounted,target=/m y',
    'USER 1000',
  ].join('\n'),
);
const [base, build, unused, mounted, later, final] = model.stages;

describe('stages', () => {
  it('answers who needs whom', () => {
    expect(lineage(final!).map(({ index }) => index)).toEqual([5, 0]);
    expect(model.stages.filter((stage) => isShipped(stage, model))).toEqual([base, final]);
    expect([...neededStages(model)].map(({ index }) => index).sort()).toEqual([0, 1, 3, 4, 5]);
    expect(neededStages(model).has(unused!)).toBe(false);
    expect([...neededStages(model, later)]).toEqual([later]);
    expect(rootBase(final!)).toMatchObject({ kind: 'image', reference: 'node:22' });
    expect(lastOf(final!, 'USER')?.words[0]?.value).toBe('1000');
    expect(lastOf(mounted!, 'USER')?.words[0]?.value).toBe('node');
    expect(lastOf(later!, 'USER')).toBeUndefined();
  });

  it.each<[string, typeof base, typeof base]>([
    ['build', final, build],
    ['BUILD', final, build],
    ['1', final, build],
    ['later', build, later],
    ['build', build, undefined],
    ['9', final, undefined],
    ['node', final, undefined],
    ['build', undefined, build],
  ])('stageNamed(%s)', (reference, user, expected) => {
    expect(stageNamed(model, reference, user)).toBe(expected);
  });
});

describe('readCopy', () => {
  const copy = (line: string) =>
    readCopy(parseDockerfile(`FROM a\nWORKDIR /w\nARG V=1\nARG U\n${line}`).instructions.at(-1)!);

  it.each<[string, string[], string | undefined, boolean]>([
    ['COPY a b', ['a'], '/w/b', false],
    ['COPY a b/', ['a'], '/w/b', true],
    ['COPY a b .', ['a', 'b'], '/w', true],
    ['COPY ./a/ /b', ['a'], '/b', false],
    ['COPY /a /b', ['a'], '/b', false],
    ['COPY ../a /b', ['a'], '/b', false],
    ['COPY . .', ['.'], '/w', true],
    ['COPY --chown=x ["a b", "/c/"]', ['a b'], '/c', true],
    ['COPY a$V b$V', ['a1'], '/w/b1', false],
    ['COPY a /b$U', ['a'], undefined, false],
    ['COPY a b # note', ['a'], '/w/b', false],
    ['COPY <<EOF /x\nEOF', [], '/x', false],
    ['ADD https://x/y.tar /z/', ['https://x/y.tar'], '/z', true],
    ['ADD git@github.com:a/b.git /z', ['git@github.com:a/b.git'], '/z', false],
  ])('%s', (line, sources, destination, intoDirectory) => {
    const found = copy(line)!;
    expect(found.sources.map(({ path }) => path)).toEqual(sources);
    expect([found.destination, found.intoDirectory]).toEqual([destination, intoDirectory]);
  });

  it.each(['COPY a', 'COPY', 'RUN a b', 'ONBUILD COPY a b'])('%s is none', (line) => {
    expect(copy(line)).toBeUndefined();
  });

  it('tells the whole context', () => {
    expect(['COPY . .', 'COPY ./ /x', 'COPY --from=b . .', 'COPY a .'].map((line) => copiesWholeContext(copy(line)!))).toEqual([true, true, false, false]); // prettier-ignore
  });
});

it.each<[string, object]>([
  ['type=cache,target=/a', { type: 'cache', target: '/a' }],
  ['target=/a,type=Cache,sharing=locked,id=x', { type: 'cache', sharing: 'locked', id: 'x' }],
  ['dst=/a,src=b,from=c', { type: 'bind', target: '/a', source: 'b', from: 'c' }],
  ['type=cache,destination=$D/x', { target: '/srv/x' }],
  ['type=secret,id=x,env=Y', { type: 'secret', env: 'Y' }],
])('mount %s', (value, expected) => {
  const run = parseDockerfile(`FROM a\nENV D=/srv\nRUN --mount=${value} x`).instructions.at(-1)!;
  expect(mountsOf(run)).toMatchObject([expected]);
});
