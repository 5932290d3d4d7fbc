import type { ConfigurationParams, TextEdit } from 'vscode-languageserver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import { dockerfile, pushCapabilities, startClient } from './client.ts';
import type { TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

let client: TestClient;
afterEach(() => client.dispose());

const text = 'FROM alpine\nMAINTAINER me\n';
const fileSystem = createMemoryFileSystem({ 'index.js': '' });

async function severity(
  fits: (version: number | undefined, count: number) => boolean,
): Promise<number | undefined> {
  const [diagnostic] = await client.diagnostics(dockerfile, ({ version, diagnostics }) =>
    fits(version, diagnostics.length),
  );
  return diagnostic?.severity;
}

describe('settings', () => {
  it('come from workspace/configuration, per document, and change', async () => {
    const asked: ConfigurationParams[] = [];
    let settings: unknown = { rules: { 'deprecated/*': 'error' } };
    client = await startClient({
      fileSystem,
      capabilities: {
        ...pushCapabilities,
        workspace: { ...pushCapabilities.workspace, configuration: true },
      },
      prepare: (connection) =>
        connection.onRequest('workspace/configuration', (params: ConfigurationParams) => {
          asked.push(params);
          return params.items.map(() => settings);
        }),
    });
    client.open(dockerfile, text);
    expect(await severity(() => true)).toBe(1);
    expect(asked[0]?.items).toEqual([{ scopeUri: dockerfile, section: 'dockerfileOptimizer' }]);
    settings = { enable: false };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    expect(await severity((_, count) => count === 0)).toBeUndefined();
  });

  it('come from initializationOptions and didChangeConfiguration otherwise', async () => {
    client = await startClient({
      fileSystem,
      initializationOptions: { settings: { rules: { 'deprecated/maintainer': 'hint' } } },
    });
    client.open(dockerfile, text);
    expect(await severity(() => true)).toBe(4);
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { dockerfileOptimizer: { rules: { 'deprecated/maintainer': 'off' } } },
    });
    expect(await severity((_, count) => count === 0)).toBeUndefined();
  });

  it('are the defaults when the editor sends nonsense or an error', async () => {
    client = await startClient({
      fileSystem,
      capabilities: {
        ...pushCapabilities,
        workspace: { ...pushCapabilities.workspace, configuration: true },
      },
      initializationOptions: 'nonsense',
      prepare: (connection) =>
        connection.onRequest('workspace/configuration', () => {
          throw new Error('no configuration today');
        }),
    });
    client.open(dockerfile, text);
    expect(await severity(() => true)).toBe(2);
    expect(client.logged.join()).toContain('no configuration today');
  });
});

describe('fixes on save', () => {
  const willSave = (): Promise<TextEdit[] | null> =>
    client.connection.sendRequest('textDocument/willSaveWaitUntil', {
      textDocument: { uri: dockerfile },
      reason: 1,
    });

  it('are made when the user wants them', async () => {
    client = await startClient({ fileSystem, initializationOptions: { settings: { fixOnSave: true } } });
    client.open(dockerfile, `${text}COPY . .\n`);
    expect(await willSave()).toEqual([
      {
        range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } },
        newText: 'LABEL maintainer="me"\n',
      },
    ]);
  });

  it('are not made otherwise', async () => {
    client = await startClient({ fileSystem });
    client.open(dockerfile, text);
    expect(await willSave()).toEqual([]);
  });
});
