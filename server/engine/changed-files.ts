/** Facts as they will be once a fix has written a file: so that the next pass sees the new .dockerignore. */
import type { Facts, Fix } from '../rules/rule.ts';

export type FileChange = NonNullable<Fix['files']>[number];

/** Only the .dockerignore is ever written by a fix; any other file leaves the facts as they are. */
export function withFile(facts: Facts, change: FileChange): Facts {
  if (change.path !== facts.context.dockerignore.path) return facts;
  return { ...facts, context: facts.context.withDockerignore(change.after) };
}
