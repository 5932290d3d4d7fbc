/** The tests that run inside VS Code's extension host, on the desktop and in the browser alike. */
import * as vscode from 'vscode';
import { check, findings, previewTab, rulesOf, throughPlan, until } from './wait.ts';

const extensionId = 'dockerfile-optimizer.dockerfile-optimizer';

export function defineSuite(): void {
  describe(`VS Code ${vscode.version} (${vscode.env.appHost})`, () => {
    let folder: vscode.Uri;
    let document: vscode.TextDocument;
    let original: string;

    const inFolder = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
    const exists = (uri: vscode.Uri): Thenable<boolean> =>
      vscode.workspace.fs.stat(uri).then(
        () => true,
        () => false,
      );
    const remove = async (uri: vscode.Uri): Promise<void> => {
      if (await exists(uri)) await vscode.workspace.fs.delete(uri);
    };
    const show = async (): Promise<void> => {
      await vscode.window.showTextDocument(document, { preview: false });
    };
    const reset = async (): Promise<void> => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      document = await vscode.workspace.openTextDocument(inFolder('Dockerfile'));
      await show();
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), original);
      await vscode.workspace.applyEdit(edit);
      await document.save();
      await remove(inFolder('.dockerignore'));
    };

    before(async () => {
      const [first] = vscode.workspace.workspaceFolders ?? [];
      check(first, 'no folder is open');
      folder = first.uri;
      document = await vscode.workspace.openTextDocument(inFolder('Dockerfile'));
      original = document.getText();
    });
    beforeEach(reset);
    after(reset);

    it('recognises the files by name', async () => {
      const names: [string, string][] = [
        ['Containerfile', 'dockerfile'],
        ['Dockerfile.prod', 'dockerfile'],
        ['Dockerfile-dev', 'dockerfile'],
        ['api.dockerfile', 'dockerfile'],
        ['.dockerignore', 'ignore'],
        ['Dockerfile.dockerignore', 'ignore'],
      ];
      for (const [name, language] of names) {
        // Not beside the Dockerfile: an open .dockerignore counts as being there.
        const uri = inFolder(`names/${name}`);
        await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('# empty\n'));
        try {
          const { languageId } = await vscode.workspace.openTextDocument(uri);
          check(languageId === language, `${name} has the language ${languageId}`);
        } finally {
          await vscode.workspace.fs.delete(uri);
        }
      }
    });

    it('starts with the first Dockerfile', async () => {
      const extension = vscode.extensions.getExtension(extensionId);
      check(extension, 'the extension is not installed');
      await until('activation', () => extension.isActive);
    });

    it('publishes findings with their rule, severity and documentation', async () => {
      const found = await until('findings', () => {
        const list = findings(document.uri);
        return list.length > 3 && list;
      });
      const rules = found.map(({ rule }) => rule);
      for (const rule of ['cache/copy-before-install', 'security/root-user', 'context/no-dockerignore'])
        check(rules.includes(rule), `${rule} is not among ${rules.join(', ')}`);
      for (const { rule, diagnostic } of found) {
        const { code } = diagnostic;
        check(typeof code === 'object' && code.target.scheme === 'https', `${rule} has no link`);
        check(diagnostic.message.length > 10, `${rule} has no message`);
      }
    });

    it('hovers over the base image with sizes', async () => {
      await until('the hover', async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          new vscode.Position(0, 7),
        );
        const text = hovers
          .flatMap((hover) => hover.contents)
          .map((content) => (typeof content === 'string' ? content : content.value))
          .join('\n');
        return text.includes('node:22') && /\d [MG]B/.test(text);
      });
    });

    it('shows behind FROM what the image weighs', async () => {
      await until('the inlay hint', async () => {
        const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
          'vscode.executeInlayHintProvider',
          document.uri,
          new vscode.Range(0, 0, 1, 0),
        );
        return hints.some(
          ({ label }) => typeof label === 'string' && /\d [MG]B on disk · .*\d [MG]B pull/.test(label),
        );
      });
    });

    it('completes images and their tags', async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 5, 0, 12), 'node:');
      await vscode.workspace.applyEdit(edit);
      const { items } = await until('completions', async () => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          new vscode.Position(0, 10),
        );
        return list.items.some(({ insertText }) => insertText === 'node:22-slim') && list;
      });
      const item = items.find(({ insertText }) => insertText === 'node:22-slim');
      const range = item?.range instanceof vscode.Range ? item.range : item?.range?.replacing;
      check(range?.isEqual(new vscode.Range(0, 5, 0, 10)), `it replaces ${JSON.stringify(range)}`);
      check(item?.detail?.includes(' on disk'), `its detail is ${item?.detail ?? 'missing'}`);
    });

    it('offers quick fixes, and applying one clears its finding', async () => {
      const rule = 'reproducible/lockfile-install';
      const { diagnostic } = await until(rule, () => findings(document.uri).find((it) => it.rule === rule));
      // Asked again where an editor has just changed the text: it then gets no actions.
      const fix = await until('a fix with an edit', async () => {
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          diagnostic.range,
          vscode.CodeActionKind.QuickFix.value,
          100,
        );
        return actions.find((action) => action.edit !== undefined && action.title.includes('npm ci'));
      });
      check(fix.edit, 'the fix has lost its edit');
      check(await vscode.workspace.applyEdit(fix.edit), 'the edit was refused');
      check(document.getText().includes('npm ci'), `the text is: ${document.getText()}`);
      await until('the finding to go', () => !rulesOf(document.uri).includes(rule));
    });

    it('notices a .dockerignore that appears and disappears', async () => {
      const rule = 'context/no-dockerignore';
      await until(rule, () => rulesOf(document.uri).includes(rule));
      await vscode.workspace.fs.writeFile(inFolder('.dockerignore'), new TextEncoder().encode('.git\n'));
      await until(`${rule} to go`, () => !rulesOf(document.uri).includes(rule));
      await vscode.workspace.fs.delete(inFolder('.dockerignore'));
      await until(`${rule} to come back`, () => rulesOf(document.uri).includes(rule));
    });

    it('obeys the severities in the settings', async () => {
      const rule = 'security/root-user';
      await until(rule, () => rulesOf(document.uri).includes(rule));
      const settings = vscode.workspace.getConfiguration('dockerfileOptimizer');
      await settings.update('rules', { [rule]: 'off' }, vscode.ConfigurationTarget.Global);
      try {
        await until(`${rule} to go`, () => !rulesOf(document.uri).includes(rule));
      } finally {
        await settings.update('rules', undefined, vscode.ConfigurationTarget.Global);
      }
      await until(`${rule} to come back`, () => rulesOf(document.uri).includes(rule));
    });

    it('optimizes through plan and diff, as one edit that can be undone', async () => {
      const diff = await throughPlan('dockerfileOptimizer.optimize', document.uri);
      check(document.getText() === original, 'the file changed before Apply');
      const after = (await vscode.workspace.openTextDocument(diff.modified)).getText();
      await vscode.commands.executeCommand('dockerfileOptimizer.applyPreview');
      await until('the optimized text', () => document.getText() === after);
      for (const part of ['npm ci', '--from=', 'USER node', '"node", "dist/index.js"'])
        check(after.includes(part), `${part} is not in:\n${after}`);
      check(await exists(inFolder('.dockerignore')), 'there is no .dockerignore');
      await until('the diffs to close', () => previewTab() === undefined);
      await show();
      await vscode.commands.executeCommand('undo');
      await until('the text as it was', () => document.getText() === original);
      await until('the .dockerignore to go', async () => !(await exists(inFolder('.dockerignore'))));
    });

    it('finds nothing to optimize in its own output', async () => {
      await throughPlan('dockerfileOptimizer.optimize', document.uri);
      await vscode.commands.executeCommand('dockerfileOptimizer.applyPreview');
      await until('the optimized text', () => document.getText() !== original);
      const optimized = document.getText();
      // The server hears of the new file from the editor's file watcher.
      const rule = 'context/no-dockerignore';
      await until(`${rule} to go`, () => !rulesOf(document.uri).includes(rule));
      // Nothing to do: it ends without a list and without a diff.
      await vscode.commands.executeCommand('dockerfileOptimizer.optimize', document.uri);
      check(previewTab() === undefined, 'there is a diff');
      check(document.getText() === optimized, 'the text changed');
    });

    it('does not apply a plan to a text that changed meanwhile', async () => {
      await throughPlan('dockerfileOptimizer.optimize', document.uri);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '# orders service\n');
      await vscode.workspace.applyEdit(edit);
      const changed = document.getText();
      await vscode.commands.executeCommand('dockerfileOptimizer.applyPreview');
      check(document.getText() === changed, 'the old plan was applied');
      const diff = await until('the new diff', previewTab);
      const after = (await vscode.workspace.openTextDocument(diff.modified)).getText();
      check(after.startsWith('# orders service\n'), `the new plan has lost the comment:\n${after}`);
      await vscode.commands.executeCommand('dockerfileOptimizer.discardPreview');
      await until('the diff to close', () => previewTab() === undefined);
      check(document.getText() === changed, 'Discard changed the text');
    });

    it('converts to a multi-stage build', async () => {
      await throughPlan('dockerfileOptimizer.convertToMultiStage', document.uri);
      await vscode.commands.executeCommand('dockerfileOptimizer.applyPreview');
      await until('several stages', () => (document.getText().match(/^FROM /gm) ?? []).length > 1);
    });

    it('creates a .dockerignore from the Dockerfile', async () => {
      await vscode.commands.executeCommand('dockerfileOptimizer.updateDockerignore', document.uri);
      await until('the diff', previewTab);
      check(!(await exists(inFolder('.dockerignore'))), 'the file is there before Apply');
      await vscode.commands.executeCommand('dockerfileOptimizer.applyPreview');
      await until('the file', () => exists(inFolder('.dockerignore')));
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(inFolder('.dockerignore')));
      check(/^(\*\*\/)?node_modules\/?$/m.test(text), `node_modules is not in:\n${text}`);
    });

    it('takes the only Dockerfile of the workspace when no editor is open', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const running = vscode.commands.executeCommand('dockerfileOptimizer.optimize');
      await until('the diff', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return previewTab();
      });
      await running;
      await vscode.commands.executeCommand('dockerfileOptimizer.discardPreview');
    });

    it('works on after a restart of the server', async () => {
      await until('findings', () => rulesOf(document.uri).length > 0);
      await vscode.commands.executeCommand('dockerfileOptimizer.restartServer');
      await until('findings again', () => rulesOf(document.uri).length > 0);
    });
  });
}
