import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { applicationPlace } from '../../../server/rewrite/application/places.ts';
import { readArtifactStage } from '../../../server/rewrite/artifact/reading.ts';
import { factsFor } from '../../support/facts.ts';

async function place(lines: string): Promise<ReturnType<typeof applicationPlace>> {
  const text = `FROM ruby:3.4\n${lines}`;
  const facts = await factsFor(text, { Gemfile: '', 'app.rb': '' });
  const reading = readArtifactStage(parseDockerfile(text), facts, ({ name }) => (name === 'bundle' ? 'build' : undefined)); // prettier-ignore
  if (typeof reading === 'string') throw new Error(reading);
  return applicationPlace(reading, ({ name }) => name === 'bundle');
}

describe('where a program lies, and to whom it belongs', () => {
  it.each<[string, string, readonly string[], string | undefined]>([
    ['the working directory', 'WORKDIR /app\nCOPY . .\nRUN bundle install\n', ['/app'], undefined],
    ['a folder above the install', 'WORKDIR /srv\nCOPY . .\nRUN cd shop && bundle install\n', ['/srv'], undefined],
    ['two folders', 'WORKDIR /a\nCOPY . .\nRUN bundle install\nWORKDIR /b\nRUN bundle install\n', ['/a', '/b'], undefined],
    ['the owner of all copies', 'WORKDIR /app\nCOPY --chown=app:app . .\nRUN bundle install\n', ['/app'], 'app:app'],
    ['a copy of somebody and one of root', 'WORKDIR /app\nCOPY --chown=app Gemfile ./\nCOPY . .\nRUN bundle install\n', ['/app'], undefined],
    ['an owner of everything', 'WORKDIR /app\nCOPY . .\nRUN chown -R app:app /app\nRUN bundle install\n', ['/app'], 'app:app'],
    ['an owner of a part', 'WORKDIR /app\nCOPY . .\nRUN chown -R app log\nRUN bundle install\n', ['/app'], undefined],
    ['who installs', 'WORKDIR /app\nCOPY . .\nUSER app\nRUN bundle install\n', ['/app'], 'app'],
  ])('%s', async (_, lines, folders, owner) => {
    expect(await place(lines)).toEqual({ folders, owner });
  }); // prettier-ignore

  it('declines where it lies among the files of the system, or the folder is not known', async () => {
    expect(await place('COPY . .\nRUN bundle install\n')).toContain('root folder of the image');
    expect(await place('WORKDIR /app\nCOPY . .\nRUN cd $SHOP && bundle install\n')).toContain("can't be followed"); // prettier-ignore
  });
});
