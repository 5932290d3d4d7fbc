import { describe, expect, test } from 'vitest';
import { optimize } from '../../server/rewrite/optimize.ts';
import { factsFor } from '../support/facts.ts';

const text = 'FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n';
const files = {
  'go.mod': 'module example.org/x\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
  '.dockerignore': '.git\n',
};
const service = (more: string) => ({
  ...files,
  'compose.yaml': `services:\n  web:\n    build: .\n    ${more}\n`,
});
const convertedBy = async (kind: 'optimize' | 'multi-stage', more: string) => {
  const plan = optimize(text, await factsFor(text, service(more)), { kind });
  return { step: plan.steps.find(({ id }) => id === 'multi-stage'), obstacles: plan.obstacles.join(' ') };
};

describe('a compose file', () => {
  test.each([
    ['that starts the image as it is', 'restart: always'],
    ['that starts the same command', 'command: /app'],
  ])('%s does not stand in the way', async (_, more) => {
    expect((await convertedBy('optimize', more)).step).toBeDefined();
  });

  test('that starts something else does', async () => {
    const { step, obstacles } = await convertedBy('optimize', 'command: go test ./...');
    expect(step).toBeUndefined();
    expect(obstacles).toContain('compose.yaml (service web) starts `go test ./...` in this image');
  });

  test('that develops with the image does, until the conversion is asked for', async () => {
    const mounted = 'volumes: [".:/src"]';
    const { step, obstacles } = await convertedBy('optimize', mounted);
    expect(step).toBeUndefined();
    expect(obstacles).toContain('compose.yaml (service web) develops with this image');
    const asked = await convertedBy('multi-stage', mounted);
    expect(asked.step!.reason).toContain('give that service the target of the build stage');
  });
});
