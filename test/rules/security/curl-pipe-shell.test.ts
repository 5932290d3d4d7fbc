import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/security/curl-pipe-shell.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const base = 'FROM buildpack-deps:trixie\n';
const user = 'USER 10001\n';

const silent: readonly [string, string][] = [
  ['a pipe to another program', 'RUN curl -fsS https://example.org/a.tgz | tar -xz'],
  ['a key', 'RUN curl -fsS https://example.org/key.asc | gpg --dearmor -o /key.gpg'],
  ['data for a program', `RUN curl -fsS https://example.org/a.json | python3 -m json.tool && curl https://example.org/a | python3 -c 'import sys' && curl https://example.org/b | perl -pe 's/a/b/'`],
  ['data for a script', 'RUN curl -fsS https://example.org/a | sh ./filter.sh && wget -qO- https://example.org/a | bash -c "cat > /a"'],
  ['a script of the build', 'RUN cat install.sh | sh && echo true | bash -e'],
  ['a file with a checksum', 'RUN curl -o i.sh https://example.org/i.sh && echo "$SUM  i.sh" | sha256sum -c && sh i.sh'],
  ['a checksum of what is piped', 'RUN curl https://example.org/i.sh | tee i.sh | sh && echo "$SUM  i.sh" | sha256sum -c -'],
  ['a signature', 'RUN curl -O https://example.org/i.sh.asc && gpg --verify i.sh.asc && curl https://example.org/i.sh | sh'],
  ['a commit in the URL', `RUN curl -fsSL https://raw.githubusercontent.com/example/tool/${'0a1b'.repeat(10)}/install.sh | sh`],
  ['a value from a server', 'RUN VERSION="$(curl -fsS https://example.org/latest)" && ./install.sh "$VERSION"'],
  ['a comment', '# curl https://example.org | sh\nRUN true'],
  ['text', `RUN echo 'curl https://example.org | sh' > /readme`],
  ['the program of the container', 'CMD curl https://example.org/i.sh | sh'],
]; // prettier-ignore

const bad: readonly [string, string, string][] = [
  ['bash', 'RUN curl -fsSL https://get.example.org/ | bash', 'curl -fsSL https://get.example.org/'],
  ['sh with arguments', 'RUN wget -qO- https://get.example.org/i.sh | sh -s -- --yes', 'wget -qO- https://get.example.org/i.sh'],
  ['sh -eux', 'RUN wget -qO- https://get.example.org/i.sh | sh -eux', 'wget -qO- https://get.example.org/i.sh'],
  ['bash -o', 'RUN curl https://get.example.org/i.sh | bash -o pipefail', 'curl https://get.example.org/i.sh'],
  ['sudo', 'RUN curl https://get.example.org/i.sh | sudo -E bash -', 'curl https://get.example.org/i.sh'],
  ['another language', 'RUN curl -sSL https://get.example.org/i.py | python3 -', 'curl -sSL https://get.example.org/i.py'],
  ['PHP', 'RUN curl -sS https://getcomposer.org/installer | php', 'curl -sS https://getcomposer.org/installer'],
  ['PHP with arguments', 'RUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin', 'curl -sS https://getcomposer.org/installer'],
  ['through another program', 'RUN curl https://get.example.org/i.sh | sed s/a/b/ | sh', 'curl https://get.example.org/i.sh'],
  ['a substitution', 'RUN sh -c "$(curl -fsSL https://get.example.org/i.sh)" -- --yes', 'curl -fsSL https://get.example.org/i.sh'],
  ['eval', 'RUN eval "$(wget -qO- https://get.example.org/i.sh)"', 'wget -qO- https://get.example.org/i.sh'],
  ['over several lines', 'RUN apt-get update \\\n  && curl https://get.example.org/i.sh \\\n  | bash \\\n  && true', 'curl https://get.example.org/i.sh'],
  ['a heredoc', 'RUN <<EOF\ncurl https://get.example.org/i.sh | bash\nEOF', 'curl https://get.example.org/i.sh'],
  ['ONBUILD', 'ONBUILD RUN curl https://get.example.org/i.sh | bash', 'curl https://get.example.org/i.sh'],
]; // prettier-ignore

const cases: readonly RuleCase[] = [
  ...silent.map(([name, line]) => ({ name, text: `${base}${line}\n${user}`, findings: 0 })),
  ...bad.map(([name, line, span]) => ({ name, text: `${base}${line}\n${user}`, findings: [span] })),
  {
    name: 'a process substitution of bash',
    text: `${base}SHELL ["/bin/bash", "-c"]\nRUN bash <(curl -s https://get.example.org/i.sh)\n${user}`,
    findings: 1,
  },
];

async function messageOf(line: string, from = base): Promise<string | undefined> {
  const text = `${from}${line}\n${user}`;
  return findingsOf(rule, text, await factsFor(text))[0]?.message;
}

describe('security/curl-pipe-shell', () => {
  it.each(cases)('$name', async (test) => {
    await checkCase(rule, test);
  });

  it('names the server, and what to do instead of a known installer', async () => {
    expect(await messageOf('RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash -')).toBe(
      '`curl … | bash` runs unseen what deb.nodesource.com sends, as root, tomorrow perhaps another script. Start from a node image, or copy node from one with COPY --from.',
    );
    expect(await messageOf('USER app\nRUN wget -O- https://raw.githubusercontent.com/nvm-sh/nvm/v0.40.1/install.sh | sh')).toBe(
      '`wget … | sh` runs unseen what raw.githubusercontent.com sends. Start from a node image of the version you need: one container needs no version manager.',
    ); // prettier-ignore
  });

  it('names no image that the file starts from already', async () => {
    const pip = 'RUN curl -sS https://bootstrap.pypa.io/get-pip.py | python3';
    expect(await messageOf(pip)).toContain('Start from a python image, which has pip.');
    expect(await messageOf(pip, 'FROM python:3.13-slim\n')).toContain(
      'Leave it out: the python image has pip',
    );
  });

  it.each([
    ['FROM ruby:3.4-slim\n', 'https://deb.nodesource.com/setup_22.x', 'Copy node from a node image with the same distribution'],
    ['FROM python:3.13\n', 'https://raw.githubusercontent.com/nvm-sh/nvm/v0.40.1/install.sh', 'Copy node from a node image'],
    ['FROM node:22\n', 'https://deb.nodesource.com/setup_24.x', 'Choose the tag of the node image'],
    ['FROM ruby:3.4-slim\n', 'https://install.python-poetry.org', 'Download it to a file'],
    ['FROM acme/api:python3.13\n', 'https://install.python-poetry.org', 'pip install poetry'],
    ['FROM golang:1.26\n', 'https://get.pnpm.io/install.sh', 'Download it to a file'],
    ['FROM node:22\n', 'https://sh.rustup.rs', 'from a rust image with the same distribution'],
    ['FROM node:22\n', 'https://bootstrap.pypa.io/get-pip.py', "Install the distribution's own pip"],
    ['FROM node:22-alpine\n', 'https://bun.sh/install', 'oven/bun:VERSION-alpine'],
    ['FROM node:22-slim\n', 'https://bun.sh/install', 'oven/bun:VERSION /usr'],
    ['FROM alpine:3.23\n', 'https://deno.land/install.sh', 'Download it to a file'],
  ])('gives advice that fits the image: %s %s', async (from, url, advice) => {
    expect(await messageOf(`RUN curl -fsSL ${url} | sh`, from)).toContain(advice);
  }); // prettier-ignore

  it('follows variables, and admits what it does not know', async () => {
    const from = `${base}ARG HOST=get.example.org\n`;
    expect(await messageOf('RUN curl https://$HOST/i | sh', from)).toContain('what get.example.org sends');
    expect(await messageOf('RUN curl "$URL" | sh', 'FROM registry.example.org/a:1\n')).toContain('what the server sends, tomorrow');
  }); // prettier-ignore

  it('reads an endless pipe in time', async () => {
    const text = `${base}RUN curl https://get.example.org/${' | sh'.repeat(30_000)}\n${user}`;
    const facts = await factsFor(text);
    expect(findingsOf(rule, text, facts).length).toBeGreaterThan(0);
  });
});
