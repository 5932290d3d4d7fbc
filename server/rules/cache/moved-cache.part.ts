/** Commands that say where a package manager keeps its cache: a mount on the usual folder would be of no use. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
import { lineageInstructions } from '../../dockerfile/stages.ts';
import { mavenCommand } from '../../tools/maven.ts';

/** Maven's repository is where its settings say: a file of the project or the image may name another folder. */
export function keepsElsewhere(command: ShellCommand): boolean {
  return mavenCommand(command)?.has('-s', '--settings', '-gs', '--global-settings') === true;
}

/** Variables of the command itself, or exported in its RUN, that say where a cache is. */
const folderVariables =
  /^(?:npm_config_(?:cache|store_dir)|YARN_CACHE_FOLDER|PNPM_HOME|BUN_INSTALL(?:_CACHE_DIR)?|PIP_CACHE_DIR|UV_CACHE_DIR|XDG_(?:CACHE|DATA)_HOME|COMPOSER_(?:CACHE_DIR|HOME)|GO(?:MODCACHE|PATH|CACHE)|CARGO_HOME|GRADLE_USER_HOME|NUGET_PACKAGES)$/i;

export function namesFolder({ commands }: ShellScript): boolean {
  return commands.some(
    ({ name, args, assignments }) =>
      assignments.some((assignment) => folderVariables.test(assignment.name)) ||
      (name === 'export' && args.some(({ value }) => folderVariables.test(value.replace(/=.*$/s, '')))),
  );
}

/** `pnpm config set store-dir /pnpm-store`, in this RUN or above it: the store is where that says. */
export function movesStore(stage: Stage, last: Instruction, model: DockerfileModel): boolean {
  return lineageInstructions(stage).some(
    (each) =>
      each.keyword === 'RUN' &&
      each.index <= last.index &&
      shellOf(each, model)?.commands.some(({ name, args }) => {
        const words = args.map(({ value }) => value).filter((word) => !word.startsWith('-'));
        return (
          name === 'pnpm' &&
          /^(?:config|c|set)$/.test(words[0] ?? '') &&
          words.some((word) => /^store-?dir(?:=|$)/i.test(word))
        );
      }) === true,
  );
}
