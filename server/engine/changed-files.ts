/** Facts as they will be once a fix has written a file: so that the next pass sees the new .dockerignore. */
import { locationKey } from '../location.ts';
import { Recent } from '../recent.ts';
import type { Facts, Fix } from '../rules/rule.ts';

export type FileChange = NonNullable<Fix['files']>[number];

/** Different texts of one file that are looked at at once. */
const kept = 8;

const known = new WeakMap<Facts, Recent<string, Facts>>();

/**
 * Only the .dockerignore is ever written by a fix; any other file leaves the facts as they are. The same object for the
 * same text, so that what was found out with it stays known.
 */
export function withFile(facts: Facts, change: FileChange): Facts {
  const { path, location } = facts.context.dockerignore;
  if (change.path !== path) return facts;
  let changed = known.get(facts);
  if (!changed) known.set(facts, (changed = new Recent(kept)));
  return changed.get(change.after, () => withDockerignore(facts, location, change.after));
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
