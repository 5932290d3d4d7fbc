/** What activation does on every platform: start the server, register the commands. */
import * as vscode from 'vscode';
import { type ClientFactory, clientName } from './client.ts';
import { selectContext } from './commands/context.ts';
import { updateDockerignore } from './commands/dockerignore.ts';
import { convertToMultiStage, optimizeDockerfile } from './commands/optimize.ts';
import { restartServer } from './commands/restart.ts';
import { ContextStatus } from './context-status.ts';
import { type Failure, reportFailure } from './failure.ts';
import { Previews } from './preview.ts';
import { Session } from './session.ts';

let current: Session | undefined;

export async function activateWith(context: vscode.ExtensionContext, factory: ClientFactory): Promise<void> {
  const session = new Session(factory, context.globalStorageUri);
  current = session;
  const failure: Failure = { what: clientName, session };
  const previews = new Previews((error) => void reportFailure(failure, error));
  context.subscriptions.push(session, previews, new ContextStatus(session));

  const commands: Record<string, (argument: unknown) => Promise<void>> = {
    'dockerfileOptimizer.optimize': (argument) => optimizeDockerfile(session, previews, argument),
    'dockerfileOptimizer.convertToMultiStage': (argument) => convertToMultiStage(session, previews, argument),
    'dockerfileOptimizer.updateDockerignore': (argument) => updateDockerignore(session, previews, argument),
    'dockerfileOptimizer.selectContext': (argument) => selectContext(session, argument),
    'dockerfileOptimizer.restartServer': () => restartServer(session),
    'dockerfileOptimizer.applyPreview': () => previews.applyShown(),
    'dockerfileOptimizer.discardPreview': () => previews.discardShown(),
  };
  for (const [id, run] of Object.entries(commands))
    context.subscriptions.push(
      vscode.commands.registerCommand(id, (argument: unknown) =>
        run(argument).catch((error: unknown) => reportFailure(failure, error)),
      ),
    );

  try {
    await session.start();
  } catch (error) {
    // The commands stay: "Restart Server" is how the user tries again.
    await reportFailure({ what: 'The language server did not start', session }, error);
  }
}

/** VS Code waits for this one, so the server gets to shut down in order. */
export function deactivate(): Promise<void> | undefined {
  return current?.stop();
}
