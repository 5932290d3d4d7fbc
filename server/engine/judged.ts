import type { DockerfileModel } from '../dockerfile/model.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { BuildOptions } from '../dockerfile/parse.ts';
import type { Facts, FactsVariant } from '../rules/rule.ts';
import { judgedTarget } from '../uses/target.ts';

const known = new WeakMap<DockerfileModel, Map<string, DockerfileModel>>();

/**
 * The model as the file is really built: for the target that is asked about or that its uses name, and with their further contexts. The same
 * object for the same question, so that what is remembered of a model stays useful.
 */
export function judgedModel(model: DockerfileModel, facts: Pick<Facts, 'uses' | 'target'>): DockerfileModel {
  return builtWith(model, facts, undefined);
}

/** The model as one of the other ways to build the file makes it. */
export function variantModel(model: DockerfileModel, { args, facts }: FactsVariant): DockerfileModel {
  return builtWith(model, facts, args);
}

function builtWith(
  model: DockerfileModel,
  { uses, target: asked }: Pick<Facts, 'uses' | 'target'>,
  args: BuildOptions['args'],
): DockerfileModel {
  const target = asked ?? judgedTarget(model, uses);
  const contexts = new Set(uses.all.flatMap((use) => [...use.contexts]));
  if (target === undefined && contexts.size === 0 && !args?.size) return model;
  let models = known.get(model);
  if (!models) known.set(model, (models = new Map<string, DockerfileModel>()));
  const key = JSON.stringify([target, [...contexts], [...(args ?? [])]]);
  let built = models.get(key);
  if (!built) models.set(key, (built = parseDockerfile(model.text, { target, contexts, args })));
  return built;
}
