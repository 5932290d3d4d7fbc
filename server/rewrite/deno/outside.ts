/** What RUNs do outside of the folders that the final image gets whole. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { resolveWord } from '../../dockerfile/shell.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import { systemCommand } from '../../tools/system.ts';
import { isInside } from '../application/places.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import { fileCommands } from '../artifact/sides.ts';
import { short } from '../run-reading.ts';

export interface MadeFolder {
  readonly path: string;
  /** As `chown` names it. */
  readonly owner: string | undefined;
}

/** Folders that are made for the running program, or what can't be taken along: a complete sentence. */
export function madeOutside(
  { runs }: ArtifactReading,
  inside: readonly string[],
  model: DockerfileModel,
): readonly MadeFolder[] | string {
  const found = new Map<string, string | undefined>();
  for (const { instruction, script } of runs.values())
    for (const command of script.commands) {
      const { name, args } = command;
      const obstacle = `\`${short(instruction, model)}\` changes files outside of the program's folder, which are not copied to the final image.`;
      if (!fileCommands.has(name)) {
        if (
          /^(?:update-ca-certificates|locale-gen|update-locale|ldconfig|dpkg-reconfigure)$/.test(name) &&
          !systemCommand(command)
        )
          return obstacle;
        continue;
      }
      const directory = workingDirectory(instruction, script, command);
      const words = args.filter(({ value }) => !/^-[a-zA-Z-]/.test(value));
      const operands = name === 'chown' || name === 'chmod' || name === 'chgrp' ? words.slice(1) : words;
      for (const word of operands) {
        const value = resolveWord(word, instruction.state);
        if (value === undefined || directory === undefined) return obstacle;
        const path = resolvePath(directory, value);
        if ([...inside, '/tmp', '/var/lib/apt'].some((folder) => isInside(path, folder))) continue;
        if (name === 'mkdir') found.set(path, found.get(path));
        else if (name === 'chown' && found.has(path) && words[0]!.literal) found.set(path, words[0]!.value);
        else if (!(name === 'chmod' && found.has(path))) return obstacle;
      }
    }
  const paths = [...found.keys()];
  const deepest = paths.filter((path) => !paths.some((other) => other !== path && isInside(other, path)));
  return deepest.map((path) => ({ path, owner: found.get(path) }));
}
