/** What else runs in a container than the program: what speaks against a base without a shell. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { finalStage, lastOf } from '../../dockerfile/stages.ts';
import { locationKey } from '../../location.ts';
import type { Facts } from '../../rules/rule.ts';
import { developedWith, usesOfFinal } from '../../tools/development.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { describeUse } from '../../uses/facts.ts';

/** The image is there to develop with, or somebody builds the file in another context, which nobody can check. */
export function hasOtherPurpose(model: DockerfileModel, facts: Facts): boolean {
  const own = locationKey(facts.context.location);
  return (
    developedWith(model, facts) !== undefined ||
    facts.variants.some((variant) => locationKey(variant.facts.context.location) !== own)
  );
}

/** Who runs something else in the container than the file says: completes a sentence. */
export function overridden(model: DockerfileModel, facts: Facts): string | undefined {
  const stage = finalStage(model);
  const written = (keyword: string): string =>
    ((stage && lastOf(stage, keyword))?.words ?? []).map(({ value }) => value).join(' ');
  const use = usesOfFinal(model, facts).find(({ container }) => {
    if (!container) return false;
    const { command, entrypoint, healthcheck } = container;
    if (healthcheck === 'set' || entrypoint !== undefined) return true;
    // Behind an ENTRYPOINT of the file these are words for the program.
    return command !== undefined && written('ENTRYPOINT') === '' && command.join(' ') !== written('CMD');
  });
  return use && `${describeUse(use)} runs a command of its own in the container`;
}

/** HEALTHCHECK calls something else than the program: completes a sentence. */
export function healthObstacle(stage: Stage, binary: string, model: DockerfileModel): string | undefined {
  const check = lastOf(stage, 'HEALTHCHECK')?.inner;
  if (!check) return undefined;
  const [program] = check.words;
  if (check.json && program && resolvePath(stage.endState.workdir ?? '/', program.value) === binary)
    return undefined;
  const text = model.text.slice(check.span.start, check.span.end).split('\n')[0]!.trim();
  return `its HEALTHCHECK calls \`${text}\``;
}
