/** Editable installs, whose traces may lie beside the sources: in the build stage only. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';
import { folderOf, locate } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { PythonReading } from './reading.ts';

/**
 * With a pyproject.toml an editable install keeps what describes it in the environment (PEP 660); without one pip may
 * run `setup.py develop`, which writes an egg-info folder beside the sources (pip.pypa.io, local project installs).
 * Extension modules are compiled beside the sources either way. A complete sentence, or undefined.
 */
export function editableObstacle(
  { pips, installs, stage, manager }: PythonReading,
  model: DockerfileModel,
  facts: Facts,
): string | undefined {
  const places: (string | undefined)[] = [];
  for (const { install, instruction, directory, requirements, project } of pips) {
    const place = { model, context: facts.context, stage, before: instruction };
    const listed = requirements.some(
      ({ origin }) => project?.requirements.find(({ path }) => path === origin?.path)?.needsSources,
    );
    const folders = [...install.options.values('-e', '--editable'), ...(listed ? ['.'] : [])];
    for (const folder of folders) {
      if (/:\/\//.test(folder))
        return 'An editable install from a repository puts its sources beside the environment.';
      const path = directory === undefined ? undefined : resolvePath(directory, folder.replace(/\[.*$/, ''));
      const found = path === undefined ? undefined : locate(resolvePath(path, 'pyproject.toml'), place);
      if (!found)
        return 'Without a pyproject.toml an editable install may leave files beside the sources, where only the build has them.';
      places.push(folderOf(found.path));
    }
  }
  if (manager === 'poetry' || manager === 'uv')
    places.push(...installs.map(({ project }) => project?.directory));
  for (const folder of places) {
    const prefix = folder === undefined || folder === '' ? '' : `${folder}/`;
    const source = facts.context.entries.find(
      ({ path }) => path.startsWith(prefix) && /\.(?:pyx|pxd|c|cc|cpp|rs|f90)$/.test(path),
    );
    if (source)
      return `${source.path} may be compiled into the sources, where only the build has the result.`;
  }
  return undefined;
}
