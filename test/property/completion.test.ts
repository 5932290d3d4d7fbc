import '../support/fast-check.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageAt } from '../../server/dockerfile/image-references.ts';
import { imagePositionAt } from '../../server/dockerfile/image-position.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { applyEdits } from '../../server/dockerfile/span.ts';
import { imageCompletions } from '../../server/images/completion/items.ts';
import { embeddedImages } from '../../server/images/table.ts';
import { allRules } from '../../server/rules/registry.ts';
import { dockerfiles } from './dockerfiles.ts';

const world = {
  images: embeddedImages(),
  today: '2026-11-21',
  platform: 'linux/amd64',
  tags: () => undefined,
};

/** The laws of a completion at this offset; how many items there were. */
function check(text: string, offset: number, model = parseDockerfile(text)): number {
  const place = imagePositionAt(model, offset);
  if (!place) return 0;
  const { start, end } = place.span;
  expect(0 <= start && start <= offset && offset <= end && end <= text.length).toBe(true);
  const replaced = text.slice(start, end);
  expect(replaced).not.toMatch(/[\r\n]/);
  expect(text.slice(start, offset)).toBe(place.typed);
  const { items } = imageCompletions(place.before + place.typed, world);
  const fitting = items.filter(({ reference }) => reference.startsWith(place.before));
  // Written into the text, a completion is the image that the model then sees there.
  for (const { reference, kind } of fitting.slice(0, 3)) {
    const newText = reference.slice(place.before.length);
    const after = applyEdits(text, [{ span: place.span, newText }]);
    const seen = imageAt(parseDockerfile(after), start + newText.length);
    const isStage = place.stages.some(({ name }) => name?.toLowerCase() === reference.toLowerCase());
    if (kind === 'tag' || !isStage) expect(seen?.reference ?? after).toBe(reference);
  }
  return fitting.length;
}

describe('completion of images', () => {
  it('keeps its laws at every offset of every example', () => {
    let found = 0;
    for (const { examples } of allRules)
      for (const { bad, good } of examples)
        for (const text of new Set([bad, good.replaceAll('\n', '\r\n')])) {
          const model = parseDockerfile(text);
          for (let offset = 0; offset <= text.length; offset++) {
            const place = imagePositionAt(model, offset);
            if (place) found += check(text, offset, model);
          }
        }
    expect(found).toBeGreaterThan(1000);
  });

  it('keeps its laws in anything', () => {
    fc.assert(
      fc.property(dockerfiles, fc.nat(), (text, place) => {
        check(text, place % (text.length + 1));
      }),
    );
  });

  it('keeps its laws in half a FROM', () => {
    const part = fc.constantFrom('node', ':', '22', '-', 'slim', '/', '@', 'docker.io', '$V', '${V}', '${U}', '"', ' ', 'AS', '\\\n', '--platform=linux/arm64 ', 'sha256', '.', 'x'); // prettier-ignore
    const line = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    const head = fc.constantFrom('FROM ', 'FROM a AS b\nCOPY --from=', 'FROM a\nRUN --mount=from=', 'ARG V=22\nFROM '); // prettier-ignore
    fc.assert(
      fc.property(
        head,
        line,
        fc.constantFrom('', '\n', '\r\nRUN x'),
        fc.nat(40),
        (start, rest, tail, back) => {
          const text = start + rest + tail;
          check(text, Math.max(start.length, start.length + rest.length - back));
        },
      ),
      { numRuns: 500 },
    );
  });
});
