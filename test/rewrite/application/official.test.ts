import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { officialDistro, officialImage } from '../../../server/rewrite/application/official.ts';

const image = (reference: string, before = ''): ReturnType<typeof officialImage> =>
  officialImage(parseDockerfile(`${before}FROM ${reference}\n`).stages[0]!, 'ruby');

describe('official images', () => {
  it.each<[string, string, string, boolean]>([
    ['ruby', 'ruby', 'latest', false],
    ['ruby:3.4-slim', 'ruby', '3.4-slim', false],
    ['library/ruby:3.4', 'library/ruby', '3.4', false],
    ['docker.io/library/ruby:3.4', 'docker.io/library/ruby', '3.4', false],
    ['registry.docker.com/library/ruby:3.4', 'registry.docker.com/library/ruby', '3.4', false],
    ['public.ecr.aws/docker/library/ruby:3.4', 'public.ecr.aws/docker/library/ruby', '3.4', false],
    ['mirror.gcr.io/library/ruby:3.4', 'mirror.gcr.io/library/ruby', '3.4', false],
    [`ruby:3.4@sha256:${'a'.repeat(64)}`, 'ruby', '3.4', true],
  ])('%s', (reference, name, tag, pinned) => {
    expect(image(reference)).toEqual({ name, tag, pinned });
  });

  it.each(['php:8.4', 'bitnami/ruby:3.4', 'ghcr.io/library/ruby:3.4', 'scratch', 'rubyfork'])(
    'not %s',
    (reference) => {
      expect(image(reference)).toBeUndefined();
    },
  );

  it('follows an argument with a default, and none without', () => {
    expect(image('ruby:$V', 'ARG V=3.3\n')).toMatchObject({ tag: '3.3' });
    expect(image('ruby:$V', 'ARG V\n')).toBeUndefined();
  });

  it('takes the family of the distribution from the tag where the table does not know it', () => {
    expect(officialDistro(undefined, { name: 'ruby', tag: '9.9-alpine', pinned: false })).toMatchObject({ family: 'alpine' }); // prettier-ignore
    expect(officialDistro(undefined, { name: 'ruby', tag: '9.9', pinned: false })).toMatchObject({ family: 'debian' }); // prettier-ignore
  });
});
