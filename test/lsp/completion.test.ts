import type { CompletionItem, CompletionList, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../server/platform/node/http-client.ts';
import { startServer } from '../registry/test-servers.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import { dockerfile, pushCapabilities, startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

const clients: TestClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

interface Asked {
  readonly client: TestClient;
  readonly document: TextDocument;
  readonly ask: () => Promise<CompletionList | null>;
}

/** `|` is the cursor. */
async function start(text: string, options: Partial<ClientOptions> = {}): Promise<Asked> {
  const client = await startClient({ fileSystem: createMemoryFileSystem({}), ...options });
  clients.push(client);
  const document = TextDocument.create(dockerfile, 'dockerfile', 1, text.replace('|', ''));
  client.open(dockerfile, document.getText());
  const position = document.positionAt(text.indexOf('|'));
  const ask = () =>
    client.connection.sendRequest<CompletionList | null>('textDocument/completion', {
      textDocument: { uri: dockerfile },
      position,
    });
  return { client, document, ask };
}

const complete = async (text: string, options?: Partial<ClientOptions>): Promise<CompletionItem[]> =>
  (await (await start(text, options)).ask())?.items ?? [];

const labels = (items: readonly CompletionItem[]) => items.map(({ label }) => label);

/** The text once the item with this label was chosen. */
async function chosen(text: string, label: string): Promise<string> {
  const { document, ask } = await start(text);
  const list = await ask();
  const item = list?.items.find((one) => one.label === label);
  if (!item) throw new Error(`no ${label} among ${labels(list?.items ?? []).join(', ')}`);
  return TextDocument.applyEdits(document, [item.textEdit as TextEdit]);
}

describe('completion of images', () => {
  it.each([
    ['FROM |', 'node', 'FROM node'],
    ['FROM n|\nRUN true\n', 'nginx', 'FROM nginx\nRUN true\n'],
    ['FROM node:2|0-sl AS x\n', '24-slim', 'FROM node:24-slim AS x\n'],
    ['\ufeffFROM \\\r\n  node:|\r\nRUN true\r\n', '24-slim', '\ufeffFROM \\\r\n  node:24-slim\r\nRUN true\r\n'],
    [`FROM node:2|2@sha256:${'a'.repeat(64)}\n`, '24-slim', 'FROM node:24-slim\n'],
    ['ARG V=22\nFROM node:${V}-|\n', '22-slim', 'ARG V=22\nFROM node:${V}-slim\n'],
    ['ARG R=docker.io/library\nFROM ${R}/node:|\n', '24-slim', 'ARG R=docker.io/library\nFROM ${R}/node:24-slim\n'],
    ['FROM node:22 AS build\nFROM |', 'build', 'FROM node:22 AS build\nFROM build'],
    ['FROM node:22 AS build\nFROM |', 'scratch', 'FROM node:22 AS build\nFROM scratch'],
    ['FROM node:22\nFROM alpine\nCOPY --from=| /a /b', '0', 'FROM node:22\nFROM alpine\nCOPY --from=0 /a /b'],
    ['FROM alpine\nCOPY --from=nginx:| /a /b', '1-alpine', 'FROM alpine\nCOPY --from=nginx:1-alpine /a /b'],
    ['FROM a\nRUN --mount=from=p|,target=/x ls', 'python', 'FROM a\nRUN --mount=from=python,target=/x ls'],
  ])('turns %j with %s into %j', async (text, label, expected) => {
    expect(await chosen(text, label)).toBe(expected);
  }); // prettier-ignore

  it('is null where no image belongs', async () => {
    for (const text of ['RUN |', 'FROM node |', 'FROM node AS |', 'COPY |', '# FROM |', 'ENV A=|', 'FROM "no|"'])
      expect(await (await start(text)).ask()).toBeNull();
    const { client } = await start('FROM node:|');
    client.open('file:///project/notes.txt', 'FROM ', 'plaintext');
    for (const uri of ['file:///project/notes.txt', 'file:///nowhere/Dockerfile'])
      expect(
        await client.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position: { line: 0, character: 5 } }),
      ).toBeNull();
  }); // prettier-ignore

  it('offers stages first and the nearest of them foremost, and scratch in FROM alone', async () => {
    const text = 'FROM node:22 AS deps\nFROM deps AS build\nFROM alpine\n';
    const copy = await complete(`${text}COPY --from=|`);
    expect(labels(copy).slice(0, 2)).toEqual(['build', 'deps']);
    expect(copy[0]).toMatchObject({ detail: 'stage on deps' });
    expect(labels(copy)).not.toContain('scratch');
    const from = labels(await complete(`${text}FROM |`));
    expect(from.slice(0, 3)).toEqual(['build', 'deps', 'node']);
    expect(from).toContain('scratch');
    expect(labels(await complete(`${text}FROM node:|`))).not.toContain('build');
  });

  it('sorts by the order of the list, and lets editors compare what they replace', async () => {
    const items = await complete('FROM node:2|');
    expect([...items].sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1))).toEqual(items);
    for (const { filterText, textEdit } of items) {
      expect(filterText).toBe((textEdit as TextEdit).newText);
      expect(filterText).toMatch(/^node:/);
    }
  });

  it('shows sizes and strikes out what has ended where the editor can', async () => {
    const { textDocument } = pushCapabilities;
    const completion = {
      completionItem: { labelDetailsSupport: true, tagSupport: { valueSet: [1 as const] } },
    };
    const items = await complete('FROM node:|', {
      capabilities: { ...pushCapabilities, textDocument: { ...textDocument, completion } },
    });
    const item = (label: string) => items.find((one) => one.label === label);
    expect(item('22-slim')).toMatchObject({
      labelDetails: { description: '79.9 MB' },
      detail: expect.stringContaining('227 MB on disk') as string,
    });
    expect(item('22-slim')?.tags).toBeUndefined();
    expect(item('20')?.tags).toEqual([1]);
    const plain = (await complete('FROM node:|')).find(({ label }) => label === '20');
    expect(plain?.tags ?? plain?.labelDetails).toBeUndefined();
  });

  it('documents an item as a hover does, when asked', async () => {
    const { client, ask } = await start('FROM node:|');
    const item = (await ask())?.items.find(({ label }) => label === '22-slim');
    const resolve = (what: unknown) =>
      client.connection.sendRequest<CompletionItem>('completionItem/resolve', what);
    expect((await resolve(item)).documentation).toMatchObject({
      kind: 'markdown',
      value: expect.stringContaining('**node:22-slim** · Debian 12') as string,
    });
    for (const data of [undefined, 1, {}, { uri: 1 }, { uri: 'x', reference: 'node' }, { uri: dockerfile, reference: '//' }])
      expect(await resolve({ label: 'x', data })).toMatchObject({ label: 'x' });
  }); // prettier-ignore

  it('answers at once from the table and asks a registry once, behind', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const server = await startServer(async (request, response) => {
      if (!request.url?.endsWith('/tags/list') && !request.url?.includes('/tags/list?')) return void response.writeHead(404).end();
      await held;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ name: 'team/base', tags: ['1.0', '1.1'] }));
    });
    const http = createHttpClient({ userAgent: 'test', proxyFor: () => '' });
    const { ask } = await start(`FROM ${server.host}/team/base:|`, { http });
    for (let i = 0; i < 10; i++) expect(await ask()).toEqual({ isIncomplete: true, items: [] });
    answer();
    let list = await ask();
    for (let i = 0; i < 200 && list?.items.length === 0; i++) {
      await new Promise((done) => setTimeout(done, 20));
      list = await ask();
    }
    expect(labels(list?.items ?? [])).toEqual(['1.1', '1.0']);
    expect(list?.isIncomplete).toBe(false);
    expect(server.requests.filter(({ line }) => line.includes('/tags/list'))).toHaveLength(1);
  }); // prettier-ignore
});
