import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/misspelt-image.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf } from '../../support/rule-tester.ts';

const image = (name: string): string => `FROM ${name}\nUSER 10001\nCMD ["app"]\n`;

describe('correctness/misspelt-image', () => {
  it.each([
    'python:3.13', 'node', 'scratch', 'java:8', 'rails:5', // known, or known in former times
    'acme/pyhton:3', 'registry.example.org/pyhton', 'localhost:5000/pyhton', 'pyhton.example.org/x', // not Docker's
    '$BASE', 'pyhto$N', '${BASE:-pyhton}', // not certain
    'base', 'app', 'mode', 'code', 'cart', 'test', 'web:1', 'ruby-base', 'node18', 'nodes', 'alpine3', 'my-python', 'redirect', 'monga-tools', 'no', 'g0',
  ])('is silent about %s', async (name) => {
    await checkCase(rule, { name, text: image(name), findings: 0 });
  }); // prettier-ignore

  it('is silent about stages', async () => {
    const text = 'FROM alpine:3.23 AS pyton\nFROM pyton\nUSER 10001\nFROM pytno\n';
    expect(findingsOf(rule, text, await factsFor(text))).toEqual([]);
  });

  it.each([
    ['ndoe:alpine', 'node:alpine'],
    ['ngnix', 'nginx'],
    ['pythn:3.13-slim', 'python:3.13-slim'],
    ['apline:3.23', 'alpine:3.23'],
    ['ubunto:24.04', 'ubuntu:24.04'],
    ['golagn:1.26', 'golang:1.26'],
    ['postgre:17', 'postgres:17'],
    ['go:1.26', 'golang:1.26'],
    ['temurin:21-jre', 'eclipse-temurin:21-jre'],
    ['scracth', 'scratch'],
  ])('%s: %s', async (name, fixed) => {
    await checkCase(rule, { name, text: image(name), findings: [name], fixed: image(fixed) });
  });

  it('keeps a digest and a platform', async () => {
    const digest = `@sha256:${'a'.repeat(64)}`;
    await checkCase(rule, {
      name: 'digest',
      text: `FROM --platform=$BUILDPLATFORM golagn:1.26${digest} AS build\n`,
      findings: 1,
      fixed: `FROM --platform=$BUILDPLATFORM golang:1.26${digest} AS build\n`,
    });
  });
});
