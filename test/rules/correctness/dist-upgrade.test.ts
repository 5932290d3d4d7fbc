import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/dist-upgrade.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const user = 'USER 10001\n';

const cases: readonly RuleCase[] = [
  { name: 'upgrade stays in the release', text: `FROM debian:trixie\nRUN apt-get update && apt-get upgrade -y\n${user}`, findings: 0 },
  { name: 'apk', text: `FROM alpine:3.23\nRUN apk upgrade --no-cache\n${user}`, findings: 0 },
  { name: 'dnf upgrade', text: `FROM fedora:43\nRUN dnf upgrade -y && dnf clean all\n${user}`, findings: 0 },
  { name: 'a rolling release', text: `FROM opensuse/tumbleweed\nRUN zypper -n dup\n${user}`, findings: 0 },
  { name: 'only mentioned', text: `FROM debian:trixie\nRUN echo dist-upgrade\n${user}`, findings: 0 },
  { name: 'a package of that name', text: `FROM debian:trixie\nRUN apt-get install -y dist-upgrade\n${user}`, findings: 0 },
  {
    name: 'apt-get',
    text: `FROM debian:trixie\nRUN apt-get update && apt-get -y dist-upgrade\n${user}`,
    findings: ['apt-get -y dist-upgrade'],
    fixed: `FROM debian:trixie\nRUN apt-get update && apt-get -y upgrade\n${user}`,
  },
  {
    name: 'zypper',
    text: `FROM opensuse/leap:15.6\nRUN zypper --non-interactive dup && zypper clean -a\n${user}`,
    findings: 1,
    fixed: `FROM opensuse/leap:15.6\nRUN zypper --non-interactive update && zypper clean -a\n${user}`,
  },
  {
    name: 'in JSON form',
    text: `FROM debian:trixie\nRUN ["apt-get", "dist-upgrade", "-y"]\n${user}`,
    findings: 1,
    fixed: `FROM debian:trixie\nRUN ["apt-get", "upgrade", "-y"]\n${user}`,
  },
  {
    name: 'another release: no fix',
    text: `FROM ubuntu:24.04\nRUN do-release-upgrade -f DistUpgradeViewNonInteractive\n${user}`,
    findings: ['do-release-upgrade'],
    fixed: `FROM ubuntu:24.04\nRUN do-release-upgrade -f DistUpgradeViewNonInteractive\n${user}`,
  },
]; // prettier-ignore

describe('correctness/dist-upgrade', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
