import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { placing, removedGroups } from '../../../server/rewrite/application/packages.ts';
import { readArtifactStage } from '../../../server/rewrite/artifact/reading.ts';
import { factsFor } from '../../support/facts.ts';

const debian = { family: 'debian', version: '12', codename: 'bookworm' };
const place = (name: string, more: Partial<Parameters<typeof placing>[0]> = {}) =>
  placing({ distro: debian, called: new Set(), removed: new Set(), isTool: (one) => one === 'composer', keeps: () => false, keepsNode: false, ...more })(name); // prettier-ignore

describe('where packages belong beside a program that runs from its sources', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['build-essential', []],
    ['composer', []],
    ['nodejs', []],
    ['git', []],
    ['libpq-dev', ['libpq5']],
    ['ffmpeg', undefined],
    ['libfrobnicate-dev', undefined],
  ])('%s', (name, expected) => {
    expect(place(name)).toEqual(expected);
  });

  it('keeps what the program calls, Node where it may be needed, and what somebody asks to keep', () => {
    expect(place('git', { called: new Set(['git']) })).toBeUndefined();
    expect(place('nodejs', { keepsNode: true })).toBeUndefined();
    expect(place('build-essential', { keeps: () => true })).toBeUndefined();
  });

  it('drops what the file itself removes again', () => {
    expect(place('ffmpeg', { removed: new Set(['ffmpeg']) })).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['a group that is removed', 'apk add --virtual .deps gcc $PHPIZE_DEPS && docker-php-ext-install zip && apk del .deps', ['.deps', 'gcc', '$PHPIZE_DEPS']],
    ['a group that stays', 'apk add --virtual .deps gcc && docker-php-ext-install zip', []],
    ['packages without a group', 'apk add gcc && docker-php-ext-install zip && apk del gcc', []],
  ])('%s', async (_, script, names) => {
    const text = `FROM php:8.4-alpine\nRUN ${script}\nCOPY . /app\n`;
    const reading = readArtifactStage(parseDockerfile(text), await factsFor(text, { 'index.php': '' }), ({ name }) => (name.startsWith('docker-php') ? 'build' : undefined));
    if (typeof reading === 'string') throw new Error(reading);
    expect([...removedGroups(reading)]).toEqual(names);
  }); // prettier-ignore
});
