import type { CodeAction, CodeActionContext, TextDocumentEdit, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../server/platform/node/http-client.ts';
import { gzipLayer, Repository, tarLike } from '../registry/made-image.ts';
import { startServer } from '../registry/test-servers.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import { at, dockerfile, startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

const clients: TestClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

async function start(text: string, options: Partial<ClientOptions> = {}) {
  const client = await startClient({ fileSystem: createMemoryFileSystem({}), ...options });
  clients.push(client);
  client.open(dockerfile, text);
  const list = (character = 8, line = 0, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> =>
    client.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri: dockerfile },
      range: { start: at(line, character), end: at(line, character) },
      context: { diagnostics: [], ...context },
    });
  const choose = async (action: CodeAction | undefined): Promise<string> => {
    const { edit } = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    const [change] = edit?.documentChanges as TextDocumentEdit[];
    return TextDocument.applyEdits(TextDocument.create(dockerfile, '', 1, text), change!.edits as TextEdit[]);
  };
  return { client, list, choose };
}

const switches = (actions: readonly CodeAction[]) => actions.filter(({ title }) => /^(?:Switch|Pin)/.test(title)); // prettier-ignore

describe('actions on an image', () => {
  it('are there without any finding, as refactorings', async () => {
    // The build stage: no rule has anything to say about its base.
    const text = 'FROM golang:1.26 AS build\nRUN go build -o /x .\nFROM scratch\nCOPY --from=build /x /x\nUSER 1\nENTRYPOINT ["/x"]\n';
    const { list, choose } = await start(text);
    const found = switches(await list());
    expect(found.map(({ title, kind }) => [title, kind])).toEqual([
      ['Switch to golang:1.26-alpine (≈ −649 MB on disk, musl)', 'refactor.rewrite'],
      ['Pin to golang:1.26.7', 'refactor.rewrite'],
    ]);
    expect(await choose(found[0])).toContain('FROM golang:1.26-alpine AS build\n');
    expect(await choose(found[1])).toContain('FROM golang:1.26.7 AS build\n');
  }); // prettier-ignore

  it('are not there twice where a finding has the same fix, nor beside the image', async () => {
    const { list } = await start('FROM python:3.13\nCMD ["python", "-V"]\n');
    const all = switches(await list());
    expect(all.find(({ title }) => title.startsWith('Switch to python:3.13-slim'))?.kind).toBe('quickfix');
    expect(all.filter(({ title }) => title.includes('python:3.13-slim '))).toHaveLength(1);
    expect(switches(await list(2))).toEqual([]);
    expect(switches(await list(3, 1))).toEqual([]);
    expect(switches(await list(8, 0, { only: ['quickfix'] })).every(({ kind }) => kind === 'quickfix')).toBe(
      true,
    );
  });

  it('have no edit once the image is another one', async () => {
    const { client, list } = await start('FROM golang:1.26\nUSER 1\n');
    const [action] = switches(await list());
    const data = action?.data as object;
    const resolve = (over: object) =>
      client.connection.sendRequest('codeAction/resolve', { title: 'x', data: { ...data, ...over } });
    await expect(resolve({ title: 'Switch to something else' })).rejects.toThrow('not known');
    await expect(resolve({ start: 2 })).rejects.toThrow('not known');
    await expect(resolve({ start: 'x' })).rejects.toThrow('not an action');
    client.change(dockerfile, 2, 'FROM golang:1.27\nUSER 1\n');
    await expect(resolve({})).rejects.toThrow('changed');
  });

  it('pin to the digest that the registry gave today, and to nothing before it did', async () => {
    const repository = new Repository();
    const digest = repository.image([gzipLayer(tarLike(20))], { User: '1' }, '1.2');
    const server = await startServer(repository.handler);
    const name = `${server.host}/team/base:1.2`;
    const http = createHttpClient({ userAgent: 'test', proxyFor: () => '' });
    const { list, choose } = await start(`FROM ${name} AS x\n`, { http });
    expect(switches(await list())).toEqual([]);
    let found = switches(await list());
    for (let i = 0; i < 200 && found.length === 0; i++) {
      await new Promise((done) => setTimeout(done, 20));
      found = switches(await list());
    }
    expect(found.map(({ title }) => title)).toEqual([
      `Pin ${name} to today's digest (${digest.slice(0, 19)}…)`,
    ]);
    expect(await choose(found[0])).toBe(`FROM ${name}@${digest} AS x\n`);
  });
});
