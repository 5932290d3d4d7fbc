import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/removed-later.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const large = 'x'.repeat(200_000);

const silent: RuleCase[] = [
  { name: 'removed in the same RUN', text: 'FROM debian:13-slim\nRUN curl -o /tmp/a.bin https://example.org/a.bin && /tmp/a.bin && rm /tmp/a.bin\n', findings: 0 },
  { name: 'a file of the base image', text: 'FROM nginx:1.29-alpine\nRUN rm /etc/nginx/conf.d/default.conf\n', findings: 0 },
  { name: 'a file of the base image before one is copied there', text: 'FROM nginx:1.29-alpine\nRUN rm -rf /usr/share/nginx/html/*\nCOPY site.zip /usr/share/nginx/html/\n', findings: 0 },
  { name: 'a stage that is thrown away', text: 'FROM debian:13 AS build\nCOPY a.zip /tmp/\nRUN unzip /tmp/a.zip\nRUN rm /tmp/a.zip\nFROM debian:13-slim\nCOPY --from=build /a /a\n', findings: 0 },
  { name: 'a small file', files: { 'requirements.txt': 'flask\n' }, text: 'FROM python:3.13-slim\nCOPY requirements.txt /tmp/\nRUN pip install --no-cache-dir -r /tmp/requirements.txt && rm /tmp/requirements.txt\n', findings: 0 },
  { name: 'a file that is small by its kind', text: 'FROM debian:13-slim\nCOPY setup.sh /tmp/\nRUN sh /tmp/setup.sh && rm /tmp/setup.sh\n', findings: 0 },
  { name: 'a script that was downloaded', text: 'FROM debian:13-slim\nRUN curl -o setup.sh https://example.org/setup.sh && sh setup.sh\nRUN rm setup.sh\n', findings: 0 },
  { name: 'another file', text: 'FROM debian:13-slim\nCOPY a.zip /tmp/\nRUN rm /tmp/b.zip\n', findings: 0 },
  { name: 'a removal that may not happen', text: 'FROM debian:13-slim\nARG KEEP\nCOPY a.zip /tmp/\nRUN if [ -z "$KEEP" ]; then rm /tmp/a.zip; fi\n', findings: 0 },
  { name: 'package lists are another rule’s', text: 'FROM debian:13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends tini\nRUN rm -rf /var/lib/apt/lists/*\n', findings: 0 },
  { name: 'a package of the base image', text: 'FROM debian:13\nRUN apt-get purge -y perl\n', findings: 0 },
  { name: 'packages in the same RUN', text: 'FROM alpine:3.24\nRUN apk add --no-cache --virtual .build gcc && make && apk del .build\n', findings: 0 },
  { name: 'a part that .dockerignore holds back', files: { 'docs/a.bin': large, 'app.py': '', '.dockerignore': 'docs\n' }, text: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN rm -rf docs\n', findings: 0 },
  { name: 'a part that is not there', files: { 'app.py': '' }, text: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN rm -rf docs\n', findings: 0 },
  { name: 'what a mount showed', text: 'FROM debian:13-slim\nRUN --mount=type=bind,source=a.deb,target=/tmp/a.deb dpkg -i /tmp/a.deb\nRUN rm -rf /tmp/a.deb\n', findings: 0 },
  { name: 'a stage with a build is another rule’s', files: { 'go.mod': 'module x\n', 'main.go': 'package main\n', 'docs/a.bin': large }, text: 'FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go build -o /x .\nRUN rm -rf docs\nCMD ["/x"]\n', findings: 0 },
]; // prettier-ignore

const found: RuleCase[] = [
  { name: 'a copied file', text: 'FROM debian:13-slim\nCOPY tool.zip /tmp/\nRUN unzip /tmp/tool.zip -d /opt && rm -f /tmp/tool.zip\n', findings: ['/tmp/tool.zip'], fixed: 'FROM debian:13-slim\nRUN --mount=type=bind,source=tool.zip,target=/tmp/tool.zip unzip /tmp/tool.zip -d /opt\n' },
  { name: 'a folder of another stage', text: 'FROM python:3.13 AS build\nRUN pip wheel -w /wheels flask\nFROM python:3.13-slim\nCOPY --from=build /wheels /wheels\nRUN pip install --no-cache-dir /wheels/* && rm -rf /wheels\n', findings: ['/wheels'], fixed: 'FROM python:3.13 AS build\nRUN pip wheel -w /wheels flask\nFROM python:3.13-slim\nRUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*\n' },
  { name: 'a download in the RUN before', text: 'FROM debian:13-slim\nRUN curl -fsSLo /tmp/t.tgz https://example.org/t.tgz && tar -xzf /tmp/t.tgz -C /opt\nRUN rm /tmp/t.tgz\n', findings: ['/tmp/t.tgz'], fixed: 'FROM debian:13-slim\nRUN curl -fsSLo /tmp/t.tgz https://example.org/t.tgz && tar -xzf /tmp/t.tgz -C /opt && rm /tmp/t.tgz\n' },
  { name: 'a download that a folder’s removal takes away', text: 'FROM debian:13-slim\nWORKDIR /build\nRUN git clone https://example.org/tool.git\nCOPY x /x\nRUN rm -rf /build\n', findings: ['/build'] },
  { name: 'a pattern', text: 'FROM debian:13-slim\nWORKDIR /tmp\nADD https://example.org/a.bin ./\nRUN ./a.bin && rm -rf /tmp/*\n', findings: ['/tmp/*'] },
  { name: 'an archive that stays until the next RUN', text: 'FROM debian:13-slim\nCOPY site.tgz /tmp/\nRUN tar xzf /tmp/site.tgz -C /srv\nRUN rm /tmp/site.tgz\n', findings: ['/tmp/site.tgz'] },
  { name: 'packages', text: 'FROM debian:13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends gcc make libpq5 && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN make && apt-get purge -y gcc make\n', findings: ['apt-get purge -y gcc make'] },
  { name: 'a group of packages', text: 'FROM alpine:3.24\nRUN apk add --no-cache --virtual .build gcc\nRUN make\nRUN apk del .build\n', findings: ['apk del .build'], fixed: 'FROM alpine:3.24\nRUN apk add --no-cache --virtual .build gcc && make && apk del .build\n' },
  { name: 'a part of the context', files: { 'docs/a.bin': large, 'app.py': '' }, text: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN rm -rf docs\n', findings: ['docs'] },
  { name: 'a part of a copied folder', files: { 'web/docs/a.bin': large, 'web/index.html': '' }, text: 'FROM nginx:1.29-alpine\nCOPY web /usr/share/nginx/html\nRUN rm -rf /usr/share/nginx/html/docs\n', findings: ['/usr/share/nginx/html/docs'] },
  { name: 'the whole context', files: { 'app.py': '' }, text: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . /app\nRUN pip install --no-cache-dir .\nRUN rm -fr /app/*\n', findings: ['/app/*'] },
  { name: 'one of several paths', text: 'FROM debian:13-slim\nCOPY tool.deb /tmp/\nRUN dpkg -i /tmp/tool.deb && rm -rf /tmp/tool.deb /var/tmp/x\n', findings: ['/tmp/tool.deb'], fixed: 'FROM debian:13-slim\nRUN --mount=type=bind,source=tool.deb,target=/tmp/tool.deb dpkg -i /tmp/tool.deb && rm -rf /var/tmp/x\n' },
  { name: 'inherited by the last stage', text: 'FROM debian:13-slim AS base\nCOPY tool.zip /tmp/\nFROM base\nRUN rm /tmp/tool.zip\n', findings: ['/tmp/tool.zip'] },
]; // prettier-ignore

describe('size/removed-later', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('says how much stays', async () => {
    const text = 'FROM debian:13-slim\nCOPY tool.zip /tmp/\nRUN unzip /tmp/tool.zip && rm /tmp/tool.zip\n';
    const [finding] = findingsOf(rule, text, await factsFor(text, { 'tool.zip': large }));
    expect(finding?.message).toContain('(200 kB)');
    expect(finding?.related?.[0]?.span).toEqual({
      start: text.indexOf('COPY'),
      end: text.indexOf('COPY') + 4,
    });
  });

  it.each([
    [
      'a command that writes to the file',
      'RUN sed -i s/a/b/ /tmp/tool.bin && /tmp/tool.bin && rm /tmp/tool.bin',
    ],
    ['a RUN between', 'RUN /tmp/tool.bin\nRUN ls && rm /tmp/tool.bin'],
  ])('offers no mount for %s', async (_, runs) => {
    const text = `FROM debian:13-slim\nCOPY tool.bin /tmp/\n${runs}\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding).toBeDefined();
    expect(finding?.fixes()).toEqual([]);
  });
});
