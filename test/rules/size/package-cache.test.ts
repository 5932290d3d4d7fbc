import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/dockerfile/span.ts';
import rule from '../../../server/rules/size/package-cache.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const apt = 'apt-get update && apt-get install -y --no-install-recommends curl';
const lock = { 'package.json': '{"name":"x"}', 'package-lock.json': '{"lockfileVersion":3,"packages":{"":{"name":"x"}}}' }; // prettier-ignore

const silent: RuleCase[] = [
  ['lists removed in the same RUN', `FROM debian:12\nRUN ${apt} && rm -rf /var/lib/apt/lists/*\n`],
  ['lists removed with another spelling', `FROM debian:12\nRUN ${apt} && rm -fr /var/lib/apt/lists\n`],
  ['lists removed with a parent folder', `FROM debian:12\nRUN ${apt}; rm -rf /var/lib/apt /tmp/*\n`],
  ['lists removed with braces', `FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN ${apt} && rm -rf /var/{cache,lib}/apt/*\n`],
  ['lists deleted by find', `FROM debian:12\nRUN ${apt} && find /var/lib/apt/lists -type f -delete\n`],
  ['lists removed file by file', `FROM debian:12\nRUN ${apt} && rm /var/lib/apt/lists/*_*\n`],
  ['lists removed file by file, as in alpine', 'FROM alpine:3.24\nRUN apk add --update curl && rm -f /var/cache/apk/*\n'],
  ['lists removed by a variable', `FROM debian:12\nENV LISTS=/var/lib/apt/lists\nRUN ${apt} && rm -rf $LISTS/*\n`],
  ['lists removed several commands later', `FROM debian:12\nRUN ${apt} && curl -V \\\n && rm -rf /var/lib/apt/lists/* && echo ok\n`],
  ['lists removed by apt itself', `FROM debian:12\nRUN ${apt} && apt-get dist-clean\n`],
  ['lists removed inside the same branch', `FROM debian:12\nRUN if true; then ${apt} && rm -rf /var/lib/apt/lists/*; fi\n`],
  ['lists removed in a heredoc', 'FROM debian:12\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF\n'],
  ['cache mount on the lists', `FROM debian:12\nRUN --mount=target=/var/lib/apt/lists,type=cache --mount=type=cache,target=/var/cache/apt ${apt}\n`],
  ['cache mount on a parent', `FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked ${apt}\n`],
  ['tmpfs on the lists', `FROM debian:12\nRUN --mount=type=tmpfs,target=/var/lib/apt/lists ${apt}\n`],
  ['a stage that is thrown away', `FROM debian:12 AS build\nRUN ${apt}\nFROM debian:12-slim\nCOPY --from=build /usr/bin/curl /usr/bin/\n`],
  ['an update of its own is another rule’s', 'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n'],
  ['an install without lists', 'FROM debian:12\nRUN apt-get install -y ./tool.deb\n'],
  ['a word that looks like apt', 'FROM debian:12\nRUN echo "apt-get update && apt-get install curl"\n'],
  ['apk --no-cache', 'FROM alpine:3.24\nRUN apk add --no-cache curl\n'],
  ['apk --no-cache before the verb', 'FROM alpine:3.24\nRUN apk --no-cache add curl\n'],
  ['apk with clean-up', 'FROM alpine:3.24\nRUN apk add --update curl && rm -rf /var/cache/apk/*\n'],
  ['apk with a cache mount', 'FROM alpine:3.24\nRUN --mount=type=cache,target=/var/cache/apk apk add --update curl\n'],
  ['dnf clean', 'FROM fedora:42\nRUN dnf install -y curl && dnf clean all\n'],
  ['yum cleaned by rm', 'FROM rockylinux:9\nRUN yum install -y curl && rm -rf /var/cache/yum /var/cache/dnf\n'],
  ['microdnf clean', 'FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4\nRUN microdnf install -y tar && microdnf clean all\n'],
  ['zypper clean', 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install curl && zypper clean --all\n'],
  ['npm with a cache mount', 'FROM node:22-alpine\nRUN --mount=type=cache,target=/root/.npm npm ci\n'],
  ['npm with a cache mount of the user', 'FROM node:22-alpine\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci\n'],
  ['npm cache cleaned', 'FROM node:22-alpine\nRUN npm ci && npm cache clean --force\n'],
  ['npm cache removed', 'FROM node:22-alpine\nRUN npm ci && rm -rf ~/.npm\n'],
  ['npm cache removed by HOME', 'FROM node:22-alpine\nRUN npm ci && rm -rf "$HOME/.npm"\n'],
  ['npm cache elsewhere', 'FROM node:22-alpine\nENV npm_config_cache=/tmp/npm\nRUN npm ci\n'],
  ['npm run', 'FROM node:22-alpine\nRUN npm run build\n'],
  ['pnpm links to its store', 'FROM node:22-alpine\nRUN pnpm install --frozen-lockfile\n'],
  ['yarn cache cleaned', 'FROM node:22-alpine\nRUN yarn install --frozen-lockfile && yarn cache clean\n'],
  ['pip --no-cache-dir', 'FROM python:3.13-slim\nRUN pip install --no-cache-dir flask\n'],
  ['pip with ENV', 'FROM python:3.13-slim\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n'],
  ['pip with ENV of the stage below', 'FROM python:3.13-slim AS base\nENV PIP_NO_CACHE_DIR=1\nFROM base\nRUN pip install flask\n'],
  ['pip with an assignment', 'FROM python:3.13-slim\nRUN PIP_NO_CACHE_DIR=1 pip install flask\n'],
  ['pip with a cache mount', 'FROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n'],
  ['pip with a cache mount on ~/.cache', 'FROM python:3.13-slim\nRUN --mount=target=/root/.cache,type=cache pip install flask\n'],
  ['pip cache removed', 'FROM python:3.13-slim\nRUN pip install flask && rm -rf /root/.cache\n'],
  ['pip cache purged', 'FROM python:3.13-slim\nRUN pip install flask && pip cache purge\n'],
  ['pip configured', 'FROM python:3.13-slim\nRUN pip config set global.no-cache-dir true && pip install flask\n'],
  ['uv links to its cache', 'FROM python:3.13-slim\nRUN uv pip install --system flask\n'],
  ['composer cleared', 'FROM php:8.4-cli\nRUN composer install --no-dev && composer clear-cache\n'],
  ['composer without cache', 'FROM php:8.4-cli\nRUN composer install --no-dev --no-cache\n'],
  ['conda cleaned', 'FROM continuumio/miniconda3:24.9.2-0\nRUN conda install -y numpy && conda clean -afy\n'],
  ['go in an image of Go', 'FROM golang:1.26\nRUN go build -o /app .\n'],
  ['an update that the next RUN installs with is another rule’s, removals between', 'FROM debian:12\nRUN apt-get update\nRUN apt-get remove -y vim\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n'],
  ['dnf groups cleaned', 'FROM fedora:42\nRUN dnf group install -y web-server && dnf -y clean all\n'],
  ['microdnf on libdnf5', 'FROM fedora:42\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y curl\n'],
  ['zypper patch with a mount', 'FROM opensuse/leap:15.6\nRUN --mount=target=/var/cache/zypp,type=cache zypper -n patch\n'],
  ['npm cache set elsewhere', 'FROM node:22-alpine\nRUN npm config set cache /tmp/npm && npm ci\n'],
  ['yarn cache set elsewhere', 'FROM node:22-alpine\nRUN yarn config set cache-folder /tmp/yarn && yarn install\n'],
  ['poetry cache cleared', 'FROM python:3.13-slim\nRUN poetry install && poetry cache clear --all -n PyPI\n'],
  ['poetry cache removed', 'FROM python:3.13-slim\nRUN poetry install --only main && rm -rf ~/.cache\n'],
  ['poetry without cache', 'FROM python:3.13-slim\nENV POETRY_NO_CACHE=1\nRUN poetry install --only main\n'],
  ['pipenv without pip’s cache', 'FROM python:3.13-slim\nENV PIP_NO_CACHE_DIR=1\nRUN pipenv install --system --deploy\n'],
  ['cargo with a mount', 'FROM alpine:3.24\nRUN --mount=type=cache,target=/root/.cargo/registry cargo install just@1.40.0\n'],
  ['cargo in an image of Rust', 'FROM rust:1.90-slim\nRUN cargo install just@1.40.0\n'],
  ['ONBUILD in a stage that is thrown away', `FROM debian:12 AS build\nONBUILD RUN ${apt}\nFROM debian:12-slim\n`],
  ['gem in an unknown image', 'FROM corp.example/ruby:3\nRUN gem install rake\n'],
  ['a Windows image', '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN pip install flask\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: [] })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'a clean-up in a later layer', text: `FROM debian:12\nRUN ${apt}\nRUN rm -rf /var/lib/apt/lists/*\n`, findings: ['apt-get update'], fixed: `FROM debian:12\nRUN ${apt} && rm -rf /var/lib/apt/lists/*\nRUN rm -rf /var/lib/apt/lists/*\n` },
  { name: 'a clean-up before the install', text: `FROM debian:12\nRUN rm -rf /var/lib/apt/lists/* && ${apt}\n`, findings: ['apt-get update'] },
  { name: 'rm that takes no folders, on a folder', text: `FROM debian:12\nRUN ${apt} && rm -f /var/lib/apt/lists\n`, findings: ['apt-get update'] },
  { name: 'rm that takes no folders, on folders in folders', text: 'FROM python:3.13\nRUN pip install flask && rm -f /root/.cache/pip/*\n', findings: ['pip install flask'] },
  { name: 'apt-get clean does not remove the lists', text: `FROM debian:12\nRUN ${apt} && apt-get clean\n`, findings: ['apt-get update'], fixed: `FROM debian:12\nRUN ${apt} && apt-get clean \\\n    && rm -rf /var/lib/apt/lists/*\n` },
  { name: 'a short line stays one', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n', findings: 1, fixed: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n' },
  { name: 'operators at the line ends', text: 'FROM debian:12\nRUN apt-get update && \\\n  apt-get install -y curl && \\\n  curl -V\n', findings: 1, fixed: 'FROM debian:12\nRUN apt-get update && \\\n  apt-get install -y curl && \\\n  rm -rf /var/lib/apt/lists/* && \\\n  curl -V\n' },
  { name: 'operators at the line starts, with a comment', text: 'FROM debian:12\nRUN apt-get update \\\n\t# tools\n\t&& apt-get install -y \\\n\t\tcurl \\\n\t&& curl -V\n', findings: 1, fixed: 'FROM debian:12\nRUN apt-get update \\\n\t# tools\n\t&& apt-get install -y \\\n\t\tcurl \\\n\t&& rm -rf /var/lib/apt/lists/* \\\n\t&& curl -V\n' },
  { name: 'semicolons under set -e', text: 'FROM debian:12\nRUN set -eux; \\\n    apt-get update; \\\n    apt-get install -y curl\n', findings: 1, fixed: 'FROM debian:12\nRUN set -eux; \\\n    apt-get update; \\\n    apt-get install -y curl; \\\n    rm -rf /var/lib/apt/lists/*\n' },
  { name: 'semicolons without set -e', text: 'FROM debian:12\nRUN apt-get update; apt-get install -y curl\n', findings: 1, fixed: 'FROM debian:12\nRUN apt-get update; apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n' },
  { name: 'heredoc under set -e', text: 'FROM debian:12\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\ncurl -V\nEOF\n', findings: 1, fixed: 'FROM debian:12\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\ncurl -V\nEOF\n' },
  { name: 'heredoc without set -e keeps the exit status', text: 'FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y curl\nEOF\n', findings: 1, fixed: 'FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y curl && rm -rf /var/lib/apt/lists/*\nEOF\n' },
  { name: 'an inherited layer ships', text: `FROM debian:12 AS base\nRUN ${apt}\nFROM base\nCMD ["true"]\n`, findings: ['apt-get update'] },
  { name: 'the last install counts', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y gnupg && gpg -k && apt-get install -y curl\n', findings: 1, fixed: 'FROM debian:12\nRUN apt-get update && apt-get install -y gnupg && gpg -k && apt-get install -y curl \\\n    && rm -rf /var/lib/apt/lists/*\n' },
  { name: 'under sudo', text: 'FROM debian:12\nRUN sudo apt-get update && sudo apt-get install -y curl\n', findings: 1, fixed: 'FROM debian:12\nRUN sudo apt-get update && sudo apt-get install -y curl && sudo rm -rf /var/lib/apt/lists/*\n' },
  { name: 'a mount on the archives only', text: `FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt ${apt}\n`, findings: 1 },
  { name: 'apk --update', text: 'FROM alpine:3.24\nRUN apk add --update curl\n', findings: ['apk add --update curl'], fixed: 'FROM alpine:3.24\nRUN apk add --no-cache curl\n' },
  { name: 'apk update on lines', text: 'FROM alpine:3.24\nRUN apk update \\\n  && apk add curl \\\n  && curl -V\n', findings: 1, fixed: 'FROM alpine:3.24\nRUN apk add --no-cache curl \\\n  && curl -V\n' },
  { name: 'apk update of its own', text: 'FROM alpine:3.24\nRUN apk update\nRUN apk add curl\n', findings: ['apk update'], fixed: 'FROM alpine:3.24\nRUN apk add --no-cache curl\n' },
  { name: 'apk update for nothing', text: 'FROM alpine:3.24\nRUN apk update && apk add --no-cache curl\n', findings: ['apk update'], fixed: 'FROM alpine:3.24\nRUN apk add --no-cache curl\n' },
  { name: 'dnf', text: 'FROM fedora:42\nRUN dnf install -y curl\n', findings: ['dnf install -y curl'], fixed: 'FROM fedora:42\nRUN dnf install -y curl && dnf clean all\n' },
  { name: 'yum update is an upgrade', text: 'FROM amazonlinux:2023\nRUN yum update -y\n', findings: 1, fixed: 'FROM amazonlinux:2023\nRUN yum update -y && yum clean all\n' },
  { name: 'zypper', text: 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install curl\n', findings: 1, fixed: 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install curl && zypper clean --all\n' },
  { name: 'npm ci', files: lock, text: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nUSER node\n', findings: ['npm ci --omit=dev'], fixed: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nUSER node\n' },
  { name: 'npm install -g', text: 'FROM node:22-alpine\nRUN npm install -g pm2@6.0.8\n', findings: 1 },
  { name: 'npm cache cleaned in a later RUN', text: 'FROM node:22-alpine\nRUN npm ci\nRUN npm cache clean --force\n', findings: ['npm ci'] },
  { name: 'yarn', text: 'FROM node:22-alpine\nRUN yarn install --frozen-lockfile\n', findings: 1, fixed: 'FROM node:22-alpine\nRUN yarn install --frozen-lockfile && yarn cache clean\n' },
  { name: 'python -m pip, twice', text: 'FROM python:3.13-slim\nRUN python -m pip install -U pip && pip3 install flask\n', findings: ['python -m pip install -U pip'], fixed: 'FROM python:3.13-slim\nRUN python -m pip install --no-cache-dir -U pip && pip3 install --no-cache-dir flask\n' },
  { name: 'pip with a mount elsewhere', text: 'FROM python:3.13-slim\nRUN --mount=type=cache,target=/var/cache/apt pip install flask\n', findings: 1 },
  { name: 'two tools in one RUN', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y python3-pip && pip install flask\n', findings: ['apt-get update', 'pip install flask'] },
  { name: 'bundle', text: 'FROM ruby:3.4-slim\nRUN bundle install\n', findings: 1, fixed: 'FROM ruby:3.4-slim\nRUN bundle install && rm -rf /usr/local/bundle/cache/*.gem\n' },
  { name: 'composer', text: 'FROM php:8.4-cli\nRUN composer install --no-dev\n', findings: 1, fixed: 'FROM php:8.4-cli\nRUN composer install --no-dev && composer clear-cache\n' },
  { name: 'conda', text: 'FROM continuumio/miniconda3:24.9.2-0\nRUN conda env create -f environment.yml\n', findings: 1 },
  { name: 'lists that nothing installs from', text: 'FROM debian:12\nRUN apt-get update && ./install-browser.sh\n', findings: ['apt-get update'], fixed: 'FROM debian:12\nRUN apt-get update && ./install-browser.sh && rm -rf /var/lib/apt/lists/*\n' },
  { name: 'an update of its own before another update', text: `FROM debian:12\nRUN apt-get update\nRUN ${apt} && rm -rf /var/lib/apt/lists/*\n`, findings: ['apt-get update'] },
  { name: 'aptitude', text: 'FROM debian:12\nRUN aptitude update && aptitude install -y curl\n', findings: ['aptitude update'], fixed: 'FROM debian:12\nRUN aptitude update && aptitude install -y curl && rm -rf /var/lib/apt/lists/*\n' },
  { name: 'dnf clean packages leaves the lists', text: 'FROM fedora:42\nRUN dnf install -y curl && dnf clean packages\n', findings: 1 },
  { name: 'dnf builddep', text: 'FROM fedora:42\nRUN dnf builddep -y tool.spec\n', findings: 1 },
  { name: 'dnf upgrade-minimal', text: 'FROM fedora:42\nRUN dnf upgrade-minimal -y\n', findings: 1 },
  { name: 'zypper patch', text: 'FROM opensuse/leap:15.6\nRUN zypper -n patch\n', findings: 1 },
  { name: 'yarn cleaned before the install', text: 'FROM node:22-alpine\nRUN yarn cache clean && yarn install --frozen-lockfile\n', findings: 1 },
  { name: 'poetry', text: 'FROM python:3.13-slim\nRUN poetry install --only main\n', findings: 1, fixed: 'FROM python:3.13-slim\nRUN poetry install --only main && rm -rf ~/.cache/pypoetry/cache ~/.cache/pypoetry/artifacts\n' },
  { name: 'pipenv', text: 'FROM python:3.13-slim\nRUN pipenv install --system --deploy\n', findings: 1 },
  { name: 'cargo in another image', text: 'FROM alpine:3.24\nRUN cargo install just@1.40.0\n', findings: 1 },
  { name: 'ONBUILD', text: `FROM debian:12\nONBUILD RUN ${apt}\n`, findings: ['apt-get update'], fixed: `FROM debian:12\nONBUILD RUN ${apt} && rm -rf /var/lib/apt/lists/*\n` },
  { name: 'go in another image', text: 'FROM alpine:3.24\nRUN apk add --no-cache go && go install example.com/tool@v1.0.0\n', findings: ['go install example.com/tool@v1.0.0'] },
]; // prettier-ignore

describe('size/package-cache', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('does not take lists away that a later RUN installs from', async () => {
    const text = `FROM debian:12\nRUN ${apt}\nRUN apt-get install -y git\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding?.fixes()).toEqual([]);
  });

  it('says when the clean-up comes too late', async () => {
    const text = `FROM debian:12\nRUN ${apt}\nRUN rm -rf /var/lib/apt/lists/*\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding?.message).toContain("a later one can't");
    expect(finding?.related).toHaveLength(1);
  });

  it('names the command and not the value of an option', async () => {
    const text = 'FROM node:22\nCOPY api /api\nRUN npm --prefix /api --omit=dev install\n';
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding?.message).toContain('`npm install` leaves');
  });

  it('keeps to the line breaks of the file', async () => {
    const text = 'FROM debian:12\r\nRUN apt-get update \\\r\n    && apt-get install -y curl\r\n';
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(applyEdits(text, finding!.fixes()[0]!.edits)).toBe(
      'FROM debian:12\r\nRUN apt-get update \\\r\n    && apt-get install -y curl \\\r\n    && rm -rf /var/lib/apt/lists/*\r\n',
    );
  });
});
