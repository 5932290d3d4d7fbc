import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKind, hostKind } from '../../server/registry/hosts.ts';

describe('hostKind', () => {
  it.each([
    ['localhost', 'loopback'],
    ['LOCALHOST.', 'loopback'],
    ['registry.localhost:5000', 'loopback'],
    ['127.0.0.1:5000', 'loopback'],
    ['127.9.9.9', 'loopback'],
    ['[::1]:5000', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.15.0.1', 'public'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1:443', 'private'],
    ['169.254.169.254', 'private'],
    ['100.64.0.1', 'private'],
    ['0.0.0.0', 'private'],
    ['224.0.0.1', 'private'],
    ['[fd00::1]', 'private'],
    ['[fe80::1%eth0]', 'private'],
    ['[::]', 'private'],
    ['[::ffff:127.0.0.1]', 'loopback'],
    ['[::ffff:a00:1]', 'private'],
    ['[64:ff9b::10.0.0.1]', 'private'],
    ['[2606:4700::1]', 'public'],
    ['8.8.8.8', 'public'],
    ['ghcr.io', 'public'],
    ['localhost.example.com', 'public'],
    ['10.0.0.1.example.com', 'public'],
  ])('%s is %s', (host, kind) => {
    expect(hostKind(host)).toBe(kind);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['loopback', 'private', 'public']).toContain(hostKind(text));
      }),
    );
  });
});

describe('addressKind', () => {
  it.each(['', 'example.com', '1.2.3', '1.2.3.256', ':::', '1::2::3', 'g::1', '1:2:3:4:5:6:7:8:9'])(
    '%j is no address',
    (text) => {
      expect(addressKind(text)).toBeUndefined();
    },
  );

  it('knows every IPv6 address that fast-check makes', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        expect(addressKind(text)).toBeDefined();
      }),
    );
  });
});
