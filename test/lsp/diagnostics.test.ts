import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { dockerfile, range, settle, startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

let client: TestClient;
afterEach(() => client.dispose());

async function start(tree: MemoryTree = {}, options: Partial<ClientOptions> = {}): Promise<TestClient> {
  client = await startClient({ fileSystem: createMemoryFileSystem(tree), ...options });
  return client;
}

const text = 'FROM scratch\nMAINTAINER me\n';

describe('pushed diagnostics', () => {
  it('say what, where, how grave, and where to read on', async () => {
    await start();
    client.open(dockerfile, text);
    expect(await client.diagnostics(dockerfile)).toEqual([
      {
        range: range(1, 0, 1, 13),
        severity: DiagnosticSeverity.Warning,
        code: 'deprecated/maintainer',
        codeDescription: {
          href: 'https://github.com/dockerfile-optimizer/dockerfile-optimizer/blob/main/docs/rules/deprecated/maintainer.md',
        },
        source: 'dockerfile-optimizer',
        message: '`MAINTAINER` is deprecated. Use a label.',
        tags: [DiagnosticTag.Deprecated],
        relatedInformation: [
          { location: { uri: dockerfile, range: range(0, 0, 0, 12) }, message: 'In this stage.' },
        ],
      },
    ]);
    expect(client.published.at(-1)?.version).toBe(1);
  });

  it('leave out what the editor does not know', async () => {
    await start({}, { capabilities: {} });
    client.open(dockerfile, text);
    const [diagnostic] = await client.diagnostics(dockerfile);
    expect(diagnostic).not.toHaveProperty('tags');
    expect(diagnostic).not.toHaveProperty('relatedInformation');
    expect(client.published.at(-1)).not.toHaveProperty('version');
  });

  it('come once for a burst of changes, for the last version only', async () => {
    await start();
    client.open(dockerfile, 'FROM scratch\n');
    await client.diagnostics(dockerfile);
    for (let version = 2; version <= 8; version++)
      client.change(dockerfile, version, version % 2 === 0 ? text : 'FROM scratch\n');
    await client.diagnostics(dockerfile, (params) => params.version === 8);
    await settle();
    expect(client.published.map(({ version }) => version)).toEqual([1, 8]);
  });

  it('follow incremental changes', async () => {
    await start();
    client.open(dockerfile, text);
    await client.diagnostics(dockerfile);
    client.change(dockerfile, 2, '# 🐳\n', range(0, 0));
    const [diagnostic] = await client.diagnostics(dockerfile, (params) => params.version === 2);
    expect(diagnostic?.range).toEqual(range(2, 0, 2, 13));
  });

  it('go away when the document is closed, and stay away', async () => {
    await start();
    client.open(dockerfile, text);
    await client.diagnostics(dockerfile);
    client.change(dockerfile, 2, `${text}# more\n`);
    client.close(dockerfile);
    expect(await client.diagnostics(dockerfile, (params) => params.diagnostics.length === 0)).toEqual([]);
    await settle();
    expect(client.published.at(-1)?.diagnostics).toEqual([]);
  });

  it('know Dockerfiles by name when the editor does not', async () => {
    await start();
    for (const name of ['Dockerfile.dev', 'Containerfile', 'api.dockerfile']) {
      client.open(`file:///project/${name}`, text, 'plaintext');
      expect(await client.diagnostics(`file:///project/${name}`)).toHaveLength(1);
    }
  });

  it('judge a .dockerignore by its own rules, and other files not at all', async () => {
    await start();
    const ignore = 'file:///project/.dockerignore';
    client.open(ignore, '*.log\n[\n', 'dockerfile');
    client.open('file:///project/notes.txt', text, 'plaintext');
    await settle();
    expect(client.published.map(({ uri }) => uri)).toEqual([ignore]);
    expect(client.published[0]?.diagnostics.map(({ code }) => code)).toEqual(['dockerignore/invalid']);
  });
});

describe('facts', () => {
  it('see the unsaved text of an open .dockerignore', async () => {
    await start({ '.dockerignore': 'dist\n', 'index.js': '' });
    client.open(dockerfile, 'FROM scratch\nCOPY . .\n');
    expect(await client.diagnostics(dockerfile)).toHaveLength(1);
    const ignore = 'file:///project/.dockerignore';
    client.open(ignore, 'dist\n', 'ignore');
    client.change(ignore, 2, 'dist\n.git\n');
    expect(await client.diagnostics(dockerfile, (params) => params.diagnostics.length === 0)).toEqual([]);
    client.close(ignore);
    expect(await client.diagnostics(dockerfile, (params) => params.diagnostics.length > 0)).toHaveLength(1);
  });

  it('are not gathered again because of a change of text', async () => {
    const fileSystem = createMemoryFileSystem({ '.dockerignore': '', 'index.js': '' });
    await start({}, { fileSystem });
    client.open(dockerfile, 'FROM scratch\nCOPY . .\n');
    await client.diagnostics(dockerfile);
    const before = fileSystem.accessed.length;
    client.change(dockerfile, 2, 'FROM scratch\nMAINTAINER me\nCOPY . .\n');
    await client.diagnostics(dockerfile, (params) => params.version === 2);
    expect(fileSystem.accessed.length).toBe(before);
    client.change(dockerfile, 3, 'FROM scratch\nCOPY index.js .\n');
    await client.diagnostics(dockerfile, (params) => params.version === 3);
    expect(fileSystem.accessed.length).toBeGreaterThan(before);
  });

  it('are gathered again when the document is saved', async () => {
    const fileSystem = createMemoryFileSystem({ 'index.js': '' });
    await start({}, { fileSystem });
    client.open(dockerfile, 'FROM scratch\nCOPY . .\n');
    expect(await client.diagnostics(dockerfile)).toHaveLength(1);
    fileSystem.write('.dockerignore', '.git\n');
    client.save(dockerfile);
    expect(await client.diagnostics(dockerfile, (params) => params.diagnostics.length === 0)).toEqual([]);
  });

  it('are gathered again when a watched file changes', async () => {
    const fileSystem = createMemoryFileSystem({ 'index.js': '' });
    const registered: string[] = [];
    await start(
      {},
      {
        fileSystem,
        capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
        prepare: (connection) =>
          connection.onRequest(
            'client/registerCapability',
            (params: { registrations: { method: string }[] }) => {
              registered.push(...params.registrations.map(({ method }) => method));
              return null;
            },
          ),
      },
    );
    client.open(dockerfile, 'FROM scratch\nCOPY . .\n');
    expect(await client.diagnostics(dockerfile)).toHaveLength(1);
    expect(registered).toContain('workspace/didChangeWatchedFiles');
    fileSystem.write('.dockerignore', '.git\n');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///elsewhere/package.json', type: 1 }],
    });
    await settle();
    expect(client.published.at(-1)?.diagnostics).toHaveLength(1);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///project/.dockerignore', type: 1 }],
    });
    expect(await client.diagnostics(dockerfile, (params) => params.diagnostics.length === 0)).toEqual([]);
  });
});
