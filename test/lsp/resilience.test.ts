import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { FileSystem } from '../../server/ports.ts';
import { at, dockerfile, range, startClient } from './client.ts';
import type { TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

let client: TestClient;
afterEach(() => client.dispose());

const hover = { textDocument: { uri: dockerfile }, position: at(0, 8) };

/** Still answers: a hover on another document. */
async function expectAlive(): Promise<void> {
  const uri = 'file:///project/alive/Dockerfile';
  client.open(uri, 'FROM scratch\n');
  expect(
    await client.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: at(0, 8) }),
  ).toMatchObject({ contents: { kind: 'markdown' } });
}

describe('a server', () => {
  it('lives through any text', async () => {
    client = await startClient({ fileSystem: createMemoryFileSystem({ 'package.json': '{ broken' }) });
    const texts = [
      '',
      '\uFEFFFROM alpine\n',
      'FROM alpine\r\nRUN <<EOF\r\nnever ends',
      'FROM a\0b\nRUN \0\n',
      `FROM alpine\nRUN ${'x'.repeat(1_000_000)}\n`,
      'RUN \\\n\\\n\\',
      '\ud800 \udfff',
      'CMD ["unterminated\n# escape=`\n',
    ];
    let version = 1;
    client.open(dockerfile, 'FROM alpine\n');
    for (const text of texts) {
      version += 1;
      client.change(dockerfile, version, text);
      const actions = await client.connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri: dockerfile },
        range: range(0, 0, 3, 0),
        context: { diagnostics: [] },
      });
      expect(Array.isArray(actions)).toBe(true);
      await client.connection.sendRequest('textDocument/hover', hover);
    }
    await client.diagnostics(dockerfile, (params) => params.version === version);
    await expectAlive();
  });

  it("logs a rule that throws and keeps the other rules' findings", async () => {
    client = await startClient({ fileSystem: createMemoryFileSystem() });
    client.open(dockerfile, 'FROM alpine\nMAINTAINER CRASH\n');
    expect((await client.diagnostics(dockerfile)).map(({ code }) => code)).toEqual(['deprecated/maintainer']);
    expect(client.logged.join()).toContain('this rule is broken');
  });

  it('lives when the file system fails against its contract', async () => {
    const failing: FileSystem = {
      stat: () => Promise.reject(new Error('stat fails')),
      readDirectory: () => Promise.reject(new Error('listing fails')),
      readText: () => Promise.reject(new Error('reading fails')),
    };
    client = await startClient({ fileSystem: failing });
    client.open(dockerfile, 'FROM alpine\nCOPY . .\n');
    expect(await client.connection.sendRequest('textDocument/hover', hover)).toBeNull();
    expect(client.logged.join()).toMatch(/fails/);
    client.close(dockerfile);
    expect(await client.diagnostics(dockerfile, (params) => params.diagnostics.length === 0)).toEqual([]);
  });

  it('answers a cancelled request at once, though files are slow', async () => {
    const base = createMemoryFileSystem({ 'index.js': '' });
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: FileSystem = {
      ...base,
      readDirectory: async (location) => {
        await gate;
        return base.readDirectory(location);
      },
    };
    client = await startClient({ fileSystem: slow });
    client.open(dockerfile, 'FROM scratch\nCOPY . .\n');
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest('textDocument/hover', hover, source.token);
    setTimeout(() => source.cancel(), 50);
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    release();
    expect(await client.connection.sendRequest('textDocument/hover', hover)).toMatchObject({
      contents: { kind: 'markdown' },
    });
  });

  it('never answers for a version that is over', async () => {
    const base = createMemoryFileSystem({ 'index.js': '' });
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    client = await startClient({
      fileSystem: {
        ...base,
        readDirectory: async (location) => {
          asked();
          await gate;
          return base.readDirectory(location);
        },
      },
    });
    client.open(dockerfile, 'FROM alpine\nMAINTAINER me\n');
    await waiting;
    client.change(dockerfile, 2, 'FROM alpine\n');
    // Messages arrive in order: after this answer the server knows the new version.
    await client.connection.sendRequest('textDocument/willSaveWaitUntil', {
      textDocument: { uri: dockerfile },
      reason: 1,
    });
    release();
    expect(await client.diagnostics(dockerfile)).toEqual([]);
    expect(client.published.map(({ version }) => version)).toEqual([2]);
  });

  it('shuts down', async () => {
    client = await startClient({ fileSystem: createMemoryFileSystem() });
    client.open(dockerfile, 'FROM alpine\n');
    expect(await client.connection.sendRequest('shutdown')).toBeNull();
  });
});
