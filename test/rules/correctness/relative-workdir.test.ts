import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/relative-workdir.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const files = { a: '', b: '' };

const cases: readonly RuleCase[] = [
  { name: 'a broken array is another rule', files, text: "FROM alpine:3.23\nCOPY ['a', 'b']\n", findings: 0 },
  { name: 'absolute', files, text: 'FROM alpine:3.23\nWORKDIR /app\nWORKDIR src\nCOPY a ./\n', findings: 0 },
  {
    name: 'below the stage it builds on',
    files,
    text: 'FROM alpine:3.23 AS base\nWORKDIR /app\nFROM base\nWORKDIR src\nCOPY a b/\n',
    findings: 0,
  },
  { name: 'an unknown variable', files, text: 'FROM alpine:3.23\nARG DIR\nWORKDIR $DIR\n', findings: 0 },
  {
    name: 'a known variable',
    files,
    text: 'FROM alpine:3.23\nENV DIR=/app\nWORKDIR ${DIR}/src\n',
    findings: 0,
  },
  {
    name: 'Windows',
    files,
    text: '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nWORKDIR C:\\app\nWORKDIR \\x\n',
    findings: 0,
  },
  {
    name: 'COPY on an image with a folder of its own',
    files,
    text: 'FROM php:8.4-apache\nCOPY a ./\n',
    findings: 0,
  },
  { name: 'COPY on an unknown image', files, text: 'FROM example.com/base:1\nCOPY a ./\n', findings: 0 },
  { name: 'COPY into scratch', files, text: 'FROM scratch\nCOPY a ./\n', findings: 0 },
  {
    name: 'COPY in a stage that is thrown away',
    files,
    text: 'FROM alpine:3.23 AS get\nCOPY a ./\nFROM alpine:3.23\nCOPY --from=get /a /a\n',
    findings: 0,
  },
  {
    name: 'only the first',
    files,
    text: 'FROM alpine:3.23\nWORKDIR app\nWORKDIR src\n',
    findings: ['app'],
    fixed: 'FROM alpine:3.23\nWORKDIR /app\nWORKDIR src\n',
  },
  {
    name: 'quoted',
    files,
    text: 'FROM alpine:3.23\nWORKDIR "my app"\n',
    findings: ['"my app"'],
    fixed: 'FROM alpine:3.23\nWORKDIR "/my app"\n',
  },
  {
    name: 'golang starts in /go',
    files,
    text: 'FROM golang:1.26\nWORKDIR src/app\n',
    findings: ['src/app'],
    fixed: 'FROM golang:1.26\nWORKDIR /go/src/app\n',
  },
  {
    name: 'scratch',
    files,
    text: 'FROM scratch\nWORKDIR app/\n',
    findings: ['app/'],
    fixed: 'FROM scratch\nWORKDIR /app\n',
  },
  { name: 'an unknown image', files, text: 'FROM example.com/base:1\nWORKDIR app\n', findings: ['app'] },
  {
    name: 'a variable stays',
    files,
    text: 'FROM alpine:3.23\nARG DIR=app\nWORKDIR $DIR/src\n',
    findings: ['$DIR/src'],
    fixed: 'FROM alpine:3.23\nARG DIR=app\nWORKDIR /$DIR/src\n',
  },
  {
    name: 'COPY into the root: no fix',
    files,
    text: 'FROM alpine:3.23\nCOPY a .\nCOPY b b\nCMD ["sh"]\n',
    findings: ['.'],
    fixed: 'FROM alpine:3.23\nCOPY a .\nCOPY b b\nCMD ["sh"]\n',
  },
  {
    name: 'COPY, all at once',
    files,
    text: 'FROM alpine:3.23\nCOPY a x/\nCOPY ["b", "y"]\nCMD ["sh"]\n',
    findings: ['x/'],
    fixed: 'FROM alpine:3.23\nCOPY a /x/\nCOPY ["b", "/y"]\nCMD ["sh"]\n',
  },
];

describe('correctness/relative-workdir', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
