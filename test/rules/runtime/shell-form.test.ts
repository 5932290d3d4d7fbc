import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/shell-form.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const silent: RuleCase[] = [
  ['exec form', 'FROM node:22\nCMD ["node", "server.js"]\n'],
  ['exec form over several lines', 'FROM node:22\nCMD [ \\\n  "node", \\\n  "server.js" ]\n'],
  ['ends in exec', 'FROM python:3.13-slim\nCMD exec gunicorn --bind :$PORT app:app\n'],
  ['ends in exec behind a step', 'FROM python:3.13-slim\nCMD python manage.py migrate && exec gunicorn app:app\n'],
  ['a shell on purpose', 'FROM python:3.13-slim\nCMD ["/bin/sh", "-c", "exec gunicorn --bind :$PORT app:app"]\n'],
  ['a shell with one command', 'FROM python:3.13-slim\nCMD ["sh", "-c", "gunicorn --bind :$PORT app:app"]\n'],
  ['a shell whose last command is exec', 'FROM python:3.13-slim\nCMD ["sh", "-c", "python manage.py migrate && exec gunicorn app:app"]\n'],
  ['a shell that keeps the container alive', 'FROM python:3.13-slim\nCMD ["sh", "-c", "python prepare.py && sleep infinity"]\n'],
  ['a shell with programs beside one another', 'FROM python:3.13-slim\nCMD ["sh", "-c", "python a.py & python b.py"]\n'],
  ['a shell that catches signals', 'FROM python:3.13-slim\nCMD ["sh", "-c", "trap stop TERM; python a.py"]\n'],
  ['a shell that gets a script of the package manager', 'FROM node:22\nCMD ["sh", "-c", "npm run migrate && npm start"]\n'],
  ['a shell with words of its own', 'FROM node:22\nCMD ["sh", "-c", "a && \\"$0\\"", "b"]\n'],
  ['HEALTHCHECK in shell form', 'FROM node:22\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\nCMD ["node", "server.js"]\n'],
  ['a stage that is thrown away', 'FROM node:22 AS build\nCMD npm test\nFROM node:22\nCOPY --from=build /a /a\nCMD ["node", "server.js"]\n'],
  ['a CMD that is overridden', 'FROM node:22\nCMD node a.js\nCMD ["node", "server.js"]\n'],
  ['a CMD that is overridden in the stage above', 'FROM node:22 AS base\nCMD node a.js\nFROM base\nCMD ["node", "server.js"]\n'],
  ['a CMD that an ENTRYPOINT resets', 'FROM node:22 AS base\nCMD node a.js\nFROM base\nENTRYPOINT ["node", "server.js"]\n'],
  ['PowerShell', 'FROM mcr.microsoft.com/powershell:7.4-debian-12\nSHELL ["pwsh", "-c"]\nCMD Write-Host hi\n'],
  ['Windows', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD app.exe\n'],
  ['a broken array is another rule’s', "FROM node:22\nCMD ['node', 'server.js']\n"],
  ['ONBUILD', 'FROM node:22\nONBUILD CMD node server.js\nCMD ["node"]\n'],
  ['no command', 'FROM node:22\nCMD\n'],
  ['no shell at all is another rule’s', 'FROM scratch\nCMD /app serve\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: [] })); // prettier-ignore

const one = (name: string, text: string, span: string, fixed?: string): RuleCase => ({ name, text, findings: [span], ...(fixed !== undefined && { fixed }) }); // prettier-ignore

const found: RuleCase[] = [
  one('plain words', 'FROM node:22\nCMD node server.js\n', 'node server.js', 'FROM node:22\nCMD ["node", "server.js"]\n'),
  one('quoted words', 'FROM node:22\nCMD node -e "console.log(\'a b\')"\n', 'node -e "console.log(\'a b\')"', 'FROM node:22\nCMD ["node", "-e", "console.log(\'a b\')"]\n'),
  one('keeps the keyword', 'from node:22\ncmd  node server.js   \n', 'node server.js', 'from node:22\ncmd  ["node", "server.js"]   \n'),
  one('continued lines', 'FROM node:22\nCMD node \\\n    server.js\n', 'node \\\n    server.js', 'FROM node:22\nCMD ["node", "server.js"]\n'),
  one('ENTRYPOINT', 'FROM node:22\nENTRYPOINT ./start.sh\n', './start.sh', 'FROM node:22\nENTRYPOINT ["./start.sh"]\n'),
  one('inherited', 'FROM node:22 AS base\nCMD node server.js\nFROM base\nENV A=1\n', 'node server.js'),
  one('a target of its own', 'FROM node:22 AS dev\nCMD node --watch server.js\nFROM node:22\nCMD ["node", "server.js"]\n', 'node --watch server.js'),
  one('a variable', 'FROM node:22\nCMD node $MAIN\n', 'node $MAIN', 'FROM node:22\nCMD ["/bin/sh", "-c", "exec node $MAIN"]\n'),
  one('a variable in single quotes needs no shell', "FROM node:22\nCMD node -e 'console.log(\"$A\")'\n", "node -e 'console.log(\"$A\")'", 'FROM node:22\nCMD ["node", "-e", "console.log(\\"$A\\")"]\n'),
  one('a pattern', 'FROM eclipse-temurin:21-jre\nCMD java -jar *.jar\n', 'java -jar *.jar', 'FROM eclipse-temurin:21-jre\nCMD ["/bin/sh", "-c", "exec java -jar *.jar"]\n'),
  one('a home folder', 'FROM node:22\nCMD node ~/server.js\n', 'node ~/server.js', 'FROM node:22\nCMD ["/bin/sh", "-c", "exec node ~/server.js"]\n'),
  one('braces', 'FROM node:22\nCMD node {a,b}.js\n', 'node {a,b}.js', 'FROM node:22\nCMD ["/bin/sh", "-c", "exec node {a,b}.js"]\n'),
  one('a redirection', 'FROM node:22\nCMD node server.js 2>&1\n', 'node server.js 2>&1', 'FROM node:22\nCMD ["/bin/sh", "-c", "exec node server.js 2>&1"]\n'),
  one('an assignment', 'FROM node:22\nCMD NODE_ENV=production node server.js\n', 'NODE_ENV=production node server.js', 'FROM node:22\nCMD ["/bin/sh", "-c", "NODE_ENV=production exec node server.js"]\n'),
  one('several commands', 'FROM python:3.13-slim\nCMD python manage.py migrate && \\\n    gunicorn app:app\n', 'python manage.py migrate && \\\n    gunicorn app:app', 'FROM python:3.13-slim\nCMD ["/bin/sh", "-c", "python manage.py migrate && exec gunicorn app:app"]\n'),
  one('several commands of a shell', 'FROM python:3.13-slim\nCMD ["sh", "-c", "python manage.py migrate && gunicorn \\"app:app\\""]\n', '["sh", "-c", "python manage.py migrate && gunicorn \\"app:app\\""]', 'FROM python:3.13-slim\nCMD ["sh", "-c", "python manage.py migrate && exec gunicorn \\"app:app\\""]\n'),
  one('several commands of an ENTRYPOINT', 'FROM debian:13-slim\nENTRYPOINT ["/bin/sh", "-c", "render < a > b && proxy -c b"]\n', '["/bin/sh", "-c", "render < a > b && proxy -c b"]', 'FROM debian:13-slim\nENTRYPOINT ["/bin/sh", "-c", "render < a > b && exec proxy -c b"]\n'),
  one('cd first', 'FROM node:22\nCMD cd /srv && node server.js\n', 'cd /srv && node server.js', 'FROM node:22\nCMD ["/bin/sh", "-c", "cd /srv && exec node server.js"]\n'),
  one('bash as SHELL', 'FROM node:22\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nCMD node $MAIN\n', 'node $MAIN', 'FROM node:22\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nCMD ["/bin/bash", "-o", "pipefail", "-c", "exec node $MAIN"]\n'),
]; // prettier-ignore

const unfixable: [string, string][] = [
  ['the ENTRYPOINT would get the CMD as arguments', 'FROM node:22\nENTRYPOINT node server.js\nCMD ["--port", "80"]\n'],
  ['a pipe', 'FROM node:22\nCMD node server.js | tee log\n'],
  ['a builtin at the end', 'FROM node:22\nCMD service cron start && wait\n'],
  ['an alternative', 'FROM node:22\nCMD node a.js || node b.js\n'],
  ['in the background', 'FROM node:22\nCMD node a.js & node b.js\n'],
]; // prettier-ignore

describe('runtime/shell-form', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it.each(unfixable.slice(0, 4))('leaves to the user: %s', async (_, text) => {
    const findings = findingsOf(rule, text, await factsFor(text));
    expect(findings).toHaveLength(1);
    expect(findings[0]!.fixes()).toEqual([]);
  });

  it('leaves a command with a comment in it, which the words would lose', async () => {
    const text = 'FROM node:22\nCMD node \\\n# the server\n  server.js\n';
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding!.fixes()).toEqual([]);
  });

  it('replaces the shell by the program that runs last', async () => {
    const [, text] = unfixable[4]!;
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding!.fixes()[0]?.edits[0]?.newText).toBe('["/bin/sh", "-c", "node a.js & exec node b.js"]');
  });

  it.each([
    ['FROM node:22\nCMD node server.js\n', 'safe'],
    ['FROM scratch\nADD rootfs.tar.gz /\nCMD /app serve\n', 'safe'],
    ['FROM node:22\nENTRYPOINT ["/usr/bin/tini", "--"]\nCMD node server.js\n', 'safe'],
    ['FROM node:22\nENTRYPOINT ["./entry.sh"]\nCMD node server.js\n', 'suggested'],
    // Its entry script prepares the configuration only when the first word is nginx.
    ["FROM nginx:1.31\nCMD nginx -g 'daemon off;'\n", 'suggested'],
    ['FROM corp.example/base:1\nCMD app serve\n', 'suggested'],
    ['FROM node:22\nCMD node $MAIN\n', 'suggested'],
  ])('%j is %s', async (text, applicability) => {
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding!.fixes().map((fix) => fix.applicability)).toEqual([applicability]);
  });
});
