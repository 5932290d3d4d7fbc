import { onceLogger } from '../engine/once.ts';
import type { Logger } from '../ports.ts';
import type { CliIo } from './io.ts';

/** Warnings and errors of the engine go to standard error; what is only informative is not shown, and each thing once. */
export function stderrLogger(io: CliIo): Logger {
  return onceLogger({
    info: () => undefined,
    warn: (message) => io.stderr.write(`${message}\n`),
    error: (message) => io.stderr.write(`${message}\n`),
  });
}
