import type { InlayHint } from 'vscode-languageserver';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../server/platform/node/http-client.ts';
import { gzipLayer, Repository, tarLike } from '../registry/made-image.ts';
import { startServer } from '../registry/test-servers.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import { at, dockerfile, pushCapabilities, range, startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

const clients: TestClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

async function start(text: string, options: Partial<ClientOptions> = {}): Promise<TestClient> {
  const client = await startClient({ fileSystem: createMemoryFileSystem({}), ...options });
  clients.push(client);
  client.open(dockerfile, text);
  return client;
}

const hints = (client: TestClient, where = range(0, 0, 1000, 0), uri = dockerfile): Promise<InlayHint[]> =>
  client.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri }, range: where });

const labels = async (client: TestClient, where?: Parameters<typeof hints>[1]) =>
  (await hints(client, where)).map(({ label }) => label);

describe('inlay hints', () => {
  it('say behind FROM what its image weighs', async () => {
    const client = await start('FROM node:22 AS build\nRUN true\nFROM \\\r\n  node:22-slim\r\n');
    expect(await hints(client)).toEqual([
      {
        position: at(0, 21),
        label: '1.12 GB on disk · ≈ 408 MB pull',
        paddingLeft: true,
        tooltip: { kind: 'plaintext', value: 'Figures of the embedded table, 2024, for linux/amd64' },
      },
      expect.objectContaining({ position: at(3, 14), label: '227 MB on disk · 79.9 MB pull' }),
    ]);
  });

  it('say the one of the two that is known', async () => {
    expect(await labels(await start('FROM postgres:17\n'))).toEqual(['161 MB pull']);
  });

  it.each([
    'FROM scratch\n', 'FROM $BASE\n', 'FROM acme/unknown:1\n', 'FROM\n', 'FROM node:22@sha256:12\n', 'ARG X=node:22\n', '', 'FROM --platform=linux/arm64 node:22\n',
    'FROM openjdk:17\nRUN true',
  ])('say nothing in %j', async (text) => {
    expect(await labels(await start(text))).toEqual([]);
  }); // prettier-ignore

  it('say nothing about a stage, and only what is asked for', async () => {
    const client = await start('FROM node:22 AS a\nFROM a\nFROM node:20\n');
    expect(await hints(client)).toHaveLength(2);
    expect(await labels(client, range(1, 0, 1, 6))).toEqual([]);
    expect(await labels(client, range(2, 0, 2, 4))).toHaveLength(1);
  });

  it('can be turned off', async () => {
    const initializationOptions = { settings: { inlayHints: { imageSize: false } } };
    expect(await labels(await start('FROM node:22\n', { initializationOptions }))).toEqual([]);
  });

  it('are for Dockerfiles', async () => {
    const client = await start('FROM node:22\n');
    client.open('file:///project/.dockerignore', 'FROM node:22\n', 'ignore');
    expect(await hints(client, undefined, 'file:///project/.dockerignore')).toEqual([]);
    expect(await hints(client, undefined, 'file:///project/closed/Dockerfile')).toEqual([]);
  });

  it('are asked for again when a registry has told more, and are of the platform that FROM names', async () => {
    const repository = new Repository();
    const images = (['amd64', 'arm64'] as const).map((architecture, i) => ({
      digest: repository.image([gzipLayer(tarLike(2000 * (i + 1)))], {}, undefined, {
        os: 'linux',
        architecture,
      }),
      platform: { os: 'linux', architecture },
    }));
    repository.index(images, '1');
    const server = await startServer(repository.handler);
    let refreshed: () => void = () => undefined;
    const told = new Promise<void>((resolve) => (refreshed = resolve));
    const { workspace } = pushCapabilities;
    const name = `${server.host}/team/base:1`;
    const client = await start(
      `FROM ${name} AS a\nARG P=x\nFROM --platform=linux/arm64 ${name}\nFROM --platform=$P ${name}\n`,
      {
        http: createHttpClient({ userAgent: 'test', proxyFor: () => '' }),
        capabilities: { ...pushCapabilities, workspace: { ...workspace, inlayHint: { refreshSupport: true } } },
        prepare: (connection) => connection.onRequest('workspace/inlayHint/refresh', () => refreshed()),
      },
    ); // prettier-ignore
    expect(await labels(client)).toEqual([]);
    await told;
    const [amd, arm, unknown] = await labels(client);
    expect(amd).toMatch(/^1\.02 MB on disk · [\d.]+ kB pull$/);
    expect(arm).toMatch(/^2\.05 MB on disk · /);
    expect(unknown).toBe(amd);
    const { contents } = await client.connection.sendRequest<{ contents: { value: string } }>(
      'textDocument/hover',
      { textDocument: { uri: dockerfile }, position: at(2, 35) },
    );
    expect(contents.value).toMatch(/\*\* for linux\/arm64[\s\S]* 2\.05 MB /);
  });
});
