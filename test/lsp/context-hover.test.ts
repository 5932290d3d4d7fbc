import type { Hover, MarkupContent } from 'vscode-languageserver';
import { afterEach, expect, it, vi } from 'vitest';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { at, dockerfile, startClient } from './client.ts';
import type { TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

let client: TestClient;
afterEach(() => client.dispose());

const tree: MemoryTree = {
  '.dockerignore': '**/*.log\nnode_modules\n*.md\n',
  'package.json': { size: 300 },
  'package-lock.json': { size: 90_000 },
  'README.md': { size: 10 },
  'src/assets/logo.png': { size: 2_000_000 },
  'src/index.ts': { size: 1200 },
  'src/debug.log': { size: 5_000_000 },
  'src/a.ts': { size: 5 },
  'src/b.ts': { size: 4 },
  'src/c.ts': { size: 3 },
  'src/d.ts': { size: 2 },
  'node_modules/x/index.js': { size: 7_000_000 },
};

/** The hover on the first place where `mark` stands. */
async function hoverOn(text: string, mark: string): Promise<string | undefined> {
  client = await startClient({ fileSystem: createMemoryFileSystem({ ...tree, Dockerfile: text }) });
  client.open(dockerfile, text);
  const before = text.slice(0, text.indexOf(mark)).split('\n');
  const answer: Hover | null = await client.connection.sendRequest('textDocument/hover', {
    textDocument: { uri: dockerfile },
    position: at(before.length - 1, before.at(-1)!.length + 1),
  });
  return (answer?.contents as MarkupContent | undefined)?.value;
}

it('says what a folder brings, its five heaviest and what is held back', async () => {
  expect(await hoverOn('FROM scratch\nCOPY ./src/ /app/\n', './src/')).toBe(
    [
      '`./src/` brings **2 MB** in 6 files.',
      '',
      '- `src/assets/` 2 MB, 1 file\n- `src/index.ts` 1.2 kB\n- `src/a.ts` 5 B\n- `src/b.ts` 4 B\n- `src/c.ts` 3 B',
      '',
      '`.dockerignore` holds back 5 MB in 1 file: `**/*.log` (line 1).',
    ].join('\n'),
  );
});

it('says it of the whole context, of patterns, of files and of mounts', async () => {
  expect(await hoverOn('FROM scratch\nCOPY . /app/\n', '. /app')).toMatch(
    /^The whole context brings \*\*2\.09 MB\*\* in 10 files\.[^]*`node_modules` \(line 2\), `\*\*\/\*\.log` \(line 1\)/,
  );
  client.dispose();
  expect(await hoverOn('FROM scratch\nCOPY package*.json ./\n', 'package*')).toBe(
    '`package*.json` brings **90.3 kB** in 2 files.\n\n- `package-lock.json` 90 kB\n- `package.json` 300 B',
  );
  client.dispose();
  expect(await hoverOn('FROM scratch\nCOPY package.json README.md /\n', 'README')).toBe(
    '`README.md` brings no files.\n\n`.dockerignore` holds back 10 B in 1 file: `*.md` (line 3).',
  );
  client.dispose();
  expect(await hoverOn('FROM scratch\nADD nothing.txt /\n', 'nothing')).toBe(
    '`nothing.txt` is not in the context (its own folder).',
  );
  client.dispose();
  expect(
    await hoverOn('FROM a\nRUN --mount=type=bind,source=src,target=/src make -C /src\n', 'source='),
  ).toMatch(/^`src` shows \*\*2 MB\*\* in 6 files/);
});

it('names the instruction that made what is copied from a stage', async () => {
  const text = [
    'FROM golang:1.25 AS build',
    'WORKDIR /app',
    'COPY src/ web/',
    'COPY package.json ./',
    'RUN mkdir -p /out && \\',
    '    go build -o /out/server ./cmd/server && chmod 755 /out/server',
    'FROM scratch',
    'COPY --from=build /out/server /server',
    'COPY --from=build /app/package.json /',
    'COPY --from=build /app/web/index.ts /',
    'COPY --from=build /app/unknown /',
    '',
  ].join('\n');
  expect(await hoverOn(text, '/out/server /server')).toBe(
    '`/out/server` of the stage `build` is made by `RUN go build -o /out/server ./cmd/server` in line 6.',
  );
  client.dispose();
  expect(await hoverOn(text, '/app/package.json')).toBe(
    '`/app/package.json` of the stage `build` comes from `package.json` of the context, by `COPY` in line 4.',
  );
  client.dispose();
  expect(await hoverOn(text, '/app/web/index.ts')).toBe(
    '`/app/web/index.ts` of the stage `build` comes from `src/index.ts` of the context, by `COPY` in line 3.',
  );
  client.dispose();
  expect(await hoverOn(text, '/app/unknown')).toBeUndefined();
});
