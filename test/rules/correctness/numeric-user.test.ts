import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/numeric-user.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const cases: readonly RuleCase[] = [
  { name: 'a number', text: 'FROM node:22-alpine\nUSER 1000\n', findings: 0 },
  { name: 'a number with a group', text: 'FROM node:22-alpine\nUSER 1000:node\n', findings: 0 },
  { name: 'a variable', text: 'FROM node:22-alpine\nARG UID\nUSER $UID\n', findings: 0 },
  { name: 'root is another rule', text: 'FROM node:22-alpine\nUSER root\n', findings: 0 },
  { name: 'no USER', text: 'FROM node:22-alpine\n', findings: 0 },
  { name: 'a stage that is thrown away', text: 'FROM node:22-alpine AS build\nUSER node\nRUN mkdir -p ~/a\nFROM alpine:3.23\nCOPY --from=build /home/node/a /a\nUSER 10001\n', findings: 0 },
  { name: 'a user in the middle', text: 'FROM node:22-alpine\nUSER node\nRUN mkdir -p ~/a\nUSER 1000\n', findings: 0 },
  { name: 'Windows', text: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nUSER ContainerUser\n', findings: 0 },
  { name: 'with a group', text: 'FROM node:22-alpine\nUSER node:node\n', findings: ['node'], fixed: 'FROM node:22-alpine\nUSER 1000:node\n' },
  { name: 'inherited', text: 'FROM node:22-alpine AS base\nUSER node\nFROM base\nWORKDIR /app\n', findings: 1, fixed: 'FROM node:22-alpine AS base\nUSER 1000\nFROM base\nWORKDIR /app\n' },
  {
    name: 'an account of BusyBox',
    text: 'FROM alpine:3.23\nRUN adduser -D -u 10001 app\nUSER app\n',
    findings: 1,
    fixed: 'FROM alpine:3.23\nRUN adduser -D -u 10001 app\nUSER 10001\n',
  },
  {
    name: 'an account without a known number: no fix',
    text: 'FROM alpine:3.23\nRUN adduser -D app\nUSER app\n',
    findings: 1,
    fixed: 'FROM alpine:3.23\nRUN adduser -D app\nUSER app\n',
  },
  {
    name: 'an account whose number is changed: no fix',
    text: 'FROM node:22\nRUN usermod -u 1001 node\nUSER node\n',
    findings: 1,
    fixed: 'FROM node:22\nRUN usermod -u 1001 node\nUSER node\n',
  },
]; // prettier-ignore

describe('correctness/numeric-user', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
