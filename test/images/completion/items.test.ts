import { describe, expect, it } from 'vitest';
import { imageCompletions } from '../../../server/images/completion/items.ts';
import type { CompletionWorld } from '../../../server/images/completion/items.ts';
import type { ImageFacts } from '../../../server/images/facts.ts';
import { mergedFact } from '../../../server/images/merge.ts';
import { parseReference } from '../../../server/images/reference.ts';
import { embeddedImages } from '../../../server/images/table.ts';
import type { TagInfo } from '../../../server/registry/tags.ts';
import { digestOf, registryImage } from '../registry-facts.ts';

const images = embeddedImages();
const world: CompletionWorld = {
  images,
  today: '2026-11-21',
  platform: 'linux/amd64',
  tags: () => undefined,
};
const complete = (written: string, over: Partial<CompletionWorld> = {}) =>
  imageCompletions(written, { ...world, ...over });
const labels = (written: string, over: Partial<CompletionWorld> = {}) =>
  complete(written, over).items.map(({ label }) => label);

describe('repositories', () => {
  it('are those of the table, as one writes them', () => {
    const names = labels('no');
    expect(names).toEqual(expect.arrayContaining(['node', 'python', 'mcr.microsoft.com/dotnet/sdk']));
    expect(names).not.toContain('scratch');
    expect(new Set(names).size).toBe(names.length);
    expect(complete('no').incomplete).toBe(true);
  });

  it('stand behind the registry that is written already', () => {
    expect(labels('docker.io/library/n')).toEqual(
      expect.arrayContaining(['docker.io/library/node', 'docker.io/library/nginx']),
    );
    expect(labels('docker.io/library/n').every((name) => name.startsWith('docker.io/library/'))).toBe(true);
    expect(labels('docker.io/')).toEqual(expect.arrayContaining(['docker.io/oven/bun', 'docker.io/node']));
    expect(labels('docker.io/').some((name) => name.includes('gcr.io'))).toBe(false);
    expect(labels('public.ecr.aws/docker/library/')).toContain('public.ecr.aws/docker/library/python');
  });

  it('say what they hold, and come last when nobody maintains them', () => {
    const { items } = complete('');
    expect(items.find(({ label }) => label === 'golang')).toMatchObject({ detail: 'Go', ended: false });
    expect(items.find(({ label }) => label === 'openjdk')).toMatchObject({ ended: true });
    expect(items.findIndex(({ ended }) => ended)).toBeGreaterThan(items.length / 2);
  });

  it('are followed by the tags of one whose name is complete', () => {
    expect(labels('node')).toEqual(expect.arrayContaining(['node', 'node:24-slim']));
    expect(labels('nod').some((name) => name.includes(':24'))).toBe(false);
  });
});

describe('tags', () => {
  it('come in the order in which one would choose them', () => {
    const tags = labels('node:');
    const order = (...names: string[]) =>
      expect(names.map((name) => tags.indexOf(name))).toEqual(
        names.map((name) => tags.indexOf(name)).sort((a, b) => a - b),
      );
    for (const name of ['26-slim', '24-slim', '22', 'latest', 'lts', '20', '20-slim']) expect(tags).toContain(name); // prettier-ignore
    // Newer first; the small one that keeps the C library before the smallest and the full one; what moves behind.
    order('26-slim', '26-alpine', '26', '24-slim', '24-alpine', '24', '22', 'lts', '20-slim');
    order('22-slim', '22-trixie-slim', 'latest', '20');
  });

  it('put releases with a short life behind the others', () => {
    const tags = labels('node:', { tags: () => [{ tag: '29' }, { tag: '28' }, { tag: '29-slim' }] });
    expect(tags.indexOf('28')).toBeLessThan(tags.indexOf('29'));
    expect(tags.indexOf('28')).toBeLessThan(tags.indexOf('29-slim'));
  });

  it('carry sizes, distro and end of life', () => {
    const item = (tag: string) => complete('node:').items.find(({ label }) => label === tag);
    expect(item('22-slim')).toEqual({
      kind: 'tag',
      label: '22-slim',
      reference: 'node:22-slim',
      detail: '79.9 MB pull · 227 MB on disk · Debian 12 · Node 22 until 2027-04-30',
      size: '79.9 MB',
      ended: false,
    });
    expect(item('20')).toMatchObject({ ended: true, detail: expect.stringContaining('Node 20 ended on 2026-04-30') as string }); // prettier-ignore
    expect(complete('alpine:').items.find(({ label }) => label === '3.20')?.detail).toMatch(
      /· Alpine 3\.20 · ended on 2026-04-01$/,
    );
    expect(complete('openjdk:').items[0]).toMatchObject({ ended: true });
  });

  it('keep the way in which the repository is written', () => {
    expect(complete('docker.io/library/node:').items[0]?.reference).toMatch(/^docker\.io\/library\/node:/);
  });

  it('are those of the registry too, with its sizes', () => {
    const listed: TagInfo[] = [
      { tag: '24.9.1-slim', compressed: { 'linux/amd64': 81_000_000, 'linux/arm64': 79_000_000 }, pushed: '2026-11-20' },
      { tag: '99-oddity' },
    ]; // prettier-ignore
    const known = complete('node:', { tags: (name) => (name === 'node' ? listed : undefined) });
    const item = known.items.find(({ label }) => label === '24.9.1-slim');
    expect(item).toMatchObject({
      size: '81 MB',
      detail: expect.stringMatching(/^81 MB pull · .*pushed on 2026-11-20$/) as string,
    });
    expect(known.incomplete).toBe(false);
    expect(known.items.map(({ label }) => label)).toContain('99-oddity');
    const arm = complete('node:', { tags: () => listed, platform: 'linux/arm64' });
    expect(arm.items.find(({ label }) => label === '24.9.1-slim')?.size).toBe('79 MB');
  });

  it('of a repository that the table does not know are those of the registry', () => {
    const found = complete('ghcr.io/acme/app:', { tags: () => [{ tag: '1.2' }, { tag: '1.10' }, { tag: 'latest' }] }); // prettier-ignore
    expect(found.items.map(({ label }) => label)).toEqual(['1.10', '1.2', 'latest']);
    expect(complete('ghcr.io/acme/app:')).toEqual({ items: [], incomplete: true, repository: 'ghcr.io/acme/app' }); // prettier-ignore
  });

  it('are a list that ends, which typing on makes more exact', () => {
    const tags: TagInfo[] = Array.from({ length: 3000 }, (_, i) => ({ tag: `1.${i}` }));
    const all = complete('acme/app:', { tags: () => tags });
    expect(all.items).toHaveLength(200);
    expect(all.incomplete).toBe(true);
    expect(complete('acme/app:1.29', { tags: () => tags }).items.map(({ label }) => label)).toContain('1.29');
  });

  it('are sorted once for one state of knowledge', () => {
    let asked = 0;
    const counted: ImageFacts = { ...images, ofRepository: (name) => (asked++, images.ofRepository(name)) };
    const listed: TagInfo[] = [{ tag: '1' }];
    for (const typed of ['', '2', '22', '22-'])
      complete(`node:${typed}`, { images: counted, tags: () => listed });
    expect(asked).toBe(1);
    complete('node:', { images: counted, tags: () => [{ tag: '2' }] });
    complete('node:', { images: counted, tags: () => listed, today: '2030-01-01' });
    expect(asked).toBe(3);
  });

  it.each(['node:22:', 'NODE:', ':', '/:', 'a b:', 'node@:', '${X}:'])('of %j there are none', (written) => {
    expect(complete(written).items).toEqual([]);
  });
});

describe('digests', () => {
  const fact = (date: string) => mergedFact(parseReference('node:22')!, images.lookup('node:22'), registryImage(), date); // prettier-ignore
  const learned = (date: string): ImageFacts => ({ ...images, lookup: (text) => (text === 'node:22' ? fact(date) : images.lookup(text)) }); // prettier-ignore

  it('are what the registry said today', () => {
    expect(complete('node:22@', { images: learned('2026-11-21') }).items).toEqual([
      expect.objectContaining({ label: digestOf('b'), reference: `node:22@${digestOf('b')}` }),
    ]);
    expect(complete('node:22@sha', { images: learned('2026-11-21') }).items).toHaveLength(1);
  });

  it('are not made up, nor those of another day', () => {
    expect(complete('node:22@').items).toEqual([]);
    expect(complete('node:22@', { images: learned('2026-11-20') }).items).toEqual([]);
    expect(complete('node@', { images: learned('2026-11-21') }).items).toEqual([]);
  });
});
