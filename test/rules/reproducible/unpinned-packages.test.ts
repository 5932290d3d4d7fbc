import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/unpinned-packages.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const base = 'FROM debian:trixie-slim\n';
const user = 'USER 10001\n';

const cases: readonly RuleCase[] = [
  ['apt with versions', 'RUN apt-get update && apt-get install -y curl=8.14.1-2 git=1:2.47* libc6:amd64=2.41-12', 0],
  ['versions in variables', 'ARG CURL=8\nRUN apt-get install -y curl=$CURL git=${GIT} postgresql-client-$PG $PACKAGES "$MORE" && apk add "tini=${TINI}"', 0],
  ['files, URLs, groups, tasks and removals', 'RUN apt-get install -y ./a.deb /srv/b.deb exim4- lamp-server^ && dnf install -y @development-tools https://example.org/a.rpm a.rpm', 0],
  ['apk with versions', 'RUN apk add --no-cache tini=0.19.0-r3 "curl~8.14" "git>2" busybox~=1.37', 0],
  ['virtual packages of apk', 'RUN apk add --no-cache --virtual .build-deps gcc=14.2.0-r6', 0],
  ['rpm with versions', 'RUN dnf install -y curl-7.76.1 git-2.43.5-2.el9 java-17-openjdk-headless-17.0.9.0.9-2.el9 nodejs-22* && yum install -y httpd-2.4.62', 0],
  ['zypper with versions', 'RUN zypper install -y curl=8.6.0 "git>=2.43"', 0],
  ['no install', 'RUN apt-get update && apt-get upgrade -y && apt-get remove -y curl && apk del git && dnf clean all', 0],
  ['options with values', 'RUN apt-get install -y -t bookworm-backports -o Dpkg::Use-Pty=0 git=1', 0],
  ['a pattern', 'RUN dnf install -y php-*', 0],
  ['apt', 'RUN apt-get update && apt-get install -y --no-install-recommends curl', ['curl']],
  ['a release is no version', 'RUN apt-get install -y git/bookworm-backports', ['git/bookworm-backports']],
  ['apk', 'RUN apk --no-cache add tini', ['tini']],
  ['a repository is no version', 'RUN apk add --no-cache tini@edge', ['tini@edge']],
  ['dnf, with numbers in the name', 'RUN dnf install -y java-17-openjdk-headless python3 php-8 gcc-c++', ['java-17-openjdk-headless']],
  ['microdnf', 'RUN microdnf install -y nginx', ['nginx']],
  ['zypper', 'RUN zypper --non-interactive in curl', ['curl']],
  ['one of several', 'RUN apt-get install -y curl=8 git', ['git']],
  ['two installs', 'RUN apt-get install -y curl && apt-get install -y git', ['curl', 'git']],
  ['in a heredoc', 'RUN <<EOF\napk add --no-cache tini\nEOF', ['tini']],
].map(([name, line, findings]) => ({ name: String(name), text: `${base}${String(line)}\n${user}`, findings: findings as number | string[] })); // prettier-ignore

describe('reproducible/unpinned-packages', () => {
  it.each(cases)('$name', async (test) => {
    await checkCase(rule, test);
  });

  it('is off by default, and counts', async () => {
    const text = `${base}RUN apt-get install -y a b c d:amd64 e/sid\nRUN dnf install -y x\n${user}`;
    expect(rule.severity).toBe('off');
    expect(findingsOf(rule, text, await factsFor(text)).map(({ message }) => message)).toEqual([
      '`apt-get install` takes a, b and 3 more packages in the version of the day. Write a=VERSION.',
      '`dnf install` takes x in the version of the day. Write x-VERSION.',
    ]);
  });
});
