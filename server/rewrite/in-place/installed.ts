/** Packages that a stage, or one that it builds on, installs. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { lineageInstructions } from '../../dockerfile/stages.ts';
import { packageName, systemCommand } from '../../tools/system.ts';

/** By their names, without versions. */
export function installedIn(stage: Stage, model: DockerfileModel): ReadonlySet<string> {
  return new Set(
    lineageInstructions(stage).flatMap((instruction) =>
      instruction.keyword !== 'RUN'
        ? []
        : (shellOf(instruction, model)?.commands ?? []).flatMap((command) => {
            const system = systemCommand(command);
            return system?.action === 'install' ? system.packages.map(packageName) : [];
          }),
    ),
  );
}
