import type { Diagnostic } from 'vscode-languageserver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryFileSystem } from '../support/memory-file-system.ts';
import { dockerfile, pushCapabilities, range, startClient } from './client.ts';
import type { TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

let client: TestClient;
afterEach(() => client.dispose());

const text = 'FROM alpine\nMAINTAINER me\n';
const config = 'file:///project/.dockerfile-optimizer.yaml';

async function start(yaml: string | undefined, settings: unknown = {}): Promise<MemoryFileSystem> {
  const fileSystem = createMemoryFileSystem(
    yaml === undefined ? { a: '' } : { '.dockerfile-optimizer.yaml': yaml },
  );
  client = await startClient({ fileSystem, capabilities: pushCapabilities, initializationOptions: { settings } });
  client.open(dockerfile, text);
  return fileSystem;
} // prettier-ignore

const changed = (type: 1 | 2 | 3) =>
  client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: config, type }] });

const severity = async (wanted: number | undefined): Promise<void> => {
  await client.diagnostics(dockerfile, ({ diagnostics }) => diagnostics[0]?.severity === wanted);
};

const problems = (fits: (found: Diagnostic[]) => boolean): Promise<Diagnostic[]> =>
  client.diagnostics(config, ({ diagnostics }) => fits(diagnostics));

describe('the configuration file', () => {
  it('goes before the settings of the editor', async () => {
    await start('rules: { deprecated/maintainer: error }', { rules: { 'deprecated/*': 'off' } });
    await severity(1);
  });

  it('is watched: changed, removed, made', async () => {
    const fileSystem = await start('rules: { deprecated/maintainer: error }');
    await severity(1);
    fileSystem.write('.dockerfile-optimizer.yaml', 'rules: { deprecated/maintainer: off }');
    await changed(2);
    await client.diagnostics(dockerfile, ({ diagnostics }) => diagnostics.length === 0);
    fileSystem.remove('.dockerfile-optimizer.yaml');
    await changed(3);
    await severity(2);
    fileSystem.write('.dockerfile-optimizer.yaml', 'rules: { deprecated: hint }');
    await changed(1);
    await severity(4);
  });

  it('counts as it stands in the editor, saved or not', async () => {
    await start('rules: { deprecated/maintainer: error }');
    await severity(1);
    client.open(config, 'rules: { deprecated/maintainer: hint }', 'yaml');
    await severity(4);
    client.change(config, 2, 'rules: { deprecated/maintainer: info }');
    await severity(3);
    client.close(config);
    await severity(1);
  });

  it('has diagnostics of its own, as long as something is wrong', async () => {
    const fileSystem = await start('rules:\n  deprecated/maintaner: off\n');
    const [diagnostic] = await problems((found) => found.length === 1);
    expect(diagnostic).toMatchObject({
      range: range(1, 2, 1, 22),
      severity: 2,
      source: 'dockerfile-optimizer',
      code: 'configuration',
      message: 'There is no rule `deprecated/maintaner`. Did you mean `deprecated/maintainer`?',
    });
    fileSystem.write('.dockerfile-optimizer.yaml', 'rules: [');
    await changed(2);
    const [broken] = await problems((found) => found[0]?.severity === 1);
    expect(broken?.message).toMatch(/^This is not YAML: /);
    fileSystem.write('.dockerfile-optimizer.yaml', 'rules: {}');
    await changed(2);
    await problems((found) => found.length === 0);
    fileSystem.write('.dockerfile-optimizer.yaml', 'rulse: {}');
    await changed(2);
    await problems((found) => found.length === 1);
    fileSystem.remove('.dockerfile-optimizer.yaml');
    await changed(3);
    await problems((found) => found.length === 0);
  });

  it('changes nothing else when it is broken', async () => {
    await start('rules: [', { rules: { 'deprecated/*': 'hint' } });
    await severity(4);
    expect(client.logged).toEqual([]);
  });
});

describe('a rule that throws', () => {
  it('is reported once, however often the text changes, and the others still find', async () => {
    await start(undefined);
    for (const version of [2, 3, 4]) {
      client.change(dockerfile, version, `${text}# CRASH ${version}\n`);
      const diagnostics = await client.diagnostics(dockerfile, (params) => params.version === version);
      expect(diagnostics.map(({ code }) => code)).toEqual(['deprecated/maintainer']);
    }
    expect(client.logged.filter((message) => message.includes('correctness/broken failed'))).toHaveLength(1);
  });
});
