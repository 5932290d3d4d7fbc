import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/multi-stage.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { nodeFiles, type Manifest } from '../../support/node-project.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const manifest: Manifest = {
  name: 'shop',
  scripts: { build: 'tsc', start: 'node dist/index.js' },
  dependencies: { express: '^4.19.2' },
  devDependencies: { typescript: '^5.4.5' },
};
const node: MemoryTree = {
  ...nodeFiles('npm', manifest),
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
  'src/index.ts': '',
  '.dockerignore': 'node_modules\n.git\ndist\n',
};
const go: MemoryTree = {
  'go.mod': 'module example.org/shop\n\ngo 1.25\n',
  'main.go': 'package main\n\nfunc main() {}\n',
  '.dockerignore': '.git\n',
};
const end = 'CMD ["node", "dist/index.js"]\n';
const single = (lines: string): string => `FROM node:22-alpine\nWORKDIR /app\n${lines}${end}`;
const install = 'COPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n';

const cases: RuleCase[] = [
  { name: 'a build in the only stage', files: node, text: single(`${install}RUN npm run build\n`), findings: ['npm run build'] },
  { name: 'a build in a stage that the last one builds on', files: node, text: `FROM node:22-alpine AS base\nWORKDIR /app\n${install}RUN npm run build\nFROM base\n${end}`, findings: ['npm run build'] },
  { name: 'go build', files: go, text: 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /a .\nCMD ["/a"]\n', findings: ['go build -o /a .'] },
  { name: 'go install', files: go, text: 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go install\nCMD ["shop"]\n', findings: ['go install'] },
  { name: 'cargo', text: 'FROM rust:1.80\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nCMD ["target/release/a"]\n', findings: ['cargo build --release'] },
  { name: 'maven through its wrapper', text: 'FROM eclipse-temurin:21\nWORKDIR /src\nCOPY . .\nRUN ./mvnw -B package\nCMD ["java", "-jar", "target/a.jar"]\n', findings: ['./mvnw -B package'] },
  { name: 'gradle', text: 'FROM gradle:8-jdk21\nWORKDIR /src\nCOPY . .\nRUN gradle :app:bootJar\nCMD ["java", "-jar", "a.jar"]\n', findings: 1 },
  { name: '.NET', text: 'FROM mcr.microsoft.com/dotnet/sdk:8.0\nWORKDIR /src\nCOPY . .\nRUN dotnet publish -c Release -o /out\nCMD ["dotnet", "/out/a.dll"]\n', findings: 1 },
  // What ships nothing superfluous, or is not for production.
  { name: 'a build in a stage that is thrown away', files: node, text: `FROM node:22-alpine AS build\nWORKDIR /app\n${install}RUN npm run build\nFROM node:22-alpine\nCOPY --from=build /app/dist /dist\nCMD ["node", "/dist/index.js"]\n`, findings: 0 },
  { name: 'a build without development packages', files: { ...node, ...nodeFiles('npm', { ...manifest, devDependencies: {} }) }, text: single(`${install}RUN npm run build\n`), findings: 0 },
  { name: 'a production install and a build', files: node, text: single('COPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY . .\nRUN npm run build\n'), findings: 0 },
  { name: 'an install without a build', files: node, text: single(install), findings: 0 },
  { name: 'a test script', files: node, text: single(`${install}RUN npm run test\n`), findings: 0 },
  { name: 'a stage called dev', files: node, text: single(`${install}RUN npm run build\n`).replace('alpine', 'alpine AS dev'), findings: 0 },
  { name: 'a tool of Go', files: go, text: 'FROM golang:1.25\nRUN go install example.org/tool@latest\nCMD ["tool"]\n', findings: 0 },
  { name: 'go vet', files: go, text: 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go vet ./...\nCMD ["go", "test"]\n', findings: 0 },
  { name: 'a build that may not run', files: node, text: single(`${install}RUN [ -z "$SKIP" ] || npm run build\n`), findings: 0 },
  { name: 'the tools that go.mod lists', files: go, text: 'FROM golang:1.25\nCOPY go.mod ./\nRUN go install tool\n', findings: 0 },
  { name: 'cargo install of a tool', text: 'FROM rust:1.80\nRUN cargo install ripgrep\nCMD ["rg"]\n', findings: 0 },
]; // prettier-ignore

describe('size/multi-stage', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('converts the file, and touches only what changes', async () => {
    const text = `# The shop.\n${single(`${install}RUN npm run build\n`)}# the end\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text, node));
    const [fix] = finding?.fixes() ?? [];
    expect(fix).toMatchObject({
      title: 'Convert to a multi-stage build',
      applicability: 'suggested',
      preferred: true,
    });
    const [edit] = fix!.edits;
    expect(edit!.span.start).toBe('# The shop.\n'.length);
    expect(text.slice(edit!.span.end)).toBe(`${end}# the end\n`);
    expect(edit!.newText).toContain('FROM node:22-alpine AS build\n');
  });

  it('offers nothing where the conversion is not certain', async () => {
    for (const text of [
      single(`${install}RUN npm run build\n`).replace(end, 'CMD ["./start.sh"]\n'),
      'FROM rust:1.80\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nCMD ["target/release/a"]\n',
    ]) {
      const [finding] = findingsOf(rule, text, await factsFor(text, node));
      expect(finding?.fixes()).toEqual([]);
    }
  });

  it('says what ships, with the number of packages', async () => {
    const text = single(`${install}RUN npm run build\n`);
    const [finding] = findingsOf(rule, text, await factsFor(text, node));
    expect(finding?.message).toBe(
      '`npm run build` runs in the stage that ships, so the final image carries the sources and 1 development package with all they depend on. Build in a stage of its own and copy the result.',
    );
  });
});
