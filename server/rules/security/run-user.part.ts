/** Who a RUN runs as. */
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import type { ImageFacts } from '../../images/facts.ts';

/** The USER in force, else the base image's own user by name or number; undefined where nobody can tell. */
export function runUser({ state }: Instruction, stage: Stage, images: ImageFacts): string | undefined {
  if (state.user !== undefined) return state.user;
  const base = rootBase(stage);
  if (base.kind !== 'image' || !base.complete) return undefined;
  const user = images.lookup(base.reference)?.defaultUser;
  return user && (user.name ?? user.uid?.toString());
}
