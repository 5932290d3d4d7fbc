import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/no-healthcheck.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const node = {
  'package.json': '{"name":"x","dependencies":{"express":"5.1.0"}}',
  'server.js':
    "const app = require('express')();\napp.get('/health', (q, r) => r.send('ok'));\napp.listen(8080);\n",
};
const python = {
  'requirements.txt': 'flask==3.0.3\n',
  'app.py': "from flask import Flask\napp = Flask(__name__)\n@app.route('/health')\ndef health():\n    return 'ok'\napp.run(host='0.0.0.0', port=8000)\n",
}; // prettier-ignore
const tail = 'WORKDIR /app\nCOPY . .\nUSER 1000\n';

const silent: RuleCase[] = [
  ['it has one', 'FROM node:22\nEXPOSE 80\nHEALTHCHECK CMD ["node", "check.js"]\n'],
  ['it declines one', 'FROM node:22\nEXPOSE 80\nHEALTHCHECK NONE\n'],
  ['inherited', 'FROM node:22 AS base\nHEALTHCHECK CMD ["node", "check.js"]\nFROM base\nEXPOSE 80\n'],
  ['no service', 'FROM node:22\nCMD ["node", "job.js"]\n'],
  ['EXPOSE in a stage that is thrown away', 'FROM node:22 AS a\nEXPOSE 80\nFROM node:22\nCMD ["node", "job.js"]\n'],
  ['Windows', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nEXPOSE 80\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: [] })); // prettier-ignore

async function probe(text: string, files: Record<string, string>): Promise<string | undefined> {
  const [finding] = findingsOf(rule, text, await factsFor(text, files));
  return finding
    ?.fixes()[0]
    ?.edits[0]?.newText.replace(/^HEALTHCHECK .*? CMD /, '')
    .trim();
}

describe('runtime/no-healthcheck', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });

  it.each<RuleCase>([
    { name: 'no project', text: 'FROM node:22\nEXPOSE 80\nCMD ["node", "server.js"]\n', findings: ['80'] },
    { name: 'inherited EXPOSE', text: 'FROM node:22 AS base\nEXPOSE 80\nFROM base\nCMD ["node", "server.js"]\n', findings: ['80'] },
    { name: 'a port in the source only', files: node, text: `FROM node:22-alpine\n${tail}CMD ["node", "server.js"]\n`, findings: ['CMD'] },
    { name: 'with comments', files: node, text: `FROM node:22-alpine\n${tail}EXPOSE 8080\n# start\nCMD ["node", "server.js"]\n`, findings: ['8080'], fixed: `FROM node:22-alpine\n${tail}EXPOSE 8080\nHEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]\n# start\nCMD ["node", "server.js"]\n` },
    { name: 'an inherited command', files: node, text: `FROM node:22-alpine AS base\nCMD ["node", "server.js"]\nFROM base\n${tail}EXPOSE 8080`, findings: ['8080'] },
  ])('finds: $name', async (test) => {
    await checkCase(rule, test);
  }); // prettier-ignore

  it('asks with what the image has', async () => {
    const end = `${tail}EXPOSE 8080\nCMD ["x"]\n`;
    const url = 'http://127.0.0.1:8080/health';
    expect(await probe(`FROM node:22\n${end}`, node)).toContain('["node", "-e"');
    expect(await probe(`FROM gcr.io/distroless/nodejs22-debian12\n${end}`, node)).toContain('["/nodejs/bin/node", "-e"');
    expect(await probe(`FROM node:16\n${end}`, node)).toBeUndefined();
    expect(await probe(`FROM alpine:3.24\n${end}`, node)).toBe(`["wget", "-q", "-O", "/dev/null", "${url}"]`);
    expect(await probe(`FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl\n${end}`, node)).toBe(`["curl", "-fsS", "-o", "/dev/null", "${url}"]`);
    expect(await probe(`FROM debian:12-slim\nRUN apt-get install -y curl && apt-get purge -y curl\n${end}`, node)).toBeUndefined();
    expect(await probe(`FROM debian:12-slim\n${end}`, node)).toBeUndefined();
    expect(await probe(`FROM scratch\n${end}`, node)).toBeUndefined();
    expect(await probe(`FROM corp.example/node:22\n${end}`, node)).toBeUndefined();
    expect(await probe(`FROM python:3.13-slim\n${tail}EXPOSE 8000\nCMD ["x"]\n`, python)).toBe(
      `["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]`,
    );
  }); // prettier-ignore

  it('offers nothing while the port is not certain', async () => {
    const text = (lines: string): string => `FROM node:22\n${tail}${lines}CMD ["node", "server.js"]\n`;
    expect(await probe(text('EXPOSE 9000\n'), node)).toBeUndefined();
    expect(await probe(text('EXPOSE 8080 9000\n'), node)).toContain(':8080/');
    expect(await probe(text('ENV PORT=9000\nEXPOSE 8080\n'), node)).toBeUndefined();
    expect(await probe(text('ENV PORT=9000\nEXPOSE $PORT\n'), node)).toContain(':9000/');
    expect(await probe(text('EXPOSE 8080/udp\n'), node)).toContain(':8080/');
  });

  it('offers nothing without a health route', async () => {
    const files = { ...node, 'server.js': "require('express')().listen(8080);\n" };
    expect(
      await probe(`FROM node:22\n${tail}EXPOSE 8080\nCMD ["node", "server.js"]\n`, files),
    ).toBeUndefined();
  });

  it('takes no route of the project beside a web server', async () => {
    const messageOf = async (base: string, lines: string): Promise<string | undefined> => {
      const text = `FROM ${base}\nCOPY site /site\nEXPOSE 80\n${lines}`;
      return findingsOf(rule, text, await factsFor(text, node))[0]?.message;
    };
    expect(await messageOf('nginx:1.30-alpine', '')).toMatch(/on port 80 .* that calls it/);
    expect(await messageOf('alpine:3.24', 'CMD ["nginx", "-g", "daemon off;"]\n')).toMatch(/on port 80 .* that calls it/);
    expect(await messageOf('node:22', 'CMD ["node", "server.js"]\n')).toContain('that calls /health');
  }); // prettier-ignore
});
