import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/copy-root.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const user = 'USER 10001\n';
const build = 'FROM golang:1.25 AS build\nRUN mkdir /out\n';
const debian = 'FROM debian:trixie-slim\n';

const cases: readonly RuleCase[] = [
  { name: 'a folder', text: `${build}${debian}COPY --from=build /out /\n${user}`, findings: 0 },
  { name: 'into a folder', text: `${build}${debian}COPY --from=build / /rootfs\n${user}`, findings: 0 },
  { name: 'from the context', text: `${debian}COPY . /\n${user}`, files: { '.dockerignore': '.git\n' }, findings: 0 },
  { name: 'flattens into one layer', text: `${build}FROM scratch\nCOPY --from=build / /\n${user}`, findings: 0 },
  { name: 'a stage that collects files', text: `FROM scratch AS files\nCOPY a /a\n${debian}COPY --from=files / /\n${user}`, files: { a: 'a' }, findings: 0 },
  { name: 'an image that is not known', text: `${debian}COPY --from=tonistiigi/xx:1.6.1 / /\n${user}`, findings: 0 },
  { name: 'a stage on an image that is not known', text: `FROM example.com/files:1 AS files\n${debian}COPY --from=files / /\n${user}`, findings: 0 },
  { name: 'a stage', text: `${build}${debian}COPY --from=build / /\n${user}`, findings: ['/ /'] },
  { name: 'by number, with flags', text: `${build}${debian}COPY --chown=10001 --from=0 / /\n${user}`, findings: ['/ /'] },
  { name: 'an image', text: `${debian}COPY --from=alpine:3.23 / /\n${user}`, findings: 1 },
]; // prettier-ignore

describe('correctness/copy-root', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
