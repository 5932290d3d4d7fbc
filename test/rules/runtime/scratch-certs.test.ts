import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/scratch-certs.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const project = (main: string): MemoryTree => ({ 'go.mod': 'module example.org/shop\n\ngo 1.26\n', 'main.go': main }); // prettier-ignore
const caller = project('package main\n\nimport "net/http"\n\nfunc main() { _, _ = http.Get("https://rates.example.com/") }\n'); // prettier-ignore
const client = project('package main\n\nimport "net/http"\n\nfunc f(url string) { _, _ = http.Get(url) }\n\nfunc main() {}\n'); // prettier-ignore
const plain = project('package main\n\nimport "net/http"\n\nfunc main() { _ = http.ListenAndServe(":8080", nil) }\n'); // prettier-ignore

const build = (base = 'golang:1.26', more = ''): string => `FROM ${base} AS build\n${more}WORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o shop .\n`; // prettier-ignore
const end = (more = '', base = 'scratch'): string => `FROM ${base}\nCOPY --from=build /src/shop /shop\n${more}ENTRYPOINT ["/shop"]\n`; // prettier-ignore
const certs = 'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n';

const silent: RuleCase[] = [
  ['copied', build() + end(certs)],
  ['copied from another image', build() + end('COPY --from=alpine:3.22 /etc/ssl/certs/ /etc/ssl/certs/\n')],
  ['copied under another name', build() + end('COPY ca.pem /etc/ssl/cert.pem\n')],
  ['all of /etc', build() + end('COPY --from=build /etc /etc\n')],
  ['a root file system', build() + end('COPY --from=build /rootfs/ /\n')],
  ['in the stage above', `${build()}FROM scratch AS base\n${certs}${end('', 'base')}`],
  ['downloaded', build() + end('ADD https://curl.se/ca/cacert.pem /etc/ssl/certs/\n')],
  ['in a place of its own', build() + end('COPY ca.pem /ca.pem\nENV SSL_CERT_FILE=/ca.pem\n')],
  ['distroless has them', build() + end('', 'gcr.io/distroless/static')],
  ['an image with more', build() + end('', 'alpine:3.22')],
  ['files to export', `${build()}FROM scratch\nCOPY --from=build /src/shop /shop\n`],
  ['another program', `${build()}FROM scratch\nCOPY --from=build /src/other /other\nENTRYPOINT ["/other"]\n`],
  ['a stage that is thrown away', `${build()}FROM scratch AS files\nCOPY --from=build /src/shop /shop\nCMD ["/shop"]\nFROM alpine:3.22\nCOPY --from=files /shop /shop\nCMD ["/shop"]\n`],
].map(([name, text]) => ({ name: name!, text: text!, findings: [], files: { ...caller, 'ca.pem': '' } })); // prettier-ignore

const quiet: RuleCase[] = [
  { name: 'a server that calls nobody', text: build() + end(), findings: [], files: plain },
  { name: 'no project', text: build() + end(), findings: [] },
  { name: 'certificates in the program', text: build() + end(), findings: [], files: { ...caller, 'go.mod': 'module example.org/shop\n\ngo 1.26\n\nrequire golang.org/x/crypto/x509roots/fallback v0.0.0\n' } },
]; // prettier-ignore

const one = (name: string, text: string, fixed: string, files = caller): RuleCase => ({ name, text, files, findings: ['scratch'], fixed }); // prettier-ignore
const fixedEnd = (base = 'scratch'): string => `FROM ${base}\nCOPY --from=build /src/shop /shop\n${certs}ENTRYPOINT ["/shop"]\n`; // prettier-ignore

const found: RuleCase[] = [
  one('an https address', build() + end(), build() + fixedEnd()),
  one('Go on Alpine', build('golang:1.26-alpine') + end(), build('golang:1.26-alpine') + fixedEnd()),
  one('Alpine with Go', build('alpine:3.22', 'RUN apk add --no-cache go\n') + end(), build('alpine:3.22', 'RUN apk add --no-cache go\n') + fixedEnd()),
  one('installed in the build stage', build('debian:13', 'RUN apt-get update && apt-get install -y golang ca-certificates\n') + end(), build('debian:13', 'RUN apt-get update && apt-get install -y golang ca-certificates\n') + fixedEnd()),
  one('lower case', (build() + end()).replace(/^(FROM|COPY|RUN|WORKDIR|ENTRYPOINT)/gm, (word) => word.toLowerCase()), (build() + fixedEnd()).replace(/^(FROM|COPY|RUN|WORKDIR|ENTRYPOINT)/gm, (word) => word.toLowerCase())),
  one('other files of the project', build() + end('COPY main.go /etc/ssh/\n'), build() + fixedEnd().replace('ENTRYPOINT', 'COPY main.go /etc/ssh/\nENTRYPOINT')),
]; // prettier-ignore

describe('runtime/scratch-certs', () => {
  it.each([...silent, ...quiet])('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('names what it assumes', async () => {
    const text = build() + end();
    const [finding] = findingsOf(rule, text, await factsFor(text, client));
    expect(finding!.effectiveSeverity).toBe('info');
    expect(finding!.message).toContain('if one of them is called with https');
    expect(finding!.fixes().map(({ applicability, preferred }) => [applicability, preferred])).toEqual([['suggested', undefined]]); // prettier-ignore
  });

  it('names what shows it', async () => {
    const text = build() + end();
    const [finding] = findingsOf(rule, text, await factsFor(text, caller));
    expect(finding!.message).toContain('main.go calls https://rates.example.com');
    expect(finding!.fixes()[0]?.applicability).toBe('safe');
  });

  it('leaves to the user where they may not be in the build stage', async () => {
    const text = build('debian:13', 'RUN apt-get update && apt-get install -y golang\n') + end();
    const [finding] = findingsOf(rule, text, await factsFor(text, caller));
    expect(finding!.fixes()).toEqual([]);
  });
});
