/** Who else relies on the image as it is: what speaks against leaving things out of it. */
import { locationKey } from '../location.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { finalStage, lastOf } from '../dockerfile/stages.ts';
import type { Facts } from '../rules/rule.ts';
import { developedWith, usesOfFinal } from '../tools/development.ts';
import { describeUse } from '../uses/facts.ts';
import { isDevelopmentStage } from '../uses/target.ts';

/**
 * Why a conversion could break somebody's build or container; a complete sentence. `asked`: the user has asked for this
 * very conversion and reads what `conversionNote` says.
 */
export function otherUseObstacle(model: DockerfileModel, facts: Facts, asked: boolean): string | undefined {
  const own = locationKey(facts.context.location);
  const elsewhere = facts.variants.find((variant) => locationKey(variant.facts.context.location) !== own);
  if (elsewhere)
    return `${describeUse(elsewhere.use)} builds this file in another context, and one conversion can't be checked against both.`;
  const stage = finalStage(model);
  if (!asked && isDevelopmentStage(stage?.name))
    return `The stage \`${stage!.name!}\` is for development by its name, which needs the development packages.`;
  const cmd = stage && lastOf(stage, 'CMD')?.words.map(({ value }) => value).join(' '); // prettier-ignore
  const developer = developedWith(model, facts);
  if (developer)
    return asked
      ? undefined
      : `${describeUse(developer)} develops with this image, which needs the development packages: convert it with the command of its own, and give that service the target of the build stage.`;
  for (const use of usesOfFinal(model, facts)) {
    const { command, entrypoint } = use.container ?? {};
    const started = [...(entrypoint ?? []), ...(command ?? [])].join(' ');
    if (use.kind === 'compose' && started !== '' && started !== cmd)
      return `${describeUse(use)} starts \`${started.length > 60 ? `${started.slice(0, 59)}…` : started}\` in this image, and what that needs is not certain.`;
  }
  return undefined;
}

/** What has to be changed elsewhere with the conversion; '' when nothing has to. */
export function conversionNote(model: DockerfileModel, facts: Facts): string {
  const developer = developedWith(model, facts);
  return developer
    ? ` ${describeUse(developer)} develops with this image: give that service the target of the build stage, which keeps the development packages.`
    : '';
}
