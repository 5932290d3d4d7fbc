import type { Logger } from '../ports.ts';

/**
 * A logger for the engine's messages that says each thing once. The engine runs after every key press and over many
 * files, and a rule that throws throws again: one report of it is news, a hundred hide the others. Messages are told
 * apart by what stands before their first colon: `rule size/heavy-base failed: TypeError …`.
 */
export function onceLogger(logger: Logger): Logger {
  const said = new Set<string>();
  const once =
    (say: (message: string) => void) =>
    (message: string): void => {
      const topic = message.split(':', 1)[0]!;
      if (said.has(topic)) return;
      said.add(topic);
      say(message);
    };
  return {
    info: once((message) => logger.info(message)),
    warn: once((message) => logger.warn(message)),
    error: once((message) => logger.error(message)),
  };
}
