/** Hover on what COPY, ADD and bind mounts take: files and bytes of the context, or what a stage made. */
import type { CancellationToken } from 'vscode-languageserver';
import { describeBrought, codeOf } from '../context/brought-text.ts';
import { measureSource, sourceAt } from '../context/brought.ts';
import type { ContextWalker } from '../context/walk/walker.ts';
import { readCopy } from '../dockerfile/copies.ts';
import type { Span } from '../dockerfile/span.ts';
import { stageNamed } from '../dockerfile/stages.ts';
import { normalizePath } from '../dockerfile/state.ts';
import { buildRuns } from '../rules/correctness/missing-artifact.part.ts';
import { makerOf } from '../tools/made-by.ts';
import type { Analysis } from './analyzer.ts';

export interface HoverSection {
  readonly value: string;
  readonly span: Span;
}

/** Undefined where no source stands, or nothing is known of it. @throws CancelledError */
export async function contextHover(
  { model, facts }: Analysis,
  offset: number,
  walker: ContextWalker,
  token: CancellationToken,
): Promise<HoverSection | undefined> {
  const { context } = facts;
  const source = sourceAt(model, offset);
  if (source === undefined) return stageHover(model, facts, offset);
  const brought = await measureSource(source, context, (folder) =>
    walker.measure(
      { context: context.location, folder, dockerignore: context.dockerignore.text },
      { signal: token },
    ),
  );
  return brought && { value: describeBrought(source, brought, context), span: source.span };
}

/** `COPY --from=build /app/dist`: where the stage has it from. */
function stageHover(
  model: Analysis['model'],
  facts: Analysis['facts'],
  offset: number,
): HoverSection | undefined {
  for (const instruction of model.instructions) {
    if (instruction.span.start > offset || offset > instruction.span.end) continue;
    const copy = readCopy(instruction);
    const source = copy?.sources.find(({ word }) => word.span.start <= offset && offset <= word.span.end);
    const stage = copy?.from === undefined ? undefined : stageNamed(model, copy.from, instruction.stage);
    if (!source?.complete || !stage || source.path === '.') return undefined;
    const path = normalizePath(`/${source.path}`);
    const maker = makerOf(
      path,
      stage,
      { model, context: facts.context, project: facts.project },
      buildRuns(stage, { model, facts }),
    );
    if (!maker) return undefined;
    const name = stage.name === undefined ? `stage ${stage.index}` : `the stage ${codeOf(stage.name)}`;
    const { command, origin } = maker;
    const line = model.text.slice(0, (command?.span ?? maker.instruction.span).start).split('\n').length;
    const what = command
      ? `is made by ${codeOf(`RUN ${shorten(model.text.slice(command.span.start, command.span.end))}`)}`
      : origin !== undefined
        ? `comes from ${codeOf(origin === '' ? '.' : origin)} of the context, by ${codeOf(maker.instruction.keyword)}`
        : `is put there by ${codeOf(shorten(model.text.slice(maker.instruction.span.start, maker.instruction.span.end)))}`;
    return { value: `${codeOf(path)} of ${name} ${what} in line ${line}.`, span: source.word.span };
  }
  return undefined;
}

/** Characters of a command that a hover shows. */
const shown = 100;

function shorten(text: string): string {
  const line = text.replace(/\\?\r?\n\s*/g, ' ');
  return line.length > shown ? `${line.slice(0, shown)}…` : line;
}
