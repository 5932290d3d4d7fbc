import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/cache/apt-update-alone.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

const debian = 'FROM debian:trixie-slim\n';
const install = 'RUN apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n';
const joined =
  'RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n';
const user = 'USER 10001\n';

const cases: readonly RuleCase[] = [
  { name: 'both in one RUN', text: `${debian}${joined}${user}`, findings: 0 },
  {
    name: 'both in a heredoc',
    text: `${debian}RUN <<EOF\napt-get update\napt-get install -y --no-install-recommends tini\nEOF\n${user}`,
    findings: 0,
  },
  {
    name: 'an upgrade',
    text: `${debian}RUN apt-get update && apt-get upgrade -y\n${install}${user}`,
    findings: 0,
  },
  {
    name: 'build dependencies',
    text: `${debian}RUN apt-get update && apt-get build-dep -y tini\n${install}${user}`,
    findings: 0,
  },
  {
    name: 'a script that may install',
    text: `${debian}RUN apt-get update && ./setup.sh\n${install}${user}`,
    findings: 0,
  },
  {
    name: 'a program that installs',
    text: `${debian}RUN apt-get update && npx playwright install-deps\n${install}${user}`,
    findings: 0,
  },
  {
    name: 'the lists are in a cache mount',
    text: `${debian}RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get install -y --no-install-recommends tini\n${user}`,
    findings: 0,
  },
  {
    name: 'the install has its own update',
    text: `${debian}RUN apt-get update\n${joined}${user}`,
    findings: 0,
  },
  { name: 'nothing is installed', text: `${debian}RUN apt-get update\n${user}`, findings: 0 },
  {
    name: 'in another stage',
    text: `${debian.trim()} AS a\nRUN apt-get update\n${debian}${install}${user}`,
    findings: 0,
  },
  {
    name: 'apk keeps no lists with --no-cache',
    text: `FROM alpine:3.23\nRUN apk update\nRUN apk add --no-cache tini\n${user}`,
    findings: 0,
  },
  {
    name: 'dnf',
    text: `FROM fedora:43\nRUN dnf makecache\nRUN dnf install -y tini && dnf clean all\n${user}`,
    findings: 0,
  },
  { name: 'only mentioned', text: `${debian}RUN echo apt-get update\n${install}${user}`, findings: 0 },
  { name: 'a broken script', text: `${debian}RUN apt-get update && (\n${install}${user}`, findings: 0 },
  {
    name: 'alone',
    text: `${debian}RUN apt-get update\n${install}${user}`,
    findings: ['apt-get update'],
    fixed: `${debian}${joined}${user}`,
  },
  {
    name: 'with options, and another spelling of the install',
    text: `${debian}RUN apt-get -qq update\nRUN set -eux; apt install -y --no-install-recommends tini; rm -rf /var/lib/apt/lists/*\n${user}`,
    findings: ['apt-get -qq update'],
    fixed: `${debian}RUN set -eux; apt-get -qq update && apt install -y --no-install-recommends tini; rm -rf /var/lib/apt/lists/*\n${user}`,
  },
  {
    name: 'over lines, with comments',
    text: `${debian}# lists\nRUN apt-get update\n# packages\nRUN apt-get install -y --no-install-recommends \\\n    # reaps\n    tini \\\n && rm -rf /var/lib/apt/lists/*\n${user}`,
    findings: 1,
    fixed: `${debian}# lists\n# packages\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    # reaps\n    tini \\\n && rm -rf /var/lib/apt/lists/*\n${user}`,
  },
  {
    name: 'settings between',
    text: `${debian}RUN apt-get update\nENV DEBIAN_FRONTEND=noninteractive\n${install}${user}`,
    findings: 1,
    fixed: `${debian}ENV DEBIAN_FRONTEND=noninteractive\n${joined}${user}`,
  },
  {
    name: 'with another architecture',
    text: `${debian}RUN dpkg --add-architecture arm64 && apt-get update\n${install}${user}`,
    findings: ['apt-get update'],
    fixed: `${debian}RUN dpkg --add-architecture arm64 && ${joined.slice(4)}${user}`,
  },
  {
    name: 'another user between: no fix',
    text: `${debian}RUN apt-get update\nUSER root\n${install}${user}`,
    findings: 1,
    fixed: `${debian}RUN apt-get update\nUSER root\n${install}${user}`,
  },
  {
    name: 'the install is one of two ways: no fix',
    text: `${debian}RUN apt-get update\nRUN apt-get install -y --no-install-recommends tini || true\n${user}`,
    findings: 1,
    fixed: `${debian}RUN apt-get update\nRUN apt-get install -y --no-install-recommends tini || true\n${user}`,
  },
  {
    name: 'JSON form: no fix',
    text: `${debian}RUN ["apt-get", "update"]\n${install}${user}`,
    findings: 1,
    fixed: `${debian}RUN ["apt-get", "update"]\n${install}${user}`,
  },
];

describe('cache/apt-update-alone', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('only suggests to pass another RUN', async () => {
    for (const [between, expected] of [
      ['RUN mkdir /data\n', 'suggested'],
      ['COPY a /a\n', 'safe'],
    ] as const) {
      const text = `${debian}RUN apt-get update\n${between}${install}${user}`;
      expect(preferredFix(findingsOf(rule, text, await factsFor(text))[0]!)?.applicability).toBe(expected);
    }
  });
});
