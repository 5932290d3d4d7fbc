/** The main job with the real rules: a Dockerfile in a project goes in, an optimized one comes out. */
import type { CodeAction, FullDocumentDiagnosticReport } from 'vscode-languageserver';
import { afterEach, describe, expect, it } from 'vitest';
import { optimizeRequest } from '../../shared/protocol.ts';
import type { OptimizeResult } from '../../shared/protocol.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import { dockerfile, pullCapabilities, range, startClient } from './client.ts';
import type { TestClient } from './client.ts';

let client: TestClient;
afterEach(() => client.dispose());

const text = 'FROM node:22\nWORKDIR /srv\nCOPY . .\nRUN npm install\nEXPOSE 8080\nCMD ["npm", "start"]\n';

const tree = {
  'package.json': JSON.stringify({
    name: 'orders',
    scripts: { start: 'node index.js' },
    dependencies: { express: '5.1.0' },
  }),
  'package-lock.json': JSON.stringify({
    name: 'orders',
    lockfileVersion: 3,
    packages: {
      '': { name: 'orders', dependencies: { express: '5.1.0' } },
      'node_modules/express': { version: '5.1.0' },
    },
  }),
  'index.js': "import express from 'express';\nexpress().listen(8080);\n",
};

describe('the main job', () => {
  it('finds, fixes and optimizes', async () => {
    client = await startClient({ fileSystem: createMemoryFileSystem(tree), capabilities: pullCapabilities });
    client.open(dockerfile, text);
    const report = await client.connection.sendRequest<FullDocumentDiagnosticReport>(
      'textDocument/diagnostic',
      {
        textDocument: { uri: dockerfile },
      },
    );
    expect(report.items.map(({ code }) => code)).toContain('cache/copy-before-install');

    const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: dockerfile },
      range: range(2, 0),
      context: { diagnostics: report.items, only: ['quickfix'] },
    });
    const fix = actions.find(({ title }) => title.includes('package-lock.json'));
    const resolved = await client.connection.sendRequest<CodeAction>('codeAction/resolve', fix);
    expect(JSON.stringify(resolved.edit)).toContain('COPY package.json package-lock.json ./');

    const ask = (): Promise<OptimizeResult> =>
      client.connection.sendRequest(optimizeRequest, { uri: dockerfile, kind: 'optimize', skip: [] });
    const plan = await ask();
    expect(plan.steps.length).toBeGreaterThan(1);
    expect(plan.after.text).toContain('npm ci');
    expect(plan.after.text).toContain('CMD ["node", "index.js"]');
    expect(client.logged).toEqual([]);
  });

  it('makes the plan for the stage that the user names', async () => {
    const stages = `FROM node:22 AS prod\n${text.slice(text.indexOf('\n') + 1)}\nFROM prod AS dev\nCMD ["npm", "run", "dev"]\n`;
    client = await startClient({ fileSystem: createMemoryFileSystem(tree), capabilities: pullCapabilities });
    client.open(dockerfile, stages);
    const ask = (target?: string): Promise<OptimizeResult> =>
      client.connection.sendRequest(optimizeRequest, { uri: dockerfile, kind: 'optimize', skip: [], target });
    const asked = await ask();
    expect(asked.targets).toEqual(['prod', 'dev']);
    expect(asked.obstacles.join()).toContain('name it with `--target`');
    const answered = await ask('prod');
    expect(answered.targets).toEqual([]);
    expect(answered.obstacles.join()).not.toContain('--target');
    expect(answered.steps.map(({ id }) => id)).not.toEqual(asked.steps.map(({ id }) => id));
  });
});
