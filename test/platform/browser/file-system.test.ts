import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { ProtocolConnection } from 'vscode-languageserver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fsReadDirectoryRequest, fsReadTextRequest, fsStatRequest } from '../../../shared/protocol.ts';
import { createClientFileSystem } from '../../../server/platform/browser/file-system.ts';
import type { FileSystem } from '../../../server/ports.ts';

let client: ProtocolConnection;
let fileSystem: FileSystem;
beforeEach(() => {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  server.listen();
  client.listen();
  fileSystem = createClientFileSystem(server);
});
afterEach(() => client.dispose());

const place = 'vscode-vfs://github/x/package.json';

describe('files by way of the client', () => {
  it('are asked for by URI', async () => {
    const asked: unknown[] = [];
    client.onRequest(fsStatRequest, (params: unknown) => (asked.push(params), { type: 'file', size: 5 }));
    client.onRequest(fsReadDirectoryRequest, () => [{ name: 'a', type: 'directory' }]);
    client.onRequest(
      fsReadTextRequest,
      (params: unknown) => (asked.push(params), { ok: true, text: 'hello' }),
    );
    expect(await fileSystem.stat(place)).toEqual({ type: 'file', size: 5 });
    expect(await fileSystem.readDirectory(place)).toEqual([{ name: 'a', type: 'directory' }]);
    expect(await fileSystem.readText(place, 10)).toEqual({ ok: true, text: 'hello' });
    expect(asked).toEqual([{ uri: place }, { uri: place, maxBytes: 10 }]);
  });

  it('are missing where the client says so', async () => {
    client.onRequest(fsStatRequest, () => null);
    client.onRequest(fsReadDirectoryRequest, () => null);
    client.onRequest(fsReadTextRequest, () => ({ ok: false, reason: 'missing' }));
    expect(await fileSystem.stat(place)).toBeUndefined();
    expect(await fileSystem.readDirectory(place)).toBeUndefined();
    expect(await fileSystem.readText(place, 10)).toEqual({ ok: false, reason: 'missing' });
  });

  it('are unreadable for a client that does not know these requests', async () => {
    expect(await fileSystem.stat(place)).toBeUndefined();
    expect(await fileSystem.readDirectory(place)).toBeUndefined();
    expect(await fileSystem.readText(place, 10)).toEqual({ ok: false, reason: 'unreadable' });
  });

  it('never come from a broken answer', async () => {
    client.onRequest(fsStatRequest, () => ({ type: 'planet' }));
    client.onRequest(fsReadDirectoryRequest, () => [
      { name: 5, type: 'file' },
      'x',
      { name: 'b', type: 'file' },
    ]);
    client.onRequest(fsReadTextRequest, () => ({ ok: true, text: 7 }));
    expect(await fileSystem.stat(place)).toBeUndefined();
    expect(await fileSystem.readDirectory(place)).toEqual([{ name: 'b', type: 'file' }]);
    expect(await fileSystem.readText(place, 10)).toEqual({ ok: false, reason: 'unreadable' });
  });
});
