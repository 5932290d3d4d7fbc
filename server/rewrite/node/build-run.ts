/** The build that the file really runs: `build` of package.json, or another of its scripts. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { BuildFacts, NodeProject } from '../../project/facts.ts';
import { nodeCommand } from '../../tools/node.ts';
import { sideOf } from './run-parts.ts';

/** Options that move what a build writes: they are for the run alone, so the project does not tell. */
const movesOutput = /^(?:--out(?:put)?-?(?:dir|path|file)?|--dest|--dist-dir|-o|-d)(?:=|$)/i;

/** The build whose result the image has; without an output where the command moves it, or where another script has made it. */
export function buildThatRuns(
  { build, otherBuilds = [] }: NodeProject,
  instructions: Iterable<Instruction>,
  model: DockerfileModel,
): BuildFacts | undefined {
  const commands = [...instructions]
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? [])
    .filter((command) => sideOf(command) === 'build');
  const scripts = commands.flatMap((command) => {
    const run = nodeCommand(command);
    return run?.kind === 'run' ? [run.script] : [];
  });
  const others = otherBuilds.filter(({ script }) => scripts.includes(script));
  // The tool called by itself does what the script would.
  const isOwn = build !== undefined && (scripts.length === 0 || scripts.includes(build.script));
  const chosen = isOwn ? build : others[0];
  const isMoved = commands.some(({ args }) => args.some(({ value }) => movesOutput.test(value)));
  if (commands.length === 0) return build;
  if (!chosen) return undefined;
  // Two builds may write to two places.
  const isOnly = others.every(({ output }) => output === chosen.output);
  return isMoved || !isOnly ? { ...chosen, output: undefined } : chosen;
}
