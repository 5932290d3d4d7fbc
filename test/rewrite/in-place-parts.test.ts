/** Small decisions of the steps for files with several stages. */
import { describe, expect, it } from 'vitest';
import { dotnetRuntime, javaRuntime } from '../../server/rewrite/in-place/runtime-name.ts';
import { factsFor } from '../support/facts.ts';

describe('the runtime of a Java image', () => {
  it.each([
    ['eclipse-temurin:21', 'eclipse-temurin:21-jre'],
    ['eclipse-temurin:21-jdk', 'eclipse-temurin:21-jre'],
    ['eclipse-temurin:17-jdk-alpine', 'eclipse-temurin:17-jre-alpine'],
    ['eclipse-temurin:17.0.9_9-jdk-jammy', 'eclipse-temurin:17.0.9_9-jre-jammy'],
    ['eclipse-temurin:21-jre', undefined],
    [`eclipse-temurin:21-jdk@sha256:${'a'.repeat(64)}`, undefined],
    ['openjdk:17-jdk-slim', 'eclipse-temurin:17-jre'],
    ['openjdk:17-jdk-alpine', 'eclipse-temurin:17-jre-alpine'],
    ['openjdk:17.0.1-jdk-slim', undefined],
    ['openjdk:25-ea-jdk', undefined],
    ['openjdk:8-jre-alpine', undefined],
    ['amazoncorretto:21', 'amazoncorretto:21-al2023-headless'],
    ['amazoncorretto:21-alpine', undefined],
    ['maven:3.9-eclipse-temurin-21', 'eclipse-temurin:21-jre'],
    ['gradle:8-jdk17-alpine', 'eclipse-temurin:17-jre-alpine'],
    ['amazoncorretto:20', undefined],
    ['maven:3.9', undefined],
    ['node:22', undefined],
  ])('%s: %s', async (reference, runtime) => {
    const facts = await factsFor(`FROM ${reference}\n`, {});
    expect(javaRuntime(reference, facts)?.name).toBe(runtime);
  });

  it('says whose it is then', async () => {
    const facts = await factsFor('FROM openjdk:17\n', {});
    expect(javaRuntime('openjdk:17', facts)).toMatchObject({ moves: true, note: expect.stringContaining('Temurin') as string });
    expect(javaRuntime('eclipse-temurin:17', facts)).toMatchObject({ moves: false, note: '' });
  });
}); // prettier-ignore

describe('the runtime of a .NET SDK', () => {
  it.each([
    ['mcr.microsoft.com/dotnet/sdk:10.0', 'mcr.microsoft.com/dotnet/aspnet:10.0'],
    // With data about languages, as the SDK's image has it; where no such variant is known, none.
    ['mcr.microsoft.com/dotnet/sdk:10.0-alpine', 'mcr.microsoft.com/dotnet/aspnet:10.0-alpine-extra'],
    ['mcr.microsoft.com/dotnet/sdk:10.0-alpine3.20', undefined],
    ['mcr.microsoft.com/dotnet/sdk:10.0.100', undefined],
    ['mcr.microsoft.com/dotnet/sdk', undefined],
    ['mcr.microsoft.com/dotnet/runtime:10.0', undefined],
  ])('%s: %s', async (reference, runtime) => {
    const facts = await factsFor(`FROM ${reference}\n`, {});
    expect(dotnetRuntime(reference, facts)?.name).toBe(runtime);
  });
});
