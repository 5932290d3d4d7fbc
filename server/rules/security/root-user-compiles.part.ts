/** Containers that compile their program whenever they start. */
import type { Stage } from '../../dockerfile/model.ts';
import { startedCommands } from '../../tools/started.ts';
import type { RuleContext } from '../rule.ts';

/** Does the start compile the program, beside the sources? */
export function compilesAtStart(stage: Stage, { model, facts }: RuleContext): boolean {
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') return false;
  return started.commands.some(
    ({ command: { name, args } }) =>
      // Maven and Gradle write beside the sources, and their caches into a home.
      /^(?:mvn|mvnw|mvnd|gradle|gradlew|sbt)$/.test(name) ||
      (name === 'go' && args[0]?.value === 'run') ||
      (name === 'cargo' && args.some(({ value }) => /^(?:run|r|build|b|watch|test|t)$/.test(value))) ||
      (name === 'dotnet' && /^(?:run|watch|build|publish|test|restore|ef)$/.test(args[0]?.value ?? '')),
  );
}
