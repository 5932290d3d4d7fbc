import { afterEach, expect, it } from 'vitest';
import { contextRequest } from '../../shared/protocol.ts';
import type { ContextResult } from '../../shared/protocol.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { startClient } from './client.ts';
import type { TestClient } from './client.ts';

let client: TestClient;
afterEach(() => client.dispose());

const uri = 'file:///project/app/Dockerfile';
const text = 'FROM node:22-slim\nCOPY . .\n';

async function start(files: MemoryTree, settings: unknown = {}): Promise<void> {
  const fileSystem = createMemoryFileSystem({ 'app/Dockerfile': text, ...files });
  client = await startClient({
    fileSystem,
    folders: [fileSystem.root],
    initializationOptions: { settings },
  });
  client.open(uri, text);
}

const ask = () => client.connection.sendRequest<ContextResult | null>(contextRequest, { uri });

it('says which folder it is and why, and which it could be', async () => {
  await start({ 'compose.yaml': 'services: { web: { build: { context: ., dockerfile: app/Dockerfile } } }' });
  expect(await ask()).toEqual({
    uri: 'file:///project',
    path: '.',
    reason: 'compose.yaml (service web)',
    configured: false,
    variants: [],
    candidates: [
      { path: '.', reason: 'compose.yaml (service web)' },
      { path: 'app', reason: 'its own folder' },
    ],
  });
});

it('a project’s configuration decides', async () => {
  await start({ '.dockerfile-optimizer.yaml': 'contexts:\n  "app/*": app\n', 'compose.yaml': 'services: { web: { build: { context: ., dockerfile: app/Dockerfile } } }' });
  expect(await ask()).toMatchObject({ path: 'app', reason: 'as given', configured: true });
}); // prettier-ignore

it('is another one once a compose file says so', async () => {
  const fileSystem = createMemoryFileSystem({ 'app/Dockerfile': text });
  client = await startClient({ fileSystem, folders: [fileSystem.root] });
  client.open(uri, text);
  expect(await ask()).toMatchObject({ path: 'app', reason: 'its own folder' });
  const compose = fileSystem.locate('compose.yaml');
  fileSystem.write(
    'compose.yaml',
    'services: { web: { build: { context: ., dockerfile: app/Dockerfile } } }',
  );
  void client.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: compose, type: 1 }],
  });
  expect(await ask()).toMatchObject({ path: '.', reason: 'compose.yaml (service web)' });
});

it('names the other ways in which the file is built', async () => {
  await start({
    'compose.yaml':
      'services:\n  a: { build: { context: ., dockerfile: app/Dockerfile } }\n  b: { build: app }\n',
  });
  expect(await ask()).toMatchObject({ path: 'app', variants: ['compose.yaml (service a)'] });
});

it('refuses other parameters, and a file that is not there', async () => {
  await start({});
  await expect(client.connection.sendRequest(contextRequest, {})).rejects.toThrow(
    'not those of this request',
  );
  await expect(
    client.connection.sendRequest(contextRequest, { uri: 'file:///project/gone/Dockerfile' }),
  ).rejects.toThrow("can't be read");
});
