/** What an install still lacks in front of the sources. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { NodeProject } from '../../project/facts.ts';
import { locate } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { Facts } from '../rule.ts';
import type { LateInstall } from './copy-before-install.part.ts';

/** `COPY requirements.txt ./` above `COPY . .` is half of the work done. */
export function missingInputs(
  { inputs, copy }: LateInstall,
  model: DockerfileModel,
  { context }: Facts,
): readonly string[] {
  const { target, instruction } = copy;
  const root = copy.sources[0]?.path === '.' ? '' : `${copy.sources[0]?.path ?? ''}/`;
  const { stage } = instruction;
  return (inputs?.paths ?? []).filter((path) => {
    if (target === undefined || !stage || !path.startsWith(root)) return true;
    const place = { model, context, stage, before: instruction };
    const origin = locate(resolvePath(target, path.slice(root.length)), place);
    return origin?.path !== path || origin.broad;
  });
}

/** A manifest without packages of its own or of members. */
export function installsNothing({ dependencies, devDependencies, workspaces }: NodeProject): boolean {
  return (
    [dependencies, devDependencies].every((one) => Object.keys(one).length === 0) && workspaces.length === 0
  );
}
