/** Every handler runs inside this guard: an exception is logged and answered, it never ends the server. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';
import { CancelledError } from '../ports.ts';
import type { Logger } from '../ports.ts';

/**
 * Runs a request's handler. A cancelled one is answered with RequestCancelled, a ResponseError made by the
 * handler goes out as it is, and anything else is logged and answered with `fallback`.
 */
export async function guardRequest<Result>(
  logger: Logger,
  name: string,
  fallback: Result,
  handler: () => Promise<Result> | Result,
): Promise<Result> {
  try {
    return await handler();
  } catch (error) {
    if (error instanceof CancelledError) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    if (error instanceof ResponseError) throw error;
    logger.error(`${name}: ${describeError(error)}`);
    return fallback;
  }
}

/** Runs the handler of a notification or an event; nobody waits for its end. */
export function guardEvent(logger: Logger, name: string, handler: () => Promise<void> | void): void {
  void guardRequest(logger, name, undefined, handler).catch((error: unknown) => {
    // Only cancellation and response errors come here, and an event has nobody to answer.
    if (!(error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled))
      logger.warn(`${name}: ${describeError(error)}`);
  });
}

/** Stack when there is one: this text goes to the log, not to the user. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Waits for shared work, but no longer than this request lives.
 * @throws CancelledError as soon as the token is cancelled; the shared work goes on for the others.
 */
export async function orCancelled<Value>(work: Promise<Value>, token: CancellationToken): Promise<Value> {
  if (token.isCancellationRequested) throw new CancelledError();
  let stopListening: (() => void) | undefined;
  const cancelled = new Promise<never>((_, reject) => {
    const subscription = token.onCancellationRequested(() => reject(new CancelledError()));
    stopListening = () => subscription.dispose();
  });
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    stopListening?.();
  }
}
