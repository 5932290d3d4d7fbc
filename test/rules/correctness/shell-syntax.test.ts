import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/shell-syntax.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const debian = 'FROM debian:13-slim\n';

const cases: readonly RuleCase[] = [
  {
    name: 'scripts',
    text: `${debian}RUN set -eux; if true; then a; fi; for i in a b; do echo "$i"; done && (cd /x; b) || { c; }\nCMD exec a\n`,
    findings: 0,
  },
  { name: 'a heredoc', text: `${debian}RUN <<EOF\nif true\nthen a\nfi\nEOF\n`, findings: 0 },
  {
    name: 'another language',
    text: `${debian}RUN <<EOF\n#!/usr/bin/env python3\nif x:\n  print("(")\nEOF\n`,
    findings: 0,
  },
  {
    name: 'another shell',
    text: `${debian}SHELL ["/usr/bin/pwsh", "-Command"]\nRUN if (1) { a }\nSHELL ["/usr/bin/zsh", "-c"]\nRUN (\nSHELL ["/usr/bin/fish", "-c"]\nRUN if true; a; end\n`,
    findings: 0,
  },
  {
    name: 'Windows',
    text: '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN if exist a (b)\n',
    findings: 0,
  },
  { name: 'comments between the lines', text: `${debian}RUN a \\\n  # b (\n  && c\n`, findings: 0 },
  { name: 'a template', text: `${debian}RUN {% if x %} a {% endif %}\n`, findings: 0 },
  { name: 'a broken array is another rule', text: `${debian}RUN ['a', 'b(']\n`, findings: 0 },
  { name: 'a lost backslash is a syntax error', text: `${debian}RUN a &&\n    b\n`, findings: 0 },
  { name: 'no fi', text: `${debian}RUN if true; then a\n`, findings: 1 },
  { name: 'an open quote', text: `${debian}RUN echo "a\n`, findings: ['"'] },
  { name: 'nothing behind the operator', text: `${debian}RUN a &&\n`, findings: 1 },
  { name: 'an operator too many', text: `${debian}RUN a \\\n  && \\\n  && b\n`, findings: 1 },
  {
    name: 'a comment that swallows the rest',
    text: `${debian}RUN if true; then \\\n  a; # why \\\n  fi\n`,
    findings: 1,
  },
  { name: 'in a heredoc', text: `${debian}RUN <<EOF\nif true; then\nEOF\n`, findings: 1 },
  {
    name: 'CMD, HEALTHCHECK and ONBUILD',
    text: `${debian}CMD (a\nHEALTHCHECK CMD a ||\nONBUILD RUN a; done\n`,
    findings: 3,
  },
];

describe('correctness/shell-syntax', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
