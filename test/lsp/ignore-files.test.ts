import type { CodeAction, CodeLens, CompletionList, Hover, MarkupContent } from 'vscode-languageserver';
import { afterEach, expect, it, vi } from 'vitest';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryFileSystem } from '../support/memory-file-system.ts';
import { at, dockerfile, pullCapabilities, pushCapabilities, range, startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

const uri = 'file:///project/.dockerignore';
let client: TestClient;
let fileSystem: MemoryFileSystem;
afterEach(() => client.dispose());

async function open(text: string, options: Partial<ClientOptions> = {}): Promise<void> {
  fileSystem = createMemoryFileSystem({
    Dockerfile: 'FROM node:22\nCOPY package.json src ./\n',
    '.dockerignore': 'what stood here before\n',
    'package.json': { size: 100 },
    'src/index.js': { size: 2000 },
    'src/notes.md': { size: 10 },
    'src/my file.txt': { size: 1 },
    'big.iso': { size: 5_000_000 },
  });
  client = await startClient({ fileSystem, ...options });
  client.open(uri, text, 'ignore');
}

function ask<Answer>(method: string, more: object = {}): Promise<Answer> {
  return client.connection.sendRequest<Answer>(method, { textDocument: { uri }, ...more });
}

it('pushes what is wrong with the lines, and again when a file beside changes', async () => {
  await open('*.iso\npackage.json\n*.iso\n');
  const [needed, twice] = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 2);
  expect(needed).toMatchObject({
    range: range(1, 0, 1, 12),
    severity: 2,
    code: 'dockerignore/needed',
    message: expect.stringContaining('COPY in Dockerfile:2 needs `package.json`') as string,
  });
  expect(twice).toMatchObject({ severity: 4, code: 'dockerignore/duplicate', tags: [1] });
  client.change(uri, 2, '*.iso\n[\n');
  await client.diagnostics(uri, ({ diagnostics }) => diagnostics[0]?.code === 'dockerignore/invalid');
  client.change(uri, 3, '*.iso\nsrc/index.js\n');
  await client.diagnostics(uri, ({ diagnostics, version }) => version === 3 && diagnostics.length === 0);
  fileSystem.write('Dockerfile', 'FROM a\nCOPY src/index.js /\n');
  void client.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: dockerfile, type: 2 }],
  });
  await client.diagnostics(uri, ({ diagnostics }) => diagnostics[0]?.code === 'dockerignore/needed');
});

it('answers those who ask for diagnostics', async () => {
  await open('!src\n', { capabilities: pullCapabilities });
  expect(await ask('textDocument/diagnostic')).toMatchObject({
    kind: 'full',
    items: [{ code: 'dockerignore/shadowed' }],
  });
});

it('removes a line', async () => {
  await open('*.iso\n*.iso\n');
  const actions = await ask<CodeAction[]>('textDocument/codeAction', {
    range: range(1, 0, 1, 0),
    context: { diagnostics: [] },
  });
  expect(actions).toMatchObject([
    {
      title: 'Remove this line',
      isPreferred: true,
      edit: { documentChanges: [{ textDocument: { uri, version: 1 }, edits: [{ range: range(1, 0, 2, 0), newText: '' }] }] },
    },
  ]); // prettier-ignore
  const none = await ask<CodeAction[]>('textDocument/codeAction', {
    range: range(0, 0, 0, 0),
    context: { diagnostics: [] },
  });
  expect(none).toEqual([]);
});

it('says what a line excludes or takes back now', async () => {
  await open('**/*.md\n*.iso\nsrc\n!src/index.js\n# why\nnothing\nsrc/my*\n');
  const value = async (line: number): Promise<string | undefined> =>
    ((await ask<Hover | null>('textDocument/hover', { position: at(line, 2) }))?.contents as MarkupContent | undefined)?.value;
  expect(await value(1)).toBe('`*.iso` excludes **5 MB** in 1 file.\n\n- `big.iso`');
  expect(await value(2)).toMatch(/^`src` excludes \*\*1 B\*\* in 1 file\./);
  expect(await value(0)).toBe('`**/*.md` excludes **10 B** in 1 file.\n\n- `src/notes.md`');
  expect(await value(6)).toBe('`src/my*` matches 1 B in 1 file, and other lines decide about all of it.');
  expect(await value(3)).toBe('`!src/index.js` takes back **2 kB** in 1 file.');
  expect(await value(4)).toBeUndefined();
  expect(await value(5)).toBe('`nothing` excludes nothing now.');
}); // prettier-ignore

it('completes paths of the context', async () => {
  await open('\n!src/\n**/no\n#s\n');
  const labels = async (line: number, character: number): Promise<readonly string[] | undefined> =>
    (await ask<CompletionList | null>('textDocument/completion', { position: at(line, character) }))?.items.map(
      ({ label }) => label,
    );
  expect(await labels(0, 0)).toEqual(['.dockerignore', 'Dockerfile', 'big.iso', 'package.json', 'src/']);
  const list = await ask<CompletionList>('textDocument/completion', { position: at(1, 5) });
  expect(list.items.map(({ label }) => label)).toEqual(['index.js', 'my file.txt', 'notes.md']);
  expect(list.items[0]).toMatchObject({
    detail: '2 kB',
    textEdit: { range: range(1, 5, 1, 5), newText: 'index.js' },
  });
  expect(await labels(2, 5)).toEqual([]);
  expect(await labels(3, 2)).toBeUndefined();
}); // prettier-ignore

it('shows the size of the context above the file', async () => {
  await open('*.iso\n');
  const [lens] = await ask<CodeLens[]>('textDocument/codeLens');
  expect(lens?.command).toBeUndefined();
  const resolved = await client.connection.sendRequest<CodeLens>('codeLens/resolve', lens);
  expect(resolved.command).toMatchObject({
    title: expect.stringMatching(
      /^Build context: 2\.\d+ kB in 6 files · held back: 5 MB in 1 file$/,
    ) as string,
    command: 'dockerfileOptimizer.server.updateDockerignore',
    arguments: [uri],
  });
});

it('has nothing for other files', async () => {
  await open('a\n', { capabilities: pushCapabilities });
  client.open(dockerfile, 'FROM scratch\n');
  expect(
    await client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri: dockerfile } }),
  ).toEqual([]);
});
