import type { DockerfileModel } from '../dockerfile/model.ts';
import { keywordCase } from '../edit/insert.ts';

/** `FROM image AS name` in the file's casing, with the platform the user gave. */
export function fromLine(model: DockerfileModel, name: string | undefined, image?: string): string {
  const stage = model.stages[0]!;
  const platform = stage.from.flags.find((flag) => flag.name === 'platform');
  const flag = platform ? `${model.text.slice(platform.span.start, platform.span.end)} ` : '';
  const base = image ?? stage.imageWord?.raw ?? '';
  const as = name === undefined ? '' : ` ${keywordCase(model, 'AS')} ${name}`;
  return `${keywordCase(model, 'FROM')} ${image === undefined ? flag : ''}${base}${as}`;
}
