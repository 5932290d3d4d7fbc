/** Does an image start, or check its health, through a script file? What that calls is not known. */
import type { DockerfileModel, Stage } from '../dockerfile/model.ts';
import { shellOf } from '../dockerfile/shell.ts';
import { lastOf } from '../dockerfile/stages.ts';

export function usesScriptFile(stage: Stage, model: DockerfileModel): boolean {
  return ['ENTRYPOINT', 'CMD', 'HEALTHCHECK'].some((keyword) => {
    const instruction = lastOf(stage, keyword);
    const commands = (instruction && shellOf(instruction, model)?.commands) ?? [];
    return commands.some(({ words }) =>
      words.some(({ value }) => /\.(?:ba)?sh$|entrypoint[\w.-]*$/.test(value)),
    );
  });
}
