import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/no-shell.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const silent: RuleCase[] = [
  ['exec form', 'FROM scratch\nCOPY app /app\nCMD ["/app"]\n'],
  ['a shell is copied', 'FROM scratch\nCOPY --from=busybox:1.37 /bin/sh /bin/sh\nCOPY app /app\nCMD /app\n'],
  ['a folder of programs is copied', 'FROM scratch\nCOPY --from=busybox:1.37 /bin /bin\nCMD /app\n'],
  ['a shell in a folder of its own', 'FROM gcr.io/distroless/static-debian13\nCOPY --from=busybox:1.37-musl /bin /busybox\nSHELL ["/busybox/sh", "-c"]\nRUN echo hi\n'],
  ['a root file system is copied', 'FROM alpine:3.22 AS rootfs\nFROM scratch\nCOPY --from=rootfs / /\nRUN echo hi\nCMD /app\n'],
  ['a root file system is unpacked', 'FROM scratch\nADD rootfs.tar.xz /\nCMD bash\n'],
  ['a folder that may hold one', 'FROM golang:1.26 AS build\nFROM scratch\nCOPY --from=build /out /\nCMD app serve\n'],
  ['an unknown target', 'FROM scratch\nARG DIR\nCOPY bin $DIR\nCMD /app\n'],
  ['inherited', 'FROM scratch AS base\nADD rootfs.tar.gz /\nFROM base\nRUN echo hi\nCMD /app\n'],
  ['debug tag', 'FROM gcr.io/distroless/base-debian12:debug\nRUN ["/busybox/mkdir", "/data"]\nCMD /app\n'],
  ['debug tag for nonroot', 'FROM gcr.io/distroless/static:debug-nonroot\nHEALTHCHECK CMD wget -q -O- localhost\nCMD ["/app"]\n'],
  ['Python of distroless has a shell', 'FROM gcr.io/distroless/python3-debian12\nCMD ["sh", "start.sh"]\n'],
  ['Chainguard', 'FROM cgr.dev/chainguard/node:latest\nRUN npm ci\n'],
  ['alpine', 'FROM alpine:3.22\nRUN echo hi\nCMD /app\n'],
  ['an unknown image', 'FROM registry.example.com/tiny:1\nRUN echo hi\nCMD /app\n'],
  ['a base from the build', 'ARG BASE\nFROM $BASE\nRUN echo hi\nCMD /app\n'],
  ['words for the ENTRYPOINT', 'FROM scratch\nCOPY app /app\nENTRYPOINT ["/app"]\nCMD serve --all\n'],
  ['an overridden CMD', 'FROM scratch\nCOPY app /app\nCMD /old\nCMD ["/app"]\n'],
  ['a program of the image is run', 'FROM scratch\nCOPY --from=busybox:1.37 /bin/busybox /busybox\nRUN ["/busybox", "--install", "-s", "/bin"]\nRUN echo hi\n'],
  ['a mount brings a shell', 'FROM scratch\nRUN --mount=type=bind,from=busybox:1.37,source=/bin,target=/bin echo hi\n'],
  ['health check in exec form', 'FROM scratch\nCOPY app /app\nHEALTHCHECK CMD ["/app", "health"]\nCMD ["/app"]\n'],
  ['health check switched off', 'FROM scratch\nCOPY app /app\nHEALTHCHECK NONE\nCMD ["/app"]\n'],
  ['ONBUILD', 'FROM scratch\nCOPY app /app\nONBUILD RUN echo hi\nCMD ["/app"]\n'],
  ['a stage that is thrown away', 'FROM scratch AS files\nCOPY a /a\nCMD /a\nFROM alpine:3.22\nCOPY --from=files /a /a\nCMD ["/a"]\n'],
  ['Windows', 'FROM mcr.microsoft.com/dotnet/runtime:8.0-nanoserver-ltsc2022\nRUN echo hi\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: [], files: { app: '', a: '' } })); // prettier-ignore

const one = (name: string, text: string, span: string, fixed?: string): RuleCase => ({ name, text, files: { app: '', 'src/a.txt': '' }, findings: [span], ...(fixed !== undefined && { fixed }) }); // prettier-ignore

const found: RuleCase[] = [
  one('CMD in scratch', 'FROM scratch\nCOPY app /\nCMD /app  --port 80\n', '/app  --port 80', 'FROM scratch\nCOPY app /\nCMD ["/app", "--port", "80"]\n'),
  one('ENTRYPOINT in static', 'FROM gcr.io/distroless/static\nCOPY app /app\nentrypoint /app\n', '/app', 'FROM gcr.io/distroless/static\nCOPY app /app\nentrypoint ["/app"]\n'),
  one('a file that is started, copied to the root', 'FROM golang:1.26 AS build\nFROM scratch\nCOPY --from=build /src/server /\nCMD /server\n', '/server', 'FROM golang:1.26 AS build\nFROM scratch\nCOPY --from=build /src/server /\nCMD ["/server"]\n'),
  one('certificates and a folder of the context', 'FROM golang:1.26 AS build\nFROM scratch\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY src /\nCOPY --from=build /go/bin/app /bin/app\nCMD app\n', 'app', 'FROM golang:1.26 AS build\nFROM scratch\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY src /\nCOPY --from=build /go/bin/app /bin/app\nCMD ["app"]\n'),
  one('node of distroless is the entrypoint', 'FROM gcr.io/distroless/nodejs22-debian12\nCOPY app /app\nCMD node /app/server.js\n', 'node /app/server.js', 'FROM gcr.io/distroless/nodejs22-debian12\nCOPY app /app\nCMD ["/app/server.js"]\n'),
  one('ENTRYPOINT with node of distroless', 'FROM gcr.io/distroless/nodejs22-debian12\nCOPY app /app\nENTRYPOINT node /app/server.js\n', 'node /app/server.js', 'FROM gcr.io/distroless/nodejs22-debian12\nCOPY app /app\nENTRYPOINT ["/nodejs/bin/node", "/app/server.js"]\n'),
  one('java of distroless is the entrypoint', 'FROM gcr.io/distroless/java21-debian12\nCOPY app /app.jar\nCMD java -jar /app.jar\n', 'java -jar /app.jar', 'FROM gcr.io/distroless/java21-debian12\nCOPY app /app.jar\nCMD ["/app.jar"]\n'),
  one('chiseled .NET', 'FROM mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled\nCOPY app /app\nENTRYPOINT dotnet shop.dll\n', 'dotnet shop.dll', 'FROM mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled\nCOPY app /app\nENTRYPOINT ["dotnet", "shop.dll"]\n'),
  one('RUN', 'FROM scratch\nCOPY app /app\nRUN chmod +x /app\nRUN mkdir /data\nCMD ["/app"]\n', 'RUN'),
  one('RUN in a stage that is copied from', 'FROM scratch AS files\nCOPY app /app\nRUN chmod +x /app\nFROM alpine:3.22\nCOPY --from=files /app /app\nCMD ["/app"]\n', 'RUN'),
  one('RUN sh -c', 'FROM gcr.io/distroless/cc-debian12\nRUN ["/bin/sh", "-c", "echo hi"]\n', 'RUN'),
  one('RUN in a heredoc', 'FROM scratch\nRUN <<EOF\nmkdir /data\nEOF\nCMD ["/app"]\n', 'RUN'),
  one('a digest and a variable', 'ARG TAG=nonroot\nFROM gcr.io/distroless/static-debian12:${TAG}\nRUN id\n', 'RUN'),
  one('inherited', 'FROM scratch AS base\nCOPY app /app\nFROM base\nCMD /app\n', '/app', 'FROM scratch AS base\nCOPY app /app\nFROM base\nCMD ["/app"]\n'),
  one('sh as a program', 'FROM scratch\nCOPY app /app\nENTRYPOINT ["/bin/sh", "-c", "/app $PORT"]\n', '"/bin/sh"'),
  one('health check', 'FROM scratch\nCOPY app /app\nHEALTHCHECK --interval=30s CMD /app health || exit 1\nCMD ["/app"]\n', '/app health || exit 1', 'FROM scratch\nCOPY app /app\nHEALTHCHECK --interval=30s CMD ["/app", "health"]\nCMD ["/app"]\n'),
]; // prettier-ignore

const unfixable: [string, string][] = [
  ['a variable', 'FROM scratch\nCOPY app /app\nCMD /app $PORT\n'],
  ['two programs', 'FROM scratch\nCOPY app /app\nCMD /app migrate && /app serve\n'],
  ['a comment inside', 'FROM scratch\nCOPY app /app\nCMD /app \\\n# the port\n  80\n'],
  ['a program that is not there', 'FROM scratch\nCOPY app /app\nHEALTHCHECK CMD curl -f localhost || exit 1\nCMD ["/app"]\n'],
  ['a CMD that the base’s own entrypoint would get', 'FROM gcr.io/distroless/nodejs22-debian12\nCMD ./start --all\n'],
]; // prettier-ignore

describe('runtime/no-shell', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it.each(unfixable)('leaves to the user: %s', async (_, text) => {
    const findings = findingsOf(rule, text, await factsFor(text, { app: '' }));
    expect(findings).toHaveLength(1);
    expect(findings[0]!.fixes()).toEqual([]);
  });

  it('only suggests an ENTRYPOINT that would get the words of CMD', async () => {
    const text = 'FROM scratch\nCOPY app /app\nENTRYPOINT /app\nCMD ["serve"]\n';
    const [finding] = findingsOf(rule, text, await factsFor(text, { app: '' }));
    expect(finding!.fixes()[0]?.applicability).toBe('suggested');
  });

  it('says what the base is, and where it is named', async () => {
    const text = 'FROM gcr.io/distroless/static-debian13 AS base\nFROM base\nCOPY app /app\nCMD /app\n';
    const [finding] = findingsOf(rule, text, await factsFor(text, { app: '' }));
    expect(finding!.message).toContain('gcr.io/distroless/static-debian13 does not have');
    expect(finding!.related?.map(({ span, message }) => [text.slice(span.start, span.end), message])).toEqual(
      [['gcr.io/distroless/static-debian13', 'gcr.io/distroless/static-debian13 has no shell']],
    );
  });
});
