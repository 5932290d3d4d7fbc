import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/named-user-in-scratch.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const end = 'COPY app /app\nENTRYPOINT ["/app"]\n';

const silent: RuleCase[] = [
  ['a number', `FROM scratch\nUSER 10001\n${end}`],
  ['a number and a group', `FROM scratch\nUSER 10001:10001\n${end}`],
  ['a number from a variable', `FROM scratch\nARG UID=10001\nUSER $UID\n${end}`],
  ['a variable that only the build knows', `FROM scratch\nARG USER\nUSER $USER\n${end}`],
  ['root', `FROM scratch\nUSER root\n${end}`],
  ['no USER', `FROM scratch\n${end}`],
  ['passwd is copied', `FROM alpine:3.22 AS build\nRUN adduser -D app\nFROM scratch\nCOPY --from=build /etc/passwd /etc/passwd\nUSER app\n${end}`],
  ['passwd and group are copied into the folder', `FROM alpine:3.22 AS build\nRUN adduser -D app\nFROM scratch\nCOPY --from=build /etc/passwd /etc/group /etc/\nUSER app:app\n${end}`],
  ['a file of the project', `FROM scratch\nCOPY passwd /etc/passwd\nUSER app\n${end}`],
  ['written here', `FROM scratch\nCOPY <<EOF /etc/passwd\napp:x:1000:1000::/:\nEOF\nUSER app\n${end}`],
  ['all of /etc', `FROM alpine:3.22 AS build\nFROM scratch\nCOPY --from=build /etc /etc\nUSER app\n${end}`],
  ['a root file system', `FROM scratch\nADD rootfs.tar.gz /\nUSER app\n${end}`],
  ['a folder that may hold one', `FROM alpine:3.22 AS build\nFROM scratch\nCOPY --from=build /rootfs /\nUSER app\n${end}`],
  ['in the stage above', `FROM scratch AS base\nCOPY passwd /etc/passwd\nFROM base\nUSER app\n${end}`],
  ['a later number', `FROM scratch\nUSER app\nUSER 1000\n${end}`],
  ['nonroot of distroless', `FROM gcr.io/distroless/static-debian12\nUSER nonroot:nonroot\n${end}`],
  ['nobody of distroless', `FROM gcr.io/distroless/static\nUSER nobody\n${end}`],
  ['debug tag', `FROM gcr.io/distroless/static:debug\nUSER app\n${end}`],
  ['a program makes it', `FROM scratch\nCOPY --from=busybox:1.37 /bin/busybox /busybox\nRUN ["/busybox", "adduser", "-D", "app"]\nUSER app\n${end}`],
  ['an image with accounts', `FROM alpine:3.22\nUSER nobody\n${end}`],
  ['an unknown image', `FROM registry.example.com/tiny:1\nUSER app\n${end}`],
  ['a stage that is thrown away', `FROM scratch AS files\nUSER app\nCOPY app /app\nFROM alpine:3.22\nCOPY --from=files /app /app\nCMD ["/app"]\n`],
].map(([name, text]) => ({ name: name!, text: text!, findings: [], files: { app: '', passwd: '' } })); // prettier-ignore

const one = (name: string, text: string, span: string, fixed: string): RuleCase => ({ name, text, files: { app: '', 'etc/hosts': '' }, findings: [span], fixed }); // prettier-ignore

const found: RuleCase[] = [
  one('scratch', `FROM scratch\nUSER app\n${end}`, 'app', `FROM scratch\nUSER 65532:65532\n${end}`),
  one('nobody', `FROM scratch\nuser nobody:nobody\n${end}`, 'nobody:nobody', `FROM scratch\nuser 65534:65534\n${end}`),
  one('the number of the build stage', `FROM alpine:3.22 AS build\nRUN addgroup -g 1200 app && adduser -D -u 1200 -G app app\nFROM scratch\nCOPY --from=build /a /a\nUSER app\n${end}`, 'app', `FROM alpine:3.22 AS build\nRUN addgroup -g 1200 app && adduser -D -u 1200 -G app app\nFROM scratch\nCOPY --from=build /a /a\nUSER 1200:1200\n${end}`),
  one('a number given by an ARG', `FROM golang:1.26 AS build\nARG UID=10001\nRUN adduser --disabled-password --gecos "" --uid "\${UID}" appuser\nFROM scratch\nCOPY --from=build /a /a\nUSER appuser:appuser\n${end}`, 'appuser:appuser', `FROM golang:1.26 AS build\nARG UID=10001\nRUN adduser --disabled-password --gecos "" --uid "\${UID}" appuser\nFROM scratch\nCOPY --from=build /a /a\nUSER 10001:10001\n${end}`),
  one('a group by number', `FROM scratch\nUSER app:0\n${end}`, 'app:0', `FROM scratch\nUSER 65532:0\n${end}`),
  one('a folder without passwd', `FROM scratch\nCOPY etc /etc\nUSER app\n${end}`, 'app', `FROM scratch\nCOPY etc /etc\nUSER 65532:65532\n${end}`),
  one('certificates', `FROM alpine:3.22 AS build\nFROM scratch\nCOPY --from=build /etc/ssl/certs /etc/ssl/certs\nUSER app\n${end}`, 'app', `FROM alpine:3.22 AS build\nFROM scratch\nCOPY --from=build /etc/ssl/certs /etc/ssl/certs\nUSER 65532:65532\n${end}`),
  one('from a variable', `FROM scratch\nARG NAME=app\nUSER $NAME\n${end}`, '$NAME', `FROM scratch\nARG NAME=app\nUSER 65532:65532\n${end}`),
  one('inherited', `FROM scratch AS base\nUSER app\nFROM base\n${end}`, 'app', `FROM scratch AS base\nUSER 65532:65532\nFROM base\n${end}`),
  one('distroless', `FROM gcr.io/distroless/nodejs22-debian12\nUSER node\nCOPY app /app\nCMD ["/app"]\n`, 'node', `FROM gcr.io/distroless/nodejs22-debian12\nUSER 65532:65532\nCOPY app /app\nCMD ["/app"]\n`),
]; // prettier-ignore

describe('runtime/named-user-in-scratch', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('says what the image has', async () => {
    const text = `FROM gcr.io/distroless/base-debian13\nUSER app\n${end}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, { app: '' }));
    expect(finding!.message).toContain('/etc/passwd of gcr.io/distroless/base-debian13 has no account app');
  });
});
