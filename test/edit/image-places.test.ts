import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { placesOf } from '../../server/edit/image-places.ts';

describe('placesOf', () => {
  it('are FROM, COPY and mounts, but no defaults', () => {
    const text = 'ARG B=node:22\nFROM $B\nCOPY --from=node:22 /x /y\nRUN --mount=from=node:22 x\nFROM node:20\n';
    expect(placesOf(parseDockerfile(text), 'node:22').map(({ span }) => text.slice(span.start, span.end))).toEqual(['$B', 'node:22', 'node:22']);
  }); // prettier-ignore
});
