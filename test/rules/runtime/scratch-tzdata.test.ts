import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/scratch-tzdata.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const project = (body: string): MemoryTree => ({ 'go.mod': 'module example.org/shop\n\ngo 1.26\n', 'main.go': `package main\n\n${body}\n` }); // prettier-ignore
const zoned = project('func main() { _, _ = time.LoadLocation("Asia/Tokyo") }');

const build = (base = 'golang:1.26', command = 'go build -o shop .', more = ''): string => `FROM ${base} AS build\n${more}WORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 ${command}\n`; // prettier-ignore
const end = (more = '', base = 'scratch'): string => `FROM ${base}\nCOPY --from=build /src/shop /shop\n${more}ENTRYPOINT ["/shop"]\n`; // prettier-ignore
const zip = 'COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /usr/share/zoneinfo.zip\nENV ZONEINFO=/usr/share/zoneinfo.zip\n'; // prettier-ignore

const silent: RuleCase[] = [
  { name: 'copied', files: zoned, text: build() + end('COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo\n') },
  { name: 'one zone is copied', files: zoned, text: build() + end('COPY --from=build /usr/share/zoneinfo/Asia/Tokyo /usr/share/zoneinfo/Asia/Tokyo\n') },
  { name: 'Go’s own copy', files: zoned, text: build() + end(zip) },
  { name: 'Go’s own copy in its place', files: zoned, text: build() + end('COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /usr/local/go/lib/time/\n') },
  { name: 'by a build tag', files: zoned, text: build('golang:1.26', 'go build -tags "prod,timetzdata" -o shop .') + end() },
  { name: 'in the program', files: project('import _ "time/tzdata"\nfunc main() { _, _ = time.LoadLocation("Asia/Tokyo") }'), text: build() + end('ENV TZ=Asia/Tokyo\n') },
  { name: 'only UTC', files: project('func main() { _, _ = time.LoadLocation("UTC") }'), text: build() + end() },
  { name: 'TZ is UTC', files: project('func main() {}'), text: build() + end('ENV TZ=UTC\n') },
  { name: 'no zones at all', files: project('func main() {}'), text: build() + end() },
  { name: 'distroless has them', files: zoned, text: build() + end('', 'gcr.io/distroless/static') },
  { name: 'an image of its own', files: zoned, text: build() + end('', 'alpine:3.22') },
  { name: 'a root file system', files: zoned, text: build() + end('ADD rootfs.tar.gz /\n') },
  { name: 'no project', text: build() + end('ENV TZ=Asia/Tokyo\n') },
].map((test) => ({ findings: [], ...test })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'a zone by name', files: zoned, text: build() + end(), findings: ['scratch'], fixed: build() + end(zip) },
  { name: 'a zone of the user', files: project('func f(n string) { _, _ = time.LoadLocation(n) }\nfunc main() {}'), text: build() + end(), findings: ['scratch'], fixed: build() + end(zip) },
  { name: 'TZ', files: project('func main() {}'), text: build() + end('ENV A=1 TZ=Europe/Berlin\n'), findings: ['TZ=Europe/Berlin'], fixed: build() + end(`${zip}ENV A=1 TZ=Europe/Berlin\n`) },
  { name: 'from the package of the build stage', files: zoned, text: build('alpine:3.22', undefined, 'RUN apk add --no-cache go tzdata\n') + end(), findings: ['scratch'], fixed: build('alpine:3.22', undefined, 'RUN apk add --no-cache go tzdata\n') + end('COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo\n') },
]; // prettier-ignore

describe('runtime/scratch-tzdata', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('leaves to the user where the build stage may have none', async () => {
    const text = build('debian:13-slim', undefined, 'RUN apt-get update && apt-get install -y golang\n') + end(); // prettier-ignore
    const [finding] = findingsOf(rule, text, await factsFor(text, zoned));
    expect(finding!.message).toContain('main.go loads the time zone Asia/Tokyo');
    expect(finding!.fixes()).toEqual([]);
  });
});
