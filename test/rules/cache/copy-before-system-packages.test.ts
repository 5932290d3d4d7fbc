import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/cache/copy-before-system-packages.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

const alpine = 'FROM alpine:3.23\n';
const app = `${alpine}WORKDIR /app\n`;
const run = 'RUN apk add --no-cache tini\n';
const tail = 'USER 10001\nENTRYPOINT ["tini", "--", "/app/run.sh"]\n';
const files = { 'run.sh': '#!/bin/sh\n', '.dockerignore': '.git\n', 'rootfs/etc/apk/repositories': 'x' };

const none = (name: string, text: string, extra: RuleCase['files'] = {}): RuleCase => ({
  name,
  text,
  files: { ...files, ...extra },
  findings: 0,
});

const cases: readonly RuleCase[] = [
  none('packages first', `${app}${run}COPY . .\n${tail}`),
  none('a copy in another stage', `${app.replace('\n', ' AS a\n')}COPY . .\n${alpine}${run}${tail}`),
  none('package sources are copied', `${alpine}COPY repositories /etc/apk/repositories\n${run}${tail}`),
  none(
    'certificates are copied',
    `${alpine}COPY ca.crt /usr/local/share/ca-certificates/\nRUN apk add --no-cache ca-certificates\n${tail}`,
  ),
  none('the root folder is laid over', `${alpine}COPY rootfs/ /\n${run}${tail}`),
  none(
    'a package of our own',
    `FROM debian:trixie-slim\nCOPY tool.deb /opt/\nRUN apt-get update && apt-get install -y --no-install-recommends /opt/tool.deb\n${tail}`,
  ),
  none(
    'a list of packages',
    `${app}COPY packages.txt ./\nRUN apk add --no-cache $(cat packages.txt)\n${tail}`,
  ),
  none(
    'a list on standard input',
    `${app}COPY packages.txt ./\nRUN xargs apk add --no-cache < packages.txt\n${tail}`,
  ),
  none(
    'the RUN does other things too',
    `${app}COPY . .\nRUN apk add --no-cache tini && chmod +x run.sh\n${tail}`,
  ),
  none('a script decides', `${app}COPY . .\nRUN ./install.sh && apk add --no-cache tini\n${tail}`),
  none(
    'an ARG that it uses comes between',
    `${app}COPY . .\nARG VERSION=1\nRUN apk add --no-cache tini=$VERSION\n${tail}`,
  ),
  none(
    'an ENV that packages read comes between',
    `FROM debian:trixie-slim\nCOPY run.sh /app/\nENV DEBIAN_FRONTEND=noninteractive\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n${tail}`,
  ),
  none('another user comes between', `${app}COPY . .\nUSER root\n${run}${tail}`),
  none('another shell comes between', `${app}COPY . .\nSHELL ["/bin/ash", "-e", "-c"]\n${run}${tail}`),
  none(
    'a RUN that prepares the package sources',
    `${app}COPY . .\nRUN echo https://example.org/apk >> /etc/apk/repositories\n${run}${tail}`,
  ),
  none('a bind mount', `${app}COPY . .\nRUN --mount=type=bind,target=/x apk add --no-cache tini\n${tail}`),
  none(
    'a program of an image, pulled by name',
    `${app}COPY --from=composer:2 /usr/bin/composer /app/composer\n${run}${tail}`,
  ),
  none('nothing is installed', `${app}COPY . .\nRUN apk update\n${tail}`),
  none('the working directory is unknown, and so is the context', `${alpine}COPY rootfs .\n${run}${tail}`),
  {
    name: 'apk',
    files,
    text: `${app}COPY . .\n${run}${tail}`,
    findings: ['apk add --no-cache tini'],
    fixed: `${app}${run}COPY . .\n${tail}`,
  },
  {
    name: 'apt over lines, with comments and blank lines',
    files,
    text: `FROM debian:trixie-slim\n\nWORKDIR /app\n\n# sources\nCOPY run.sh ./\n\n# reaps children\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    # small\n    tini \\\n && rm -rf /var/lib/apt/lists/*\n\n${tail}`,
    findings: 1,
    fixed: `FROM debian:trixie-slim\n\nWORKDIR /app\n\n# reaps children\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    # small\n    tini \\\n && rm -rf /var/lib/apt/lists/*\n\n# sources\nCOPY run.sh ./\n\n${tail}`,
  },
  {
    name: 'dnf, above the first of several copies',
    files,
    text: `FROM fedora:43\nWORKDIR /app\nCOPY run.sh ./\nLABEL a=b\nCOPY rootfs ./rootfs\nRUN dnf install -y tini && dnf clean all\n${tail}`,
    findings: 1,
    fixed: `FROM fedora:43\nWORKDIR /app\nRUN dnf install -y tini && dnf clean all\nCOPY run.sh ./\nLABEL a=b\nCOPY rootfs ./rootfs\n${tail}`,
  },
  {
    name: 'two in a row move together',
    files,
    text: `${app}COPY . .\nRUN apk update\n${run}${tail}`,
    findings: ['apk add --no-cache tini'],
    fixed: `${app}RUN apk update\n${run}COPY . .\n${tail}`,
  },
  {
    name: 'from a build stage',
    files,
    text: `FROM alpine:3.23 AS build\nRUN echo > /run.sh\n${app}COPY --from=build /run.sh ./\n${run}${tail}`,
    findings: 1,
    fixed: `FROM alpine:3.23 AS build\nRUN echo > /run.sh\n${app}${run}COPY --from=build /run.sh ./\n${tail}`,
  },
  {
    name: 'settings that packages do not read',
    files,
    text: `${app}COPY . .\nENV PORT=80\nARG COMMIT\nWORKDIR /data\n${run}${tail}`,
    findings: 1,
    fixed: `${app}${run}COPY . .\nENV PORT=80\nARG COMMIT\nWORKDIR /data\n${tail}`,
  },
  {
    name: 'the last line without a line break',
    files,
    text: `${app}COPY . .\n${tail}${run.trim()}`,
    findings: 0,
  },
  {
    name: 'above an install of the project that takes no notice of the packages',
    files: { 'package.json': '{}', 'package-lock.json': '{"lockfileVersion":3,"packages":{}}' },
    text: `${app}COPY package.json ./\nRUN npm install\nCOPY . .\nRUN apk add --no-cache su-exec tzdata\n${tail}`,
    findings: 1,
    fixed: `${app}RUN apk add --no-cache su-exec tzdata\nCOPY package.json ./\nRUN npm install\nCOPY . .\n${tail}`,
  },
  {
    name: 'at the end of the file',
    files,
    text: `${app}COPY . .\n${run.trim()}`,
    findings: 1,
    fixed: `${app}${run}COPY . .\n`,
  },
];

describe('cache/copy-before-system-packages', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('only suggests to pass an install of the project, and leaves it to the user', async () => {
    const text =
      'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nRUN apk add --no-cache python3\nUSER node\n';
    const [finding] = findingsOf(rule, text, await factsFor(text, { 'package.json': '{}' }));
    expect(preferredFix(finding!)).toMatchObject({ applicability: 'suggested', preferred: false });
  });
});
