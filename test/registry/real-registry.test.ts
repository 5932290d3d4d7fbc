/**
 * Against Debian's docker-registry, filled by skopeo: what we say must be what they say, to the byte. Skipped where
 * the two are not installed (`apt-get install docker-registry skopeo`).
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskSize, pullSize } from '../../server/registry/image.ts';
import { parsePlatform } from '../../server/registry/platform.ts';
import { digest, gzipLayer, Repository, tarLike, types, zstdLayer } from './made-image.ts';
import type { Layer } from './made-image.ts';
import { clientFor, reference } from './server.ts';

const run = promisify(execFile);
const installed = ['docker-registry', 'skopeo'].every(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined,
);
const amd64 = parsePlatform('linux/amd64')!;
/** ada with the password `secret`, by `htpasswd -B`. */
const users = 'ada:$2y$05$NiD5t1AaasSaHqLVlmaIieFiFlcutruQca5btEDak4TCwaieKeOya';

let folder = '';
const children: ChildProcess[] = [];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts a registry and waits until it answers. Its address. */
async function startRegistry(name: string, auth = ''): Promise<string> {
  const port = await freePort();
  const home = path.join(folder, name);
  await mkdir(home);
  await writeFile(path.join(home, 'users'), `${users}\n`);
  const config = `version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: ${home}/data}}
http: {addr: "127.0.0.1:${port}"}
${auth === '' ? '' : `auth: {htpasswd: {realm: here, path: ${home}/users}}\n`}`;
  await writeFile(path.join(home, 'config.yml'), config);
  children.push(spawn('docker-registry', ['serve', path.join(home, 'config.yml')], { stdio: 'ignore' }));
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => undefined);
    if (answer) return `127.0.0.1:${port}`;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('docker-registry did not start');
}

/** Writes an OCI layout with this repository's blobs, and has skopeo push it. */
async function push(
  repository: Repository,
  root: string,
  target: string,
  credentials: string[] = [],
): Promise<void> {
  const layout = await mkdtemp(path.join(folder, 'layout-'));
  const blobs = path.join(layout, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const write = (name: string, bytes: Buffer) =>
    writeFile(path.join(blobs, name.slice('sha256:'.length)), bytes);
  for (const [name, bytes] of repository.blobs) await write(name, bytes);
  for (const [name, { body }] of repository.manifests)
    if (name.startsWith('sha256:')) await write(name, body);
  const { type, body } = repository.manifests.get(root)!;
  const manifests = [{ mediaType: type, digest: root, size: body.length, annotations: { 'org.opencontainers.image.ref.name': 'it' } }]; // prettier-ignore
  await writeFile(path.join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(path.join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  await run('skopeo', [...policy(), 'copy', '--all', '--preserve-digests', '--dest-tls-verify=false', ...credentials, `oci:${layout}:it`, `docker://${target}`]); // prettier-ignore
}

/** What skopeo says of an image, and the blobs that it gets: by digest, as they are stored. */
async function pull(
  target: string,
): Promise<{ digest: string; layers: string[]; blobs: Map<string, Buffer> }> {
  const { stdout } = await run('skopeo', [
    'inspect',
    '--tls-verify=false',
    '--no-tags',
    `docker://${target}`,
  ]);
  const { Digest, Layers } = JSON.parse(stdout) as { Digest: string; Layers: string[] };
  const directory = await mkdtemp(path.join(folder, 'pulled-'));
  await run('skopeo', [
    ...policy(),
    'copy',
    '--src-tls-verify=false',
    `docker://${target}`,
    `dir:${directory}`,
  ]);
  const blobs = new Map<string, Buffer>();
  for (const name of await readdir(directory)) {
    const bytes = await readFile(path.join(directory, name));
    blobs.set(digest(bytes), bytes);
  }
  return { digest: Digest, layers: Layers, blobs };
}

/** Without one, skopeo wants /etc/containers/policy.json. */
function policy(): string[] {
  return ['--policy', path.join(folder, 'policy.json')];
}

describe.skipIf(!installed)('a real registry', () => {
  let host = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'registry-'));
    await writeFile(path.join(folder, 'policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}');
    host = await startRegistry('open');
  });
  afterAll(async () => {
    for (const child of children) child.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('and skopeo agree with us about an image, to the byte', async () => {
    const layers = [gzipLayer(tarLike(3000)), gzipLayer(tarLike(200, 7)), gzipLayer(Buffer.alloc(1024)), gzipLayer(tarLike(200, 7))];
    const repository = new Repository();
    const image = repository.image(layers, { User: 'app' });
    await push(repository, image, `${host}/team/app:1`);
    const seen = await pull(`${host}/team/app:1`);
    const described = await clientFor().describe(reference(`${host}/team/app:1`), { platform: amd64 });
    if (!described.ok) throw new Error(described.detail);
    const { image: ours } = described;
    const blobs = seen.layers.map((layer) => seen.blobs.get(layer)!);
    expect(ours.digest).toBe(seen.digest);
    expect(ours.layers.map((layer) => layer.digest)).toEqual(seen.layers);
    expect(ours.layers.map(({ compressed }) => compressed)).toEqual(blobs.map(({ length }) => length));
    expect(ours.layers.map(({ unpacked }) => unpacked)).toEqual(blobs.map((blob) => gunzipSync(blob).length));
    expect(pullSize(ours)).toBe(blobs.reduce((sum, { length }) => sum + length, 0));
    expect(diskSize(ours)).toEqual({ bytes: (3000 + 200 + 2 + 200) * 512, exact: true });
    expect(ours.config.user).toBe('app');
  }); // prettier-ignore

  it.each<[string, Layer, number | undefined]>([
    ['zstd', zstdLayer(tarLike(30)), 30 * 512],
    ['eStargz', { ...gzipLayer(tarLike(30)), annotations: { 'containerd.io/snapshot/stargz/toc.digest': digest('toc') } }, undefined],
    ['a tar as it is', { type: types.tar, bytes: tarLike(30) }, 30 * 512],
  ])('gives the length of a layer: %s', async (name, layer, unpacked) => {
    const repository = new Repository();
    const target = `${host}/kinds/${name.replace(/\W/g, '').toLowerCase()}:1`;
    await push(repository, repository.image([layer]), target);
    const described = await clientFor().describe(reference(target), { platform: amd64 });
    expect(described).toMatchObject({ ok: true, image: { layers: [{ unpacked, compressed: layer.bytes.length }] } });
  }); // prettier-ignore

  it('gives each platform of an index', async () => {
    const repository = new Repository();
    const platforms = ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture }));
    const entries = platforms.map((platform, i) => {
      const own = repository.image([gzipLayer(tarLike(10 + i))], {}, undefined, platform);
      return { digest: own, platform, size: repository.manifests.get(own)!.body.length };
    });
    const index = repository.index(entries);
    await push(repository, index, `${host}/many:1`);
    for (const [i, platform] of ['linux/amd64', 'linux/arm64'].entries()) {
      const described = await clientFor().describe(reference(`${host}/many:1`), { platform: parsePlatform(platform)! });
      expect(described).toMatchObject({
        ok: true,
        image: { indexDigest: index, platform, platforms: ['linux/amd64', 'linux/arm64'], layers: [{ unpacked: (10 + i) * 512 }] },
      });
    }
    expect(await clientFor().digest(reference(`${host}/many:1`))).toEqual({ ok: true, digest: index });
  }); // prettier-ignore

  it('lists the tags that were pushed', async () => {
    const repository = new Repository();
    const image = repository.image([gzipLayer(tarLike(2))]);
    for (const tag of ['1.10', '1.9', 'latest']) await push(repository, image, `${host}/team/tags:${tag}`);
    const list = await clientFor().tags(reference(`${host}/team/tags`));
    expect(list.ok && list.tags.map(({ tag }) => tag).sort()).toEqual(['1.10', '1.9', 'latest']);
    expect(await clientFor().tags(reference(`${host}/team/none`))).toMatchObject({ reason: 'not-found' });
  });

  it('does not know what was never pushed', async () => {
    const described = await clientFor().describe(reference(`${host}/nothing:1`), { platform: amd64 });
    expect(described).toMatchObject({ ok: false, reason: 'not-found' });
  });

  it('with passwords wants the right one', async () => {
    const closed = await startRegistry('closed', 'htpasswd');
    const repository = new Repository();
    await push(repository, repository.image([gzipLayer(tarLike(5))]), `${closed}/app:1`, [
      '--dest-creds',
      'ada:secret',
    ]);
    const ask = (password?: string) =>
      clientFor(
        password === undefined
          ? {}
          : { credentials: { forRegistry: () => Promise.resolve({ username: 'ada', password }) } },
      ).describe(reference(`${closed}/app:1`), { platform: amd64 });
    expect(await ask('secret')).toMatchObject({ ok: true, image: { layers: [{ unpacked: 5 * 512 }] } });
    expect(await ask('guess')).toMatchObject({ ok: false, reason: 'unauthorized' });
    expect(await ask()).toMatchObject({ ok: false, reason: 'unauthorized' });
  });
});
