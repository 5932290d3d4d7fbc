import type {
  DocumentDiagnosticReport,
  FullDocumentDiagnosticReport,
  UnchangedDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import { dockerfile, pullCapabilities, settle, startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

let client: TestClient;
afterEach(() => client.dispose());

async function start(options: Partial<ClientOptions> = {}): Promise<void> {
  client = await startClient({
    fileSystem: createMemoryFileSystem({ 'index.js': '' }),
    capabilities: pullCapabilities,
    ...options,
  });
}

async function pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
  return client.connection.sendRequest('textDocument/diagnostic', {
    textDocument: { uri },
    ...(previousResultId === undefined ? {} : { previousResultId }),
  });
}

const text = 'FROM scratch\nMAINTAINER me\n';

describe('pulled diagnostics', () => {
  it('are announced, and then nothing is pushed', async () => {
    await start();
    expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: false });
    client.open(dockerfile, text);
    const report = (await pull(dockerfile)) as FullDocumentDiagnosticReport;
    expect(report.kind).toBe('full');
    expect(report.items.map(({ code }) => code)).toEqual(['deprecated/maintainer']);
    expect(report.items[0]?.codeDescription?.href).toContain('deprecated/maintainer.md');
    await settle();
    expect(client.published).toEqual([]);
  });

  it('are unchanged as long as they are the same', async () => {
    await start();
    client.open(dockerfile, text);
    const first = (await pull(dockerfile)) as FullDocumentDiagnosticReport;
    client.change(dockerfile, 2, `${text}# nothing new\n`);
    const second = (await pull(dockerfile, first.resultId)) as UnchangedDocumentDiagnosticReport;
    expect(second).toEqual({ kind: 'unchanged', resultId: first.resultId });
    client.change(dockerfile, 3, 'FROM scratch\n');
    const third = (await pull(dockerfile, first.resultId)) as FullDocumentDiagnosticReport;
    expect(third.items).toEqual([]);
    expect(third.resultId).not.toBe(first.resultId);
    const full = (await pull(dockerfile, 'unknown')) as FullDocumentDiagnosticReport;
    expect(full.kind).toBe('full');
  });

  it('are empty for what is not open or no Dockerfile', async () => {
    await start();
    expect(await pull(dockerfile)).toMatchObject({ kind: 'full', items: [] });
    client.open('file:///project/compose.yaml', text, 'yaml');
    expect(await pull('file:///project/compose.yaml')).toMatchObject({ kind: 'full', items: [] });
  });

  it('are asked for again when something beside the text changed', async () => {
    let refreshed: () => void = () => undefined;
    const refresh = new Promise<void>((resolve) => {
      refreshed = resolve;
    });
    const fileSystem = createMemoryFileSystem({ 'index.js': '' });
    await start({
      fileSystem,
      prepare: (connection) =>
        connection.onRequest('workspace/diagnostic/refresh', () => {
          refreshed();
          return null;
        }),
    });
    client.open(dockerfile, 'FROM scratch\nCOPY . .\n');
    expect(((await pull(dockerfile)) as FullDocumentDiagnosticReport).items).toHaveLength(1);
    fileSystem.write('.dockerignore', '.git\n');
    client.save(dockerfile);
    await refresh;
    expect(((await pull(dockerfile)) as FullDocumentDiagnosticReport).items).toEqual([]);
  });
});
