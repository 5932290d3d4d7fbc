/** Files that RUN copies, moves or links to another place. */
import type { Stage } from '../../dockerfile/model.ts';
import { resolveWord, type ShellCommand } from '../../dockerfile/shell.ts';
import { parseOptions } from '../../tools/options.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { CommandSite } from '../../tools/sites.ts';

const valueOptions: ReadonlySet<string> = new Set(['-m', '--mode', '-o', '--owner', '-g', '--group', '-S', '--suffix', '-t', '--target-directory']); // prettier-ignore

export interface Move {
  readonly from: string;
  readonly command: ShellCommand;
}

/** By the new absolute path; the last command that writes a path wins. `commands` are those of the stage's RUNs. */
export function movedFiles(
  commands: readonly CommandSite[],
  stage: Stage,
  isFile: (path: string) => boolean,
): ReadonlyMap<string, Move> {
  const moved = new Map<string, Move>();
  const folders = new Set(stage.instructions.flatMap(({ state }) => state.workdir ?? []));
  for (const { command, directory, instruction, stage: own } of commands) {
    if (own !== stage || !/^(?:cp|mv|install|ln)$/.test(command.name) || directory === undefined) continue;
    const options = parseOptions(command, valueOptions);
    const written = options.value('-t', '--target-directory');
    const paths = options.operands.map((word) => resolveWord(word, instruction.state));
    const target = written ?? paths.pop();
    if (target === undefined) continue;
    for (const source of paths) {
      if (source === undefined) continue;
      const from = resolvePath(directory, source);
      if (!isFile(from) && !moved.has(from)) continue;
      const name = from.slice(from.lastIndexOf('/') + 1);
      const to = resolvePath(directory, target);
      // Into a folder that is there, or a new name: both are possible where nothing tells.
      const isFolder =
        written !== undefined ||
        paths.length > 1 ||
        /(?:^|\/)\.{0,2}$/.test(target) ||
        folders.has(to) ||
        isKnownFolder(to);
      moved.set(isFolder ? resolvePath(to, name) : to, { from, command });
    }
  }
  return moved;
}

function isKnownFolder(path: string): boolean {
  return /^\/(?:|usr|usr\/(?:local\/)?s?bin|s?bin|opt|tmp|root|home|srv)$/.test(path);
}

/** Where a file was before it was moved, as far as the moves tell. */
export function originOf(path: string, moved: ReadonlyMap<string, Move>): string {
  let origin = path;
  // A name that is written back and forth leads nowhere.
  for (let i = 0; i < 5 && moved.has(origin); i++) origin = moved.get(origin)!.from;
  return origin;
}
