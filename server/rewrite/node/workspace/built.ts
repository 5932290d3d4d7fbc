/** Which packages of a workspace the file's build commands build. */
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import { parseShell, shellOf } from '../../../dockerfile/shell.ts';
import type { NodeProject } from '../../../project/facts.ts';
import { nodeCommand } from '../../../tools/node.ts';
import { workingDirectory } from '../../../tools/working-directory.ts';
import type { NodeReading } from '../reading.ts';
import { sideOf } from '../run-parts.ts';
import { placeOf } from './started.ts';

/** How many scripts of the root that call each other are followed. */
const maximumDepth = 4;

/** The words of one build command, and the folder of the image that it runs in. */
interface BuildCommand {
  readonly words: readonly string[];
  readonly directory: string | undefined;
}

/**
 * Is `member` surely built by the file? `started`: the package that is started. Filters as in pnpm.io/filtering, npm's and
 * Yarn's options as in their documentation on workspaces; turbo and nx build what a package needs before itself.
 */
export function buildsMember(
  member: NodeProject,
  started: NodeProject,
  reading: NodeReading,
  model: DockerfileModel,
): boolean {
  const folder = placeOf(member.directory, reading);
  const named = (one: NodeProject, word: string): boolean => {
    const path = placeOf(one.directory, reading).slice(reading.imageRoot.length + 1);
    const value = word
      .replace(/^--?[\w-]+=/, '')
      .replace(/^\{|\}$/g, '')
      .replace(/^\.\//, '')
      .replace(/\/$/, '');
    return value === one.name || value === path;
  };
  return buildCommands(reading, model).some(({ words, directory }) => {
    if (directory === folder || words.some((word) => named(member, word))) return true;
    if (words.some((word) => /^(?:-r|--recursive|--workspaces|-ws|turbo|nx|lerna)$/.test(word))) return true;
    // With `references` the compiler builds all of them.
    if (words.includes('tsc') && (words.includes('-b') || words.includes('--build'))) return true;
    if (words.includes('workspaces') && (words.includes('run') || words.includes('foreach'))) return true;
    return words.some(
      (word) => word.endsWith('...') && [member, started].some((one) => named(one, word.slice(0, -3))),
    );
  });
}

function buildCommands(reading: NodeReading, model: DockerfileModel): readonly BuildCommand[] {
  return [...reading.runs.keys()].flatMap((instruction) => {
    const script = shellOf(instruction, model);
    const commands = script?.commands.filter((command) => sideOf(command) === 'build') ?? [];
    return commands.flatMap((command) => {
      const directory = workingDirectory(instruction, script!, command);
      const own = { words: command.words.map(({ value }) => value), directory };
      const run = nodeCommand(command);
      const isOfRoot =
        run?.kind === 'run' &&
        !run.filtered &&
        run.directory === undefined &&
        directory === reading.directory;
      return isOfRoot ? [own, ...scriptCommands(run.script, reading.project, 0)] : [own];
    });
  });
}

function scriptCommands(name: string, root: NodeProject, depth: number): readonly BuildCommand[] {
  const text = Object.hasOwn(root.scripts, name) ? root.scripts[name] : undefined;
  if (text === undefined || depth > maximumDepth) return [];
  return parseShell(text).commands.flatMap((command) => {
    const own = { words: command.words.map(({ value }) => value), directory: undefined };
    const run = nodeCommand(command);
    const calls = run?.kind === 'run' && !run.filtered && run.directory === undefined;
    return calls ? [own, ...scriptCommands(run.script, root, depth + 1)] : [own];
  });
}
