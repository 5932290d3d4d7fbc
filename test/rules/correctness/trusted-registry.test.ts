import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/trusted-registry.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const user = 'USER 10001\n';
const only = (...trustedRegistries: string[]) => ({ trustedRegistries });

const cases: readonly RuleCase[] = [
  { name: 'no list', text: `FROM example.com/a:1\n${user}`, findings: 0 },
  { name: 'an empty list', text: `FROM example.com/a:1\n${user}`, preferences: only(), findings: 0 },
  { name: 'Docker Hub', text: `FROM alpine:3.23\n${user}`, preferences: only('docker.io'), findings: 0 },
  { name: 'Docker Hub by another name', text: `FROM docker.io/acme/a:1\n${user}`, preferences: only('hub.docker.com'), findings: 0 },
  { name: 'part of Docker Hub', text: `FROM alpine:3.23\n${user}`, preferences: only('docker.io/library'), findings: 0 },
  { name: 'everything', text: `FROM example.com/a:1\n${user}`, preferences: only('*'), findings: 0 },
  { name: 'the end of a host', text: `FROM eu.example.com/a:1\n${user}`, preferences: only('*.example.com'), findings: 0 },
  { name: 'the beginning of a path', text: `FROM ghcr.io/acme-web/a:1\n${user}`, preferences: only('ghcr.io/acme*'), findings: 0 },
  { name: 'scratch', text: `FROM scratch\n${user}`, preferences: only('example.com'), findings: 0 },
  { name: 'a stage', text: `FROM example.com/a:1 AS a\nFROM a\nCOPY --from=a /x /x\nCOPY --from=0 /y /y\n${user}`, preferences: only('example.com'), findings: 0 },
  { name: 'a named context', text: `FROM example.com/a:1\nCOPY --from=assets /x /x\n${user}`, preferences: only('example.com'), findings: 0 },
  { name: 'a variable', text: `ARG REGISTRY\nFROM $REGISTRY/a:1\n${user}`, preferences: only('example.com'), findings: 0 },
  { name: 'a port', text: `FROM localhost:5000/a:1\n${user}`, preferences: only('localhost:5000'), findings: 0 },
  { name: 'another registry', text: `FROM quay.io/acme/a:1\n${user}`, preferences: only('docker.io', '*.example.com'), findings: ['quay.io/acme/a:1'] },
  { name: 'a name that only begins alike', text: `FROM ghcr.io/acmeevil/a:1\n${user}`, preferences: only('ghcr.io/acme'), findings: 1 },
  { name: 'the default of a variable', text: `ARG BASE=quay.io/acme/a:1\nFROM $BASE\n${user}`, preferences: only('docker.io'), findings: ['$BASE'] },
  { name: 'COPY --from', text: `FROM example.com/a:1\nCOPY --from=busybox:1.37 /bin/sh /bin/sh\n${user}`, preferences: only('example.com'), findings: ['busybox:1.37'] },
  {
    name: 'a mount',
    text: `FROM example.com/a:1\nRUN --mount=type=bind,from=ghcr.io/acme/tool:1,target=/t /t/run\n${user}`,
    preferences: only('example.com'),
    findings: ['type=bind,from=ghcr.io/acme/tool:1,target=/t'],
  },
]; // prettier-ignore

describe('correctness/trusted-registry', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
