/** Programs that need root's rights keep root: what packages say about it. */
import { describe, expect, it } from 'vitest';
import rule from '../../server/rules/security/root-user.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { findingsOf, preferredFix } from '../support/rule-tester.ts';

const node = (name: string): MemoryTree => ({ 'package.json': JSON.stringify({ dependencies: { [name]: '1' } }), 'server.js': '' }); // prettier-ignore
const python = (name: string): MemoryTree => ({ 'requirements.txt': `${name}==1\n`, 'app.py': '' });
const go = (name: string): MemoryTree => ({ 'go.mod': `module x\n\ngo 1.22\n\nrequire ${name} v1.0.0\n`, 'main.go': 'package main\n\nfunc main() {}\n' }); // prettier-ignore
const rust = (name: string): MemoryTree => ({ 'Cargo.toml': `[package]\nname = "x"\nversion = "1.0.0"\nedition = "2021"\n[dependencies]\n${name} = "1"\n`, 'src/main.rs': 'fn main() {}\n' }); // prettier-ignore
const ruby = (name: string): MemoryTree => ({ Gemfile: `source "https://rubygems.org"\ngem "${name}"\n`, 'app.rb': '' }); // prettier-ignore

const images = {
  node: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm install\nCMD ["node", "server.js"]\n',
  python: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "app.py"]\n',
  go: 'FROM golang:1.22\nWORKDIR /app\nCOPY . .\nRUN go build -o /x .\nCMD ["/x"]\n',
  rust: 'FROM rust:1.96\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\nCMD ["./target/release/x"]\n',
  ruby: 'FROM ruby:3.4-slim\nWORKDIR /app\nCOPY . .\nRUN bundle install\nCMD ["ruby", "app.rb"]\n',
}; // prettier-ignore

async function finding(text: string, files: MemoryTree) {
  const [found] = findingsOf(rule, text, await factsFor(text, { ...files, '.dockerignore': '.git\n' }));
  return { message: found!.message, taken: preferredFix(found!)?.preferred === true };
}

describe('packages that need the rights of root', () => {
  it.each<[keyof typeof images, MemoryTree, string | undefined]>([
    ['node', node('serialport'), 'serialport opens devices'],
    ['node', node('dockerode'), "dockerode talks to Docker's socket"],
    ['node', node('express'), undefined],
    ['python', python('icmplib'), 'icmplib opens raw sockets'],
    ['python', python('RPi.GPIO'), 'rpi-gpio opens devices'],
    ['python', python('flask'), undefined],
    ['go', go('github.com/prometheus-community/pro-bing'), 'github.com/prometheus-community/pro-bing opens raw sockets'],
    ['go', go('periph.io/x/conn/v3'), 'periph.io/x/conn/v3 opens devices'],
    ['go', go('github.com/docker/dockerfile'), undefined],
    ['go', { ...go('example.com/a'), 'go.mod': 'module x\n\ngo 1.22\n\nrequire (\n\texample.com/a v1.0.0\n\tgithub.com/docker/docker v28.0.0 // indirect\n)\n' }, undefined],
    ['rust', rust('bollard'), "bollard talks to Docker's socket"],
    ['rust', rust('serde'), undefined],
    ['ruby', ruby('net-ping'), 'net-ping opens raw sockets'],
  ])('%s: %o', async (kind, files, doubt) => {
    const { message, taken } = await finding(images[kind], files);
    if (doubt === undefined) expect(message).not.toContain('right');
    else expect(message).toContain(`${doubt}, which is root's to do`);
    expect(taken).toBe(doubt === undefined);
  }); // prettier-ignore
});
