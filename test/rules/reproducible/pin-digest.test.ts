import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/pin-digest.ts';
import { factsFor } from '../../support/facts.ts';
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
});
