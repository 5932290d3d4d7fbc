/** A file whose last stage is for development: which stage is shipped, only its user knows. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { finalStage } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { isDevelopmentStage } from '../../uses/target.ts';

/** Asks for the target where nobody names one: a complete sentence. */
export function unnamedTarget(model: DockerfileModel, { target }: Pick<Facts, 'target'>): string | undefined {
  const last = finalStage(model);
  if (!last || target !== undefined || !isDevelopmentStage(last.name)) return undefined;
  // Without another stage that carries a name nothing else can be meant.
  const others = model.stages.flatMap(({ name }) =>
    name !== undefined && !isDevelopmentStage(name) ? [`\`${name}\``] : [],
  );
  if (others.length === 0) return undefined;
  return `The last stage, \`${last.name!}\`, is for development by its name, and nothing says that another one (${others.join(', ')}) is shipped: name it with \`--target\`, or as the \`target\` of the service in a compose file, and the plan is made for it.`;
}
