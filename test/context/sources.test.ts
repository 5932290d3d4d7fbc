import { describe, expect, it } from 'vitest';
import { brings, broadCopies, cleanSource, contextSources } from '../../server/context/sources.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { contextOf } from './helpers.ts';

describe('contextSources', () => {
  it.each([
    ['COPY . .', ['']],
    ['COPY ./ /app/', ['']],
    ['COPY package.json package-lock.json ./', ['package.json', 'package-lock.json']],
    ['COPY ./src/ ./src', ['src']],
    ['COPY /src ./src', ['src']],
    ['COPY ../x .', ['x']],
    ['COPY --chown=node:node ["a b", "c", "./"]', ['a b', 'c']],
    ['COPY --from=build /app/dist ./dist', []],
    ['COPY <<EOF /etc/motd\nhi\nEOF', []],
    ['COPY a <<EOF b /dest/\nhi\nEOF', ['a', 'b']],
    ['ADD https://example.org/x.tar.gz /x/', []],
    ['ADD git@github.com:a/b.git /b', []],
    ['ADD rootfs.tar.gz /', ['rootfs.tar.gz']],
    ['ARG D=web\nCOPY $D/package.json ./', ['web/package.json']],
    ['ARG D\nCOPY apps/${D}/dist ./', ['apps …']],
    ['ARG D\nCOPY $D ./', [' …']],
    ['RUN --mount=type=bind,source=go.mod,target=go.mod go mod download', ['go.mod']],
    ['RUN --mount=target=. make', ['']],
    ['RUN --mount=type=bind,from=build,source=/x,target=/x true', []],
    ['RUN --mount=type=cache,target=/root/.npm npm ci', []],
    ['ONBUILD COPY . .', []],
    ['COPY onlyone', []],
    ['COPY', []],
  ])('%s', (text, expected) => {
    const sources = contextSources(parseDockerfile(`FROM scratch\n${text}\n`));
    expect(sources.map((source) => source.path + (source.complete ? '' : ' …'))).toEqual(expected);
  });
});

it.each([
  ['./a//b/', 'a/b'],
  ['../../a', 'a'],
  ['a/../b', 'b'],
  ['.', ''],
  ['/', ''],
])('cleanSource(%s) is %j', (written, clean) => {
  expect(cleanSource(written)).toBe(clean);
});

it.each([
  ['.', 'a/b', true],
  ['src', 'src/a', true],
  ['src', 'src2', false],
  ['*', '.env', true],
  ['*.json', 'a.json', true],
  ['*.json', 'a/a.json', false],
  ['app*', 'apps/x/y', true],
  ['a/*/c', 'a/b/c/d', true],
  ['[', '[', false],
])('COPY %s brings %s: %s', (written, path, expected) => {
  const [source] = contextSources(parseDockerfile(`FROM scratch\nCOPY ${written} /x/\n`));
  expect(brings(source!, path)).toBe(expected);
});

it('finds copies of the whole context or of folders', async () => {
  const text = 'FROM scratch\nCOPY a.txt .\nCOPY src .\nCOPY lib/ .\nCOPY * .\nCOPY . .\nCOPY --from=x . .\n';
  const context = await contextOf({ 'a.txt': '', 'src/b.ts': '' }, text);
  const model = parseDockerfile(text);
  expect(broadCopies(model, context).map((source) => source.written)).toEqual(['src', 'lib/', '*', '.']);
  expect(broadCopies(model).map((source) => source.written)).toEqual(['lib/', '*', '.']);
});
