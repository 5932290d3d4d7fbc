import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/unpinned-base.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const silent: RuleCase[] = [
  ['a version', 'FROM node:22\n'],
  ['a version and a variant', 'FROM node:22-alpine\n'],
  ['a digest', `FROM node@sha256:${'a'.repeat(64)}\n`],
  ['a digest beside latest', `FROM node:latest@sha256:${'a'.repeat(64)}\n`],
  ['scratch', 'FROM scratch\n'],
  ['an earlier stage', 'FROM node:22 AS base\nFROM base\n'],
  ['an ARG with a version', 'ARG BASE=node:22\nFROM ${BASE}\n'],
  ['an ARG with a digest', `ARG BASE=node@sha256:${'a'.repeat(64)}\nFROM $BASE\n`],
  ['an ARG as suffix', 'ARG suffix=:22-slim\nFROM node${suffix}\n'],
  ['an ARG without default', 'ARG TAG\nFROM node:${TAG}\n'],
  ['a default in the word', 'FROM node:${TAG:-22}\n'],
  ['the release of a distro', 'FROM debian:bookworm-slim\n'],
  ['a build date', 'FROM debian:stable-20260803-slim\n'],
  ['a version behind a moving word', 'FROM ghcr.io/example/rust-musl:x86_64-stable-1.97.1\nFROM corp.example/chef:latest-rust-1.80.1\n'],
  ['a code name', 'FROM node:jod-slim\n'],
  ['Distroless has its release in the name', 'FROM gcr.io/distroless/static-debian12\n'],
  ['a registry with a port', 'FROM localhost:5000/team/app:1.2\n'],
  ['a word that may be a version', 'FROM corp.example/base:blue\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: [] })); // prettier-ignore

const engines = { 'package.json': '{"name":"x","engines":{"node":">=20"}}' };

const found: RuleCase[] = [
  { name: 'no tag', text: 'FROM node\n', findings: ['node'], fixed: 'FROM node:26\n' },
  { name: 'latest', text: 'FROM node:latest AS build\n', findings: ['node:latest'], fixed: 'FROM node:26 AS build\n' },
  { name: 'a variant only', text: 'FROM node:alpine\n', findings: 1, fixed: 'FROM node:26-alpine\n' },
  { name: 'lts', text: 'FROM node:lts-slim\n', findings: 1, fixed: 'FROM node:24-slim\n' },
  { name: 'a distro without a version of the runtime', text: 'FROM node:bookworm-slim\n', findings: 1 },
  { name: 'edge', text: 'FROM alpine:edge\n', findings: 1 },
  { name: 'alpine', text: 'FROM alpine\n', findings: 1, fixed: 'FROM alpine:3.24\n' },
  { name: 'a moving tag of nginx', text: 'FROM nginx:alpine\n', findings: 1, fixed: 'FROM nginx:1.31-alpine\n' },
  { name: 'no tag with a registry and a port', text: 'FROM localhost:5000/team/app\n', findings: ['localhost:5000/team/app'] },
  { name: 'an ARG with latest', text: 'ARG TAG=latest\nFROM node:${TAG}\n', findings: 1, fixed: 'ARG TAG=26\nFROM node:${TAG}\n' },
  { name: 'every stage', text: 'FROM node AS a\nFROM python\nCOPY --from=a /x /x\n', findings: ['node', 'python'] },
  { name: 'engines: the newest LTS', files: engines, text: 'FROM node:alpine\n', findings: 1, fixed: 'FROM node:26-alpine\n' },
  { name: 'engines: one major', files: { 'package.json': '{"name":"x","engines":{"node":"^22.4.0"}}' }, text: 'FROM node\n', findings: 1, fixed: 'FROM node:22\n' },
  { name: '.nvmrc wins', files: { ...engines, '.nvmrc': 'v24.1.0\n' }, text: 'FROM node:slim\n', findings: 1, fixed: 'FROM node:24-slim\n' },
  { name: '.python-version', files: { 'requirements.txt': 'flask\n', '.python-version': '3.12.4\n' }, text: 'FROM python:slim\n', findings: 1, fixed: 'FROM python:3.12-slim\n' },
  { name: 'go.mod: the lowest supported that is new enough', files: { 'go.mod': 'module x\n\ngo 1.22\n', 'main.go': 'package main\n' }, text: 'FROM golang:alpine\n', findings: 1, fixed: 'FROM golang:1.26-alpine\n' },
  { name: 'pom.xml', files: { 'pom.xml': '<project><artifactId>a</artifactId><properties><java.version>21</java.version></properties></project>' }, text: 'FROM eclipse-temurin:jdk AS build\nFROM alpine:3.24\nCOPY --from=build /a /a\n', findings: 1, fixed: 'FROM eclipse-temurin:21-jdk AS build\nFROM alpine:3.24\nCOPY --from=build /a /a\n' },
  { name: 'build.gradle', files: { 'build.gradle': "java {\n  sourceCompatibility = JavaVersion.VERSION_17\n}\n" }, text: 'FROM eclipse-temurin:jre\n', findings: 1, fixed: 'FROM eclipse-temurin:17-jre\n' },
  { name: 'the target framework', files: { 'src/Api.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>', 'src/Core.csproj': '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup></Project>' }, text: 'FROM mcr.microsoft.com/dotnet/sdk:latest\n', findings: 1, fixed: 'FROM mcr.microsoft.com/dotnet/sdk:10.0\n' },
  { name: 'rust-version: the lowest that is new enough', files: { 'Cargo.toml': '[package]\nname = "x"\nrust-version = "1.70"\n' }, text: 'FROM rust:slim\n', findings: 1, fixed: 'FROM rust:1.98-slim\n' },
  { name: 'a Java version that the image does not have', files: { 'pom.xml': '<project><artifactId>a</artifactId><properties><java.version>1.8</java.version></properties></project>' }, text: 'FROM maven\n', findings: 1, fixed: 'FROM maven\n' },
]; // prettier-ignore

describe('reproducible/unpinned-base', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it.each([
    ['the project asks for a version', { 'package.json': '{"name":"x","engines":{"node":"22"}}' }, [true]],
    ['the project says nothing', { 'package.json': '{"name":"x"}' }, [false]],
    ['only an ended version fits', { 'package.json': '{"name":"x","engines":{"node":"18"}}' }, []],
    ['two projects differ', { 'a/package.json': '{"name":"a","engines":{"node":"22"}}', 'b/package.json': '{"name":"b","engines":{"node":"24"}}' }, []],
  ])('preferred fixes when %s', async (_, files, preferred) => {
    const [finding] = findingsOf(rule, 'FROM node\n', await factsFor('FROM node\n', files));
    expect(finding!.fixes().map((fix) => fix.preferred ?? false)).toEqual(preferred);
  }); // prettier-ignore

  it('says who asks for the version', async () => {
    const files = { 'package.json': '{"name":"x","engines":{"node":"22.x"}}' };
    const [finding] = findingsOf(rule, 'FROM node:alpine\n', await factsFor('FROM node:alpine\n', files));
    expect(finding!.message).toContain('package.json asks for 22.x: write node:22-alpine.');
  });
});
