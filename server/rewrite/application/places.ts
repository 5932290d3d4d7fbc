/** Where a program that runs from its sources lies in the image, and to whom its files belong. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { resolveWord } from '../../dockerfile/shell.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import type { ArtifactReading } from '../artifact/reading.ts';

export interface ApplicationPlace {
  /** Absolute paths of the folders that hold it, none inside of another. */
  readonly folders: readonly string[];
  /** `--chown` of what is copied to the final stage; undefined: root. */
  readonly owner: string | undefined;
}

export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? folder : `${folder}/`);
}

/** `isProject`: does the command work in the project's own folder? The place, or why it is not known: a complete sentence. */
export function applicationPlace(
  reading: ArtifactReading,
  isProject: (command: ShellCommand) => boolean,
): ApplicationPlace | string {
  const { runs, copies, lastBuild } = reading;
  const directories = new Set<string>();
  for (const { instruction, script } of runs.values()) {
    if (instruction.index > lastBuild.index) continue;
    for (const command of script.commands) {
      if (!isProject(command)) continue;
      const directory = workingDirectory(instruction, script, command);
      if (directory === undefined) return 'In which folder the program is built can\'t be followed.'; // prettier-ignore
      directories.add(directory);
    }
  }
  const targets = [...copies.values()]
    .filter((copy) => isSources(copy, reading))
    .flatMap(({ target }) => target ?? []);
  const around = targets.filter((target) => [...directories].some((one) => isInside(one, target)));
  const all = [...new Set([...directories, ...around])];
  const folders = all.filter((one) => !all.some((other) => other !== one && isInside(one, other))).sort();
  if (folders.includes('/'))
    return 'The program lies in the root folder of the image, among the files of the system: give it a folder of its own with WORKDIR.';
  return { folders, owner: ownerOf(reading, folders) };
}

/** Brings files of the context for the build. */
function isSources(copy: Copy, { lastBuild }: ArtifactReading): boolean {
  return copy.instruction.index <= lastBuild.index && copy.from === undefined;
}

/** Who owns what the build leaves: a copy from another stage gives everything to root unless it says otherwise. */
export function ownerOf(reading: ArtifactReading, folders: readonly string[]): string | undefined {
  const { copies, lastBuild } = reading;
  const own = [...copies.values()].filter(
    (copy) => isSources(copy, reading) && folders.some((folder) => isInside(copy.target!, folder)),
  );
  const owners = new Set(own.map(({ chown }) => chown));
  const [owner] = owners;
  if (owners.size === 1 && owner !== undefined) return owner;
  const given = wholeOwner(reading, folders);
  if (given !== undefined) return given;
  const { user } = lastBuild.state;
  return user === undefined || /^(?:root|0)(?::|$)/.test(user) ? undefined : user;
}

/** `chown -R app:app /app` before or with the last build. */
function wholeOwner({ runs, lastBuild }: ArtifactReading, folders: readonly string[]): string | undefined {
  for (const { instruction, script } of [...runs.values()].toReversed()) {
    if (instruction.index > lastBuild.index) continue;
    for (const command of script.commands) {
      if (command.name !== 'chown') continue;
      const [owner, ...paths] = command.args.filter(({ value }) => !value.startsWith('-'));
      const directory = workingDirectory(instruction, script, command);
      const isRecursive = command.args.some(({ value }) => /^-\w*R|^--recursive$/.test(value));
      const whole = paths.some((word) => {
        const value = resolveWord(word, instruction.state);
        return (
          value !== undefined && directory !== undefined && folders.includes(resolvePath(directory, value))
        );
      });
      if (isRecursive && whole && owner?.literal === true && folders.length === 1) return owner.value;
    }
  }
  return undefined;
}
