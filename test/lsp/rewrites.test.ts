import type { ApplyWorkspaceEditParams, ApplyWorkspaceEditResult } from 'vscode-languageserver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dockerignoreRequest, optimizeRequest, serverCommands } from '../../shared/protocol.ts';
import type { DockerignoreResult, OptimizeResult } from '../../shared/protocol.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { dockerfile, pushCapabilities, startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

let client: TestClient;
let edits: ApplyWorkspaceEditParams[];
let messages: string[];
let accept = true;
afterEach(() => client.dispose());

async function start(tree: MemoryTree, options: Partial<ClientOptions> = {}): Promise<void> {
  edits = [];
  messages = [];
  accept = true;
  client = await startClient({
    fileSystem: createMemoryFileSystem(tree),
    prepare: (connection) => {
      connection.onRequest(
        'workspace/applyEdit',
        (params: ApplyWorkspaceEditParams): ApplyWorkspaceEditResult => {
          edits.push(params);
          return accept ? { applied: true } : { applied: false, failureReason: 'no' };
        },
      );
      connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
        messages.push(message);
      });
    },
    ...options,
  });
}

const optimize = (params: object): Promise<OptimizeResult> =>
  client.connection.sendRequest(optimizeRequest, params);
const execute = (command: string, ...args: unknown[]): Promise<{ applied: boolean }> =>
  client.connection.sendRequest('workspace/executeCommand', { command, arguments: args });

describe('the optimize request', () => {
  it('answers with the plan for the open text, and changes nothing', async () => {
    await start({ Dockerfile: 'FROM old\n', 'index.js': '' });
    client.open(dockerfile, 'FROM alpine\n');
    expect(await optimize({ uri: dockerfile, kind: 'optimize', skip: [] })).toEqual({
      uri: dockerfile,
      version: 1,
      before: { text: 'FROM alpine\n', sizeBytes: 1000 },
      after: {
        text: 'FROM alpine\nUSER app\n',
        sizeBytes: null,
        dockerignore: { uri: 'file:///project/.dockerignore', before: null, after: '.git\n' },
      },
      steps: [
        {
          id: 'user',
          title: 'Run as app',
          reason: 'It runs as root.',
          applicability: 'suggested',
          savesBytes: null,
        },
      ],
      skipped: [],
      targets: [],
      obstacles: [],
    });
    expect(edits).toEqual([]);
  });

  it('reads a file that is not open, and leaves out what is skipped', async () => {
    await start({ Dockerfile: 'FROM alpine\n' });
    const result = await optimize({ uri: dockerfile, kind: 'optimize', skip: ['user', 5] });
    expect(result.version).toBeNull();
    expect(result.steps).toEqual([]);
    expect(result.skipped.map(({ id }) => id)).toEqual(['user']);
  });

  it('fails with a message for a missing file and for wrong parameters', async () => {
    await start({});
    await expect(optimize({ uri: dockerfile, kind: 'optimize', skip: [] })).rejects.toThrow(
      "Dockerfile can't be read",
    );
    await expect(optimize({ uri: dockerfile, kind: 'shrink' })).rejects.toThrow('parameters');
    await expect(client.connection.sendRequest(optimizeRequest, null)).rejects.toThrow('parameters');
  });
});

describe('the dockerignore request', () => {
  const ask = (uri: string): Promise<DockerignoreResult> =>
    client.connection.sendRequest(dockerignoreRequest, { uri });
  const tree: MemoryTree = {
    Dockerfile: 'FROM node:22\nCOPY . .\n',
    'package.json': '{}',
    'node_modules/a/index.js': { size: 5_000_000 },
    '.git/HEAD': 'x',
  };

  it('proposes one for the context of a Dockerfile', async () => {
    await start(tree);
    const result = await ask(dockerfile);
    expect(result).toMatchObject({ uri: 'file:///project/.dockerignore', before: null });
    expect(result.after).toMatch(/^\.git$/m);
    expect(result.after).toMatch(/node_modules/);
    expect(result.entries.length).toBeGreaterThan(0);
  });

  it('proposes the same for the .dockerignore itself, seen with its unsaved text', async () => {
    await start({ ...tree, '.dockerignore': 'logs\n' });
    const uri = 'file:///project/.dockerignore';
    client.open(uri, 'logs\ntmp\n', 'ignore');
    const result = await ask(uri);
    expect(result.before).toBe('logs\ntmp\n');
    expect(result.after.startsWith('logs\ntmp\n')).toBe(true);
    expect(result.after).toMatch(/node_modules/);
  });

  it('fails with a message for a Dockerfile that is not there', async () => {
    await start({});
    await expect(ask(dockerfile)).rejects.toThrow("Dockerfile can't be read");
  });
});

describe('commands', () => {
  it('are announced', async () => {
    await start({});
    expect(client.initialized.capabilities.executeCommandProvider?.commands).toEqual(
      Object.values(serverCommands),
    );
  });

  it('apply the plan as one versioned edit', async () => {
    await start({ 'index.js': '' });
    client.open(dockerfile, 'FROM alpine\n');
    expect(await execute(serverCommands.optimize, dockerfile)).toEqual({ applied: true });
    expect(edits).toHaveLength(1);
    expect(edits[0]?.label).toBe('Optimize Dockerfile');
    expect(edits[0]?.edit.documentChanges).toEqual([
      expect.objectContaining({ kind: 'create', uri: 'file:///project/.dockerignore' }),
      expect.objectContaining({ textDocument: { uri: dockerfile, version: 1 } }),
      expect.objectContaining({ textDocument: { uri: 'file:///project/.dockerignore', version: null } }),
    ]);
  });

  it('say why there is nothing to do', async () => {
    await start({});
    client.open(dockerfile, 'FROM alpine\n');
    expect(await execute(serverCommands.convertToMultiStage, dockerfile)).toEqual({ applied: false });
    expect(messages.join()).toContain('There is no build to separate.');
  });

  it('write a .dockerignore', async () => {
    await start({
      Dockerfile: 'FROM node:22\nCOPY . .\n',
      'package.json': '{}',
      'node_modules/a/index.js': { size: 5_000_000 },
    });
    expect(await execute(serverCommands.updateDockerignore, dockerfile)).toEqual({ applied: true });
    expect(edits[0]?.label).toBe('Create .dockerignore');
    expect(JSON.stringify(edits[0]?.edit)).toContain('node_modules');
  });

  it('tell when the editor does not apply the edit, or can not', async () => {
    await start({});
    client.open(dockerfile, 'FROM alpine\n');
    accept = false;
    expect(await execute(serverCommands.optimize, dockerfile)).toEqual({ applied: false });
    expect(messages.join()).toContain('did not apply the change: no');
    client.dispose();
    const { workspace: _, ...rest } = pushCapabilities;
    client = await startClient({ fileSystem: createMemoryFileSystem(), capabilities: rest });
    client.open(dockerfile, 'FROM alpine\n');
    expect(await execute(serverCommands.optimize, dockerfile)).toEqual({ applied: false });
  });

  it('survive wrong names and arguments', async () => {
    await start({});
    expect(await execute(serverCommands.optimize)).toEqual({ applied: false });
    expect(await execute('no.such.command', dockerfile)).toEqual({ applied: false });
    await expect(execute(serverCommands.optimize, dockerfile)).rejects.toThrow("can't be read");
  });
});
