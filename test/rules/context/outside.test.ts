import { describe, it } from 'vitest';
import rule from '../../../server/rules/context/outside.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const top = 'FROM alpine:3.23\nWORKDIR /app\n';
const user = 'USER 10001\n';
const files = { 'shared/a.txt': 'a', 'src/b.txt': 'b', '.dockerignore': '.git\n' };
const copy = (line: string): string => `${top}${line}\n${user}`;

const cases: readonly RuleCase[] = [
  { name: 'inside', text: copy('COPY src/../shared ./shared'), files, findings: 0 },
  { name: 'a name with dots', text: copy('COPY ..a ./'), files: { ...files, '..a': '' }, findings: 0 },
  { name: 'of another stage', text: `FROM alpine:3.23 AS a\n${top}COPY --from=a ../x /x\n${user}`, files, findings: 0 },
  { name: 'a URL', text: copy('ADD https://example.com/a/../b /b'), files, findings: 0 },
  { name: 'the destination', text: copy('COPY src ../src'), files, findings: 0 },
  { name: 'a variable that only the build knows', text: copy('ARG DIR\nCOPY ../$DIR ./'), files, findings: 0 },
  { name: 'inline text', text: `${top}COPY <<EOF /x\n../a\nEOF\n${user}`, files, findings: 0 },
  { name: 'not there: no fix', text: copy('COPY ../lib ./lib'), files, findings: ['../lib'], fixed: copy('COPY ../lib ./lib') },
  { name: 'there', text: copy('COPY ../shared/ ./shared/'), files, findings: ['../shared/'], fixed: copy('COPY shared/ ./shared/') },
  { name: 'through a folder', text: copy('COPY ./src/../../shared ./shared'), files, findings: 1, fixed: copy('COPY shared ./shared') },
  { name: 'from the root', text: copy('ADD /../shared ./shared'), files, findings: 1, fixed: copy('ADD shared ./shared') },
  { name: 'everything above', text: copy('COPY .. ./'), files, findings: ['..'], fixed: copy('COPY . ./') },
  { name: 'JSON form', text: copy('COPY ["../shared", "./shared"]'), files, findings: 1, fixed: copy('COPY ["shared", "./shared"]') },
  { name: 'one of several', text: copy('COPY src ../shared ./'), files, findings: ['../shared'], fixed: copy('COPY src shared ./') },
  { name: 'a mount', text: copy('RUN --mount=type=bind,source=../lib,target=/lib true'), files, findings: 1 },
]; // prettier-ignore

describe('context/outside', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
