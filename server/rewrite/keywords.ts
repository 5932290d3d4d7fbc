import type { DockerfileModel } from '../dockerfile/model.ts';
import { keywordCase } from '../edit/insert.ts';

/** `FROM image AS name` in the file's casing, with the platform the user gave where the image is the user's own or `keepsPlatform`. */
export function fromLine(
  model: DockerfileModel,
  name: string | undefined,
  image?: string,
  keepsPlatform = image === undefined,
): string {
  const stage = model.stages[0]!;
  const platform = stage.from.flags.find((flag) => flag.name === 'platform');
  const flag = platform ? `${model.text.slice(platform.span.start, platform.span.end)} ` : '';
  const base = image ?? stage.imageWord?.raw ?? '';
  const as = name === undefined ? '' : ` ${keywordCase(model, 'AS')} ${name}`;
  return `${keywordCase(model, 'FROM')} ${keepsPlatform ? flag : ''}${base}${as}`;
}

/** Other names for the stages that a conversion adds. */
const otherNames: Readonly<Record<string, string>> = {
  base: 'common',
  build: 'builder',
  deps: 'packages',
  'prod-deps': 'production',
};

/**
 * What a new stage is called. A name of the user's own stays with the final stage, which others may ask for as a target,
 * so a new stage takes another one.
 */
export function newStageName(model: DockerfileModel, name: string): string {
  return model.stages[0]?.name?.toLowerCase() === name ? (otherNames[name] ?? `${name}-stage`) : name;
}
