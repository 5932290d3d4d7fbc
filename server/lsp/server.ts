/** The language server: wires the features to a connection. Node, a web worker and tests start it the same way. */
import { CodeLensRefreshRequest } from 'vscode-languageserver';
import type { Connection, InitializeParams } from 'vscode-languageserver';
import { trustedNotification } from '../../shared/protocol.ts';
import { createPortWalker } from '../context/walk/walker.ts';
import { onceLogger } from '../engine/once.ts';
import { ActionEdits } from './action-edits.ts';
import { Analyzer } from './analyzer.ts';
import { serverCapabilities } from './capabilities.ts';
import { readClientFeatures } from './client-features.ts';
import type { ClientFeatures } from './client-features.ts';
import { CodeActions } from './code-actions.ts';
import { Commands } from './commands.ts';
import type { CommandResult } from './commands.ts';
import { clientHttp } from './client-http.ts';
import { Contexts } from './contexts.ts';
import { Documents, kindOf } from './documents.ts';
import { Completions } from './completion.ts';
import { FactsCache } from './facts-cache.ts';
import { guardEvent, guardRequest } from './guard.ts';
import { Hovers } from './hover.ts';
import { IgnoreFiles } from './ignore-files.ts';
import { IgnoreSubjects } from './ignore-subjects.ts';
import { InlayHints } from './inlay-hints.ts';
import { DocumentImages } from './live-images.ts';
import { overlayFileSystem } from './overlay.ts';
import { withProgress } from './measuring.ts';
import { ProjectSettings } from './project-settings.ts';
import { PullDiagnostics } from './pull-diagnostics.ts';
import { diagnosticsDelay, PushDiagnostics } from './push-diagnostics.ts';
import { listenForRequests } from './requests.ts';
import { Rewrites } from './rewrites.ts';
import type { Runtime } from './runtime.ts';
import { ScriptChecks } from './script-checks.ts';
import { SettingsStore } from './settings-store.ts';
import { watchFiles } from './watching.ts';
import { Workspace } from './workspace.ts';
import { WorkspaceEdits } from './workspace-edits.ts';

/** Starts to listen; returns at once. Which features work is decided when the client initializes. */
export function startServer(connection: Connection, runtime: Runtime): void {
  const { logger } = runtime;
  const documents = new Documents();
  const workspace = new Workspace();
  const settings = new SettingsStore(connection, logger);
  const fileSystem = overlayFileSystem(runtime.fileSystem, documents);
  const rootOf = (uri: string): string | undefined => workspace.rootOf(uri);
  const facts = new FactsCache(runtime, fileSystem, rootOf);
  const projects = new ProjectSettings(connection, settings, fileSystem, rootOf, logger);
  const scripts = new ScriptChecks(runtime.shellChecker, logger);
  // The engine runs after every key press: what a broken rule makes it say is said once.
  const engineLogger = onceLogger(logger);
  const images = new DocumentImages(runtime);
  const walker = runtime.walker ?? createPortWalker(runtime.fileSystem);
  const subjects = new IgnoreSubjects(fileSystem, rootOf);
  const analyzer = new Analyzer(facts, projects, scripts, images, engineLogger);

  connection.onInitialize((params: InitializeParams) => {
    const features = readClientFeatures(params);
    workspace.initialize(params);
    settings.initialize(features);
    listen(features);
    return serverCapabilities(features);
  });
  documents.open.listen(connection);
  connection.listen();

  function listen(features: ClientFeatures): void {
    const edits = new WorkspaceEdits(features, documents, fileSystem);
    const actionEdits = new ActionEdits(documents, analyzer, edits, projects, images, engineLogger);
    const codeActions = new CodeActions(documents, analyzer, features, edits, actionEdits);
    const measuring = withProgress(walker, connection, features, logger);
    const hovers = new Hovers(documents, analyzer, images, measuring, features);
    const completions = new Completions(documents, analyzer, images, runtime.clock, features);
    const inlayHints = new InlayHints(connection, documents, analyzer, images, features, logger);
    const rewrites = new Rewrites(documents, analyzer, fileSystem, rootOf, engineLogger);
    const commands = new Commands(connection, rewrites, edits, features, logger);
    const ignoreFiles = new IgnoreFiles(documents, subjects, measuring, edits, features);
    const push = new PushDiagnostics(connection, documents, analyzer, ignoreFiles, features, logger);
    const pull = new PullDiagnostics(connection, documents, analyzer, ignoreFiles, features, logger);

    /** Looks at these Dockerfiles again although their text is the same. */
    const lookAgain = (uris: readonly string[]): void => {
      if (uris.length === 0) return;
      if (features.pullDiagnostics) pull.refresh();
      else for (const uri of uris) if (documents.open.get(uri)) push.schedule(uri, diagnosticsDelay);
    };
    const lookAgainAtAll = (): void => lookAgain(documents.judged().map(({ uri }) => uri));
    /** Files beside the Dockerfiles changed, on disk or in the editor. */
    const changed = (uris: readonly string[]): void => {
      walker.changed(uris);
      const ignoring = subjects.invalidate(uris);
      const concerned = [...facts.invalidate(uris), ...ignoring];
      if (ignoring.length > 0 && features.refreshCodeLenses)
        guardEvent(logger, 'workspace/codeLens/refresh', () =>
          connection.sendRequest(CodeLensRefreshRequest.type),
        );
      if (projects.invalidate(uris)) lookAgainAtAll();
      else lookAgain(concerned);
    };

    connection.onInitialized(() =>
      guardEvent(logger, 'initialized', () => {
        settings.listen(features, () => {
          lookAgainAtAll();
          inlayHints.refresh();
        });
        watchFiles(connection, features, logger, changed);
        images.listen({
          trusted: features.trusted,
          http: features.http ? clientHttp(connection) : undefined,
          storage: features.storage,
          arrived: (uri) => {
            lookAgain([uri]);
            inlayHints.refresh();
          },
        });
        scripts.listen({
          trusted: features.trusted,
          waitsForAll: features.pullDiagnostics && !features.refreshDiagnostics,
          arrived: (uri) => lookAgain([uri]),
        });
        connection.onNotification(trustedNotification, () => {
          scripts.trust();
          images.trust();
          lookAgainAtAll();
        });
        workspace.listen(connection, features, () => {
          facts.forgetAll();
          subjects.forgetAll();
          projects.forgetAll();
          lookAgainAtAll();
        });
      }),
    );

    const opened = new Set<string>();
    documents.open.onDidChangeContent(({ document }) =>
      guardEvent(logger, 'didChangeContent', () => {
        const { uri } = document;
        const isNew = !opened.has(uri);
        opened.add(uri);
        const kind = kindOf(document);
        if (kind !== 'dockerfile') changed([uri]);
        if (kind !== 'other' && !features.pullDiagnostics) push.schedule(uri, isNew ? 0 : diagnosticsDelay);
      }),
    );
    documents.open.onDidSave(({ document }) =>
      guardEvent(logger, 'didSave', () => {
        // Sources are not watched: saving is the moment to read the project again.
        if (kindOf(document) === 'dockerfile') lookAgain(facts.forget(document.uri) ? [document.uri] : []);
        else changed([document.uri]);
      }),
    );
    documents.open.onDidClose(({ document }) =>
      guardEvent(logger, 'didClose', () => {
        const { uri } = document;
        opened.delete(uri);
        facts.forget(uri);
        subjects.forget(uri);
        analyzer.forget(uri);
        settings.forget(uri);
        projects.forget(uri);
        pull.close(uri);
        const kind = kindOf(document);
        if (kind !== 'dockerfile') changed([uri]);
        if (kind !== 'other' && !features.pullDiagnostics) push.close(uri);
      }),
    );
    documents.open.onWillSaveWaitUntil(({ document }, token) =>
      guardRequest(logger, 'willSaveWaitUntil', [], () =>
        kindOf(document) === 'dockerfile' ? actionEdits.fixesForSave(document.uri, token) : [],
      ),
    );

    if (features.pullDiagnostics) pull.listen();
    connection.onCodeAction((params, token) =>
      guardRequest(logger, 'textDocument/codeAction', [], async () => [
        ...(await codeActions.list(params, token)),
        ...(await ignoreFiles.codeActions(params, token)),
      ]),
    );
    connection.onCodeActionResolve((action, token) =>
      guardRequest(logger, 'codeAction/resolve', action, () => codeActions.resolve(action, token)),
    );
    connection.onHover((params, token) =>
      guardRequest(
        logger,
        'textDocument/hover',
        null,
        async () => (await hovers.at(params, token)) ?? ignoreFiles.hover(params, token),
      ),
    );
    connection.onCodeLens((params) =>
      guardRequest(logger, 'textDocument/codeLens', [], () => ignoreFiles.lenses(params)),
    );
    connection.onCodeLensResolve((lens, token) =>
      guardRequest(logger, 'codeLens/resolve', lens, () => ignoreFiles.resolveLens(lens, token)),
    );
    connection.onCompletion((params, token) =>
      guardRequest(
        logger,
        'textDocument/completion',
        null,
        async () => (await completions.list(params, token)) ?? ignoreFiles.complete(params, token),
      ),
    );
    connection.onCompletionResolve((item, token) =>
      guardRequest(logger, 'completionItem/resolve', item, () => completions.resolve(item, token)),
    );
    connection.languages.inlayHint.on((params, token) =>
      guardRequest(logger, 'textDocument/inlayHint', [], () => inlayHints.list(params, token)),
    );
    connection.onExecuteCommand((params, token, progress) =>
      guardRequest<CommandResult>(logger, params.command, { applied: false }, () =>
        commands.execute(params, token, progress),
      ),
    );
    listenForRequests(connection, rewrites, new Contexts(documents, analyzer, fileSystem, rootOf), logger);
    connection.onShutdown(() => {
      push.dispose();
      pull.dispose();
      facts.forgetAll();
      scripts.forgetAll();
      images.forgetAll();
      subjects.forgetAll();
      walker.dispose();
    });
  }
}
