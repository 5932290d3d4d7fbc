import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageHover } from '../../server/images/hover.ts';
import { embeddedImages } from '../../server/images/table.ts';

const images = embeddedImages();
const today = '2026-11-21';
const hover = (reference: string, day = today): string => imageHover(reference, images, day) ?? '(none)';

describe('imageHover', () => {
  it('shows node:20', () => {
    expect(hover('node:20')).toMatchInlineSnapshot(`
      "**node:20** · Debian 12 (bookworm), glibc · **Node 20 ended on 2026-04-30** · Debian 12 in long-term support until 2028-06-30

      | | pull | on disk |
      |---|---|---|
      | node:20 | ≈ 400 MB | ≈ 1.11 GB |
      | node:20-alpine | 48.4 MB | ≈ 142 MB (−87 %) · musl · no bash |
      | node:20-slim | 71.4 MB | ≈ 203 MB (−82 %) |

      runs as root (has a user node, uid 1000) · bash, apt, curl, g++, gcc, git, make, node, npm, python3, wget, yarn

      figures of 2026-03 for linux/amd64, embedded table of 2026-11-21 · [Docker Hub](https://hub.docker.com/_/node)"
    `);
  });

  it('shows node:22', () => {
    expect(hover('node:22')).toMatchInlineSnapshot(`
      "**node:22** · Debian 12 (bookworm), glibc · **Node 22 ends on 2027-04-30** · Debian 12 in long-term support until 2028-06-30

      | | pull | on disk |
      |---|---|---|
      | node:22 | ≈ 408 MB | 1.12 GB |
      | gcr.io/distroless/nodejs22-debian13:nonroot | ≈ 54.6 MB | ≈ 153 MB (−86 %) · no shell |
      | node:22-alpine | 60.7 MB | ≈ 178 MB (−84 %) · musl · no bash |
      | node:22-slim | 79.9 MB | 227 MB (−80 %) |
      | node:22-trixie-slim | ≈ 81.4 MB | ≈ 232 MB (−79 %) |

      runs as root (has a user node, uid 1000) · bash, apt, curl, g++, gcc, git, make, node, npm, python3, wget, yarn · linux/amd64, linux/arm64, linux/arm/v7, linux/ppc64le

      figures of 2024 and 2026-09 for linux/amd64, embedded table of 2026-11-21 · [Docker Hub](https://hub.docker.com/_/node)"
    `);
  });

  it('says when it is the nearest tag', () => {
    expect(hover('node:22.4.1-alpine3.20')).toMatchInlineSnapshot(`
      "**node:22.4.1-alpine3.20** · as node:22-alpine, the nearest tag known · Alpine 3.20, musl · **Node 22 ends on 2027-04-30** · **Alpine 3.20 ended on 2026-04-01**

      | | pull | on disk |
      |---|---|---|
      | node:22.4.1-alpine3.20 | ≈ 60.7 MB | ≈ 178 MB |
      | gcr.io/distroless/nodejs22-debian13:nonroot | ≈ 54.6 MB | ≈ 153 MB (−14 %) · no shell |

      runs as root (has a user node, uid 1000) · ash, apk, node, npm, wget (busybox), yarn

      figures of 2026-09-23 for linux/amd64, embedded table of 2026-11-21 · [Docker Hub](https://hub.docker.com/_/node)"
    `);
  });

  it('resolves aliases in the title', () => {
    expect(hover('node:lts')).toContain('**node:lts** · = node:24 · ');
    expect(hover('nginx')).not.toContain('= ');
  });

  it('follows the calendar', () => {
    expect(hover('node:22', '2026-01-01')).toContain('Node 22 until 2027-04-30');
    expect(hover('node:22', '2026-01-01')).not.toContain('Debian 12 in');
    expect(hover('node:22', '2027-05-01')).toContain('**Node 22 ended on 2027-04-30**');
    expect(hover('debian:bookworm', '2028-06-01')).toContain('**Debian 12 ends on 2028-06-30**');
    expect(hover('debian:bookworm', '2028-07-01')).toContain('**Debian 12 ended on 2028-06-30**');
  });

  it('is honest about what it does not know', () => {
    expect(hover('ghcr.io/owner/app:1')).toBe('**ghcr.io/owner/app:1** · not in the embedded table of 2026-11-21: sizes unknown · [GitHub Packages](https://ghcr.io/owner/app)'); // prettier-ignore
    expect(hover('openjdk:17')).toContain('no longer maintained');
    expect(hover('openjdk:17')).not.toContain('no shell');
    expect(hover('postgres:17')).toContain(
      '| postgres:17 | 161 MB | ? |\n| postgres:17-alpine | 117 MB (−27 %) | ? · musl |',
    );
    expect(imageHover('${BASE}', images, today)).toBeUndefined();
    expect(imageHover('', images, today)).toBeUndefined();
  });

  it('has a text of its own for scratch', () => {
    expect(hover('scratch')).toContain('no CA certificates');
  });

  it('escapes Markdown of names', () => {
    expect(hover('a__b/c_d:__x__')).toContain('a\\_\\_b/c\\_d:\\_\\_x\\_\\_');
  });

  it('is total, and its tables have three columns', () => {
    const names = [...new Set(['node', 'python', 'nginx', 'openjdk', 'scratch', 'mongo', 'rust'])];
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...names)), fc.string(), (name, day) => {
        const text = imageHover(name, images, day);
        for (const line of text?.split('\n') ?? []) {
          if (line.startsWith('|')) expect(line.split('|')).toHaveLength(5);
        }
      }),
    );
  });
});
