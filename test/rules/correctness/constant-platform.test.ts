import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/constant-platform.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const cases: readonly RuleCase[] = [
  { name: 'none', text: 'FROM alpine:3.23\n', findings: 0 },
  { name: 'of the builder', text: 'FROM --platform=$BUILDPLATFORM alpine:3.23\n', findings: 0 },
  {
    name: 'an ARG',
    text: 'ARG PLATFORM=linux/amd64\nFROM --platform=${PLATFORM} alpine:3.23\n',
    findings: 0,
  },
  { name: 'partly a variable', text: 'FROM --platform=linux/$BUILDARCH alpine:3.23\n', findings: 0 },
  {
    name: 'the stage says so',
    text: 'FROM --platform=linux/amd64 alpine:3.23 AS build-amd64\nFROM --platform=linux/arm64 alpine:3.23 AS build_aarch64\nFROM --platform=linux/arm64 alpine:3.23 AS linux\n',
    findings: 0,
  },
  { name: 'nothing to read', text: 'FROM --platform= alpine:3.23\n', findings: 0 },
  {
    name: 'silenced as BuildKit does',
    text: '# check=skip=FromPlatformFlagConstDisallowed\nFROM --platform=linux/amd64 alpine:3.23\n',
    findings: 0,
  },
  {
    name: 'over lines',
    text: 'FROM --platform=linux/arm64/v8 \\\n    alpine:3.23 AS build\n',
    findings: ['--platform=linux/arm64/v8'],
    fixed: 'FROM \\\n    alpine:3.23 AS build\n',
  },
];

describe('correctness/constant-platform', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
