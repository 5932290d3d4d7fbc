import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/security/insecure-download.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

const base = 'FROM debian:trixie-slim\n';
const user = 'USER 10001\n';

const silent: readonly [string, string][] = [
  ['https', 'RUN curl -fsSLO https://example.org/a && wget https://example.org/b && pip install -i https://pypi.example.org/simple a'],
  ['options that look alike', 'RUN curl --keepalive-time 5 -o k https://example.org/k && wget -k -r https://example.org/'],
  ['a value that looks alike', `RUN curl -H 'X: -k' -o -k https://example.org/a`],
  ['the build itself', 'RUN curl -k https://localhost:8443/ && wget --no-check-certificate https://127.0.0.1/ && curl http://localhost:8080/health'],
  ['compared with a checksum', 'RUN curl -kO https://example.org/a && echo "$SUM  a" | sha256sum -c - && wget http://example.org/b'],
  ['a private network over http', 'RUN curl http://nexus/a && curl http://files.internal/b && curl http://10.0.0.5/c && wget http://repo.example.corp/d'],
  ['a port of its own', 'RUN curl http://repo.example.org:8081/a'],
  ['a host that nobody knows', 'RUN curl "http://$MIRROR/a"'],
  ['signed sources of apt', `RUN echo "deb http://deb.debian.org/debian trixie main" > /etc/apt/sources.list && sed -i 's#http://deb.debian.org#http://mirrors.aliyun.com#' /etc/apt/sources.list.d/debian.sources`],
  ['signed sources of apk', `RUN apk add --no-cache --repository http://dl-cdn.alpinelinux.org/alpine/edge/testing a`],
  ['a URL that nobody fetches', `RUN echo "see http://github.com/example" > /readme && git config user.url http://github.com/a && npm pkg set homepage=http://github.com/a`],
  ['a proxy', `ENV http_proxy=http://proxy.example.org:3128\nRUN curl --proxy http://proxy.example.org -x http://p.example.org https://example.org/a`],
  ['a health check', 'HEALTHCHECK CMD curl -kf https://localhost/ || exit 1'],
  ['the start', 'CMD ["curl", "-k", "https://example.org"]'],
  ['a package that the build made', 'RUN abuild -r && apk add --allow-untrusted /home/builder/packages/*.apk ./a.apk && rpm -i a.rpm && dnf install -y --nogpgcheck ./a.rpm'],
  ['a repository in the image', `RUN echo "deb [trusted=yes] file:/srv/packages ./" > /etc/apt/sources.list.d/own.list`],
  ['metadata that no repository signs', `RUN printf '[a]\\ngpgcheck=1\\nrepo_gpgcheck=0\\n' > /etc/yum.repos.d/a.repo`],
  ['checks that are on', 'ENV NODE_TLS_REJECT_UNAUTHORIZED=1 NPM_CONFIG_STRICT_SSL=true GIT_SSL_NO_VERIFY=0 PIP_TRUSTED_HOST=\nRUN npm config set strict-ssl true && git config --global http.sslVerify true'],
  ['a trusted host that is the build', 'RUN pip install --trusted-host localhost -i http://localhost:3141/simple a'],
  ['ADD with a checksum', `ADD --checksum=sha256:${'0123456789abcdef'.repeat(4)} http://example.org/a /a`],
  ['an archive of expired releases', `RUN apt-get -o Acquire::Check-Valid-Until=false update`],
  ['a key whose name is k', 'RUN conda install numpy && kubectl version --client && helm version'],
  ['a registry with a path', 'RUN npm install --registry https://npm.example.org a'],
]; // prettier-ignore

const unchecked: readonly [string, string, string][] = [
  ['curl', 'RUN curl -fsSLk https://example.org/a', '-fsSLk'],
  ['curl in long', 'RUN curl --insecure https://example.org/a', '--insecure'],
  ['wget', 'RUN wget -q --no-check-certificate https://example.org/a', '--no-check-certificate'],
  ['pip', 'RUN pip install --trusted-host pypi.org -r requirements.txt', '--trusted-host'],
  ['pip in one word', 'RUN python3 -m pip install --trusted-host=pypi.org a', '--trusted-host=pypi.org'],
  ['pip config', 'RUN pip config set global.trusted-host pypi.org', 'global.trusted-host'],
  ['PIP_TRUSTED_HOST', 'ENV PIP_TRUSTED_HOST=pypi.org', 'PIP_TRUSTED_HOST=pypi.org'],
  ['NODE_TLS_REJECT_UNAUTHORIZED', 'ENV A=1 NODE_TLS_REJECT_UNAUTHORIZED=0', 'NODE_TLS_REJECT_UNAUTHORIZED=0'],
  ['an ARG', 'ARG NODE_TLS_REJECT_UNAUTHORIZED=0', 'NODE_TLS_REJECT_UNAUTHORIZED=0'],
  ['one command', 'RUN NODE_TLS_REJECT_UNAUTHORIZED=0 npm ci', 'NODE_TLS_REJECT_UNAUTHORIZED=0'],
  ['an export', 'RUN export PYTHONHTTPSVERIFY=0 && ./get.py', 'PYTHONHTTPSVERIFY=0'],
  ['GIT_SSL_NO_VERIFY', 'RUN GIT_SSL_NO_VERIFY=true git clone https://git.example.org/a', 'GIT_SSL_NO_VERIFY=true'],
  ['git -c', 'RUN git -c http.sslVerify=false clone https://git.example.org/a', 'http.sslVerify=false'],
  ['git config', 'RUN git config --global http.sslverify false', 'http.sslverify'],
  ['git config for a host', 'RUN git config --global http.https://git.example.org/.sslVerify false', 'http.https://git.example.org/.sslVerify'],
  ['npm config', 'RUN npm config set strict-ssl false', 'strict-ssl'],
  ['npm config in one word', 'RUN npm config set strict-ssl=false -g', 'strict-ssl=false'],
  ['yarn config', 'RUN yarn config set "strict-ssl" false', '"strict-ssl"'],
  ['npm once', 'RUN npm ci --strict-ssl=false', '--strict-ssl=false'],
  ['npm by variable', 'ENV npm_config_strict_ssl=false', 'npm_config_strict_ssl=false'],
  ['composer', 'RUN composer config -g secure-http false', 'secure-http'],
  ['conda', 'RUN conda config --set ssl_verify no', 'ssl_verify'],
  ['apt-get', 'RUN apt-get update && apt-get install -y --allow-unauthenticated a', '--allow-unauthenticated'],
  ['apt-get by configuration', 'RUN apt-get -o APT::Get::AllowUnauthenticated=true install -y a', 'APT::Get::AllowUnauthenticated=true'],
  ['apt-get --force-yes', 'RUN apt-get install -y --force-yes a', '--force-yes'],
  ['a source of apt', 'RUN echo "deb [arch=amd64 trusted=yes] https://apt.example.org ./" > /etc/apt/sources.list.d/a.list', '[arch=amd64 trusted=yes]'],
  ['a source of apt in a heredoc', 'RUN <<EOF cat > /etc/apt/sources.list.d/a.list\ndeb [trusted=yes] https://apt.example.org ./\nEOF', '[trusted=yes]'],
  ['apk', 'RUN apk add --no-cache --allow-untrusted glibc', '--allow-untrusted'],
  ['dnf', 'RUN dnf install -y --nogpgcheck https://rpm.example.org/a.rpm', '--nogpgcheck'],
  ['zypper', 'RUN zypper --no-gpg-checks install -y a', '--no-gpg-checks'],
  ['rpm', 'RUN rpm -i --nosignature https://rpm.example.org/a.rpm', '--nosignature'],
  ['a repository of rpm packages', `RUN sed -i 's/gpgcheck=1/gpgcheck=0/' /etc/yum.repos.d/a.repo`, 'gpgcheck=0'],
  ['yum-config-manager', 'RUN yum-config-manager --save --setopt=a.sslverify=false', '--setopt=a.sslverify=false'],
  ['yum', 'RUN yum install -y --setopt=sslverify=0 a', '--setopt=sslverify=0'],
  ['the same twice in a RUN', 'RUN curl -k https://example.org/a && curl -k https://example.org/b', '-k'],
  ['ONBUILD', 'ONBUILD RUN curl -k https://example.org/a', '-k'],
]; // prettier-ignore

const cases: readonly RuleCase[] = [
  ...silent.map(([name, line]) => ({ name, text: `${base}${line}\n${user}`, findings: 0 })),
  ...unchecked.map(([name, line, span]) => ({ name, text: `${base}${line}\n${user}`, findings: [span] })),
  {
    name: 'http of a known host',
    text: `${base}RUN wget -qO- http://nodejs.org/dist/a.tgz | tar -xz\n${user}`,
    findings: ['http://nodejs.org/dist/a.tgz'],
    fixed: `${base}RUN wget -qO- https://nodejs.org/dist/a.tgz | tar -xz\n${user}`,
  },
  {
    name: 'every place of one RUN, without a scheme too',
    text: `FROM alpine:3.24\nRUN curl -O "http://github.com/example/a" \\\n  && curl -O github.com/example/b\n${user}`,
    findings: ['"http://github.com/example/a"'],
    fixed: `FROM alpine:3.24\nRUN curl -O "https://github.com/example/a" \\\n  && curl -O https://github.com/example/b\n${user}`,
  },
  {
    name: 'two hosts are two',
    text: `${base}RUN curl http://github.com/a http://pypi.org/b\n${user}`,
    findings: ['http://github.com/a', 'http://pypi.org/b'],
  },
  {
    name: 'git',
    text: `${base}RUN git clone --depth 1 http://github.com/example/a.git\n${user}`,
    findings: ['http://github.com/example/a.git'],
    fixed: `${base}RUN git clone --depth 1 https://github.com/example/a.git\n${user}`,
  },
  {
    name: 'an index of pip',
    text: `${base}RUN pip install -i http://mirrors.aliyun.com/pypi/simple a\n${user}`,
    findings: ['http://mirrors.aliyun.com/pypi/simple'],
    fixed: `${base}RUN pip install -i https://mirrors.aliyun.com/pypi/simple a\n${user}`,
  },
  {
    name: 'a registry of npm',
    text: `${base}RUN npm install --registry=http://registry.npmmirror.com && npm config set registry http://registry.npmmirror.com\n${user}`,
    findings: ['--registry=http://registry.npmmirror.com'],
    fixed: `${base}RUN npm install --registry=https://registry.npmmirror.com && npm config set registry https://registry.npmmirror.com\n${user}`,
  },
  {
    name: 'another host: no fix',
    text: `${base}RUN curl -O http://files.example.org/a\nADD http://files.example.org/b /b\n${user}`,
    findings: ['http://files.example.org/a', 'http://files.example.org/b'],
    fixed: `${base}RUN curl -O http://files.example.org/a\nADD http://files.example.org/b /b\n${user}`,
  },
];

describe('security/insecure-download', () => {
  it.each(cases)('$name', async (test) => {
    await checkCase(rule, test);
  });

  it.each<[string, string, string]>([
    ['ADD', `${base}ADD http://github.com/a /a\n`, 'safe'],
    ['curl without authorities', `${base}RUN curl -O http://github.com/a\n`, 'suggested'],
    [
      'curl with their package',
      `${base}RUN apt-get install -y ca-certificates curl && curl -O http://github.com/a\n`,
      'safe',
    ],
    ['curl on Alpine', 'FROM alpine:3.24\nRUN curl -O http://github.com/a\n', 'safe'],
    ['curl of the image', 'FROM buildpack-deps:trixie-curl\nRUN curl -O http://github.com/a\n', 'safe'],
    ['npm', `${base}RUN npm i --registry http://registry.npmjs.org\n`, 'safe'],
  ])('knows where https works: %s', async (_, text, applicability) => {
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding && preferredFix(finding)?.applicability).toBe(applicability);
  });

  it('says what can happen, and what to do', async () => {
    const lines = [
      'RUN curl -k https://files.example.org/a',
      'RUN apk add --allow-untrusted a',
      'RUN pip install --trusted-host pypi.internal:8080 a',
      'ENV NODE_TLS_REJECT_UNAUTHORIZED=0',
      'RUN curl http://files.example.org/b',
    ];
    const text = `${base}${lines.join('\n')}\n${user}`;
    const found = findingsOf(rule, text, await factsFor(text));
    expect(found.map(({ effectiveSeverity, message }) => `${effectiveSeverity}: ${message}`)).toEqual([
      'warning: `curl -k` accepts any certificate: whoever is between here and files.example.org can replace what it sends. Leave it out; for an authority of your own install its certificate.',
      'warning: `apk --allow-untrusted` lets packages in whose signature nobody checked: a hijacked mirror can put anything into the image. Put the key of the repository into /etc/apk/keys.',
      'warning: `pip --trusted-host` accepts any certificate: whoever is between here and pypi.internal can replace what it sends. Give it the authority of the server with --cert.',
      'warning: `NODE_TLS_REJECT_UNAUTHORIZED=0` accepts any certificate, in the running container too: whoever is between here and the server can replace what it sends. Leave it out; for an authority of your own install its certificate.',
      'info: `curl` fetches from files.example.org over plain http: whoever is in between can replace the file. Use https if files.example.org serves it, or compare a checksum.',
    ]);
  });
});
