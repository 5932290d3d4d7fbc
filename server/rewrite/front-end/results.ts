/** Brings what front ends make into the stages of a back end that was taken apart: where it is served, and only there. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { parseDockerfile } from '../../dockerfile/parse.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { finalStage } from '../../dockerfile/stages.ts';
import { lineStart, nextLine } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { goCommands, type NodeInstallSite } from '../../tools/installs.ts';
import type { FrontEnd } from './find.ts';
import { copyLine } from './rest.ts';
import type { FrontStage } from './stage.ts';

/**
 * The recipe's text with every result in its final stage. A stage that compiles waits for it only where it may read it:
 * not if the back end `isIndependent`.
 */
export function bringResults(text: string, parts: readonly FrontStage[], isIndependent: boolean): string {
  const model = parseDockerfile(text);
  const last = finalStage(model)!;
  const names = parts.map(({ name }) => name);
  const early = model.instructions.filter((instruction) => {
    const from = readCopy(instruction)?.from;
    if (instruction.stage === last || from === undefined || !names.includes(from)) return false;
    return isIndependent || !isBuiltUpon(instruction, model);
  });
  const brought = last.instructions.flatMap((instruction) => readCopy(instruction)?.from ?? []);
  const missing = parts.filter(({ name }) => !brought.includes(name));
  const behind = last.instructions.findLast((instruction) => readCopy(instruction)) ?? last.from;
  const workdir = model.instructions[behind.index + 1]?.state.workdir ?? last.endState.workdir;
  const at = { start: behind.span.end, end: behind.span.end };
  return applyEdits(text, [
    ...early.map(({ span }) => ({ span: { start: lineStart(text, span.start), end: nextLine(text, span.end) }, newText: '' })),
    ...(missing.length > 0 ? [{ span: at, newText: missing.map((part) => model.eol + copyLine(part, workdir, model)).join('') }] : []),
  ]);
} // prettier-ignore

/** A later RUN of its stage may read it. */
function isBuiltUpon(copy: Instruction, model: DockerfileModel): boolean {
  return model.instructions.some(
    ({ stage, index, keyword }) => stage === copy.stage && index > copy.index && keyword === 'RUN',
  );
}

/** Surely the back end is built without what the front ends make. */
export function isIndependent(
  frontEnds: readonly FrontEnd[],
  others: readonly NodeInstallSite[],
  rest: DockerfileModel,
  facts: Facts,
): boolean {
  const go = goCommands(rest, facts);
  if (go.length > 0)
    return go.every(({ project }) => {
      const sources = project && facts.project.sources(project.directory);
      return sources?.complete === true && sources.embedded.length === 0;
    });
  const names = frontEnds.map(({ directory }) => directory.slice(directory.lastIndexOf('/') + 1));
  return others.length > 0 && others.every(({ project }) => {
    const build = project?.build;
    if (!project || !build || build.tool === 'unknown' || build.others.length > 0) return false;
    const script = project.scripts[build.script] ?? '';
    return ![...names, '..', 'cp', 'copy'].some((word) => script.includes(word));
  });
} // prettier-ignore
