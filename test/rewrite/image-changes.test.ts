import { describe, expect, it } from 'vitest';
import { imageAt } from '../../server/dockerfile/image-references.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { applyEdits } from '../../server/dockerfile/span.ts';
import type { ImageFact } from '../../server/images/facts.ts';
import { mergedFact } from '../../server/images/merge.ts';
import { parseReference } from '../../server/images/reference.ts';
import { embeddedImages } from '../../server/images/table.ts';
import { imageChanges } from '../../server/rewrite/image-changes.ts';
import type { ImageWorld } from '../../server/rewrite/image-changes.ts';
import { digestOf, registryImage } from '../images/registry-facts.ts';

const images = embeddedImages();
const today = '2026-11-21';
const table: ImageWorld = { images, today, evidence: {} };
const live: ImageWorld = {
  ...table,
  images: {
    ...images,
    lookup: (text) => mergedFact(parseReference(text)!, images.lookup(text), registryImage(), today),
  },
};

/** Titles and the texts they lead to; `|` is the cursor. */
function changes(text: string, world = table): Record<string, string> {
  const offset = text.indexOf('|');
  const document = text.replace('|', '');
  const model = parseDockerfile(document);
  const image = imageAt(model, offset);
  if (!image) return {};
  return Object.fromEntries(
    imageChanges(model, image, world).map(({ title, edits }) => [title, applyEdits(document, edits)]),
  );
}

describe('imageChanges', () => {
  it('offers the smaller siblings with what they save and what they lack', () => {
    expect(changes('FROM node:2|4\nRUN true\n')).toEqual({
      'Switch to node:24-alpine (−969 MB on disk, musl)': 'FROM node:24-alpine\nRUN true\n',
      'Switch to node:24-slim (≈ −911 MB on disk)': 'FROM node:24-slim\nRUN true\n',
      'Switch to node:24-trixie-slim (≈ −907 MB on disk)': 'FROM node:24-trixie-slim\nRUN true\n',
      'Pin to node:24.19': 'FROM node:24.19\nRUN true\n',
    });
  });

  it.each<[string, RegExp]>([
    ['the package manager', /alpine/],
    ['bash', /alpine/],
    ['git', /Switch/],
    ['a tool of the full image only', /Switch/],
  ])('offers none without what the instructions use: %s', (what, missing) => {
    const script: Record<string, string> = {
      'the package manager': 'apt-get update',
      bash: 'bash -c "x"',
      git: 'git clone x',
      'a tool of the full image only': 'pg_config',
    };
    const titles = Object.keys(changes(`FROM node:2|4\nRUN ${script[what]!}\n`)).join();
    expect(titles).not.toMatch(missing);
    expect(titles).toContain('Pin to');
  });

  it('says no saving that is not known', () => {
    expect(Object.keys(changes('FROM postgres:1|7'))).toContain('Switch to postgres:17-alpine (musl)');
  });

  it('keeps the way in which the image is written', () => {
    expect(Object.values(changes('FROM docker.io/library/python:3.1|3'))).toContain(
      'FROM docker.io/library/python:3.13-slim',
    );
    expect(Object.values(changes('ARG V=22\nFROM node:${|V}\n'))).toContain('ARG V=22\nFROM node:${V}-slim\n');
    expect(Object.keys(changes('FROM a\nCOPY --from=nginx:|1 /x /y\n'))).toEqual(['Pin to nginx:1.31']);
  }); // prettier-ignore

  it('pins to a tag with a longer version', () => {
    expect(changes('FROM python:3.13-sli|m\n')['Pin to python:3.13.15-slim']).toBe(
      'FROM python:3.13.15-slim\n',
    );
    expect(changes('ARG V=3.13\nFROM python:${V|}-slim\n')['Pin to python:3.13.15-slim']).toBe(
      'ARG V=3.13.15\nFROM python:${V}-slim\n',
    );
    // Not `python:${V}.15`: a build with another V would get an image that may not exist.
    expect(changes('ARG V=3.13\nFROM python:$V|\n')['Pin to python:3.13.15']).toBe('ARG V=3.13.15\nFROM python:$V\n'); // prettier-ignore
    expect(changes('ARG V=3.|13\nFROM python:$V\n')['Pin to python:3.13.15']).toBe('ARG V=3.13.15\nFROM python:$V\n'); // prettier-ignore
  });

  it("pins to the registry's digest of today, and to none of the table's", () => {
    const title = "Pin node:22 to today's digest (sha256:bbbbbbbbbbbb…)";
    expect(changes('FROM node:2|2 AS x\n', live)[title]).toBe(`FROM node:22@${digestOf('b')} AS x\n`);
    expect(changes('FROM a\nRUN --mount=from=node:2|2,target=/x y', live)[title]).toContain(
      `from=node:22@${digestOf('b')},target`,
    );
    expect(changes('ARG V=22\nFROM node:${V|}-slim\n', live)).not.toHaveProperty([
      "Pin node:22-slim to today's digest (sha256:bbbbbbbbbbbb…)",
    ]);
    expect(Object.keys(changes('FROM node:2|2\n')).join()).not.toContain('digest');
  });

  it('offers no sibling that is not there for the platform', () => {
    const lookup = (text: string) => {
      const fact = images.lookup(text);
      return fact && { ...fact, architectures: text.includes('alpine') ? ['linux/amd64'] : ['linux/amd64', 'linux/arm64'] };
    };
    const world = { ...table, images: { ...images, lookup, siblings: (fact: ImageFact) => images.siblings(fact).map(({ name }) => lookup(name)!) } };
    expect(Object.keys(changes('FROM --platform=linux/arm64 node:2|4\n', world)).join()).not.toContain('alpine');
    expect(Object.keys(changes('FROM --platform=linux/amd64 node:2|4\n', world)).join()).toContain('alpine');
  }); // prettier-ignore

  it.each(['FROM scra|tch', 'FROM acme/x:|1', 'FROM a AS b\nFROM |b', `FROM node:2|2@${digestOf('a')}`, 'FROM |$X', 'FROM node:20-alpine@|x'])(
    'offers nothing for %j',
    (text) => {
      expect(changes(text)).toEqual({});
    },
  ); // prettier-ignore
});
