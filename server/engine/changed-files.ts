/** Facts as they will be once a fix has written a file: so that the next pass sees the new .dockerignore. */
import { locationKey } from '../location.ts';
import type { Facts, Fix } from '../rules/rule.ts';

export type FileChange = NonNullable<Fix['files']>[number];

/** Only the .dockerignore is ever written by a fix; any other file leaves the facts as they are. */
export function withFile(facts: Facts, change: FileChange): Facts {
  const { path, location } = facts.context.dockerignore;
  return change.path === path ? withDockerignore(facts, location, change.after) : facts;
}

/** The file may be that of several ways to build the same Dockerfile. */
function withDockerignore(facts: Facts, location: string, text: string): Facts {
  const { context } = facts;
  const isMeant = locationKey(context.dockerignore.location) === locationKey(location);
  return {
    ...facts,
    context: isMeant ? context.withDockerignore(text) : context,
    variants: facts.variants.map((variant) => ({
      ...variant,
      facts: withDockerignore(variant.facts, location, text),
    })),
  };
}
