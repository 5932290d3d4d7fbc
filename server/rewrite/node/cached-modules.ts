/** node_modules that no layer of the image has. */
import { mountsOf } from '../../dockerfile/mounts.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { joinPath } from './copy-from.ts';
import type { NodeReading } from './reading.ts';

/** Why node_modules can't be copied from a stage, a complete sentence: its place is a cache mount of the install. */
export function modulesInCache({ install, directory }: NodeReading): string | undefined {
  const { instruction } = install;
  const modules = joinPath(directory, 'node_modules');
  const isMounted = mountsOf(instruction).some(
    ({ type, target }) =>
      type === 'cache' &&
      target !== undefined &&
      resolvePath(instruction.state.workdir ?? '/', target).replace(/\/$/, '') === modules,
  );
  return isMounted
    ? `The install keeps ${modules} in a cache mount, so no stage has the packages that the program needs: cache the package manager's downloads instead.`
    : undefined;
}
