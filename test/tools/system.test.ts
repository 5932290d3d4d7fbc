import { describe, expect, it } from 'vitest';
import { goCommand, goOption } from '../../server/tools/go.ts';
import { packageName, systemCommand } from '../../server/tools/system.ts';
import { firstCommand } from './commands.ts';

describe('system packages', () => {
  it.each<[string, string, string, string[]]>([
    ['apt-get update', 'apt-get', 'update', []],
    ['apt-get install -y --no-install-recommends curl git', 'apt-get', 'install', ['curl', 'git']],
    ['apt-get -yqq install curl', 'apt-get', 'install', ['curl']],
    ['apt-get install -y -t bookworm-backports git', 'apt-get', 'install', ['git']],
    ['apt-get -o Acquire::Retries=3 install -y git', 'apt-get', 'install', ['git']],
    ['DEBIAN_FRONTEND=noninteractive apt-get -q=2 install git', 'apt-get', 'install', ['git']],
    ['apt install ./x.deb', 'apt', 'install', ['./x.deb']],
    ['apt-get clean', 'apt-get', 'clean', []],
    ['apt-get purge -y --auto-remove gcc', 'apt-get', 'remove', ['gcc']],
    ['apt-get dist-upgrade -y', 'apt-get', 'upgrade', []],
    ['aptitude install x', 'apt', 'install', ['x']],
    ['apt-get source x', 'apt-get', 'other', ['x']],
    ['apk add --no-cache curl', 'apk', 'install', ['curl']],
    ['apk add -t .deps gcc musl-dev', 'apk', 'install', ['gcc', 'musl-dev']],
    ['apk --no-cache add --virtual .deps gcc', 'apk', 'install', ['gcc']],
    ['apk add -X https://x/edge -u curl', 'apk', 'install', ['curl']],
    ['apk update', 'apk', 'update', []],
    ['apk del .deps', 'apk', 'remove', ['.deps']],
    ['apk upgrade', 'apk', 'upgrade', []],
    ['dnf install -y --setopt=install_weak_deps=False git', 'dnf', 'install', ['git']],
    ['dnf -y --enablerepo crb install git', 'dnf', 'install', ['git']],
    ['dnf clean all', 'dnf', 'clean', ['all']],
    ['yum update -y', 'yum', 'upgrade', []],
    ['dnf makecache', 'dnf', 'update', []],
    ['microdnf install git', 'microdnf', 'install', ['git']],
    ['tdnf install git', 'dnf', 'install', ['git']],
    ['zypper --non-interactive in git', 'zypper', 'install', ['git']],
    ['zypper -n refresh', 'zypper', 'update', []],
    ['zypper update', 'zypper', 'upgrade', []],
  ])('%s', (line, tool, action, packages) => {
    const found = systemCommand(firstCommand(line));
    expect([found?.tool, found?.action, found?.packages.map(({ value }) => value)]).toEqual([
      tool,
      action,
      packages,
    ]);
  });

  it.each([
    ['git=1:2.39', 'git'],
    ['git@edge', 'git'],
    ['git~=2.4', 'git'],
    ['git>2', 'git'],
    ['git/bookworm', 'git'],
    ['git:amd64', 'git'],
    ['g++', 'g++'],
    ['@development-tools', '@development-tools'],
    ['./x_1.2.deb', './x_1.2.deb'],
    ['https://x/y.rpm', 'https://x/y.rpm'],
  ])('the name of %s', (raw, name) => {
    expect(packageName(firstCommand(`x '${raw}'`).args[0]!)).toBe(name);
  });
});

describe('go', () => {
  it.each<[string, string, string[]]>([
    ['go build -o /app ./cmd/server', 'build', ['./cmd/server']],
    ['go build -a -installsuffix cgo -o app .', 'build', ['.']],
    ['go build -ldflags="-s -w" -trimpath -tags netgo .', 'build', ['.']],
    ['go -C srv build .', 'build', ['.']],
    ['go mod download', 'mod', ['download']],
    ['go test -run TestX ./...', 'test', ['./...']],
    ['CGO_ENABLED=0 go install ./...', 'install', ['./...']],
  ])('%s', (line, subcommand, operands) => {
    const go = goCommand(firstCommand(line));
    expect([go?.subcommand, go?.operands.map(({ value }) => value)]).toEqual([subcommand, operands]);
  });

  it('reads options with one dash', () => {
    const go = goCommand(firstCommand('go build -ldflags "-s -w" -mod=vendor -o /app .'))!;
    expect(['-ldflags', '-mod', '-o', '-tags'].map((name) => goOption(go, name))).toEqual([
      '-s -w',
      'vendor',
      '/app',
      undefined,
    ]);
  });
});
