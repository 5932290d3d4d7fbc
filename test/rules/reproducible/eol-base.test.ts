import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/eol-base.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const silent: RuleCase[] = [
  ['supported', 'FROM node:22-alpine\n'],
  ['long-term support', 'FROM debian:bookworm\n'],
  ['no date is known', 'FROM httpd:2.4\n'],
  ['nobody knows the image', 'FROM corp.example/node:12\n'],
  ['an unknown version', 'ARG V\nFROM node:${V}\n'],
  ['a stage that nobody needs', 'FROM node:18 AS old\nFROM node:22\n'],
  ['scratch', 'FROM scratch\n'],
  ['an earlier stage', 'FROM node:22 AS base\nFROM base\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: [] })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'the runtime', text: 'FROM node:20\n', findings: ['node:20'], fixed: 'FROM node:22\n' },
  { name: 'the distro', text: 'FROM debian:bullseye-slim\n', findings: ['debian:bullseye-slim'], fixed: 'FROM debian:bookworm-slim\n' },
  { name: 'a build stage', text: 'FROM golang:1.22 AS b\nFROM scratch\nCOPY --from=b /a /a\n', findings: 1, fixed: 'FROM golang:1.26 AS b\nFROM scratch\nCOPY --from=b /a /a\n' },
  { name: 'several stages at once', text: 'FROM node:18 AS b\nFROM node:18-alpine\nCOPY --from=b /a /a\n', findings: ['node:18'], fixed: 'FROM node:22 AS b\nFROM node:22-alpine\nCOPY --from=b /a /a\n' },
  { name: 'a version in a variable', text: 'ARG NODE=20\nFROM node:${NODE}-alpine\n', findings: 1, fixed: 'ARG NODE=22\nFROM node:${NODE}-alpine\n' },
  { name: 'a name in a variable', text: 'ARG BASE=node:20-slim\nFROM $BASE\n', findings: 1, fixed: 'ARG BASE=node:22-slim\nFROM $BASE\n' },
  { name: 'with a platform', text: 'FROM --platform=linux/amd64 node:20 AS x\n', findings: 1, fixed: 'FROM --platform=linux/amd64 node:22 AS x\n' },
  { name: 'the distro of a runtime that goes on: the same version on the next one', text: 'FROM rust:1.96-bullseye\n', findings: 1, fixed: 'FROM rust:1.96-bookworm\n' },
  { name: 'a named release and a more exact version', text: 'FROM node:22.23-bullseye-slim\n', findings: 1, fixed: 'FROM node:22.23-bookworm-slim\n' },
  { name: 'a named release of the distro', text: 'FROM node:20-bookworm-slim\n', findings: 1, fixed: 'FROM node:22-bookworm-slim\n' },
  { name: 'no successor is known', text: 'FROM centos:7\n', findings: ['centos:7'] },
]; // prettier-ignore

describe('reproducible/eol-base', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('names the version of a moving tag where the file names one', async () => {
    await checkCase(rule, {
      name: 'nginx',
      text: 'FROM nginx:1.13-alpine\nCOPY site /usr/share/nginx/html\n',
      findings: ['nginx:1.13-alpine'],
      fixed: 'FROM nginx:1.31-alpine\nCOPY site /usr/share/nginx/html\n',
    });
  });

  it('names the date and never lets Optimize change the major version', async () => {
    const [finding] = findingsOf(rule, 'FROM node:20\n', await factsFor('FROM node:20\n'));
    expect(finding!.message).toBe('Node 20 ended on 2026-04-30: node:20 gets no security fixes any more. The next supported one is node:22.'); // prettier-ignore
    expect(finding!.fixes().map((fix) => [fix.title, fix.applicability, fix.preferred])).toEqual([
      ['Switch to node:22 (Node 22 is supported until 2027-04-30)', 'suggested', undefined],
    ]);
  });

  it('gives no date that belongs to something else', async () => {
    const [finding] = findingsOf(rule, 'FROM golang:1.22\n', await factsFor('FROM golang:1.22\n'));
    expect(finding!.fixes()[0]!.title).toBe('Switch to golang:1.26');
  });

  it('minds what the project allows', async () => {
    const files = { 'package.json': '{"name":"x","engines":{"node":">=18 <21"}}' };
    const [finding] = findingsOf(rule, 'FROM node:20\n', await factsFor('FROM node:20\n', files));
    expect(finding!.message).toContain('package.json does not allow');
    expect(finding!.fixes()).toEqual([]);
  });

  it.each([
    ['a digest', `FROM node:20@sha256:${'a'.repeat(64)}\n`],
    ['a variable that others use', 'ARG V=20\nFROM node:${V}\nARG V\nRUN echo $V\n'],
  ])('leaves alone: %s', async (_, text) => {
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding!.fixes()).toEqual([]);
  });
});
