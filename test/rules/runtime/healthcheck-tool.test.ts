import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/healthcheck-tool.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const check = 'HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1\nCMD ["/app/run"]\n';

const silent: RuleCase[] = [
  ['the full image has it', `FROM node:22\n${check}`],
  ['BusyBox has wget', 'FROM node:22-alpine\nHEALTHCHECK CMD wget --no-verbose --tries=1 --spider http://localhost/ || exit 1\nCMD ["node", "a.js"]\n'],
  ['BusyBox has nc', 'FROM alpine:3.22\nHEALTHCHECK CMD nc -z localhost 80\nCMD ["/app/run"]\n'],
  ['installed', `FROM node:22-alpine\nRUN apk add --no-cache curl\n${check}`],
  ['installed among others', `FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    ca-certificates \\\n    curl=7.88.1-10 \\\n && rm -rf /var/lib/apt/lists/*\n${check}`],
  ['installed in the stage above', `FROM alpine:3.22 AS base\nRUN apk add curl\nFROM base\n${check}`],
  ['used by a RUN before', `FROM debian:12-slim\nRUN ./tools && curl -fsSL https://example.com/a -o /a\n${check}`],
  ['a package that may need it', `FROM python:3.13-slim\nRUN apt-get update && apt-get install -y google-chrome-stable\n${check}`],
  ['packages in a variable', `FROM python:3.13-slim\nARG PACKAGES="curl"\nRUN apt-get update && apt-get install -y $PACKAGES\n${check}`],
  ['a script of the project', `FROM python:3.13-slim\nCOPY setup.sh /tmp/\nRUN sh /tmp/setup.sh\n${check}`],
  ['a heredoc of another language', `FROM python:3.13-slim\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n${check}`],
  ['copied by name', `FROM debian:12-slim\nCOPY --from=curlimages/curl:8.10.1 /usr/bin/curl /usr/bin/curl\n${check}`],
  ['a folder of programs is copied', `FROM debian:12-slim\nCOPY --from=registry.example.com/tools:1 /usr/local /usr/local\n${check}`],
  ['copied to a folder on the PATH', `FROM debian:12-slim\nENV PATH=/tools:$PATH\nCOPY --from=registry.example.com/tools:1 /tools /tools\n${check}`, ],
  ['moved there', `FROM debian:12-slim\nCOPY tools /tmp/tools\nRUN install -m 755 /tmp/tools/curl /usr/local/bin/\n${check}`],
  ['an unknown image', `FROM registry.example.com/base:1\n${check}`],
  ['an image from a variable', `ARG BASE\nFROM $BASE\n${check}`],
  ['an image whose tools nobody recorded', `FROM openjdk:17\n${check}`],
  ['switched off', 'FROM alpine:3.22 AS base\nHEALTHCHECK CMD curl -f http://localhost/\nFROM base\nHEALTHCHECK NONE\nCMD ["/app/run"]\n'],
  ['overridden', `FROM alpine:3.22\nHEALTHCHECK CMD curl -f http://localhost/\nHEALTHCHECK CMD wget -q http://localhost/\nCMD ["/app/run"]\n`],
  ['a stage that is thrown away', `FROM alpine:3.22 AS build\n${check}FROM alpine:3.22\nCOPY --from=build /a /a\nCMD ["/a"]\n`],
  ['one of two ways is there', 'FROM alpine:3.22\nHEALTHCHECK CMD curl -f http://localhost/ || wget -q -O- http://localhost/ || exit 1\nCMD ["/app/run"]\n'],
  ['it looks first', 'FROM alpine:3.22\nHEALTHCHECK CMD if command -v curl; then curl -f http://localhost/; else true; fi\nCMD ["/app/run"]\n'],
  ['a script of its own', 'FROM alpine:3.22\nHEALTHCHECK CMD ["/health.sh"]\nCMD ["/app/run"]\n'],
  ['python of the official image', 'FROM python:3.13-alpine\nHEALTHCHECK CMD python -c "import app"\nCMD ["python", "app.py"]\n'],
  ['node of distroless', 'FROM gcr.io/distroless/nodejs22-debian12\nHEALTHCHECK CMD ["/nodejs/bin/node", "health.js"]\nCMD ["a.js"]\n'],
  ['debug tag of distroless', 'FROM gcr.io/distroless/static-debian12:debug\nHEALTHCHECK CMD ["wget", "-q", "http://localhost/"]\nCMD ["/a"]\n'],
  ['no shell at all is another rule’s', `FROM scratch\nCOPY a /a\n${check}`],
  ['Windows', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nHEALTHCHECK CMD curl -f http://localhost/\nCMD ["a.exe"]\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: [], files: { a: '', 'setup.sh': '' } })); // prettier-ignore

const one = (name: string, text: string, span: string, fixed?: string): RuleCase => ({ name, text, files: { 'a.js': '' }, findings: [span], ...(fixed !== undefined && { fixed }) }); // prettier-ignore
const node = (url: string): string => `["node", "-e", "fetch('${url}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]`; // prettier-ignore

const found: RuleCase[] = [
  one('curl on slim', `FROM node:22-slim\n${check}`, 'curl', `FROM node:22-slim\nHEALTHCHECK CMD ${node('http://localhost:8080/')}\nCMD ["/app/run"]\n`),
  one('JSON form', 'FROM node:22-alpine\nHEALTHCHECK --interval=5s \\\n  CMD ["curl", "-fsS", "localhost:80/x"]\nCMD ["node", "a.js"]\n', '"curl"', `FROM node:22-alpine\nHEALTHCHECK --interval=5s \\\n  CMD ${node('http://localhost:80/x')}\nCMD ["node", "a.js"]\n`),
  one('wget on slim', 'FROM python:3.13-slim\nHEALTHCHECK CMD wget -q -O /dev/null http://localhost:8000/ || exit 1\nCMD ["python", "a.py"]\n', 'wget', `FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/', timeout=4)"]\nCMD ["python", "a.py"]\n`),
  one('output thrown away', 'FROM alpine:3.22\nHEALTHCHECK CMD curl -s http://localhost/ > /dev/null 2>&1 || exit 1\nCMD ["/app/run"]\n', 'curl', 'FROM alpine:3.22\nHEALTHCHECK CMD ["wget", "-q", "-O", "/dev/null", "http://localhost/"]\nCMD ["/app/run"]\n'),
  one('inherited', `FROM alpine:3.22 AS base\n${check}FROM base\nCOPY a.js /\n`, 'curl'),
  one('plain packages bring none', `FROM python:3.13-slim\nRUN apt-get update && apt-get install -y libpq5 gcc python3-dev && rm -rf /var/lib/apt/lists/*\nRUN pip install -r requirements.txt\n${check}`, 'curl'),
  one('installed in the build stage only', `FROM node:22-alpine AS build\nRUN apk add curl\nFROM node:22-alpine\nCOPY --from=build /app /app\n${check}`, 'curl'),
  one('removed again', `FROM alpine:3.22\nRUN apk add --no-cache curl && curl -fsSL https://example.com/a -o /a && apk del curl\n${check}`, 'curl'),
  one('removed with its group', `FROM alpine:3.22\nRUN apk add --no-cache --virtual .fetch curl && curl -fsSL https://example.com/a -o /a && apk del .fetch\n${check}`, 'curl'),
  one('distroless', 'FROM gcr.io/distroless/static-debian13\nCOPY a.js /a\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]\nCMD ["/a"]\n', '"curl"'),
  one('scratch', 'FROM scratch\nCOPY a.js /a\nHEALTHCHECK CMD ["wget", "-q", "http://localhost/"]\nCMD ["/a"]\n', '"wget"'),
  one('netcat on slim', 'FROM node:22-slim\nHEALTHCHECK CMD nc -z localhost 3000\nCMD ["node", "a.js"]\n', 'nc'),
  one('python on node', 'FROM node:22-slim\nHEALTHCHECK CMD python3 health.py\nCMD ["node", "a.js"]\n', 'python3'),
  one('none of two ways is there', 'FROM node:22-slim\nHEALTHCHECK CMD curl -f http://localhost/ || wget -q http://localhost/ || exit 1\nCMD ["node", "a.js"]\n', 'curl'),
  one('behind a step', 'FROM node:22-slim\nHEALTHCHECK CMD test -f /ready && curl -f http://localhost/\nCMD ["node", "a.js"]\n', 'curl'),
]; // prettier-ignore

const unfixable: [string, string][] = [
  ['the port is a variable', 'FROM node:22-alpine\nENV PORT=80\nHEALTHCHECK CMD curl -f http://localhost:$PORT/\nCMD ["node", "a.js"]\n'],
  ['the answer is looked at', 'FROM node:22-alpine\nHEALTHCHECK CMD curl -s http://localhost/ | grep -q ok\nCMD ["node", "a.js"]\n'],
  ['a socket', 'FROM node:22-alpine\nHEALTHCHECK CMD curl --unix-socket /run/a.sock http://localhost/\nCMD ["node", "a.js"]\n'],
  ['its own certificate', 'FROM node:22-alpine\nHEALTHCHECK CMD curl -fk https://localhost/\nCMD ["node", "a.js"]\n'],
  ['nothing else is there', 'FROM debian:12-slim\nHEALTHCHECK CMD curl -f http://localhost/\nCMD ["/app/run"]\n'],
  ['a comment inside', 'FROM node:22-alpine\nHEALTHCHECK CMD curl -f \\\n  # the port\n  http://localhost/\nCMD ["node", "a.js"]\n'],
]; // prettier-ignore

describe('runtime/healthcheck-tool', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(unfixable)('leaves to the user: %s', async (_, text) => {
    const findings = findingsOf(rule, text, await factsFor(text));
    expect(findings).toHaveLength(1);
    expect(findings[0]!.fixes()).toEqual([]);
  });
});
