/** A file whose last stage is for development: which stage is shipped, only its user knows. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { finalStage } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { isDevelopmentStage } from '../../uses/target.ts';

/** Stages that may be the one that is shipped, where nothing says which: the last one is among them, at the end. */
export function possibleTargets(
  model: DockerfileModel,
  { target }: Pick<Facts, 'target'>,
): readonly string[] {
  const last = finalStage(model)?.name;
  if (last === undefined || target !== undefined || !isDevelopmentStage(last)) return [];
  const others = model.stages.flatMap(({ name }) =>
    name !== undefined && !isDevelopmentStage(name) ? [name] : [],
  );
  // Without another stage that carries a name nothing else can be meant.
  return others.length > 0 ? [...others, last] : [];
}

/** Asks which of them it is: a complete sentence; undefined where there is no question. */
export function targetQuestion(targets: readonly string[]): string | undefined {
  const last = targets.at(-1);
  if (last === undefined) return undefined;
  const others = targets.slice(0, -1).map((name) => `\`${name}\``);
  return `The last stage, \`${last}\`, is for development by its name, and nothing says that another one (${others.join(', ')}) is shipped: name it with \`--target\`, or as the \`target\` of the service in a compose file, and the plan is made for it.`;
}
