import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { embeddedImages } from '../../server/images/table.ts';
import { supportedShell } from '../../server/shellcheck/dialect.ts';
import { shellCheckJobs } from '../../server/shellcheck/job.ts';

const jobsOf = (text: string) => shellCheckJobs(parseDockerfile(text), embeddedImages());
const stdinOf = (text: string): string[] => jobsOf(text).map(({ stdin }) => stdin);

describe('what ShellCheck is given', () => {
  it.each<[string, string, string[]]>([
    ['a RUN', 'FROM alpine:3.22\nRUN echo a && b\nCMD c\nENTRYPOINT d', ['echo a && b\n']],
    ['flags are no part of it', 'FROM a\nRUN --mount=type=cache,target=/x --network=none echo a', ['echo a\n']],
    ['continued lines are one line, comments and blank lines between them go', 'FROM a\nRUN a \\\n  # c\n\n  && b\t\\\n&& c', ['a   && b\t&& c\n']],
    ['the escape character of the file', '# escape=`\nFROM a\nSHELL ["sh", "-c"]\nRUN a `\n  b\\c', []],
    ['a heredoc', 'FROM a\nRUN <<EOF\necho a\r\n  b\nEOF', ['echo a\n  b\n\n']],
    ['a heredoc that a shell reads', 'FROM a\nRUN bash -e <<EOF\necho a\nEOF', ['echo a\n\n']],
    ['a heredoc of another language', 'FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\nRUN python3 <<EOF\nprint(1)\nEOF', ['python3 <<EOF\nprint(1)\nEOF\n']],
    ['a heredoc that does not end', 'FROM a\nRUN <<EOF\necho a', []],
    ['JSON form has no shell', 'FROM a\nRUN ["echo", "$x"]', []],
    ['ONBUILD RUN', 'FROM a\nONBUILD RUN echo a\nONBUILD COPY a b', ['echo a\n']],
    ['nothing', 'FROM a\nRUN\nRUN   \n', []],
    ['PowerShell', 'FROM a\nSHELL ["powershell", "-Command"]\nRUN echo $x', []],
    ['Windows', 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN echo %x%', []],
    ['zsh', 'FROM a\nSHELL ["/bin/zsh", "-c"]\nRUN echo $x', []],
    ['options of the SHELL', 'FROM a\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN a', ['set -e\nset -o pipefail\na\n']],
  ])('%s', (_, text, expected) => {
    expect(stdinOf(text)).toEqual(expected);
  }); // prettier-ignore

  it.each<[string, string, string[]]>([
    ['ENV and ARG with their values', 'FROM a\nENV a=1 b="x y"\nARG c=$a\nRUN echo $a ${b} "$c"', ["export a='1'", "export b='x y'", "export c='1'"]],
    ['quotes and line breaks in values', `FROM a\nENV a="it's"\nRUN echo $a`, [`export a='it'\\''s'`]],
    ['an ARG without a value', 'FROM a\nARG a\nRUN echo $a', ['export a="$(date)"']],
    ['what the script does not name is left out', 'FROM a\nENV a=1 b=2\nRUN echo $b', ["export b='2'"]],
    ['what comes later is not there yet', 'FROM a\nRUN echo $a\nENV a=1', []],
    ['what another stage sets is not there', 'FROM a AS x\nENV a=1\nFROM b\nRUN echo $a', []],
    ['what is inherited is', 'FROM a AS x\nENV a=1\nFROM x\nRUN echo $a', ["export a='1'"]],
    ['a global ARG is not, before it is declared again', 'ARG a=1\nFROM a\nRUN echo $a\nARG a\nRUN true', []],
    ['a secret in the environment', 'FROM a\nRUN --mount=type=secret,env=token,id=t use $token', ['export token="$(date)"']],
    ["the builder's own", 'FROM a\nRUN curl -x $https_proxy b', ['export https_proxy="$(date)"']],
    ['a very long one', `FROM a\nENV a=${'x'.repeat(2000)}\nRUN echo $a`, ['export a="$(date)"']],
  ])('variables: %s', (_, text, expected) => {
    const { stdin, scriptStart } = jobsOf(text)[0]!;
    expect(stdin.slice(0, scriptStart).split('\n').slice(0, -1)).toEqual(expected);
  }); // prettier-ignore

  it.each<[string, string, string[]]>([
    ['above', 'FROM a\n# shellcheck disable=SC2086\nRUN b', ['# shellcheck disable=SC2086']],
    ['above, with others between', 'FROM a\n# shellcheck disable=SC2086\n# hadolint ignore=DL3008\n\nRUN b', ['# shellcheck disable=SC2086']],
    ['between the lines', 'FROM a\nRUN b \\\n  # shellcheck disable=SC2086,SC1000-SC1999 enable=quote-safe-variables\n  && c', ['# shellcheck disable=SC2086,SC1000-SC1999', '# shellcheck enable=quote-safe-variables']],
    ['with a reason behind it', 'FROM a\n# shellcheck disable=all # because\nRUN b', ['# shellcheck disable=all']],
    ['of another instruction', 'FROM a\n# shellcheck disable=SC2086\nCOPY a b\nRUN b', []],
    ['not what ShellCheck would not understand', 'FROM a\n# shellcheck disable=foo source=../../x external-sources=true\nRUN b', []],
  ])('its comments: %s', (_, text, expected) => {
    const { stdin, scriptStart } = jobsOf(text)[0]!;
    expect(stdin.slice(0, scriptStart).split('\n').slice(0, -1)).toEqual(expected);
  }); // prettier-ignore

  it('is bounded', () => {
    expect(jobsOf(`FROM a\nRUN echo ${'a'.repeat(100_001)}`)).toEqual([]);
    expect(jobsOf(`FROM a\n${'RUN a\n'.repeat(50_000)}`)).toHaveLength(200);
  });
});

describe('the shell', () => {
  it.each<[string, string, string, boolean]>([
    ['Debian', 'FROM node:22\nRUN a', 'dash', true],
    ['Ubuntu', 'FROM ubuntu:24.04\nRUN a', 'dash', true],
    ['Alpine', 'FROM node:22-alpine\nRUN a', 'busybox', true],
    ['Red Hat', 'FROM rockylinux:9\nRUN a', 'bash', true],
    ['an unknown image', 'FROM registry.example.com/own:1\nRUN a', 'sh', false],
    ['an image of an unknown ARG', 'ARG x\nFROM $x\nRUN a', 'sh', false],
    ['the base of the base', 'FROM alpine:3.22 AS a\nFROM a AS b\nRUN x', 'busybox', true],
    ['a base whose /bin/sh is replaced', 'FROM debian:13\nRUN ln -sf /bin/bash /bin/sh\nRUN a', 'sh', false],
    ['SHELL', 'FROM alpine:3.22\nSHELL ["/bin/bash", "-c"]\nRUN a', 'bash', true],
    ['SHELL ash', 'FROM a\nSHELL ["/bin/ash", "-c"]\nRUN a', 'busybox', true],
    ['a shebang', 'FROM alpine:3.22\nRUN <<E\n#!/usr/bin/env bash\na\nE', 'bash', true],
    ['the command that reads a heredoc', 'FROM alpine:3.22\nRUN dash <<E\na\nE', 'dash', true],
    ["ShellCheck's comment", 'FROM alpine:3.22\n# shellcheck shell=ksh\nRUN a', 'ksh', true],
    ["hadolint's comment", 'FROM alpine:3.22\n# hadolint shell=/bin/bash\nENV a=b\nRUN a', 'bash', true],
  ])('of %s', (_, text, dialect, certain) => {
    expect(jobsOf(text).at(-1)?.shell).toEqual({ dialect, certain });
  }); // prettier-ignore

  it("of hadolint's comment holds up to the next FROM", () => {
    const text = 'FROM alpine:3.22\n# hadolint shell=bash\nRUN a\nFROM alpine:3.22\nRUN a';
    expect(jobsOf(text).map(({ shell }) => shell.dialect)).toEqual(['bash', 'busybox']);
    expect(jobsOf('FROM a\n# hadolint shell=powershell\nRUN a')).toEqual([]);
  });

  it('is one that this ShellCheck knows', () => {
    const busybox = { dialect: 'busybox', certain: true } as const;
    expect(supportedShell(busybox, '0.10.0')).toEqual(busybox);
    expect(supportedShell(busybox, '1.0')).toEqual(busybox);
    expect(supportedShell(busybox, '0.9.0')).toEqual({ dialect: 'dash', certain: false });
    expect(supportedShell({ dialect: 'bash', certain: true }, '0.7')).toEqual({ dialect: 'bash', certain: true });
  }); // prettier-ignore
});
