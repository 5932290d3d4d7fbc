import { describe, expect, it } from 'vitest';
import { registryPage } from '../../server/images/registry-page.ts';

describe('registryPage', () => {
  it.each([
    ['node:22', 'https://hub.docker.com/_/node'],
    ['docker.io/library/node', 'https://hub.docker.com/_/node'],
    ['oven/bun:1', 'https://hub.docker.com/r/oven/bun'],
    ['ghcr.io/acme/tools/app:1', 'https://ghcr.io/acme/tools/app'],
    ['quay.io/centos/centos:stream9', 'https://quay.io/repository/centos/centos'],
    ['mcr.microsoft.com/dotnet/sdk:9.0', 'https://mcr.microsoft.com/artifact/mar/dotnet/sdk/about'],
    ['public.ecr.aws/docker/library/node:22', 'https://gallery.ecr.aws/docker/library/node'],
    ['gcr.io/distroless/static-debian12', 'https://github.com/GoogleContainerTools/distroless'],
    ['cgr.dev/chainguard/node', 'https://images.chainguard.dev/directory/image/node/overview'],
    ['mirror.gcr.io/library/node:22', 'https://hub.docker.com/_/node'],
  ])('of %s is %s', (reference, url) => {
    expect(registryPage(reference)?.url).toBe(url);
  });

  it.each([
    'scratch', 'localhost:5000/app', 'registry.example.com/node', 'gcr.io/project/app', 'registry.k8s.io/pause:3.9',
    'ghcr.io/lonely', '${BASE}', '', 'a/b/c',
  ])('there is none for %s', (reference) => {
    expect(registryPage(reference)).toBeUndefined();
  }); // prettier-ignore
});
