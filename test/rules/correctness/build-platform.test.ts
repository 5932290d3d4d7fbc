import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/build-platform.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const module = {
  'go.mod': 'module example.org/shop\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};
const builder = 'FROM --platform=$BUILDPLATFORM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\n';
const target = '\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532:65532\nENTRYPOINT ["/shop"]\n';
const go = (lines: string, from = builder, to = target): string => `${from}${lines}\n${to}`;

const silent: readonly RuleCase[] = [
  { name: 'no platform', text: 'FROM alpine:3.23\nUSER 1\nCMD ["a"]\n', findings: 0 },
  { name: 'the target', text: 'FROM --platform=$TARGETPLATFORM alpine:3.23\nUSER 1\nCMD ["a"]\n', findings: 0 },
  { name: 'a stage that only builds', text: 'FROM --platform=$BUILDPLATFORM node:22 AS web\nRUN make\nFROM nginx:1.29-alpine\nCOPY --from=web /dist /srv\n', findings: 0 },
  { name: 'an export', text: 'FROM --platform=$BUILDPLATFORM scratch\nCOPY shop /\n', findings: 0 },
  { name: 'a check', text: 'FROM --platform=$BUILDPLATFORM golang:1.26 AS lint\nRUN make lint\n', findings: 0 },
  { name: 'a variable of the file', text: 'ARG BUILDPLATFORM=linux/amd64\nFROM --platform=$BUILDPLATFORM alpine:3.23\nUSER 1\nCMD ["a"]\n', findings: 0 },
  { name: 'Go for the target', files: module, text: go('ARG TARGETOS TARGETARCH\nRUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /shop .'), findings: 0 },
  { name: 'Go for the target by ENV', files: module, text: go('ARG TARGETARCH\nENV GOARCH=$TARGETARCH\nRUN go build -o /shop .'), findings: 0 },
  { name: 'Go for the target in the script', files: module, text: go('ARG TARGETARCH\nRUN export GOARCH=$TARGETARCH && go build -o /shop .'), findings: 0 },
  { name: 'a helper for cross builds', files: module, text: go('RUN xx-go build -o /shop .'), findings: 0 },
  { name: 'Go in a stage for the target', files: module, text: go('RUN go build -o /shop .', builder.replace('--platform=$BUILDPLATFORM ', '')), findings: 0 },
  { name: 'a tool that is not shipped', files: module, text: go('RUN go build -o /tool . && /tool > /shop'), findings: 0 },
  { name: 'a module that is not known', text: go('RUN go build -o /shop .'), findings: 0 },
]; // prettier-ignore

const found: readonly RuleCase[] = [
  { name: 'braces', text: 'FROM --platform=${BUILDPLATFORM} alpine:3.23\nUSER 1\nCMD ["a"]\n', findings: ['--platform=${BUILDPLATFORM}'], fixed: 'FROM alpine:3.23\nUSER 1\nCMD ["a"]\n' },
  { name: 'inherited', text: 'FROM --platform=$BUILDPLATFORM python:3.13-slim AS base\nUSER 1\nFROM base\nCMD ["python"]\n', findings: ['--platform=$BUILDPLATFORM'] },
  { name: 'without a program of its own', text: 'FROM --platform=$BUILDPLATFORM alpine:3.23\nRUN apk add --no-cache jq\nUSER 1\n', findings: 1 },
  { name: 'declared already', files: module, text: go('ARG TARGETOS\nARG TARGETARCH\nRUN go build -o /shop .'), findings: ['go build -o /shop .'], fixed: go('ARG TARGETOS\nARG TARGETARCH\nRUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /shop .') },
  { name: 'behind another command', files: module, text: go('RUN go vet ./... && CGO_ENABLED=0 go build -o /shop .'), findings: ['CGO_ENABLED=0 go build -o /shop .'], fixed: go('ARG TARGETOS TARGETARCH\nRUN go vet ./... && CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /shop .') },
  { name: 'a folder that is copied', files: module, text: go('RUN go build -o /out/shop .', builder, '\nFROM alpine:3.23\nCOPY --from=build /out /usr/local/bin\nUSER 1\nCMD ["shop"]\n'), findings: 1 },
]; // prettier-ignore

describe('correctness/build-platform', () => {
  it.each(silent.map((test) => [test.name, test] as const))('is silent: %s', async (_, test) => {
    await checkCase(rule, test);
  });
  it.each(found.map((test) => [test.name, test] as const))('finds: %s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('knows that cgo needs more', async () => {
    const text = go('RUN go build -o /shop .');
    const files = { ...module, 'main.go': 'package main\n\nimport "C"\n\nfunc main() {}\n' };
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding?.message).toContain('a C compiler for it');
    expect(finding?.fixes()[0]?.preferred).toBe(false);
  });
});
