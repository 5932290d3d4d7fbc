import { describe, expect, it } from 'vitest';
import { imagePositionAt } from '../../server/dockerfile/image-position.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';

/** `|` is the cursor. */
function at(text: string) {
  const offset = text.indexOf('|');
  const document = text.replace('|', '');
  const found = imagePositionAt(parseDockerfile(document), offset);
  return found && { ...found, replaced: document.slice(found.span.start, found.span.end) };
}

describe('imagePositionAt', () => {
  it.each([
    ['FROM |', '', ''],
    ['FROM no|', 'no', 'no'],
    ['FROM n|ode:22 AS build', 'node:22', 'n'],
    ['FROM node:22|@sha256:ab', 'node:22@sha256:ab', 'node:22'],
    ['FROM  | AS build', '', ''],
    ['FROM |AS build', '', ''],
    ['FROM a|s', 'as', 'a'],
    ['from --platform=linux/arm64 node:|', 'node:', 'node:'],
    ['\ufeffFROM node:|\r\nRUN x', 'node:', 'node:'],
    ['FROM \\\n  |', '', ''],
    ['FROM \\\r\n  no|\r\nRUN x', 'no', 'no'],
    ['# escape=`\nFROM `\n  no|', 'no', 'no'],
    ['FROM a\nCOPY --from=|', '', ''],
    ['FROM a\nCOPY --from=| /a /b', '', ''],
    ['FROM a\nCOPY --from=no|de:22 /a /b', 'node:22', 'no'],
    ['FROM a\nCOPY --link --from=n|', 'n', 'n'],
    ['FROM a\nRUN --mount=type=bind,from=|', '', ''],
    ['FROM a\nRUN --mount=type=bind,from=no|,target=/x ls', 'no', 'no'],
    ['FROM a\nRUN --mount=from=n|o,type=bind ls', 'no', 'n'],
    ['FROM a\nONBUILD COPY --from=n| /x /y', 'n', 'n'],
  ])('is in %j', (text, replaced, typed) => {
    expect(at(text)).toMatchObject({ replaced, typed, before: '' });
  });

  it.each([
    ['ARG V=22\nFROM node:${V}-al|', 'node:22', '-al'],
    ['ARG V=22\nFROM node:$V|', undefined, undefined],
    ['ARG R=docker.io\nFROM ${R}/library/no|', 'docker.io', '/library/no'],
    ['FROM ${R:-docker.io}/no|', 'docker.io', '/no'],
    ['ARG V=22\nFROM node:${V}|', 'node:22', ''],
  ])('goes on behind the variable in %j', (text, before, replaced) => {
    expect(at(text)?.before).toBe(before);
    expect(at(text)?.replaced).toBe(replaced);
  });

  it.each([
    'FR|OM node', 'FROM| node', 'FROM node |', 'FROM node AS b|', 'FROM --plat|', 'FROM --platform=li| node', 'FROM | --platform=linux/arm64 node',
    'FROM | node', 'FROM\n|', 'FROM a\n|', 'FROM a\n|RUN x', 'FROM "no|de"', "FROM 'no|", 'FROM no\\\nd|e', 'ARG V\nFROM node:${V}-|', 'ARG V=2\nFROM node:${|V}',
    'ARG V=2\nFROM no|de:${V}', 'FROM node:$|', 'FROM node:${|', 'FROM a\nCOPY --fr|om=b /x /y', 'FROM a\nCOPY --from=b |/x /y', 'FROM a\nCOPY --from=$b| /x /y',
    'FROM a\nRUN --mount=type=b|ind,from=x ls', 'FROM a\nRUN --mount=from=x,ta|rget=/y ls', 'FROM a\nRUN --mount=fro|m=x ls', 'FROM a\nADD --from=b| /x /y', '|', '# FROM |',
    'FROM a\nRUN <<EOF\nFROM |\nEOF\n', 'RUN echo FROM |',
  ])('is not in %j', (text) => {
    expect(at(text)).toBeUndefined();
  }); // prettier-ignore

  it('knows the stages before it, and the platform of FROM', () => {
    const names = (text: string) => at(text)?.stages.map(({ name, index }) => name ?? index);
    expect(names('FROM a AS one\nFROM b\nFROM |')).toEqual(['one', 1]);
    expect(names('FROM a AS one\nFROM b AS two\nCOPY --from=| /x /y\nFROM c AS three')).toEqual(['one']);
    expect(names('FROM a AS one\nFROM b AS two\nONBUILD COPY --from=| /x /y')).toEqual([]);
    expect(at('ARG P=linux/arm64\nFROM --platform=$P n|')).toMatchObject({
      platform: 'linux/arm64',
      isBase: true,
    });
    expect(at('FROM --platform=$TARGETPLATFORM n|')).toMatchObject({ platform: undefined });
    expect(at('FROM a\nCOPY --from=n|')).toMatchObject({ platform: undefined, isBase: false });
  });
});
