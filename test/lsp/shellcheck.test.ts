import type { CodeAction, DocumentDiagnosticReport, WorkspaceEdit } from 'vscode-languageserver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import { fakeShellCheck } from '../support/shellcheck.ts';
import type { FakeShellCheck } from '../support/shellcheck.ts';
import { dockerfile, pullCapabilities, range, settle, startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

vi.mock('../../server/rules/registry.ts', () => import('./rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('./plan.ts'));

let client: TestClient;
afterEach(() => client.dispose());

const text = 'FROM alpine\nRUN echo $HOME\nMAINTAINER me\n';
const found = {
  code: 2086,
  level: 'warning',
  about: '$HOME',
  by: '"$HOME"',
  message: 'Quote this.',
} as const;

async function start(shellChecker: FakeShellCheck, more: Partial<ClientOptions> = {}): Promise<void> {
  client = await startClient({ fileSystem: createMemoryFileSystem({ a: '' }), shellChecker, ...more });
} // prettier-ignore

const codes = async (wanted: string): Promise<(string | number | undefined)[]> => {
  const diagnostics = await client.diagnostics(dockerfile, (params) =>
    params.diagnostics.some(({ code }) => code === wanted),
  );
  return diagnostics.map(({ code }) => code);
};

/** A ShellCheck that answers when it is told to. */
function slow(shellChecker: FakeShellCheck): { checker: FakeShellCheck; answer: () => void; ended: string[] } {
  const waiting: (() => void)[] = [];
  const ended: string[] = [];
  const checker: FakeShellCheck = {
    ...shellChecker,
    check: async (script, dialect, signal) => {
      const cancelled = new Promise<'cancelled'>((resolve) => {
        signal?.onCancellationRequested(() => resolve('cancelled'));
      });
      const told = new Promise<'told'>((resolve) => void waiting.push(() => resolve('told')));
      if ((await Promise.race([cancelled, told])) === 'told') return shellChecker.check(script, dialect);
      ended.push(script);
      return { ok: false, reason: 'cancelled' };
    },
  };
  return { checker, ended, answer: () => waiting.splice(0).forEach((go) => go()) };
} // prettier-ignore

describe("ShellCheck's findings", () => {
  it('are diagnostics with a link to its wiki', async () => {
    await start(fakeShellCheck([found]));
    client.open(dockerfile, text);
    await codes('shellcheck/SC2086');
    const [diagnostic] = await client.diagnostics(dockerfile);
    expect(diagnostic).toMatchObject({
      code: 'shellcheck/SC2086',
      codeDescription: { href: 'https://www.shellcheck.net/wiki/SC2086' },
      message: 'Quote this.',
      range: range(1, 9, 1, 14),
      severity: 2,
    });
  });

  it('have its correction, and can be silenced', async () => {
    await start(fakeShellCheck([found]));
    client.open(dockerfile, text);
    await codes('shellcheck/SC2086');
    const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: dockerfile },
      range: range(1, 10),
      context: { diagnostics: [], only: ['quickfix'] },
    });
    expect(actions.map(({ title }) => title)).toEqual([
      "Apply ShellCheck's correction (SC2086)",
      'Silence shellcheck/SC2086 here',
    ]);
    const resolved = await Promise.all(
      actions.map((action) => client.connection.sendRequest<CodeAction>('codeAction/resolve', action)),
    );
    const edits = (edit: WorkspaceEdit | undefined) =>
      (edit?.documentChanges ?? []).flatMap((change) => ('edits' in change ? change.edits : []));
    expect(resolved.flatMap(({ edit }) => edits(edit))).toEqual([
      { range: range(1, 9, 1, 14), newText: '"$HOME"' },
      { range: range(1, 0), newText: '# dockerfile-optimizer ignore=shellcheck/SC2086\n' },
    ]);
  });

  it('do not hold up the others, and come in later', async () => {
    const { checker, answer } = slow(fakeShellCheck([found]));
    await start(checker);
    client.open(dockerfile, text);
    expect(await codes('deprecated/maintainer')).toEqual(['deprecated/maintainer']);
    answer();
    expect(await codes('shellcheck/SC2086')).toEqual(['shellcheck/SC2086', 'deprecated/maintainer']);
  });

  it('come by a refresh where diagnostics are pulled', async () => {
    const { checker, answer } = slow(fakeShellCheck([found]));
    let refreshes = 0;
    await start(checker, {
      capabilities: pullCapabilities,
      prepare: (connection) => connection.onRequest('workspace/diagnostic/refresh', () => void refreshes++),
    });
    const pull = () =>
      client.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: { uri: dockerfile },
      });
    client.open(dockerfile, text);
    expect(await pull()).toMatchObject({ items: [{ code: 'deprecated/maintainer' }] });
    answer();
    await vi.waitFor(() => expect(refreshes).toBe(1));
    expect(await pull()).toMatchObject({ items: [{ code: 'shellcheck/SC2086' }, {}] });
  });

  it('are waited for by an editor that can not be told', async () => {
    const { checker, answer } = slow(fakeShellCheck([found]));
    const { diagnostics: _, ...workspace } = pullCapabilities.workspace!;
    await start(checker, { capabilities: { ...pullCapabilities, workspace } });
    client.open(dockerfile, text);
    const report = client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: dockerfile } });
    await settle();
    answer();
    expect(await report).toMatchObject({ items: [{ code: 'shellcheck/SC2086' }, {}] });
  }); // prettier-ignore

  it('are asked for once per script, and no longer when the text is another', async () => {
    const fake = fakeShellCheck([found]);
    const { checker, answer, ended } = slow(fake);
    await start(checker);
    client.open(dockerfile, 'FROM alpine\nRUN echo $HOME\nRUN echo old\n');
    await client.diagnostics(dockerfile);
    client.change(dockerfile, 2, 'FROM alpine\nRUN echo $HOME\nRUN echo new\n');
    await client.diagnostics(dockerfile, ({ version }) => version === 2);
    await vi.waitFor(() => expect(ended).toEqual(['echo old\n']));
    answer();
    await codes('shellcheck/SC2086');
    expect(fake.asked.map(({ script }) => script.split('\n').at(-2))).toEqual(['echo $HOME', 'echo new']);
    client.change(dockerfile, 3, 'FROM alpine\nRUN echo new\n\nRUN echo $HOME\n');
    await client.diagnostics(dockerfile, ({ version }) => version === 3);
    expect(fake.asked).toHaveLength(2);
  });

  it('wait for trust', async () => {
    const fake = fakeShellCheck([found]);
    await start(fake, { initializationOptions: { trusted: false } });
    client.open(dockerfile, text);
    expect(await codes('deprecated/maintainer')).toEqual(['deprecated/maintainer']);
    expect(fake.asked).toEqual([]);
    await client.connection.sendNotification('dockerfileOptimizer/workspaceTrusted');
    expect(await codes('shellcheck/SC2086')).toHaveLength(2);
  });

  it.each([
    ['the setting', { shellcheck: 'off' }],
    ['its rules', { rules: { 'shellcheck/*': 'off' } }],
    ['all findings', { enable: false }],
  ])('are not looked for when %s is off', async (_, settings) => {
    const fake = fakeShellCheck([found]);
    await start(fake, { initializationOptions: { settings } });
    client.open(dockerfile, text);
    await client.diagnostics(dockerfile);
    expect(fake.asked).toEqual([]);
    expect(client.logged).toEqual([]);
  });
});
