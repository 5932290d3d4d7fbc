/** A walker that says what it is doing when it takes long. */
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { ContextWalker } from '../context/walk/walker.ts';
import type { Logger } from '../ports.ts';
import type { ClientFeatures } from './client-features.ts';
import { guardEvent } from './guard.ts';

/** Milliseconds that nobody needs an explanation for. */
const silence = 1000;

export function withProgress(
  walker: ContextWalker,
  connection: Connection,
  features: ClientFeatures,
  logger: Logger,
): ContextWalker {
  if (!features.workDoneProgress) return walker;
  return {
    ...walker,
    async measure(request, options = {}) {
      let reporter: WorkDoneProgressServerReporter | undefined;
      let done = false;
      const timer = setTimeout(
        () =>
          guardEvent(logger, 'window/workDoneProgress', async () => {
            const created = await connection.window.createWorkDoneProgress();
            // The walk may have ended while the editor was asked.
            if (done) return;
            reporter = created;
            reporter.begin('Measuring the build context');
          }),
        silence,
      );
      try {
        return await walker.measure(request, {
          ...options,
          progress: (entries) => {
            options.progress?.(entries);
            reporter?.report(`${entries.toLocaleString('en-US')} entries`);
          },
        });
      } finally {
        done = true;
        clearTimeout(timer);
        reporter?.done();
      }
    },
  };
}
