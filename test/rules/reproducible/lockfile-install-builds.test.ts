import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/lockfile-install.ts';
import noLockfile from '../../../server/rules/reproducible/no-lockfile.ts';
import notCopied from '../../../server/rules/reproducible/lockfile-not-copied.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const manifest = '[package]\nname = "shop"\nversion = "0.1.0"\n\n[dependencies]\nserde = "1"\n';
const rust: MemoryTree = {
  'Cargo.toml': manifest,
  'Cargo.lock':
    'version = 4\n[[package]]\nname = "serde"\nversion = "1.0.210"\nsource = "registry+x"\n[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = ["serde"]\n',
  'src/main.rs': '',
};
const cargo = (lines: string): string =>
  `FROM rust:1.90 AS build\nWORKDIR /src\n${lines}\nFROM debian:13-slim\nCOPY --from=build /src/target/release/shop /usr/local/bin/\nUSER 10001\nCMD ["shop"]\n`;
const own = 'COPY Cargo.toml Cargo.lock ./\nCOPY src ./src\n';

const csproj = (more = ''): string =>
  `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType>${more}</PropertyGroup><ItemGroup><PackageReference Include="Dapper" Version="2.1.35" /></ItemGroup></Project>`;
const lock =
  '{"version":1,"dependencies":{"net9.0":{"Dapper":{"type":"Direct","requested":"[2.1.35, )","resolved":"2.1.35"}}}}';
const api: MemoryTree = {
  'Api.csproj': csproj(),
  'packages.lock.json': lock,
  'Program.cs': '',
  '.dockerignore': 'obj\nbin\n',
};
const dotnet = (lines: string): string =>
  `FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build\nWORKDIR /src\n${lines}\nFROM mcr.microsoft.com/dotnet/runtime:9.0\nWORKDIR /app\nCOPY --from=build /app .\nUSER $APP_UID\nENTRYPOINT ["dotnet", "Api.dll"]\n`;
const both = 'COPY Api.csproj packages.lock.json ./\n';

const denoFiles: MemoryTree = {
  'deno.json': '{"imports":{"hono":"npm:hono@4"}}',
  'deno.lock': '{"version":"5","npm":{"hono@4.5.0":{}},"workspace":{"dependencies":["npm:hono@4"]}}',
  'main.ts': '',
};
const deno = (lines: string, tag = '2.1.4'): string =>
  `FROM denoland/deno:${tag}\nWORKDIR /app\nCOPY deno.json deno.lock ./\n${lines}COPY main.ts ./\nUSER deno\nCMD ["deno", "run", "-A", "main.ts"]\n`;

const loose: readonly RuleCase[] = [
  { name: 'cargo build', files: rust, text: cargo(`${own}RUN cargo build --release\n`), findings: ['cargo build --release'], fixed: cargo(`${own}RUN cargo build --locked --release\n`) },
  { name: 'cargo install of the project', files: rust, text: cargo(`${own}RUN cargo install --path . --root /out\n`), findings: 1, fixed: cargo(`${own}RUN cargo install --locked --path . --root /out\n`) },
  { name: 'cargo build without the lockfile', files: rust, text: cargo('COPY Cargo.toml ./\nCOPY src ./src\nRUN cargo build --release\n'), findings: 1, fixed: cargo(`${own}RUN cargo build --locked --release\n`) },
  { name: 'a lockfile that is out of step', files: { ...rust, 'Cargo.toml': `${manifest}rand = "0.8"\n` }, text: cargo(`${own}RUN cargo build --release\n`), findings: 1, fixed: cargo(`${own}RUN cargo build --release\n`) },
  { name: 'cargo update', files: rust, text: cargo(`${own}RUN cargo update && cargo build --release --locked\n`), findings: ['cargo update'] },
  { name: 'cargo build --locked', files: rust, text: cargo(`${own}RUN cargo build --release --locked\n`), findings: 0 },
  { name: 'cargo build --offline', files: rust, text: cargo(`${own}RUN cargo build --release --offline\n`), findings: 0 },
  { name: 'CARGO_NET_OFFLINE', files: rust, text: cargo(`ENV CARGO_NET_OFFLINE=true\n${own}RUN cargo build --release\n`), findings: 0 },
  { name: 'cargo install of a tool', files: rust, text: cargo('RUN cargo install sqlx-cli\n'), findings: 0 },
  { name: 'cargo chef', files: rust, text: cargo('COPY recipe.json ./\nRUN cargo chef cook --release\n'), findings: 0 },
  { name: 'no Cargo.lock', files: { 'Cargo.toml': manifest, 'src/main.rs': '' }, text: cargo('COPY Cargo.toml ./\nCOPY src ./src\nRUN cargo build --release\n'), findings: 0 },
  { name: 'dotnet restore', files: api, text: dotnet(`${both}RUN dotnet restore\nCOPY . .\nRUN dotnet publish --no-restore -o /app\n`), findings: ['dotnet restore'], fixed: dotnet(`${both}RUN dotnet restore --locked-mode\nCOPY . .\nRUN dotnet publish --no-restore -o /app\n`) },
  { name: 'dotnet publish', files: api, text: dotnet('COPY . .\nRUN dotnet publish Api.csproj -o /app\n'), findings: 1, fixed: dotnet('COPY . .\nRUN dotnet publish Api.csproj -o /app -p:RestoreLockedMode=true\n') },
  { name: 'dotnet restore of a project below', files: { 'src/Api.csproj': csproj(), 'src/packages.lock.json': lock, '.dockerignore': 'obj\n' }, text: dotnet('COPY src/Api.csproj src/packages.lock.json ./src/\nRUN dotnet restore src/Api.csproj\nCOPY . .\nRUN dotnet publish src -o /app --no-restore\n'), findings: 1, fixed: dotnet('COPY src/Api.csproj src/packages.lock.json ./src/\nRUN dotnet restore src/Api.csproj --locked-mode\nCOPY . .\nRUN dotnet publish src -o /app --no-restore\n') },
  { name: 'dotnet restore --locked-mode', files: api, text: dotnet(`${both}RUN dotnet restore --locked-mode\nCOPY . .\nRUN dotnet publish -o /app\n`), findings: 0 },
  { name: 'dotnet restore of a project that locks itself', files: { ...api, 'Api.csproj': csproj('<RestoreLockedMode>true</RestoreLockedMode>') }, text: dotnet(`${both}RUN dotnet restore\n`), findings: 0 },
  { name: 'dotnet restore of a project that locks in CI', files: { ...api, 'Api.csproj': csproj(`<RestoreLockedMode Condition="'$(CI)'=='true'">true</RestoreLockedMode>`) }, text: dotnet(`${both}RUN dotnet restore\n`), findings: 0 },
  { name: 'dotnet without a lockfile, as most projects are', files: { 'Api.csproj': csproj() }, text: dotnet('COPY Api.csproj ./\nRUN dotnet restore\n'), findings: 0 },
  { name: 'deno install', files: denoFiles, text: deno('RUN deno install\n'), findings: ['deno install'], fixed: deno('RUN deno install --frozen\n') },
  { name: 'deno cache', files: denoFiles, text: deno('COPY main.ts ./\nRUN deno cache main.ts\n'), findings: 1, fixed: deno('COPY main.ts ./\nRUN deno cache --frozen main.ts\n') },
  { name: 'deno install --frozen', files: denoFiles, text: deno('RUN deno install --frozen\n'), findings: 0 },
  { name: 'deno ci', files: denoFiles, text: deno('RUN deno ci --prod\n'), findings: 0 },
  { name: 'Deno 1', files: denoFiles, text: deno('RUN deno cache main.ts\n', 'alpine-1.46.3'), findings: 0 },
  { name: 'an unknown Deno', files: denoFiles, text: deno('RUN deno install\n', 'latest'), findings: 0 },
  { name: 'Maven and Gradle, which have none', files: { 'pom.xml': '<project><artifactId>a</artifactId></project>', 'build.gradle': '' }, text: 'FROM maven:3.9-eclipse-temurin-21\nWORKDIR /src\nCOPY . .\nRUN mvn package && gradle build\nUSER 10001\nCMD ["java", "-version"]\n', findings: 0 },
]; // prettier-ignore

const missing: readonly RuleCase[] = [
  { name: 'Cargo.lock', files: { 'Cargo.toml': manifest, 'src/main.rs': '' }, text: cargo('COPY . .\nRUN cargo build --release\n'), findings: ['cargo build --release'] },
  { name: 'nothing to pin', files: { 'Cargo.toml': '[package]\nname = "shop"\n', 'src/main.rs': '' }, text: cargo('COPY . .\nRUN cargo build --release\n'), findings: 0 },
  { name: 'deno.lock', files: { 'deno.json': '{"imports":{"hono":"npm:hono@4"}}', 'main.ts': '' }, text: 'FROM denoland/deno:2.1.4\nWORKDIR /app\nCOPY deno.json ./\nRUN deno install\nUSER deno\n', findings: 1 },
  { name: 'a deno.lock that is not wanted', files: { 'deno.json': '{"lock":false,"imports":{"hono":"npm:hono@4"}}' }, text: 'FROM denoland/deno:2.1.4\nWORKDIR /app\nCOPY deno.json ./\nRUN deno install\nUSER deno\n', findings: 0 },
  { name: 'packages.lock.json that the project asks for', files: { 'Api.csproj': csproj('<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>') }, text: dotnet('COPY Api.csproj ./\nRUN dotnet restore\n'), findings: 1 },
  { name: 'packages.lock.json that nobody asks for', files: { 'Api.csproj': csproj() }, text: dotnet('COPY Api.csproj ./\nRUN dotnet restore\n'), findings: 0 },
  { name: 'lockfiles of Maven', files: { 'pom.xml': '<project><artifactId>a</artifactId></project>' }, text: 'FROM maven:3.9-eclipse-temurin-21\nWORKDIR /src\nCOPY . .\nRUN mvn package\nUSER 10001\n', findings: 0 },
]; // prettier-ignore

const left: readonly RuleCase[] = [
  { name: 'Cargo.lock', files: rust, text: cargo('COPY Cargo.toml ./\nCOPY src ./src\nRUN cargo build --release --locked\n'), findings: ['Cargo.toml'], fixed: cargo('COPY Cargo.toml Cargo.lock ./\nCOPY src ./src\nRUN cargo build --release --locked\n') },
  { name: 'packages.lock.json', files: api, text: dotnet('COPY Api.csproj ./\nRUN dotnet restore --locked-mode\n'), findings: ['Api.csproj'], fixed: dotnet('COPY Api.csproj packages.lock.json ./\nRUN dotnet restore --locked-mode\n') },
  { name: 'deno.lock', files: denoFiles, text: 'FROM denoland/deno:2.8.0\nWORKDIR /app\nCOPY deno.json ./\nRUN deno ci\nUSER deno\n', findings: ['deno.json'], fixed: 'FROM denoland/deno:2.8.0\nWORKDIR /app\nCOPY deno.json deno.lock ./\nRUN deno ci\nUSER deno\n' },
]; // prettier-ignore

describe('reproducible/lockfile-install of builds', () => {
  it.each(loose)('$name', async (each) => {
    await checkCase(rule, each);
  });
  it.each([
    ['a lockfile that fits', 'COPY . .\nRUN cargo build\n', rust, 'info'],
    ['one that does not', 'COPY . .\nRUN cargo build\n', { ...rust, 'Cargo.toml': `${manifest}rand = "0.8"\n` }, 'warning'],
    ['one that is not copied', 'COPY Cargo.toml ./\nCOPY src ./src\nRUN cargo build\n', rust, 'warning'],
    ['an install that pays no heed to it', 'COPY . .\nRUN cargo install --path .\n', rust, 'warning'],
  ] as const)('is as grave as it is with %s', async (_name, lines, files, severity) => {
    const text = cargo(lines);
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding?.effectiveSeverity).toBe(severity);
  }); // prettier-ignore
});
describe('reproducible/no-lockfile of builds', () => {
  it.each(missing)('$name', async (each) => {
    await checkCase(noLockfile, each);
  });
});
describe('reproducible/lockfile-not-copied of builds', () => {
  it.each(left)('$name', async (each) => {
    await checkCase(notCopied, each);
  });
});
