import { describe, expect, it } from 'vitest';
import { distroOf, runtimeVersionOf } from '../../server/images/config-facts.ts';
import { registryImage } from './registry-facts.ts';

const config = (over: Parameters<typeof registryImage>[0] = {}) => registryImage(over).config;
const history = (...steps: string[]) => steps.map((createdBy) => ({ createdBy, empty: false }));

describe('distroOf', () => {
  it.each([
    ["# debian.sh --arch 'amd64' out/ 'trixie' '@1762000000'", 'debian 13'],
    ['ADD alpine-minirootfs-3.22.1-x86_64.tar.gz / # buildkit', 'alpine 3.22'],
    ['/bin/sh -c #(nop) ADD file:4f1b in /', ''],
    ["# debian.sh --arch 'amd64' out/ 'nosuchrelease' '@1'", ''],
  ])('of %s is %s', (step, expected) => {
    const distro = distroOf(config({ config: { history: history('COPY . .', step) } }));
    expect(distro ? `${distro.family} ${distro.version}` : '').toBe(expected);
  });

  it("takes Ubuntu's labels, but none that an image on top may have made its own", () => {
    const labels = (name: string, version: string) => ({
      'org.opencontainers.image.ref.name': name,
      'org.opencontainers.image.version': version,
    });
    const of = (name: string, version: string) =>
      distroOf(config({ config: { history: [], labels: labels(name, version) } }));
    expect(of('ubuntu', '24.04')).toMatchObject({ family: 'ubuntu', version: '24.04', codename: 'noble' });
    expect(of('ubuntu', '1.2.3')).toBeUndefined();
    expect(of('shop', '24.04')).toBeUndefined();
  });
});

describe('runtimeVersionOf', () => {
  const node = { name: 'node', version: '22', eol: undefined };

  it('is what the image says in its environment', () => {
    expect(runtimeVersionOf(node, config())).toBe('22.11.0');
    expect(runtimeVersionOf({ ...node, name: 'python' }, config())).toBeUndefined();
    expect(runtimeVersionOf({ ...node, name: 'deno' }, config())).toBeUndefined();
    expect(runtimeVersionOf(undefined, config())).toBeUndefined();
  });

  it('is nothing that does not look like one', () => {
    for (const value of ['', 'latest', '22', '22.1<b>', '22.11.0 '])
      expect(
        runtimeVersionOf(node, config({ config: { environment: [`NODE_VERSION=${value}`] } })),
      ).toBeUndefined();
  });
});
