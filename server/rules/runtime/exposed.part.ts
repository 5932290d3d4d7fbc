/** Ports that a stage's image names. */
import type { Stage } from '../../dockerfile/model.ts';
import { lineageInstructions } from '../../dockerfile/stages.ts';

/** TCP ports of all EXPOSE instructions, ranges left out. */
export function exposedPorts(stage: Stage): number[] {
  const words = lineageInstructions(stage)
    .filter(({ keyword }) => keyword === 'EXPOSE')
    .flatMap((instruction) =>
      instruction.words.map(({ value }) =>
        value.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => {
          const variable = instruction.state.variables.get(name);
          return variable?.known ? variable.value : whole;
        }),
      ),
    );
  return words.flatMap((word) => {
    const port = /^(\d+)(?:\/tcp)?$/i.exec(word)?.[1];
    return port === undefined ? [] : [Number(port)];
  });
}
