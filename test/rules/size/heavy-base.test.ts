import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/heavy-base.ts';
import type { Preferences } from '../../../server/rules/rule.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

type Packages = Record<string, { version: string; hasInstallScript?: boolean; dev?: boolean }>;

function npm(packages: Packages): Record<string, string> {
  const names = Object.keys(packages);
  const dependencies = Object.fromEntries(names.filter((name) => !packages[name]!.dev).map((name) => [name, packages[name]!.version])); // prettier-ignore
  const devDependencies = Object.fromEntries(names.filter((name) => packages[name]!.dev).map((name) => [name, packages[name]!.version])); // prettier-ignore
  const root = { name: 'x', dependencies, devDependencies };
  const entries = Object.fromEntries(names.map((name) => [`node_modules/${name}`, packages[name]]));
  return {
    'package.json': JSON.stringify(root),
    'package-lock.json': JSON.stringify({
      name: 'x',
      lockfileVersion: 3,
      packages: { '': root, ...entries },
    }),
    'server.js': '',
  };
}

const plain = npm({ express: { version: '5.1.0' } });
const native = npm({ canvas: { version: '3.0.0', hasInstallScript: true } });
const sharp = npm({ bcrypt: { version: '5.1.1', hasInstallScript: true } });
const install =
  'WORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY server.js ./\n';
const end = 'USER node\nCMD ["node", "server.js"]\n';
const two = (from: string): string => `FROM node:22 AS deps\n${install}FROM ${from}\nWORKDIR /app\nCOPY --from=deps /app/node_modules ./node_modules\nCOPY server.js ./\n${end}`; // prettier-ignore
const flask = { 'requirements.txt': 'flask==3.0.3\n', 'app.py': '' };
const pip = 'WORKDIR /app\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY app.py ./\n';

const silent: RuleCase[] = [
  { name: 'slim', files: plain, text: `FROM node:22-slim\n${install}${end}` },
  { name: 'Alpine', files: plain, text: `FROM node:22-alpine\n${install}${end}` },
  { name: 'a stage that is thrown away', files: plain, text: two('node:22-alpine') },
  { name: 'scratch', text: 'FROM golang:1.26 AS b\nRUN go build -o /app\nFROM scratch\nCOPY --from=b /app /app\n' },
  { name: 'an image that nobody knows', text: 'FROM corp.example/node:22\nCMD ["node", "server.js"]\n' },
  { name: 'a variable that nobody knows', text: 'ARG BASE\nFROM ${BASE}\nCMD ["node", "server.js"]\n' },
  { name: 'Go is for size/multi-stage', text: 'FROM golang:1.26\nRUN go build -o /app .\nCMD ["/app"]\n' },
  { name: 'a database', text: 'FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n' },
  { name: 'Ubuntu has no smaller self', text: 'FROM ubuntu:24.04\nCMD ["true"]\n' },
  { name: 'a tool that only the full image has', files: plain, text: `FROM node:22\n${install}RUN git clone https://example.com/x.git /x\n${end}` },
  { name: 'a tool of buildpack-deps', files: plain, text: `FROM node:22\n${install}RUN unzip /x.zip\n${end}` },
  { name: 'a package that is compiled in the stage', files: native, text: `FROM node:22\n${install}${end}` },
  { name: 'a Python package that is compiled', files: { 'requirements.txt': 'mysqlclient==2.2.4\n', 'app.py': '' }, text: `FROM python:3.13\n${pip}CMD ["python", "app.py"]\n` },
  { name: 'a Python package that is compiled, by name', text: 'FROM python:3.13\nRUN pip install "psycopg2==2.9"\nCMD ["python"]\n' },
  { name: 'Maven in the image', text: 'FROM maven:3.9-eclipse-temurin-21\nCOPY . .\nRUN mvn package\nCMD ["java", "-jar", "target/a.jar"]\n' },
  { name: 'a JRE', text: 'FROM eclipse-temurin:21-jre\nCOPY a.jar /\nCMD ["java", "-jar", "/a.jar"]\n' },
  { name: 'dotnet publish in the image', text: 'FROM mcr.microsoft.com/dotnet/sdk:8.0\nCOPY . .\nRUN dotnet publish -o /app\nCMD ["dotnet", "/app/a.dll"]\n' },
  { name: 'PHP extensions', text: 'FROM php:8.4-fpm\nRUN docker-php-ext-install pdo_mysql\n' },
  { name: 'Windows', text: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD app.exe\n' },
].map((test) => ({ ...test, findings: [] })); // prettier-ignore

const bunFiles = {
  'package.json': '{"name":"x","dependencies":{"hono":"4.6.16"}}',
  'bun.lock': '{"lockfileVersion":1,"workspaces":{"":{"name":"x","dependencies":{"hono":"4.6.16"}}},"packages":{"hono":["hono@4.6.16","",{},"sha512-"]}}',
  'server.ts': '',
}; // prettier-ignore
const bun =
  'WORKDIR /app\nCOPY package.json bun.lock ./\nRUN bun install --production --frozen-lockfile\nCOPY server.ts ./\nUSER bun\nCMD ["bun", "server.ts"]\n';

const found: RuleCase[] = [
  { name: 'Bun without native code', files: bunFiles, text: `FROM oven/bun:1\n${bun}`, findings: ['oven/bun:1'], fixed: `FROM oven/bun:1-alpine\n${bun}` },
  { name: 'Node without native code', files: plain, text: `FROM node:22\n${install}${end}`, findings: ['node:22'], fixed: `FROM node:22-alpine\n${install}${end}` },
  { name: 'native code with musl builds', files: sharp, text: `FROM node:22\n${install}${end}`, findings: 1, fixed: `FROM node:22-alpine\n${install}${end}` },
  { name: 'native code from a glibc stage', files: sharp, text: two('node:22'), findings: 1, fixed: two('node:22-slim') },
  { name: 'native code for glibc only, from another stage', files: native, text: two('node:22'), findings: 1, fixed: two('node:22-slim') },
  { name: 'no native code from a glibc stage', files: plain, text: two('node:22'), findings: 1, fixed: two('node:22-alpine') },
  { name: 'apt keeps it on Debian', files: plain, text: `FROM node:22\nRUN apt-get update && apt-get install -y tini\n${install}${end}`, findings: 1, fixed: `FROM node:22-slim\nRUN apt-get update && apt-get install -y tini\n${install}${end}` },
  { name: 'a tool that the image installs', files: plain, text: `FROM node:22\nRUN apt-get update && apt-get install -y git && git version\n${install}${end}`, findings: 1, fixed: `FROM node:22-slim\nRUN apt-get update && apt-get install -y git && git version\n${install}${end}` },
  { name: 'useradd keeps it on Debian', files: plain, text: `FROM node:22\nRUN useradd app\n${install}${end}`, findings: 1, fixed: `FROM node:22-slim\nRUN useradd app\n${install}${end}` },
  { name: 'an entry script may need bash', files: plain, text: `FROM node:22\n${install}ENTRYPOINT ["./entry.sh"]\n${end}`, findings: 1, fixed: `FROM node:22-slim\n${install}ENTRYPOINT ["./entry.sh"]\n${end}` },
  { name: 'bash as SHELL', files: plain, text: `FROM node:22\nSHELL ["/bin/bash", "-c"]\n${install}${end}`, findings: 1, fixed: `FROM node:22-slim\nSHELL ["/bin/bash", "-c"]\n${install}${end}` },
  { name: 'no lockfile', files: { 'package.json': plain['package.json']!, 'server.js': '' }, text: `FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install\n${end}`, findings: 1, fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm install\n${end}` },
  { name: 'the version stays', files: plain, text: `FROM node:22.4.1\n${install}${end}`, findings: 1, fixed: `FROM node:22.4.1-alpine\n${install}${end}` },
  { name: 'a version in a variable', files: plain, text: `ARG V=22\nFROM node:\${V}\n${install}${end}`, findings: ['node:${V}'], fixed: `ARG V=22\nFROM node:\${V}-alpine\n${install}${end}` },
  { name: 'a base stage for all', files: plain, text: `FROM node:22 AS base\nFROM base AS deps\n${install}FROM base\nCOPY --from=deps /app /app\n${end}`, findings: ['node:22'], fixed: `FROM node:22-alpine AS base\nFROM base AS deps\n${install}FROM base\nCOPY --from=deps /app /app\n${end}` },
  { name: 'a base stage with apt in one', files: plain, text: `FROM node:22 AS base\nFROM base AS deps\nRUN apt-get update && apt-get install -y x\n${install}FROM base\nCOPY --from=deps /app /app\n${end}`, findings: 1 },
  { name: 'with a registry', files: plain, text: `FROM docker.io/library/node:22\n${install}${end}`, findings: 1, fixed: `FROM docker.io/library/node:22-alpine\n${install}${end}` },
  { name: 'Python', files: flask, text: `FROM python:3.13\n${pip}CMD ["python", "app.py"]\n`, findings: 1, fixed: `FROM python:3.13-slim\n${pip}CMD ["python", "app.py"]\n` },
  { name: 'a JDK that only runs', text: 'FROM eclipse-temurin:21-jdk\nCOPY a.jar /\nCMD ["java", "-jar", "/a.jar"]\n', findings: 1, fixed: 'FROM eclipse-temurin:21-jre\nCOPY a.jar /\nCMD ["java", "-jar", "/a.jar"]\n' },
  { name: 'an SDK that only runs', text: 'FROM mcr.microsoft.com/dotnet/sdk:10.0\nCOPY out /app\nENTRYPOINT ["dotnet", "/app/a.dll"]\n', findings: 1, fixed: 'FROM mcr.microsoft.com/dotnet/aspnet:10.0\nCOPY out /app\nENTRYPOINT ["dotnet", "/app/a.dll"]\n' },
  { name: 'nginx with files', text: 'FROM node:22 AS b\nRUN npm run build\nFROM nginx:1.31\nCOPY --from=b /app/dist /usr/share/nginx/html\n', findings: ['nginx:1.31'], fixed: 'FROM node:22 AS b\nRUN npm run build\nFROM nginx:1.31-alpine-slim\nCOPY --from=b /app/dist /usr/share/nginx/html\n' },
  { name: 'Debian', text: 'FROM debian:12\nCOPY app /app\nCMD ["/app"]\n', findings: 1, fixed: 'FROM debian:12-slim\nCOPY app /app\nCMD ["/app"]\n' },
]; // prettier-ignore

describe('size/heavy-base', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('gives sizes, what it saves and the reason', async () => {
    const text = `FROM node:22\n${install}${end}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, plain));
    expect(finding!.message).toMatch(/^node:22 is 1\.12 GB on disk; node:22-alpine is ≈ 178 MB and node:22-slim 227 MB\. Nothing in package-lock\.json needs glibc\.$/);
    expect(finding!.fixes().map(({ title }) => title)).toEqual(['Switch to node:22-alpine (−942 MB on disk)', 'Switch to node:22-slim (−893 MB on disk)']);
    expect(finding!.fixes().map(({ preferred }) => preferred ?? false)).toEqual([true, false]);
  }); // prettier-ignore

  it.each<[Preferences['nodeBase'], string]>([
    ['auto', 'node:22-alpine'],
    ['slim', 'node:22-slim'],
    ['alpine', 'node:22-alpine'],
  ])('follows the preference %s', async (nodeBase, name) => {
    const text = `FROM node:22\n${install}${end}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, plain, { nodeBase }));
    expect(finding!.fixes()[0]!.title).toContain(name);
  });

  it("says of Prisma's engine only what is true of it", async () => {
    const text = two('node:22');
    const prisma = npm({ '@prisma/client': { version: '6.0.0', dev: false } });
    const [finding] = findingsOf(rule, text, await factsFor(text, prisma));
    expect(finding!.message).toContain(
      '@prisma/client has an engine for each C library, so Alpine would need another one.',
    );
  });

  it('does not switch what is not proved by itself', async () => {
    const text = `FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install\n${end}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, { 'package.json': '{"name":"x"}' }));
    expect(finding!.fixes().every((fix) => !fix.preferred)).toBe(true);
  });

  it('leaves a digest alone', async () => {
    const text = `FROM node:22@sha256:${'a'.repeat(64)}\n${install}${end}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, plain));
    expect(finding?.fixes()).toEqual([]);
  });
});
