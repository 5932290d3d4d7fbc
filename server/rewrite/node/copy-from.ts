/** COPY lines of the final stage. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import { shorten } from '../../tools/install-inputs.ts';
import { newStageName } from '../keywords.ts';
import type { NodeReading } from './reading.ts';

/** The owner that the user gives the project's files: `--chown=…` with a leading blank, or ''. */
export function chownFlag(reading: NodeReading): string {
  for (const [instruction, copy] of reading.copies)
    if (['manifest', 'sources'].includes(reading.roles.get(instruction)!) && copy.chown !== undefined)
      return ` --chown=${copy.chown}`;
  return '';
}

/** `COPY --from=stage /srv/dist ./dist`; both paths absolute. */
export function copyFrom(
  reading: NodeReading,
  model: DockerfileModel,
  stage: string,
  path: string,
  workdir: string | undefined,
  to = path,
): string {
  const target = shorten(to, workdir);
  return `${keywordCase(model, 'COPY')} --from=${newStageName(model, stage)}${chownFlag(reading)} ${path} ${target === './' ? target : target.replace(/(?<=.)\/$/, '')}`;
}

export function joinPath(folder: string, path: string): string {
  if (path === '') return folder;
  return folder === '/' ? `/${path}` : `${folder}/${path}`;
}
