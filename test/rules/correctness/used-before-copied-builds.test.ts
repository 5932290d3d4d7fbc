import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/used-before-copied.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const pom =
  '<project><artifactId>a</artifactId><dependencies><dependency><artifactId>b</artifactId></dependency></dependencies></project>';
const java: MemoryTree = { 'pom.xml': pom, 'src/App.java': '', '.dockerignore': 'target\n' };
const maven = (lines: string): string =>
  `FROM maven:3.9-eclipse-temurin-21\nWORKDIR /src\n${lines}USER 10001\nCMD ["java", "-jar", "target/a.jar"]\n`;
const rust: MemoryTree = {
  'Cargo.toml': '[package]\nname = "shop"\n[dependencies]\nserde = "1"\n',
  'src/main.rs': '',
  '.dockerignore': 'target\n',
};
const cargo = (lines: string): string =>
  `FROM rust:1.90\nWORKDIR /src\n${lines}USER 10001\nCMD ["target/release/shop"]\n`;
const api: MemoryTree = {
  'src/Api.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"/>',
  'src/Program.cs': '',
  '.dockerignore': 'obj\nbin\n**/obj\n',
};
const dotnet = (lines: string): string =>
  `FROM mcr.microsoft.com/dotnet/sdk:9.0\nWORKDIR /work\n${lines}USER 10001\nCMD ["dotnet", "Api.dll"]\n`;
const gradle: MemoryTree = { 'build.gradle': '', '.dockerignore': 'build\n' };
const deno: MemoryTree = {
  'deno.json': '{"imports":{"hono":"npm:hono@4"}}',
  'main.ts': '',
  '.dockerignore': '.git\n',
};

const cases: readonly RuleCase[] = [
  { name: 'Maven: the pom comes later', files: java, text: maven('RUN mvn -B dependency:go-offline\nCOPY . .\nRUN mvn package\n'), findings: ['mvn -B dependency:go-offline'], fixed: maven('COPY pom.xml ./\nRUN mvn -B dependency:go-offline\nCOPY . .\nRUN mvn package\n') },
  { name: 'Maven: no pom at all', files: java, text: maven('RUN mvn package\n'), findings: 1 },
  { name: 'Maven: a pom in another folder', files: { 'api/pom.xml': pom }, text: maven('COPY api/pom.xml ./api/\nRUN mvn -f api package\n'), findings: 0 },
  { name: 'Maven: a project that is made', files: java, text: maven('RUN mvn archetype:generate -DartifactId=src && mvn package\n'), findings: 0 },
  { name: 'Maven: a pom from elsewhere', files: java, text: maven('RUN curl -fsSLO https://example.org/pom.xml && mvn package\n'), findings: 0 },
  { name: 'Maven: a version', files: java, text: maven('RUN mvn -v\nCOPY . .\nRUN mvn package\n'), findings: 0 },
  { name: 'cargo: the manifest comes later', files: rust, text: cargo('RUN cargo build --release\nCOPY . .\n'), findings: ['cargo build --release'] },
  { name: 'cargo: a package that is made', files: rust, text: cargo('RUN cargo init\nRUN cargo build --release\nCOPY . .\n'), findings: 0 },
  { name: 'cargo: a tool first', files: rust, text: cargo('RUN cargo install sqlx-cli\nCOPY . .\nRUN cargo build --release\n'), findings: 0 },
  { name: 'cargo: a recipe', files: rust, text: cargo('COPY recipe.json ./\nRUN cargo chef cook\nCOPY . .\nRUN cargo build --release\n'), findings: 0 },
  { name: 'cargo: from a checkout', files: rust, text: cargo('RUN git clone https://example.org/shop . && cargo build --release\n'), findings: 0 },
  { name: 'dotnet: the project comes later', files: api, text: dotnet('RUN dotnet restore src/Api.csproj\nCOPY . .\nRUN dotnet publish src/Api.csproj -o /app\n'), findings: ['dotnet restore src/Api.csproj'], fixed: dotnet('COPY src/Api.csproj ./src/\nRUN dotnet restore src/Api.csproj\nCOPY . .\nRUN dotnet publish src/Api.csproj -o /app\n') },
  { name: 'dotnet: a folder whose project is not known', files: api, text: dotnet('RUN dotnet restore\nCOPY . .\n'), findings: 0 },
  { name: 'dotnet: a project that is made', files: api, text: dotnet('RUN dotnet new web -o src && dotnet restore src/Api.csproj\n'), findings: 0 },
  { name: 'dotnet: copied under its name', files: api, text: dotnet('COPY src/*.csproj ./src/\nRUN dotnet restore src/Api.csproj\n'), findings: 0 },
  { name: 'Gradle: the script comes later', files: gradle, text: 'FROM gradle:jdk21-alpine\nWORKDIR /src\nRUN gradle build\nCOPY . .\nUSER 10001\n', findings: ['gradle build'] },
  { name: 'Gradle: settings are enough', files: { 'settings.gradle': '' }, text: 'FROM gradle:jdk21-alpine\nWORKDIR /src\nCOPY settings.gradle ./\nRUN gradle build\nUSER 10001\n', findings: 0 },
  { name: 'Deno: the configuration comes later', files: deno, text: 'FROM denoland/deno:debian\nWORKDIR /app\nRUN deno install\nCOPY . .\nUSER deno\n', findings: ['deno install'], fixed: 'FROM denoland/deno:debian\nWORKDIR /app\nCOPY deno.json ./\nRUN deno install\nCOPY . .\nUSER deno\n' },
  { name: 'Deno: package.json is enough', files: { 'package.json': '{}' }, text: 'FROM denoland/deno:2.1.4\nWORKDIR /app\nCOPY package.json ./\nRUN deno install\nUSER deno\n', findings: 0 },
  { name: 'Deno: an entry point', files: deno, text: 'FROM denoland/deno:2.1.4\nWORKDIR /app\nCOPY main.ts ./\nRUN deno cache main.ts\nUSER deno\n', findings: 0 },
]; // prettier-ignore

describe('correctness/used-before-copied of builds', () => {
  it.each(cases)('$name', async (each) => {
    await checkCase(rule, each);
  });
});
