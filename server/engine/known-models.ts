/** The models of the texts that a project's Dockerfiles had lately. */
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { Recent } from '../recent.ts';
import type { Facts } from '../rules/rule.ts';

/** More than the texts of one plan: what is the same with a step left out is not read again. */
const keptTexts = 48;
/** In UTF-16 units. A model is some hundred times as large as its text, and Dockerfiles have a few thousand. */
const keptLength = 200_000;

const known = new WeakMap<Facts['project'], Recent<string, DockerfileModel>>();

/**
 * The model of a text: the same object for the same text, so that what is known about it is found out once. Kept as long
 * as the project's facts are.
 */
export function modelOf(text: string, { project }: Pick<Facts, 'project'>): DockerfileModel {
  let models = known.get(project);
  if (!models) known.set(project, (models = new Recent(keptTexts, keptLength, ({ length }) => length)));
  return models.get(text, () => parseDockerfile(text));
}
