import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dockerCredentials } from '../../../server/platform/node/docker-credentials.ts';

let folder = '';
const warnings: string[] = [];
const logger = {
  info: () => undefined,
  warn: (text: string) => void warnings.push(text),
  error: () => undefined,
};
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'credentials-'));
  warnings.length = 0;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function from(config: unknown, host: string) {
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  await writeFile(path.join(folder, 'config.json'), text);
  return dockerCredentials(folder, logger).forRegistry(host);
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('config.json', () => {
  const auth = base64('ada:pä:ss');
  it.each<[string, object, string, unknown]>([
    ['a name and a password', { 'ghcr.io': { auth } }, 'ghcr.io', { username: 'ada', password: 'pä:ss' }],
    ['those of Docker Hub', { 'https://index.docker.io/v1/': { auth } }, 'docker.io', { username: 'ada', password: 'pä:ss' }],
    ['an address', { 'https://registry.example.com:5000': { auth } }, 'registry.example.com:5000', { username: 'ada', password: 'pä:ss' }],
    ['plain ones', { 'ghcr.io': { username: 'ada', password: 'x' } }, 'ghcr.io', { username: 'ada', password: 'x' }],
    ['a refresh token', { 'example.azurecr.io': { auth: base64('00000000-0000-0000-0000-000000000000:'), identitytoken: 'refresh' } }, 'example.azurecr.io', { identityToken: 'refresh' }],
    ['nothing of another host', { 'ghcr.io': { auth } }, 'evil-ghcr.io', undefined],
    ['nothing of a host below', { 'example.com': { auth } }, 'sub.example.com', undefined],
    ['nothing without a colon', { 'ghcr.io': { auth: base64('ada') } }, 'ghcr.io', undefined],
    ['nothing from an empty entry', { 'ghcr.io': {} }, 'ghcr.io', undefined],
  ])('gives %s', async (_name, auths, host, expected) => {
    expect(await from({ auths }, host)).toEqual(expected);
  }); // prettier-ignore

  it('may be missing', async () => {
    expect(await dockerCredentials(folder, logger).forRegistry('ghcr.io')).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it.each(['', '[', '"x"', '{"auths":{"ghcr.io":"x"}}'])('that is %j gives nothing', async (text) => {
    expect(await from(text, 'ghcr.io')).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });
});

describe.skipIf(process.platform === 'win32')('a credential helper', () => {
  /** Installs `docker-credential-NAME`, which notes what it is asked. */
  async function install(name: string, answer: string, code = 0): Promise<void> {
    const file = path.join(folder, `docker-credential-${name}`);
    await writeFile(file, `#!/bin/sh\necho "$1 $(cat)" >> '${folder}/asked'\ncat <<'EOF'\n${answer}\nEOF\nexit ${code}\n`);
    await chmod(file, 0o755);
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  } // prettier-ignore
  const asked = () => readFile(path.join(folder, 'asked'), 'utf8').catch(() => '');

  it('gives a password or a refresh token for its host', async () => {
    await install('test', '{"ServerURL":"x","Username":"ada","Secret":"s"}');
    expect(await from({ credHelpers: { 'ghcr.io': 'test' } }, 'ghcr.io')).toEqual({ username: 'ada', password: 's' }); // prettier-ignore
    await install('test', '{"Username":"<token>","Secret":"refresh"}');
    expect(await from({ credHelpers: { 'ghcr.io': 'test' } }, 'ghcr.io')).toEqual({ identityToken: 'refresh' }); // prettier-ignore
    expect(await asked()).toBe('get ghcr.io\nget ghcr.io\n');
  });

  it('is asked about other hosts only when it is said to have them', async () => {
    await install('store', '{"Username":"ada","Secret":"s"}');
    const config = { credsStore: 'store', auths: { 'ghcr.io': {} } };
    expect(await from(config, 'quay.io')).toBeUndefined();
    expect(await asked()).toBe('');
    expect(await from(config, 'ghcr.io')).toEqual({ username: 'ada', password: 's' });
  });

  it.each([
    ['fails', '{"Username":"ada","Secret":"s"}', 1],
    ['says nothing', '', 0],
    ['says something else', '<html>', 0],
    ['has an empty secret', '{"Username":"ada","Secret":""}', 0],
  ])('that %s gives nothing', async (_name, answer, code) => {
    await install('bad', answer, code);
    expect(await from({ credHelpers: { 'ghcr.io': 'bad' } }, 'ghcr.io')).toBeUndefined();
  });

  it('that is not installed, or is a path, gives nothing', async () => {
    expect(await from({ credHelpers: { 'ghcr.io': 'not-there-at-all' } }, 'ghcr.io')).toBeUndefined();
    expect(await from({ credHelpers: { 'ghcr.io': '../../bin/sh' } }, 'ghcr.io')).toBeUndefined();
  });
});
