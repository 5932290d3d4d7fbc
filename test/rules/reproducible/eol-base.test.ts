import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/eol-base.ts';
import { applyEdits } from '../../../server/dockerfile/span.ts';
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
  { name: 'an exact version, whose image is as old as its distro', text: 'FROM python:3.12.1-alpine3.18\n', findings: 1, fixed: 'FROM python:3.12-alpine\n' },
  { name: 'an exact version behind a registry', text: 'FROM docker.io/library/node:22.4.1-alpine3.20 AS x\n', findings: 1, fixed: 'FROM docker.io/library/node:22-alpine AS x\n' },
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

  it('names no tag that may not exist', async () => {
    // Rust 1.60 is of 2022, Debian 12 of 2023.
    const text = 'FROM rust:1.60-bullseye\n';
    const facts = await factsFor(text);
    const [finding] = findingsOf(rule, text, facts);
    expect(finding!.message).toMatch(/Move to a release that is supported\.$/);
    expect(finding!.fixes()).toEqual([]);
    // Unless its registry has it.
    const lookup = (name: string) => {
      const fact = facts.images.lookup(name);
      return fact && name.endsWith('bookworm') ? { ...fact, pushed: '2026-11-01' } : fact;
    };
    const [known] = findingsOf(rule, text, { ...facts, images: { ...facts.images, lookup } });
    expect(known!.fixes()[0]!.title).toContain('rust:1.60-bookworm');
  });

  it('only leads to tags that the table has, or that are new enough to be there', async () => {
    const facts = await factsFor('');
    const tags = ['20', '20-slim', '20.11.1-alpine3.18', '18-bullseye-slim', '22.4.1-alpine3.20', '22-bullseye', '16.20-alpine'].map((tag) => `node:${tag}`);
    const others = ['python:3.9-slim', 'python:3.12.1-alpine3.18', 'python:3.8', 'golang:1.22', 'golang:1.21.5-alpine3.18', 'debian:buster-slim', 'alpine:3.18', 'ubuntu:20.04', 'ruby:2.7-slim', 'php:8.0-fpm', 'php:7.4-apache'];
    let fixed = 0;
    for (const reference of [...tags, ...others]) {
      const text = `FROM ${reference}\n`;
      const [finding] = findingsOf(rule, text, facts);
      const [fix] = finding?.fixes() ?? [];
      if (!fix) continue;
      fixed += 1;
      const to = facts.images.lookup(applyEdits(text, fix.edits).slice('FROM '.length, -1));
      expect(to?.approximates, reference).toBeUndefined();
    }
    expect(fixed).toBeGreaterThan(10);
  }); // prettier-ignore

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
