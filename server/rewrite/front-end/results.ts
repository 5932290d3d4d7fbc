/** Brings what front ends make into the stages of a back end that was taken apart: where it is served, and only there. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { parseDockerfile } from '../../dockerfile/parse.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { finalStage } from '../../dockerfile/stages.ts';
import { lineStart, nextLine } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { goCommands, type NodeInstallSite } from '../../tools/installs.ts';
import { newStageName } from '../keywords.ts';
import type { FrontEnd } from './find.ts';
import { copyLine } from './rest.ts';
import type { FrontStage } from './stage.ts';

/**
 * The recipe's text with every result in its final stage. A stage that compiles waits for it only where it may read it:
 * not if the back end `isIndependent`.
 */
export function bringResults(
  text: string,
  parts: readonly FrontStage[],
  isIndependent: boolean,
  rest: DockerfileModel,
): string | undefined {
  const model = parseDockerfile(text);
  const needed = isIndependent ? [] : parts.filter(({ name }) => isBuiltWith(name, rest, model));
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
  const build = buildStage(model, rest);
  const lacking = needed.filter(
    ({ name }) => !build?.instructions.some((instruction) => readCopy(instruction)?.from === name),
  );
  const sources = build?.instructions.findLast(
    (instruction) => readCopy(instruction)?.from === undefined && readCopy(instruction),
  );
  const follows =
    sources && build?.instructions.some(({ keyword, index }) => keyword === 'RUN' && index > sources.index);
  if (lacking.length > 0 && !follows) return undefined;
  const first = sources && { start: sources.span.end, end: sources.span.end };
  return applyEdits(text, [
    ...(first && lacking.length > 0
      ? [
          {
            span: first,
            newText: lacking.map((part) => model.eol + copyLine(part, sources.state.workdir, model)).join(''),
          },
        ]
      : []),
    ...early.map(({ span }) => ({
      span: { start: lineStart(text, span.start), end: nextLine(text, span.end) },
      newText: '',
    })),
    ...(missing.length > 0
      ? [{ span: at, newText: missing.map((part) => model.eol + copyLine(part, workdir, model)).join('') }]
      : []),
  ]);
}

/** A RUN behind the result in the user's file is not one of the final stage's: it may put the result into what it builds. */
function isBuiltWith(name: string, rest: DockerfileModel, after: DockerfileModel): boolean {
  const copy = rest.instructions.find((instruction) => readCopy(instruction)?.from === name);
  const run = copy && rest.instructions.find(({ keyword, index }) => keyword === 'RUN' && index > copy.index);
  const last = finalStage(after)!;
  return (
    run !== undefined &&
    !last.instructions.some((one) => one.keyword === 'RUN' && one.args.text.endsWith(run.args.text))
  );
}

/** The stage that has the sources and compiles them. */
function buildStage(model: DockerfileModel, rest: DockerfileModel): Stage | undefined {
  return model.stages.find((stage) => !stage.isFinal && stage.name === newStageName(rest, 'build'));
}

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
  return (
    others.length > 0 &&
    others.every(({ project }) => {
      const build = project?.build;
      if (!project || !build || build.tool === 'unknown' || build.others.length > 0) return false;
      const script = project.scripts[build.script] ?? '';
      return ![...names, '..', 'cp', 'copy'].some((word) => script.includes(word));
    })
  );
}
