import { describe, expect, it } from 'vitest';
import { endpointOf } from '../../server/registry/endpoint.ts';
import { reference } from './server.ts';

describe('endpointOf', () => {
  it.each([
    ['node:22', 'https://registry-1.docker.io', 'library/node', false],
    ['docker.io/bitnami/redis', 'https://registry-1.docker.io', 'bitnami/redis', false],
    ['ghcr.io/owner/app:1', 'https://ghcr.io', 'owner/app', false],
    ['localhost:5000/app', 'http://localhost:5000', 'app', true],
    ['127.0.0.1:5000/a/b', 'http://127.0.0.1:5000', 'a/b', true],
    ['10.0.0.8:5000/app', 'https://10.0.0.8:5000', 'app', false],
  ])('%s', (text, base, repository, loopback) => {
    expect(endpointOf(reference(text))).toMatchObject({ base, repository, loopback });
  });

  it.each([
    ['mirror.example.com', 'https://mirror.example.com', 'library/node'],
    ['https://mirror.example.com/hub/', 'https://mirror.example.com', 'hub/library/node'],
    ['mirror.example.com/v2/hub', 'https://mirror.example.com', 'hub/library/node'],
    ['http://mirror.example.com', 'https://mirror.example.com', 'library/node'],
    ['http://localhost:5000', 'http://localhost:5000', 'library/node'],
    ['https://localhost:5443', 'https://localhost:5443', 'library/node'],
    ['no host at all', 'https://registry-1.docker.io', 'library/node'],
  ])('mirror %s', (mirror, base, repository) => {
    expect(endpointOf(reference('node:22'), { 'docker.io': mirror })).toMatchObject({ base, repository });
  });

  it('keeps credentials under the name that is asked', () => {
    expect(endpointOf(reference('node:22')).registry).toBe('docker.io');
    expect(endpointOf(reference('node:22'), { 'docker.io': 'mirror.example.com' }).registry).toBe(
      'mirror.example.com',
    );
    expect(endpointOf(reference('ghcr.io/a/b'), { 'docker.io': 'mirror.example.com' }).base).toBe(
      'https://ghcr.io',
    );
  });
});
