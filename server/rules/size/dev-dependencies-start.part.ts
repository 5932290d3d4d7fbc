/** How the image is started, as far as that decides whether development packages are wanted in it. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { finalStage, lastOf, rootBase } from '../../dockerfile/stages.ts';

/** An image without a command of its own is started by somebody else's words, perhaps `npm run dev`. */
export function starts(model: DockerfileModel): boolean {
  const last = finalStage(model);
  return (
    last !== undefined && (lastOf(last, 'CMD') !== undefined || lastOf(last, 'ENTRYPOINT') !== undefined)
  );
}

/** The commands of PHP's images run what is in them. */
export function startsByBase(model: DockerfileModel): boolean {
  const last = finalStage(model);
  const base = last && rootBase(last);
  return base?.kind === 'image' && /(?:^|\/)(?:php|frankenphp):[^/]*(?:fpm|apache|php)/.test(base.reference);
}

const environments = [
  'APP_ENV',
  'RAILS_ENV',
  'RACK_ENV',
  'FLASK_ENV',
  'DJANGO_ENV',
  'ENVIRONMENT',
  'ENV',
  'MIX_ENV',
];
const developmentWords = /^(?:--reload|--debug|runserver|pytest|ptw|debugpy|jupyter|jupyter-lab|watchmedo|watchfiles|guard|spring)$/; // prettier-ignore

/** The environment or the start command is that of a developer. */
export function startsDevelopment(model: DockerfileModel): boolean {
  const last = finalStage(model);
  if (!last) return false;
  const { variables } = last.endState;
  const isSet = environments.some((name) => {
    const value = variables.get(name);
    return value?.known === true && /^(?:dev|development|local|test|testing)$/i.test(value.value);
  });
  return (
    isSet || startCommands(model).some(({ words }) => words.some(({ value }) => developmentWords.test(value)))
  );
}

export function startCommands(model: DockerfileModel): readonly ShellCommand[] {
  const last = finalStage(model);
  const found = last ? [lastOf(last, 'ENTRYPOINT'), lastOf(last, 'CMD')] : [];
  return found.flatMap((instruction) => (instruction ? (shellOf(instruction, model)?.commands ?? []) : []));
}
