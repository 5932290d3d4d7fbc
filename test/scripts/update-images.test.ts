import { describe, expect, it } from 'vitest';
import { encodeTable } from '../../scripts/image-table/encode.ts';
import { refresh } from '../../scripts/image-table/refresh.ts';
import { reportOf } from '../../scripts/image-table/report.ts';
import { readImages, writeImages } from '../../scripts/image-table/source.ts';
import type { SourceImage } from '../../scripts/image-table/source.ts';
import { gzipLayer, Repository, tarLike } from '../registry/made-image.ts';
import { clientFor } from '../registry/server.ts';
import type { Handler } from '../registry/server.ts';
import { startServer as start } from '../registry/test-servers.ts';

function source(repository: string, tag: string, over: Partial<SourceImage> = {}): SourceImage {
  return {
    repository,
    tag,
    aliases: [],
    compressed: { bytes: 1000, kind: 'derived', date: '2025' },
    onDisk: { bytes: 25_600, kind: 'derived', date: '2025' },
    architectures: ['amd64', 's390x'],
    libc: 'glibc',
    defaultUser: { name: 'root', uid: 0 },
    nonRootUser: { name: 'app', uid: 1000 },
    tools: [],
    toolsKnown: true,
    smallerSiblings: [],
    lookedUp: '2025-06-01',
    ...over,
  };
}

const today = '2026-01-02';

describe('a refresh', () => {
  it('reads sizes, platforms, user and digest, and costs one request the next time', async () => {
    const repository = new Repository();
    const layer = gzipLayer(tarLike(100));
    const platform = { os: 'linux', architecture: 'amd64' };
    const arm = { os: 'linux', architecture: 'arm64' };
    const index = repository.index(
      [
        { digest: repository.image([layer], { User: 'app' }), platform },
        { digest: repository.image([layer], {}, undefined, arm), platform: arm },
      ],
      '1',
    );
    const server = await start(repository.handler);
    const before = source(`${server.host}/app`, '1');
    const results = await refresh([before], clientFor(), today);
    const { after, outcome } = results[0]!;
    expect(outcome).toEqual({ kind: 'read' });
    expect(after).toEqual({
      ...before,
      compressed: { bytes: layer.bytes.length, kind: 'exact', date: today },
      onDisk: { bytes: 51_200, kind: 'exact', date: today },
      architectures: ['amd64', 'arm64'],
      defaultUser: { name: 'app', uid: 1000 },
      digest: index,
      lookedUp: today,
    });
    const report = reportOf(results, today);
    expect(report).toContain('1 images: 1 read, 0 still the same');
    expect(report).toContain('on disk ≈ 25.6 kB → 51.2 kB (+100.0 %)');
    expect(report).toContain('runs as app (1000), was root (0)');
    expect(report).toContain('+arm64 −s390x');
    expect(report).not.toContain('New digests');

    const asked = server.requests.length;
    const again = await refresh([after], clientFor(), '2026-02-02');
    expect(server.requests.slice(asked).map(({ line }) => line)).toEqual(['HEAD /v2/app/manifests/1']);
    expect(again[0]).toMatchObject({
      outcome: { kind: 'same' },
      after: { ...after, lookedUp: '2026-02-02' },
    });

    repository.image([gzipLayer(tarLike(50))], {}, '1');
    const changed = await refresh([after], clientFor(), '2026-03-03');
    expect(reportOf(changed, '2026-03-03')).toMatch(/New digests\n {2}\S+app:1: sha256:/);
    expect(reportOf(changed, '2026-03-03')).toContain('51.2 kB → 25.6 kB (−50.0 %)');
  });

  it.each<[string, Handler, string]>([
    ['refuses', (_request, response) => void response.writeHead(429, { 'retry-after': '5' }).end(), 'has had enough'],
    ['sends HTML', (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'), 'not with a manifest'],
    ['breaks off', (request) => void request.socket.destroy(), 'No answer'],
    ['lets nobody in', (_request, response) => void response.writeHead(403).end(), 'does not show it'],
  ])('leaves the rows of a registry that %s as they were', async (_name, handler, said) => {
    const server = await start(handler);
    const images = [source(`${server.host}/a`, '1'), source(`${server.host}/b`, '1', { digest: `sha256:${'a'.repeat(64)}` })];
    const results = await refresh(images, clientFor(), today);
    expect(results.map(({ after }) => after)).toEqual(images);
    const report = reportOf(results, today);
    expect(report).toContain(said);
    expect(report).toContain('No answer: the rows are as they were');
    expect(writeImages(results.map(({ after }) => after))).toBe(writeImages(images));
  }); // prettier-ignore

  it('reports tags that are gone, and what has ended since', async () => {
    const server = await start(new Repository().handler);
    const ended = { runtime: { name: 'node', version: '18', eol: '2025-09-01' }, distro: { family: 'debian', version: '10' }, distroLtsEol: '2024-06-30' }; // prettier-ignore
    const results = await refresh([source(`${server.host}/app`, 'old', ended)], clientFor(), today);
    expect(results[0]!.outcome.kind).toBe('vanished');
    const report = reportOf(results, today);
    expect(report).toMatch(/Vanished: the row is as it was\n {2}\S+app:old: The registry does not have it\./);
    expect(report).toContain('  node 18 on 2025-09-01 (1 image)');
    expect(report).not.toContain('debian');
  });

  it('asks nobody about scratch, and for few images at a time', async () => {
    const repository = new Repository();
    repository.image([gzipLayer(tarLike(4))], {}, '1');
    const server = await start(async (request, response) => {
      await new Promise((done) => setTimeout(done, 3));
      return repository.handler(request, response);
    });
    const scratch = source('scratch', '');
    const many = Array.from({ length: 30 }, (_, i) => source(`${server.host}/app${i}`, '1'));
    const results = await refresh([scratch, ...many], clientFor(), today);
    expect(results[0]!.after).toBe(scratch);
    expect(results.slice(1).every(({ outcome }) => outcome.kind === 'read')).toBe(true);
    expect(server.peak()).toBeLessThanOrEqual(4);
  });
});

describe('the file', () => {
  it('is read as it was written, and the table follows from it', () => {
    const images = [source('node', '22'), source('scratch', '', { onDisk: { bytes: 0, kind: 'exact' } })];
    expect(readImages(writeImages(images))).toEqual(images);
    expect(encodeTable(images)).toContain("export const compiled = '2025-06-01';");
  });

  it.each([
    ['{', ':1: is not JSON'],
    [JSON.stringify({ ...source('node', '22'), compressed: { bytes: -1, kind: 'exact' } }), ':1: compressed.bytes:'],
    [JSON.stringify({ ...source('node', '22'), libc: 'a|b' }), ':1: libc: a text without separators'],
    [JSON.stringify({ ...source('node', '22'), digest: 'sha256:x' }), ':1: digest: a digest'],
  ])('with a mistake says where: %j', (text, message) => {
    expect(() => readImages(text)).toThrow(message);
  }); // prettier-ignore
});
