/** Convert to multi-stage: picks the ecosystem's recipe for a single-stage file. */
import type { ContextFacts } from '../context/facts.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { rootBase } from '../dockerfile/stages.ts';
import type { Facts } from '../rules/rule.ts';
import { convertFrontEnds } from './front-end/convert.ts';
import { conversionNote, otherUseObstacle } from './other-uses.ts';
import { recipesFor, type RecipeOptions } from './recipes.ts';

/** The new text, why there is none, or neither: one stage is right for this project. */
export interface Conversion {
  readonly text?: string;
  /** What the final image holds and what was assumed: complete sentences. */
  readonly reason?: string;
  /** Why the conversion is not offered: a complete sentence. */
  readonly obstacle?: string;
}

/**
 * Converts a single-stage file. `onlyIfWorth` leaves a file alone whose single stage would ship nothing
 * superfluous. `contextAfter` is the context as it is when the result is built, if its .dockerignore changes too. Files with several stages and ecosystems without a recipe give nothing.
 */
export function convertToMultiStage(
  model: DockerfileModel,
  facts: Facts,
  onlyIfWorth: boolean,
  contextAfter: ContextFacts = facts.context,
): Conversion {
  const [stage] = model.stages;
  if (!stage || model.stages.length !== 1)
    return model.stages.length > 1 && !onlyIfWorth
      ? { obstacle: 'The file already has several stages.' }
      : {};
  if (model.problems.length > 0)
    return { obstacle: `The file has a syntax error: ${model.problems[0]!.message.replace(/\.$/, '')}.` };
  const base = rootBase(stage);
  if (base.kind !== 'image' || !base.complete)
    return onlyIfWorth ? {} : { obstacle: 'The base image is not known before the build.' };
  if (
    stage.instructions.some(
      (instruction) =>
        instruction.words.some((word) => word.raw.startsWith('#')) &&
        (instruction.keyword === 'COPY' || instruction.keyword === 'ADD'),
    )
  )
    return { obstacle: 'A comment behind the arguments of COPY has to be moved to a line of its own first.' };
  const obstacle = otherUseObstacle(model, facts, !onlyIfWorth);
  const byRecipe = (one: DockerfileModel): Conversion =>
    convertByRecipe(one, facts, { onlyIfWorth, contextAfter });
  const conversion = convertFrontEnds(model, facts, byRecipe) ?? byRecipe(model);
  if (conversion.text === undefined) return conversion;
  return obstacle === undefined
    ? { ...conversion, reason: `${conversion.reason ?? ''}${conversionNote(model, facts)}` }
    : { obstacle };
}

/** By the ecosystem whose tools the file uses. */
function convertByRecipe(model: DockerfileModel, facts: Facts, options: RecipeOptions): Conversion {
  const found = recipesFor(model, facts);
  const [recipe, other] = found;
  if (!recipe)
    return options.onlyIfWorth
      ? {}
      : { obstacle: 'No dependency install or build was found that a stage of its own could keep apart.' };
  // Files of other ecosystems often install a Python tool or two.
  if (other && other.ecosystem !== 'Python')
    return {
      obstacle: `The file builds with ${recipe.ecosystem} and with ${other.ecosystem} in one stage; which parts belong together is not certain.`,
    };
  return recipe.convert(model, facts, options);
}
