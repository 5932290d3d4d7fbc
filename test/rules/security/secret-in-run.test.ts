import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/security/secret-in-run.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const base = 'FROM debian:trixie-slim\n';
const user = 'USER 10001\n';
/** Made up here, in the formats of their issuers. Put together, so that no scanner takes this file for a leak. */
const github = `ghp_${'aB3dE6gH9jK2'.repeat(3)}`;
const aws = `AKIA${'Q7RT5XWZ2KLM8NPV'}`;
const generated = 'f3a91c07be5d42887a60d1';

const silent: readonly [string, string][] = [
  ['a variable', `RUN curl -u "ci:$PASSWORD" https://example.org/a`],
  ['a variable in a URL', `RUN git clone https://ci:\${TOKEN}@git.example.org/a.git`],
  ['a substitution in a URL', `RUN git clone https://ci:$(cat /run/secrets/token)@git.example.org/a.git`],
  ['a user without a password', `RUN git clone ssh://git@github.com/example/a.git && git clone https://git@git.example.org/a`],
  ['a placeholder', `RUN git clone https://<user>:<password>@git.example.org/a.git`],
  ['a format', `RUN printf 'https://%s:%s@git.example.org' "$A" "$B" > /root/.git-credentials`],
  ['the usual password of a local database', `RUN DATABASE_URL=postgres://postgres:postgres@db:5432/shop npx prisma generate`],
  ['a database on localhost', `RUN DATABASE_URL=mysql://shop:Winter-2031@localhost/shop bin/rails assets:precompile`],
  ['anonymous', `RUN curl -u anonymous:anonymous ftp://ftp.example.org/a`],
  ['a name for a build', `RUN SECRET_KEY_BASE=precompile_placeholder bin/rails assets:precompile`],
  ['a made up value for a build', `RUN SECRET_KEY=build-time-only-1234567 python manage.py collectstatic`],
  ['a short value for a build', `RUN SECRET_KEY=x1 python manage.py collectstatic`],
  ['a key of documentation', `RUN aws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE`],
  ['the header of a key', `RUN grep -q -- '-----BEGIN RSA PRIVATE KEY-----' /key || exit 1`],
  ['a key from a variable', `RUN printf -- '-----BEGIN PRIVATE KEY-----\\n%s' "$KEY" > /key`],
  ['the fingerprint of a key', `RUN gpg --recv-keys B42F6819007F00F88E364FD4036A9C25BF357DD4`],
  ['a checksum', `RUN echo "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  a.tgz" | sha256sum -c`],
  ['a password on standard input', `RUN docker login -u ci --password-stdin registry.example.org`],
  ['a password file', `RUN app --token-file /run/secrets/token --password-file=/run/secrets/password1`],
  ['no password', `RUN adduser --disabled-password --gecos "" app && useradd -p '*' b && usermod -p '!' c`],
  ['an account without a password', `RUN echo 'root:*' | chpasswd -e`],
  ['a password from a variable', `RUN echo "app:$PASSWORD" | chpasswd && useradd -p "$(openssl passwd -1 "$PW")" a`],
  ['a header with a variable', `RUN curl -H "Authorization: Bearer $TOKEN" https://api.example.org`],
  ['a header without a credential', `RUN curl -H 'Accept: application/json' -H 'Authorization: none' https://api.example.org`],
  ['a registry without a token', `RUN npm config set //npm.example.org/:_authToken '\${NPM_TOKEN}'`],
  ['an empty token', `RUN echo '//npm.example.org/:_authToken=\${NPM_TOKEN}' > .npmrc`],
  ['a port and a path', `RUN curl https://example.org:8443/a@2.0/b && npm i left@https://example.org/a:b@c`],
  ['an image by digest', `RUN skopeo copy docker://registry.example.org/a:1@sha256:${'a1'.repeat(32)} dir:/a`],
  ['a key for errors that browsers send', `RUN SENTRY_DSN=https://${'a1b2c3d4'.repeat(4)}@sentry.example.org/1 npm run build`],
  ['a comment', `# ${github}\nRUN true`],
  ['what secret-in-env tells', `ENV GITHUB_TOKEN=${github}\nARG URL=https://a:Winter-2031@example.org`],
]; // prettier-ignore

const bad: readonly [string, string, string][] = [
  ['a token by its format', `RUN git config --global url."https://${github}@github.com/".insteadOf https://github.com/`, github],
  ['a key by its format', `RUN aws configure set aws_access_key_id ${aws}`, aws],
  ['a token in a heredoc of another language', `RUN <<EOF\n#!/usr/bin/env python3\ntoken = "${github}"\nEOF`, github],
  ['a token in a file that COPY writes', `COPY <<EOF /root/.npmrc\n//npm.example.org/:_authToken=${generated}\nEOF`, generated],
  ['a token in CMD', `CMD ["server", "--token", "${github}"]`, github],
  ['a password in a URL', `RUN pip install -i https://ci:Winter-2031@pypi.example.org/simple shop`, 'Winter-2031'],
  ['a password in the URL of ADD', `ADD https://ci:Winter-2031@example.org/a.tgz /a.tgz`, 'Winter-2031'],
  ['a token for the user of a URL', `RUN git clone https://${'0f'.repeat(20)}:x-oauth-basic@github.com/example/a`, '0f'.repeat(20)],
  ['curl -u', `RUN curl -fsSL -uci:Winter-2031 -o /a https://example.org/a`, '-uci:Winter-2031'],
  ['curl --user', `RUN curl --user 'ci:Winter-2031' https://example.org/a`, `'ci:Winter-2031'`],
  ['a header', `RUN curl -H "PRIVATE-TOKEN: ${generated}" https://git.example.org/a`, `"PRIVATE-TOKEN: ${generated}"`],
  ['docker login', `RUN docker login -u ci -p Winter-2031 registry.example.org`, 'Winter-2031'],
  ['sshpass', `RUN sshpass -p Winter-2031 scp ci@example.org:/a /a`, 'Winter-2031'],
  ['npm config', `RUN npm config set //npm.example.org/:_authToken ${generated}`, generated],
  ['composer config', `RUN composer config -g http-basic.repo.example.org ci ${generated}`, generated],
  ['bundle config', `RUN bundle config set --global gems.example.org ci:Winter2031`, 'ci:Winter2031'],
  ['.npmrc', `RUN echo "//npm.example.org/:_authToken=${generated}" > .npmrc`, generated],
  ['.netrc', `RUN echo "machine git.example.org login ci password Winter-2031" > ~/.netrc`, 'Winter-2031'],
  ['an option of any program', `RUN ./install.sh --license shop --admin-password=Winter-2031`, '--admin-password=Winter-2031'],
  ['a variable for one command', `RUN NPM_TOKEN=${generated} npm ci`, generated],
  ['an exported variable', `RUN export DEPLOY_TOKEN=${generated} && ./deploy`, generated],
  ['over continued lines', `RUN true \\\n  # why\n  && sshpass -p Winter-2031 \\\n    scp a b`, 'Winter-2031'],
  ['chpasswd', `RUN echo "root:toor" | chpasswd`, '"root:toor"'],
  ['chpasswd and a here string', `SHELL ["/bin/bash", "-c"]\nRUN chpasswd <<< 'root:toor'`, `'root:toor'`],
  ['passwd', `RUN printf 'toor\\ntoor\\n' | passwd root`, `'toor\\ntoor\\n'`],
  ['useradd -p', `RUN useradd -m -p '$6$abc$def' dev`, `'$6$abc$def'`],
  ['openssl passwd', `RUN useradd -m -p $(openssl passwd -1 toor) dev`, 'toor'],
  ['htpasswd', `RUN htpasswd -bc /etc/nginx/.htpasswd admin admin`, 'admin'],
]; // prettier-ignore

const cases: readonly RuleCase[] = [
  ...silent.map(([name, line]) => ({ name, text: `${base}${line}\n${user}`, findings: 0 })),
  ...bad.map(([name, line, span]) => ({ name, text: `${base}${line}\n${user}`, findings: [span] })),
  { name: 'the same one twice is one finding', text: `${base}RUN curl https://a:Winter-2031@example.org/a\nRUN curl https://a:Winter-2031@example.org/b\n${user}`, findings: 1 },
  { name: 'two are two', text: `${base}RUN curl https://a:Winter-2031@example.org/a https://a:Summer-2031@example.org/b\n${user}`, findings: 2 },
]; // prettier-ignore

describe('security/secret-in-run', () => {
  it.each(cases)('$name', async (test) => {
    await checkCase(rule, test);
  });

  it.each(bad)('does not repeat it: %s', async (_, line) => {
    const text = `${base}${line}\n${user}`;
    for (const finding of findingsOf(rule, text, await factsFor(text))) {
      const said = [finding.message, ...(finding.related ?? []).map(({ message }) => message)].join('\n');
      expect(said).not.toMatch(/Winter|toor(?!\w)|ghp_|AKIA/);
      expect(said).not.toContain(generated);
      expect(finding.secret).toEqual(finding.span);
    }
  });

  it('says where it stays, and knows accounts of the image from the rest', async () => {
    const text = `${base.trim()} AS build\nRUN curl -u ci:Winter-2031 https://example.org/a\n${base}RUN echo root:toor | chpasswd\nCMD ["a", "--api-key=${generated}"]\n`;
    const found = findingsOf(rule, text, await factsFor(text));
    expect(found.map(({ effectiveSeverity, message }) => [effectiveSeverity, message])).toEqual([
      ['error', 'The password for `curl -u` is written into this RUN: it stays in the build cache and in the records of the build. Change it, and pass the new one with `RUN --mount=type=secret`.'],
      ['warning', '`chpasswd` sets a password that everybody with the image or this file knows. Leave the account without a password, or set one when the container starts.'],
      ['error', 'The value of --api-key is written into this CMD: it is in every copy of the image (`docker inspect`). Change it, and pass the new one when the container starts.'],
    ]); // prettier-ignore
  });

  it('reads thousands of credentials in time', async () => {
    const passwords = Array.from({ length: 20_000 }, (_, i) => ` && sshpass -p Winter-${i} ssh a`).join('');
    const text = `${base}RUN true${passwords}\n`;
    const facts = await factsFor(text);
    expect(findingsOf(rule, text, facts).length).toBeGreaterThan(900);
  });

  it('reads a long line in time', async () => {
    const text = `${base}RUN ${'eyJ-http://a:'.repeat(20_000)}\nRUN ${'a'.repeat(200_000)}\n`;
    const facts = await factsFor(text);
    expect(findingsOf(rule, text, facts)).toEqual([]);
  });
});
