import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/non-interactive.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const debian = 'FROM debian:trixie-slim\n';
const fedora = 'FROM fedora:43\n';
const suse = 'FROM opensuse/leap:15.6\n';
const arch = 'FROM archlinux:base\n';
const clean = ' && rm -rf /var/lib/apt/lists/*\nUSER 10001\n';
const apt = (line: string): string => `${debian}RUN apt-get update && ${line}${clean}`;

const silent: readonly (readonly [string, string])[] = [
  ['-y', apt('apt-get install -y --no-install-recommends tini')],
  ['-y among letters', apt('apt-get install -qy --no-install-recommends tini')],
  ['-y before the verb', apt('apt-get -y install --no-install-recommends tini')],
  ['--yes', apt('apt-get --yes install --no-install-recommends tini')],
  ['-qq', apt('apt-get -qq install --no-install-recommends tini')],
  ['-q -q', apt('apt-get -q -q install --no-install-recommends tini')],
  ['-q=2', apt('apt-get install -q=2 --no-install-recommends tini')],
  ['an option of the configuration', apt('apt-get install -o APT::Get::Assume-Yes=true tini')],
  ['--force-yes', apt('apt-get install --force-yes tini')],
  ['a dry run', apt('apt-get -s install tini')],
  ['yes is piped in', apt('yes | apt-get install --no-install-recommends tini')],
  ['an unknown variable that may be an option', apt('apt-get install $APT_OPTS tini')],
  [
    'a known variable with the option',
    `${debian}ENV INSTALL="-y --no-install-recommends"\nRUN apt-get update && apt-get install $INSTALL tini${clean}`,
  ],
  [
    'the configuration says yes above',
    `${debian}RUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes\nRUN apt-get update && apt-get install tini${clean}`,
  ],
  [
    'the stage below says yes',
    `FROM debian:trixie-slim AS base\nRUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes\nFROM base\nRUN apt-get update && apt-get install tini${clean}`,
  ],
  ['a configuration is copied', `${debian}COPY yes.conf /etc/apt/apt.conf.d/\n${apt('apt-get install tini').slice(debian.length)}`],
  ['lists', `${debian}RUN apt-get update && apt-get clean\nUSER 10001\n`],
  ['apk never asks', 'FROM alpine:3.23\nRUN apk add --no-cache tini\nUSER 10001\n'],
  ['microdnf always says yes', 'FROM redhat/ubi9-minimal\nRUN microdnf install tini && microdnf clean all\nUSER 10001\n'],
  ['dnf --assumeyes', `${fedora}RUN dnf --assumeyes install tini && dnf clean all\nUSER 10001\n`],
  ['dnf lists groups', `${fedora}RUN dnf group list\nUSER 10001\n`],
  ['zypper -n', `${suse}RUN zypper -n install tini && zypper clean -a\nUSER 10001\n`],
  ['zypper --no-confirm', `${suse}RUN zypper in --no-confirm tini && zypper clean -a\nUSER 10001\n`],
  ['zypper refresh', `${suse}RUN zypper refresh\nUSER 10001\n`],
  ['pacman --noconfirm', `${arch}RUN pacman -Syu --noconfirm tini\nUSER 10001\n`],
  ['pacman searches', `${arch}RUN pacman -Ss tini\nUSER 10001\n`],
  ['pacman only fetches lists', `${arch}RUN pacman -Sy\nUSER 10001\n`],
  ['only mentioned', `${debian}RUN echo "apt-get install tini"\nUSER 10001\n`],
  ['PowerShell', '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN apt-get install tini\n'],
  ['a heredoc for another language', `${debian}RUN <<EOF\n#!/usr/bin/env python3\nprint("x")\nEOF\nUSER 10001\n`],
]; // prettier-ignore

const found: readonly RuleCase[] = [
  {
    name: 'upgrade and autoremove',
    text: `${debian}RUN apt-get update && apt-get upgrade && apt-get autoremove --purge${clean}`,
    findings: ['apt-get upgrade', 'apt-get autoremove'],
  },
  {
    name: 'one -q asks still',
    text: apt('apt-get -q install --no-install-recommends tini'),
    findings: ['apt-get -q install'],
    fixed: apt('apt-get -q install -y --no-install-recommends tini'),
  },
  {
    name: 'packages in a variable',
    text: `${debian}ENV PACKAGES="tini curl"\nRUN apt-get update && apt-get install $PACKAGES${clean}`,
    findings: 1,
    fixed: `${debian}ENV PACKAGES="tini curl"\nRUN apt-get update && apt-get install -y $PACKAGES${clean}`,
  },
  {
    name: 'over lines',
    text: apt('apt-get install \\\n    --no-install-recommends \\\n    tini'),
    findings: 1,
    fixed: apt('apt-get install -y \\\n    --no-install-recommends \\\n    tini'),
  },
  {
    name: 'JSON form',
    text: `${fedora}RUN ["dnf", "install", "tini"]\nUSER 10001\n`,
    findings: 1,
    fixed: `${fedora}RUN ["dnf", "install", "-y", "tini"]\nUSER 10001\n`,
  },
  {
    name: 'a heredoc',
    text: `${debian}RUN <<EOF\nset -e\napt-get update\napt-get install tini\nEOF\nUSER 10001\n`,
    findings: 1,
    fixed: `${debian}RUN <<EOF\nset -e\napt-get update\napt-get install -y tini\nEOF\nUSER 10001\n`,
  },
  {
    name: 'yum update upgrades',
    text: 'FROM centos:7\nRUN yum update && yum clean all\nUSER 10001\n',
    findings: ['yum update'],
    fixed: 'FROM centos:7\nRUN yum update -y && yum clean all\nUSER 10001\n',
  },
  {
    name: 'dnf module enable',
    text: `${fedora}RUN dnf module enable nodejs:22\nUSER 10001\n`,
    findings: ['dnf module enable'],
    fixed: `${fedora}RUN dnf module enable -y nodejs:22\nUSER 10001\n`,
  },
  {
    name: 'zypper',
    text: `${suse}RUN zypper install tini && zypper clean -a\nUSER 10001\n`,
    findings: 1,
    fixed: `${suse}RUN zypper install -y tini && zypper clean -a\nUSER 10001\n`,
  },
  {
    name: 'pacman',
    text: `${arch}RUN pacman -Syu tini\nUSER 10001\n`,
    findings: ['pacman -Syu'],
    fixed: `${arch}RUN pacman -Syu --noconfirm tini\nUSER 10001\n`,
  },
  {
    name: 'an ONBUILD trigger',
    text: `${debian}ONBUILD RUN apt-get update && apt-get install tini${clean}`,
    findings: 1,
  },
  {
    name: 'a configuration that comes later',
    text: `${debian}RUN apt-get update && apt-get install tini\nRUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes\nUSER 10001\n`,
    findings: 1,
  },
];

describe('correctness/non-interactive', () => {
  it.each(silent)('is silent: %s', async (name, text) => {
    await checkCase(rule, { name, text, findings: 0 });
  });
  it.each(found.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
