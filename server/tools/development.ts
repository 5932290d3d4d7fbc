/** Whether an image is there to develop or test in: then most of what makes a shipped image better is beside the point. */
import type { DockerfileModel, Stage } from '../dockerfile/model.ts';
import { finalStage } from '../dockerfile/stages.ts';
import type { Facts } from '../rules/rule.ts';
import type { ContainerUse, DockerfileUse } from '../uses/facts.ts';
import { isDevelopmentStage } from '../uses/target.ts';

/** Words in the name of a file, or of a folder that it is in. */
const purpose = /(?:^|[-_./])(?:dev|devel|develop|development|dev-?envs?|\.?devcontainer|tests?|testing|e2e|debug|local|ci|lint|watch|playground|sandbox)(?:[-_./]|$)/i; // prettier-ignore
const mode = /^(?:dev|develop|development|test|testing|local)$/i;
const modeNames = ['NODE_ENV', 'APP_ENV', 'RAILS_ENV', 'RACK_ENV', 'MIX_ENV', 'FLASK_ENV', 'DJANGO_ENV', 'ASPNETCORE_ENVIRONMENT', 'ENVIRONMENT']; // prettier-ignore

/** By the name of its final stage or of the file, or by the mode that the stage sets. */
export function isForDevelopment(model: DockerfileModel, { context }: Pick<Facts, 'context'>): boolean {
  const stage = finalStage(model);
  if (!stage) return false;
  if (isDevelopmentStage(stage.name) || purpose.test(context.dockerfilePath ?? '')) return true;
  return modeNames.some((name) => {
    const value = stage.endState.env.get(name);
    return value?.known === true && mode.test(value.value);
  });
}

/**
 * The first of the uses when everybody whom we know to build the final stage does so to develop: the project's sources
 * lie over those of the image, or the command is a developer's. Whoever else builds the file, for production perhaps,
 * nobody has written down.
 */
export function developedWith(model: DockerfileModel, facts: Pick<Facts, 'uses'>): DockerfileUse | undefined {
  const stage = finalStage(model);
  const uses = usesOfFinal(model, facts);
  return stage && uses.every((use) => develops(use, stage)) ? uses[0] : undefined;
}

/** By either: what the file says of itself, or what everybody does with it. */
export function servesDevelopment(model: DockerfileModel, facts: Pick<Facts, 'context' | 'uses'>): boolean {
  return isForDevelopment(model, facts) || developedWith(model, facts) !== undefined;
}

/** The uses that build the final stage. */
export function usesOfFinal(model: DockerfileModel, { uses }: Pick<Facts, 'uses'>): readonly DockerfileUse[] {
  const stage = finalStage(model);
  const isLast = stage?.index === model.stages.length - 1;
  return uses.all.filter(({ target }) =>
    target === undefined ? isLast : stage?.name?.toLowerCase() === target.toLowerCase(),
  );
}

/** The containers that compose files start of the final stage's image. */
export function containersOf(model: DockerfileModel, facts: Pick<Facts, 'uses'>): readonly ContainerUse[] {
  return usesOfFinal(model, facts).flatMap(({ kind, container }) =>
    kind === 'compose' && container ? [container] : [],
  );
}

const developmentFile =
  /(?:^|[-_./])(?:dev|devel|development|local|debug|tests?|testing|e2e|ci|watch)(?:[-_./]|$)/i;
const developmentWords =
  /(?:^|[\s/:])(?:dev|develop|start:dev|start-watch|watch|serve:dev|nodemon|runserver|--reload|--debug|--watch|debugpy|livereload|air|bin\/dev)(?:\s|$)/;

function develops({ kind, path, container }: DockerfileUse, stage: Stage): boolean {
  if (kind === 'devcontainer') return true;
  if (!container) return false;
  if (developmentFile.test(path.slice(path.lastIndexOf('/') + 1))) return true;
  if (modeNames.some((name) => mode.test(container.environment.get(name) ?? ''))) return true;
  if (developmentWords.test((container.command ?? []).join(' '))) return true;
  return container.mounts.some((each) => each.kind === 'bind' && hides(each.target, stage));
}

/** Do the machine's sources lie over those of the image? */
function hides(target: string, { endState }: Stage): boolean {
  const { workdir } = endState;
  const folder = target.replace(/\/+$/, '');
  if (workdir === undefined || workdir === '/' || folder === '') return false;
  if (workdir === folder || workdir.startsWith(`${folder}/`)) return true;
  return folder.startsWith(`${workdir}/`) && /^(?:src|app|lib)$/.test(folder.slice(workdir.length + 1));
}
