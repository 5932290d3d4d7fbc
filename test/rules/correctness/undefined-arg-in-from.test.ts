import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/undefined-arg-in-from.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const cases: readonly RuleCase[] = [
  { name: 'declared', text: 'ARG TAG=3.23\nFROM alpine:$TAG\n', findings: 0 },
  { name: 'a platform ARG', text: 'FROM --platform=$BUILDPLATFORM alpine:3.23\n', findings: 0 },
  { name: 'empty but valid', text: 'ARG VARIANT\nFROM busybox:stable${VARIANT}\n', findings: 0 },
  { name: 'a default where it is used', text: 'ARG TAG\nFROM alpine:${TAG:-3.23}\n', findings: 0 },
  { name: 'undeclared with a default', text: 'FROM alpine:${TAG:-3.23}\n', findings: 0 },
  { name: 'required on purpose', text: 'ARG TAG\nFROM alpine:${TAG:?which release}\n', findings: 0 },
  {
    name: 'a stage in a variable',
    text: 'ARG TARGET=prod\nFROM alpine:3.23 AS base-prod\nFROM base-${TARGET}\n',
    findings: 0,
  },
  {
    name: 'built from others',
    text: 'ARG REGISTRY=docker.io\nARG IMAGE=$REGISTRY/alpine:3.23\nFROM $IMAGE\n',
    findings: 0,
  },
  { name: 'a template', text: 'FROM {{image}}\n', findings: 0 },
  { name: 'undeclared', text: 'FROM node:22${VARIANT}\n', findings: ['${VARIANT}'] },
  {
    name: 'told once',
    text: 'FROM node:22${VARIANT} AS a\nFROM node:22${VARIANT}\n',
    findings: ['${VARIANT}'],
  },
  { name: 'no default', text: 'ARG IMAGE\nFROM $IMAGE AS a\nFROM $IMAGE\n', findings: ['$IMAGE'] },
  { name: 'a tag without default', text: 'ARG TAG\nFROM busybox:$TAG\n', findings: ['busybox:$TAG'] },
  {
    name: 'a misspelt platform ARG',
    text: 'FROM --platform=$BULIDPLATFORM alpine:3.23 AS build\nFROM scratch\nCOPY --from=build /a /a\n',
    findings: ['$BULIDPLATFORM'],
    fixed: 'FROM --platform=$BUILDPLATFORM alpine:3.23 AS build\nFROM scratch\nCOPY --from=build /a /a\n',
  },
  {
    name: 'in capitals',
    text: 'FROM Alpine:3.23\n',
    findings: ['Alpine:3.23'],
    fixed: 'FROM alpine:3.23\n',
  },
  { name: 'a stage in capitals is another rule', text: 'FROM alpine:3.23 AS Base\nFROM Base\n', findings: 0 },
  {
    name: 'declared in the stage below',
    text: '# base\nFROM alpine:$TAG\nARG TAG=3.23\n',
    findings: ['$TAG'],
    fixed: 'ARG TAG=3.23\n# base\nFROM alpine:$TAG\nARG TAG=3.23\n',
  },
];

describe('correctness/undefined-arg-in-from', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
