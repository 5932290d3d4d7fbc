/** How a build tool's wrapper is called ahead of the build. */
import type { BuildWrapper } from '../../project/wrapper.ts';
import type { BuildToolCommand } from '../build-tool.ts';
import type { CommandSite } from '../sites.ts';

export function wrapperFiles(wrapper: BuildWrapper | undefined): readonly string[] {
  return wrapper === undefined ? [] : [wrapper.script, ...wrapper.files];
}

/**
 * The program with its assignments as it is called, through `sh` where the script may not be executable yet: its
 * permission is missing in the context, or the stage sets it somewhere.
 */
export function programAhead(
  site: CommandSite,
  { program, isWrapper, command }: BuildToolCommand,
  wrapper: BuildWrapper | undefined,
): string {
  const assignments = command.assignments.flatMap(({ name, value }) =>
    value ? [`${name}=${value.raw}`] : [],
  );
  const needsShell =
    isWrapper && (command.words[0] !== program || wrapper?.executable === false || setsPermission(site));
  return [...assignments, ...(needsShell ? ['sh'] : []), program.raw].join(' ');
}

function setsPermission({ stage, instruction }: CommandSite): boolean {
  return stage.instructions.some(
    ({ keyword, index, args }) =>
      keyword === 'RUN' && index <= instruction.index && /\bchmod\b/.test(args.text),
  );
}
