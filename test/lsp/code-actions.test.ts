import { LSPErrorCodes } from 'vscode-languageserver';
import type { CodeAction, CodeActionContext, Command, Range, TextDocumentEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { dockerfile, pushCapabilities, range, startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

let client: TestClient;
afterEach(() => client.dispose());

async function start(tree: MemoryTree = {}, options: Partial<ClientOptions> = {}): Promise<void> {
  client = await startClient({ fileSystem: createMemoryFileSystem(tree), ...options });
}

const text = 'FROM alpine\nMAINTAINER me\nRUN true\n';

function list(where: Range, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> {
  return client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: dockerfile },
    range: where,
    context: { diagnostics: [], ...context },
  });
}

function resolve(action: CodeAction | undefined): Promise<CodeAction> {
  return client.connection.sendRequest('codeAction/resolve', action);
}

/** The text after the edits of one document. */
function applied(action: CodeAction, uri: string, before: string): string {
  const edits = (action.edit?.documentChanges ?? [])
    .filter(
      (change): change is TextDocumentEdit => 'textDocument' in change && change.textDocument.uri === uri,
    )
    .flatMap((change) => change.edits.flatMap((edit) => ('newText' in edit ? [edit] : [])));
  return TextDocument.applyEdits(TextDocument.create(uri, '', 1, before), edits);
}

const withoutResolve: ClientOptions['capabilities'] = {
  ...pushCapabilities,
  textDocument: {
    ...pushCapabilities.textDocument,
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
};

describe('quick fixes', () => {
  it('are listed with their diagnostic, the first safe one preferred', async () => {
    await start();
    client.open(dockerfile, text);
    const actions = await list(range(1, 3), { only: ['quickfix'] });
    expect(actions.map(({ title, isPreferred }) => [title, isPreferred])).toEqual([
      ['Write a label', true],
      ['Remove it', undefined],
      ['Silence deprecated/maintainer here', undefined],
    ]);
    expect(actions[0]?.diagnostics?.[0]).toMatchObject({
      code: 'deprecated/maintainer',
      range: range(1, 0, 1, 13),
    });
    expect(actions[0]?.edit).toBeUndefined();
  });

  it('give back the diagnostic the editor sent', async () => {
    await start();
    client.open(dockerfile, text);
    const [sent] = await client.diagnostics(dockerfile);
    const [action] = await list(range(1, 3), { diagnostics: [{ ...sent!, data: 'mine' }] });
    expect(action?.diagnostics?.[0]?.data).toBe('mine');
  });

  it('get their versioned edit when resolved', async () => {
    await start();
    client.open(dockerfile, text);
    const [action] = await list(range(1, 3));
    const resolved = await resolve(action);
    expect(resolved.edit?.documentChanges?.[0]).toMatchObject({
      textDocument: { uri: dockerfile, version: 1 },
    });
    expect(applied(resolved, dockerfile, text)).toBe('FROM alpine\nLABEL maintainer="me"\nRUN true\n');
  });

  it('have no edit for a document that changed since', async () => {
    await start();
    client.open(dockerfile, text);
    const [action] = await list(range(1, 3));
    client.change(dockerfile, 2, `# new\n${text}`);
    await expect(resolve(action)).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  });

  it('have no edit when the project changed and the fix is gone', async () => {
    const fileSystem = createMemoryFileSystem({ 'index.js': '' });
    await start({}, { fileSystem });
    client.open(dockerfile, 'FROM alpine\nCOPY . .\n');
    const [action] = await list(range(1, 0));
    expect(action?.title).toBe('Add .git to .dockerignore');
    fileSystem.write('.dockerignore', 'dist\n');
    await expect(resolve(action)).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  });

  it('come with their edit where the editor can not resolve', async () => {
    await start({}, { capabilities: withoutResolve });
    client.open(dockerfile, text);
    const [action] = await list(range(1, 3));
    expect(applied(action!, dockerfile, text)).toContain('LABEL maintainer="me"');
    expect(action).not.toHaveProperty('data');
  });

  it('use plain changes where the editor knows no others', async () => {
    await start({}, { capabilities: { ...withoutResolve, workspace: {} } });
    client.open(dockerfile, text);
    const [action] = await list(range(1, 3));
    expect(action?.edit?.documentChanges).toBeUndefined();
    expect(action?.edit?.changes?.[dockerfile]).toHaveLength(1);
  });

  it('are none away from a finding, in other documents and for foreign data', async () => {
    await start();
    client.open(dockerfile, text);
    expect(await list(range(2, 3), { only: ['quickfix'] })).toEqual([]);
    const other = { title: 'x', data: { uri: 5 } };
    await expect(resolve(other as CodeAction)).rejects.toThrow('not an action of this server');
  });
});

describe('fixes in other files', () => {
  const copy = 'FROM alpine\nCOPY . .\n';

  it('create a .dockerignore', async () => {
    await start({ 'index.js': '' });
    client.open(dockerfile, copy);
    const resolved = await resolve((await list(range(1, 0)))[0]);
    expect(resolved.edit?.documentChanges).toEqual([
      { kind: 'create', uri: 'file:///project/.dockerignore', options: { ignoreIfExists: true } },
      {
        textDocument: { uri: 'file:///project/.dockerignore', version: null },
        edits: [{ range: range(0, 0), newText: '.git\n' }],
      },
    ]);
  });

  it('append to the one that is open, at its version', async () => {
    await start({ '.dockerignore': 'dist\n', 'index.js': '' });
    const ignore = 'file:///project/.dockerignore';
    client.open(ignore, 'dist\n', 'ignore');
    client.change(ignore, 2, 'dist\nlogs\n');
    client.open(dockerfile, copy);
    const resolved = await resolve((await list(range(1, 0)))[0]);
    expect(resolved.edit?.documentChanges?.[0]).toMatchObject({ textDocument: { uri: ignore, version: 2 } });
    expect(applied(resolved, ignore, 'dist\nlogs\n')).toBe('dist\nlogs\n.git\n');
  });

  it('are not offered where the editor can not create files', async () => {
    await start({ 'index.js': '' }, { capabilities: withoutResolve });
    client.dispose();
    await start(
      { 'index.js': '' },
      { capabilities: { ...pushCapabilities, workspace: { workspaceEdit: { documentChanges: true } } } },
    );
    client.open(dockerfile, copy);
    const actions = await list(range(1, 0), { only: ['quickfix', 'source'] });
    expect(actions.map(({ title }) => title)).toEqual(['Silence context/no-dockerignore here']);
  });
});

describe('silencing', () => {
  async function silence(before: string, line: number): Promise<string> {
    client.open(dockerfile, before);
    const action = (await list(range(line, 3))).find(({ title }) => title.startsWith('Silence'));
    return applied(await resolve(action), dockerfile, before);
  }

  it('puts a comment above, with the indentation and the line ending', async () => {
    await start();
    expect(await silence('FROM alpine\r\n  MAINTAINER me\r\n', 1)).toBe(
      'FROM alpine\r\n  # dockerfile-optimizer ignore=deprecated/maintainer\r\n  MAINTAINER me\r\n',
    );
  });

  it('extends a comment that is there', async () => {
    await start();
    expect(
      await silence('FROM alpine\n# dockerfile-optimizer ignore=size/x reason=why not\nMAINTAINER me\n', 2),
    ).toBe(
      'FROM alpine\n# dockerfile-optimizer ignore=size/x,deprecated/maintainer reason=why not\nMAINTAINER me\n',
    );
  });

  it('makes the finding go away', async () => {
    await start();
    const after = await silence(text, 1);
    client.change(dockerfile, 2, after);
    expect(await client.diagnostics(dockerfile, (params) => params.version === 2)).toEqual([]);
  });
});

describe('fix all', () => {
  it('applies all safe fixes, those of other files too', async () => {
    await start({ 'index.js': '' });
    const before = 'FROM alpine\nMAINTAINER me\nMAINTAINER you\nCOPY . .\n';
    client.open(dockerfile, before);
    const actions = await list(range(0, 0), { only: ['source.fixAll'] });
    expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.dockerfileOptimizer']);
    const resolved = await resolve(actions[0]);
    expect(applied(resolved, dockerfile, before)).toBe(
      'FROM alpine\nLABEL maintainer="me"\nLABEL maintainer="you"\nCOPY . .\n',
    );
    expect(applied(resolved, 'file:///project/.dockerignore', '')).toBe('.git\n');
  });

  it('respects the kinds that are asked for', async () => {
    await start();
    client.open(dockerfile, text);
    const kinds = async (...only: string[]): Promise<unknown[]> => [
      ...new Set((await list(range(1, 3), { only })).map(({ kind }) => kind)),
    ];
    expect(await kinds('source')).toEqual(['source.fixAll.dockerfileOptimizer']);
    expect(await kinds('source.fixAll.dockerfileOptimizer')).toEqual(['source.fixAll.dockerfileOptimizer']);
    expect(await kinds('source.organizeImports')).toEqual([]);
    expect(await kinds('source.fixAll.other')).toEqual([]);
    expect(await kinds('refactor')).toEqual(['refactor.rewrite']);
    expect(await kinds('quickfix')).toEqual(['quickfix']);
  });

  it('is not offered when there is nothing to fix', async () => {
    await start();
    client.open(dockerfile, 'FROM alpine:latest\n');
    expect(await list(range(0, 0), { only: ['source'] })).toEqual([]);
  });
});

describe('rewrites', () => {
  it("carry the server's commands", async () => {
    await start();
    client.open(dockerfile, text);
    const actions = await list(range(2, 0), { only: ['refactor'] });
    expect(actions.map(({ title, command }) => [title, command?.command, command?.arguments])).toEqual([
      ['Convert to multi-stage build', 'dockerfileOptimizer.server.convertToMultiStage', [dockerfile]],
      ['Optimize Dockerfile', 'dockerfileOptimizer.server.optimize', [dockerfile]],
    ]);
  });

  it("carry our client's commands for our client", async () => {
    await start({}, { initializationOptions: { clientCommands: true } });
    client.open(dockerfile, text);
    const actions = await list(range(2, 0), { only: ['refactor'] });
    expect(actions.map(({ command }) => command?.command)).toEqual([
      'dockerfileOptimizer.convertToMultiStage',
      'dockerfileOptimizer.optimize',
    ]);
  });

  it('do not convert what has several stages already', async () => {
    await start();
    client.open(dockerfile, 'FROM alpine AS a\nFROM alpine\n');
    const actions = await list(range(0, 0), { only: ['refactor'] });
    expect(actions.map(({ title }) => title)).toEqual(['Optimize Dockerfile']);
  });

  it('keep away from the light bulb that follows the cursor', async () => {
    await start();
    client.open(dockerfile, text);
    expect(await list(range(2, 2), { triggerKind: 2 })).toEqual([]);
    expect((await list(range(0, 2), { triggerKind: 2 })).map(({ title }) => title)).toContain(
      'Optimize Dockerfile',
    );
  });

  it('are plain commands where the editor knows nothing else', async () => {
    await start({}, { capabilities: {} });
    client.open(dockerfile, text);
    const commands = (await list(range(1, 3))) as unknown as Command[];
    expect(commands.map(({ command }) => command)).toEqual([
      'dockerfileOptimizer.server.convertToMultiStage',
      'dockerfileOptimizer.server.optimize',
    ]);
  });
});
