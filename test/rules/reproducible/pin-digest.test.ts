import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/pin-digest.ts';
import { applyEdits } from '../../../server/dockerfile/span.ts';
import { mergedFact } from '../../../server/images/merge.ts';
import { parseReference } from '../../../server/images/reference.ts';
import { registryImage } from '../../images/registry-facts.ts';
import { factsFor, testToday } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

const cases: readonly RuleCase[] = [
  { name: 'a digest', text: `FROM node:22@${digest}\n`, findings: 0 },
  { name: 'a digest without a tag', text: `FROM node@${digest}\n`, findings: 0 },
  { name: 'a digest in a variable', text: `ARG NODE=node:22@${digest}\nFROM \${NODE}\nUSER node\n`, findings: 0 },
  { name: 'scratch', text: 'FROM scratch\nCOPY a /a\n', findings: 0 },
  { name: 'another stage', text: `FROM node:22@${digest} AS a\nFROM a\nCOPY --from=a /x /y\nCOPY --from=0 /x /z\nUSER node\n`, findings: 0 },
  { name: 'an image that only the build knows', text: 'ARG BASE\nFROM $BASE\nFROM node:$VERSION\n', findings: 0 },
  { name: 'no version, which is another rule', text: 'FROM node\nFROM node:latest\n', findings: 0 },
  { name: 'a stage that does not exist', text: `FROM node:22@${digest}\nCOPY --from=tools /x /y\n`, findings: 0 },
  { name: 'a tag', text: 'FROM node:22-alpine\nUSER node\n', findings: ['node:22-alpine'] },
  { name: 'a tag in a variable', text: 'ARG V=22\nFROM node:${V}-alpine\nUSER node\n', findings: ['node:${V}-alpine'] },
  { name: 'the same image twice', text: 'FROM node:22 AS a\nFROM node:22\nCOPY --from=a /x /y\nUSER node\n', findings: ['node:22'] },
  { name: 'images of COPY and of a mount', text: `FROM node:22@${digest}\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nRUN --mount=type=bind,from=golang:1.25,target=/go true\nUSER node\n`, findings: ['ghcr.io/astral-sh/uv:0.9', '--mount=type=bind,from=golang:1.25,target=/go'] },
]; // prettier-ignore

describe('reproducible/pin-digest', () => {
  it.each(cases)('$name', async (test) => {
    await checkCase(rule, test);
  });

  it('is off by default, and says how to find the digest', async () => {
    const text = 'FROM node:22 AS a\nFROM node:22\nUSER node\n';
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(rule.severity).toBe('off');
    expect(finding?.message).toBe(
      'node:22 is another image after its next rebuild. Write node:22@sha256:…, which `docker buildx imagetools inspect node:22` prints.',
    );
    expect(finding?.related).toHaveLength(1);
  });

  describe('with a registry that was asked today', () => {
    const today = 'sha256:' + 'b'.repeat(64);

    async function fixed(text: string, date = testToday): Promise<string | undefined> {
      const facts = await factsFor(text);
      const lookup = (name: string) => {
        const reference = parseReference(name);
        return reference && mergedFact(reference, facts.images.lookup(name), registryImage(), date);
      };
      const [finding] = findingsOf(rule, text, { ...facts, images: { ...facts.images, lookup } });
      expect(finding!.message).toContain(
        date === testToday ? 'Its digest today is sha256:bbbbbbbbbbbb…' : 'imagetools',
      );
      const [fix, ...others] = finding!.fixes();
      expect(others).toEqual([]);
      if (fix)
        expect([fix.applicability, fix.preferred, fix.title.split(' (')[1]]).toEqual([
          'suggested',
          undefined,
          'sha256:bbbbbbbbbbbb…)',
        ]);
      return fix && applyEdits(text, fix.edits);
    }

    it.each([
      ['FROM node:22 AS a\r\nFROM node:22\r\n', `FROM node:22@${today} AS a\r\nFROM node:22@${today}\r\n`],
      ['ARG V=22\nFROM node:${V}\n', `ARG V=22@${today}\nFROM node:\${V}\n`],
      ['ARG B=node:22\nFROM $B AS a\n', `ARG B=node:22@${today}\nFROM $B AS a\n`],
      [
        `FROM node:22\nCOPY --from=node:22 /x /y\nRUN --mount=from=node:22,target=/z true\n`,
        `FROM node:22@${today}\nCOPY --from=node:22@${today} /x /y\nRUN --mount=from=node:22@${today},target=/z true\n`,
      ],
    ])('pins every place of %j', async (text, expected) => {
      expect(await fixed(text)).toBe(expected);
    });

    it('pins nothing to what it was told on another day, nor some of the places only, nor what a build may set otherwise', async () => {
      expect(await fixed('FROM node:22\n', '2026-11-20')).toBeUndefined();
      expect(await fixed('ARG V=22\nFROM node:${V}-alpine\n')).toBeUndefined();
      expect(await fixed('ARG B=node:22\nFROM ${B} AS a\nFROM ${B}\n')).toBeUndefined();
    });
  });
});
