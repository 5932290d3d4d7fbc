import type { Hover, MarkupContent } from 'vscode-languageserver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import { at, dockerfile, range, startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

let client: TestClient;
afterEach(() => client.dispose());

async function start(text: string, options: Partial<ClientOptions> = {}): Promise<void> {
  client = await startClient({ fileSystem: createMemoryFileSystem(), ...options });
  client.open(dockerfile, text);
}

function hover(line: number, character: number): Promise<Hover | null> {
  return client.connection.sendRequest('textDocument/hover', {
    textDocument: { uri: dockerfile },
    position: at(line, character),
  });
}

async function value(line: number, character: number): Promise<string | undefined> {
  return ((await hover(line, character))?.contents as MarkupContent | undefined)?.value;
}

describe('hover on images', () => {
  it('shows what is known about the image of FROM', async () => {
    await start('FROM node:22-alpine AS build\nRUN true\n');
    const answer = await hover(0, 8);
    expect(answer?.contents).toMatchObject({ kind: 'markdown' });
    expect((answer?.contents as MarkupContent).value).toMatch(/\*\*node:22-alpine\*\*.*musl/);
    expect(answer?.range).toEqual(range(0, 5, 0, 19));
    expect(await hover(0, 24)).toBeNull();
    expect(await hover(1, 5)).toBeNull();
  });

  it('shows the image of COPY --from and of a mount, but no stage', async () => {
    await start(
      [
        'FROM node:22 AS build',
        'FROM scratch',
        'COPY --from=build /a /a',
        'COPY --from=nginx:1.27 /b /b',
        'RUN --mount=type=bind,from=python:3.12-slim,target=/x true',
        'COPY --from=0 /c /c',
      ].join('\n'),
    );
    expect(await value(1, 7)).toContain('scratch');
    expect(await hover(2, 14)).toBeNull();
    expect(await value(3, 14)).toContain('nginx:1.27');
    expect(await value(4, 30)).toContain('python:3.12-slim');
    expect(await hover(4, 14)).toBeNull();
    expect(await hover(5, 12)).toBeNull();
  });

  it('shows the image of FROM on the default of an ARG it uses', async () => {
    await start('ARG VERSION=22\nARG OTHER=1\nFROM node:${VERSION}-alpine\n');
    expect(await value(0, 13)).toContain('node:22-alpine');
    expect(await hover(0, 5)).toBeNull();
    expect(await hover(1, 10)).toBeNull();
    expect(await value(2, 10)).toContain('node:22-alpine');
  });
});

describe('hover on findings', () => {
  it('explains the rule on the keyword, without the message', async () => {
    await start('FROM alpine\nMAINTAINER me\n');
    const text = await value(1, 3);
    expect(text).toContain('A rule for tests');
    expect(text).toContain('It is deprecated.');
    expect(text).not.toContain('second paragraph');
    expect(text).not.toContain('Use a label');
    expect(text).toContain('docs/rules/deprecated/maintainer.md');
    expect(await hover(1, 12)).toBeNull();
  });

  it('explains a finding on a word below the image', async () => {
    await start('FROM alpine:latest\n');
    expect(await value(0, 8)).toMatch(/alpine[\s\S]*---[\s\S]*It moves\./);
    expect(await hover(0, 2)).toBeNull();
  });

  it('is plain text where the editor has no Markdown', async () => {
    await start('FROM alpine\nMAINTAINER me\n', {
      capabilities: { textDocument: { hover: { contentFormat: ['plaintext'] } } },
    });
    const answer = await hover(1, 3);
    expect(answer?.contents).toMatchObject({ kind: 'plaintext' });
    expect((answer?.contents as MarkupContent).value).not.toMatch(/\*\*|\]\(/);
  });

  it('is null outside of Dockerfiles', async () => {
    await start('FROM alpine\n');
    client.open('file:///project/notes.md', 'FROM alpine\n', 'markdown');
    expect(
      await client.connection.sendRequest('textDocument/hover', {
        textDocument: { uri: 'file:///project/notes.md' },
        position: at(0, 7),
      }),
    ).toBeNull();
  });
});
