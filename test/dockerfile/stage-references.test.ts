import { expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { stageReferences } from '../../server/dockerfile/stage-references.ts';

it('finds every place that names a stage', () => {
  const text =
    'FROM base AS a\nCOPY --from=b /x /y\nRUN --mount=type=bind,from=c,target=/x --mount=type=cache,target=/y \\\n  --mount="from=d,target=/z" true\nONBUILD COPY --from=e /x /y\nFROM a\n';
  const found = [...stageReferences(parseDockerfile(text))];
  expect(found.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'from base',
    'copy b',
    'mount c',
    'mount d',
    'from a',
  ]);
  expect(found.map(({ span }) => text.slice(span.start, span.end))).toEqual(['base', 'b', 'c', 'd', 'a']);
});
