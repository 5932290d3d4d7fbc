import { describe, expect, it } from 'vitest';
import { proposeDockerignore } from '../../server/context/propose.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

async function lines(dockerfile: string, tree: MemoryTree): Promise<readonly string[]> {
  const facts = await factsFor(dockerfile, tree);
  const proposal = proposeDockerignore(facts, parseDockerfile(dockerfile));
  return proposal?.after.split('\n').filter((line) => line !== '' && !line.startsWith('#')) ?? [];
}

const cargoToml = '[package]\nname = "shop"\n';
const pom = (more = ''): string => `<project><artifactId>shop</artifactId>${more}</project>`;
const csproj = '<Project Sdk="Microsoft.NET.Sdk"/>';
const cargo = 'FROM rust:1.90 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nFROM scratch\nCOPY --from=build /src/target/release/shop /\n'; // prettier-ignore
const maven = 'FROM maven:3.9 AS build\nWORKDIR /src\nCOPY . .\nRUN mvn package\n';
const gradle = 'FROM gradle:9 AS build\nWORKDIR /src\nCOPY . .\nRUN ./gradlew build\n';
const dotnet = 'FROM mcr.microsoft.com/dotnet/sdk:9.0\nWORKDIR /src\nCOPY . .\nRUN dotnet publish -o /app\n';

describe('build output stays out where the image makes it', () => {
  it.each<[string, string, MemoryTree, readonly string[], readonly string[]]>([
    ['cargo', cargo, { 'Cargo.toml': cargoToml, 'src/main.rs': '' }, ['target'], []],
    ['cargo, with results of this machine', cargo, { 'Cargo.toml': cargoToml, 'src/main.rs': '', 'target/release/shop': { size: 9 } }, ['target'], []],
    ['cargo, in a workspace', cargo, { 'Cargo.toml': '[workspace]\nmembers = ["a"]\n', 'a/Cargo.toml': '[package]\nname = "a"\n' }, ['target'], ['a/target', '**/target']],
    ['cargo, in another folder', cargo, { 'Cargo.toml': cargoToml, '.cargo/config.toml': '[build]\ntarget-dir = "out"\n' }, ['out'], ['target']],
    ['Maven', maven, { 'pom.xml': pom() }, ['target'], []],
    ['Maven, with modules', maven, { 'pom.xml': pom('<modules><module>a</module></modules>'), 'a/pom.xml': pom() }, ['target', 'a/target'], ['**/target']],
    ['Maven, with many modules', maven, Object.fromEntries(['', 'a/', 'b/', 'c/'].map((folder) => [`${folder}pom.xml`, pom()])), ['**/target'], ['target']],
    ['Maven, with a package of that name', maven, { ...Object.fromEntries(['', 'a/', 'b/', 'c/'].map((folder) => [`${folder}pom.xml`, pom()])), 'a/src/main/java/target/A.java': '' }, ['target', 'c/target'], ['**/target']],
    ['Gradle', gradle, { 'settings.gradle': "include 'app'\n", 'build.gradle': '', 'app/build.gradle': '' }, ['build', 'app/build', '.gradle'], []],
    ['.NET', dotnet, { 'Shop.csproj': csproj, 'obj/x.dll': { size: 9 } }, ['bin', 'obj'], []],
    ['.NET, with several projects', dotnet, Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`src/${name}/${name}.csproj`, csproj])), ['**/bin', '**/obj'], []],
    ['CMake', 'FROM debian:13\nCOPY . /src\nRUN cmake -S /src -B /src/build && make -C /src/build\n', { 'CMakeLists.txt': 'project(x C)\n', 'main.c': '', 'build/CMakeCache.txt': '' }, ['build', '**/*.o'], []],
    ['CMake, with sources in build', 'FROM debian:13\nCOPY . /src\nRUN cmake -S /src -B /out\n', { 'CMakeLists.txt': 'project(x C)\n', 'main.c': '', 'build/rules.cmake': '' }, [], ['build']],
    ['results that are copied', 'FROM eclipse-temurin:21-jre\nCOPY target/shop.jar /\nCOPY . /src\n', { 'pom.xml': pom(), 'target/shop.jar': { size: 9 } }, [], ['target']],
    ['results of a build that is not run here', 'FROM eclipse-temurin:21-jre\nCOPY . /app\n', { 'pom.xml': pom(), 'target/shop.jar': { size: 9 } }, [], ['target']],
    ['results that are copied beside a build', `${maven}COPY target/*.jar /extra/\n`, { 'pom.xml': pom(), 'target/shop.jar': { size: 9 } }, [], ['target']],
    ['another language’s folders', cargo, { 'src/main.py': '', 'requirements.txt': '', 'target/x': '' }, [], ['target']],
  ])('%s', async (_name, dockerfile, tree, expected, unexpected) => {
    const found = await lines(dockerfile, tree);
    for (const line of expected) expect(found).toContain(line);
    for (const line of unexpected) expect(found).not.toContain(line);
  }); // prettier-ignore
});
