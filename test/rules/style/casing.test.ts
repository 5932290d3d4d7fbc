import { describe, it } from 'vitest';
import rule from '../../../server/rules/style/casing.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const cases: readonly RuleCase[] = [
  { name: 'all upper', text: 'FROM alpine:3.23 AS a\nRUN true\nUSER 10001\n', findings: 0 },
  { name: 'all lower', text: 'from alpine:3.23 as a\nrun true\nuser 10001\n', findings: 0 },
  { name: 'words are no keywords', text: 'FROM alpine:3.23\nRUN FROM=1 run\nENV from=1\nUSER 10001\n', findings: 0 },
  { name: 'what is no keyword', text: 'FROM alpine:3.23\nRun\'s a word\nEOF\nUSER 10001\n', findings: 0 },
  {
    name: 'one of many',
    text: 'FROM alpine:3.23\nRun true\nexpose 80\nUSER 10001\n',
    findings: ['Run'],
    fixed: 'FROM alpine:3.23\nRUN true\nEXPOSE 80\nUSER 10001\n',
  },
  {
    name: 'most are lower',
    text: 'from alpine:3.23\nrun true\nUSER 10001\n',
    findings: ['USER'],
    fixed: 'from alpine:3.23\nrun true\nuser 10001\n',
  },
  {
    name: 'a FROM takes its AS along',
    text: 'from alpine:3.23 as a\nRUN true\nUSER 10001\n',
    findings: ['from'],
    fixed: 'FROM alpine:3.23 AS a\nRUN true\nUSER 10001\n',
  },
  { name: 'as', text: 'FROM alpine:3.23 as a\nRUN true\nUSER 10001\n', findings: ['as'], fixed: 'FROM alpine:3.23 AS a\nRUN true\nUSER 10001\n' },
  { name: 'AS below from', text: 'from alpine:3.23 AS a\nrun true\nuser 10001\n', findings: ['AS'], fixed: 'from alpine:3.23 as a\nrun true\nuser 10001\n' },
  {
    name: 'a stage name with its references',
    text: 'FROM alpine:3.23 AS BuilderBase\nRUN true\nFROM alpine:3.23\nCOPY --chown=10001 --from=BuilderBase /a /a\nRUN --mount=type=bind,from=BuilderBase,target=/b true\nCOPY --from=builderbase /c /c\nUSER 10001\n',
    findings: ['BuilderBase'],
    fixed: 'FROM alpine:3.23 AS builderbase\nRUN true\nFROM alpine:3.23\nCOPY --chown=10001 --from=builderbase /a /a\nRUN --mount=type=bind,from=builderbase,target=/b true\nCOPY --from=builderbase /c /c\nUSER 10001\n',
  },
  {
    name: 'two stages that differ in case only: no fix',
    text: 'FROM alpine:3.23 AS Build\nRUN true\nFROM alpine:3.23 AS build\nRUN true\nFROM alpine:3.23\nCOPY --from=build /a /a\nUSER 10001\n',
    findings: ['Build'],
    fixed: 'FROM alpine:3.23 AS Build\nRUN true\nFROM alpine:3.23 AS build\nRUN true\nFROM alpine:3.23\nCOPY --from=build /a /a\nUSER 10001\n',
  },
]; // prettier-ignore

describe('style/casing', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
