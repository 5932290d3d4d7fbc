/** ShellCheck's own corrections as fixes of the Dockerfile. */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { scriptTextOf } from '../dockerfile/script-text.ts';
import { applyEdits, areDisjoint } from '../dockerfile/span.ts';
import type { TextEdit } from '../dockerfile/span.ts';
import type { Fix } from '../rules/rule.ts';
import type { ShellCheckJob } from './job.ts';
import type { ShellCheckComment } from './output.ts';
import type { Places } from './places.ts';

/**
 * The fix for a finding; undefined when it has no correction, or one that can't be made here: the script of the changed
 * file must be exactly what ShellCheck wants.
 */
export function fixFor(
  { code, replacements }: ShellCheckComment,
  job: ShellCheckJob,
  places: Places,
  model: DockerfileModel,
): Fix | undefined {
  if (replacements.length === 0) return undefined;
  const { text } = job.script;
  const wanted: TextEdit[] = [];
  const edits: TextEdit[] = [];
  for (const replacement of replacements) {
    const span = places.span(replacement);
    if (!span || span.start < job.scriptStart) return undefined;
    const [start, end] = [span.start - job.scriptStart, span.end - job.scriptStart];
    if (end > text.text.length) return undefined;
    const here = text.spanOf(start, end);
    // What stands on two lines of the file may have a comment between them.
    if (model.text.slice(here.start, here.end) !== text.text.slice(start, end)) return undefined;
    wanted.push({ span: { start, end }, newText: replacement.text });
    edits.push({ span: here, newText: replacement.text.replaceAll('\n', model.eol) });
  }
  // Two at one place would depend on their order.
  const distinct = new Set(edits.map(({ span }) => span.start)).size === edits.length;
  if (!distinct || !areDisjoint(edits) || !areDisjoint(wanted)) return undefined;
  const changed = parseDockerfile(applyEdits(model.text, edits));
  if (changed.problems.length > model.problems.length) return undefined;
  const again = sameInstruction(changed, job.instruction, model);
  if (!again || scriptTextOf(again, changed)?.text.text !== applyEdits(text.text, wanted)) return undefined;
  return { title: `Apply ShellCheck's correction (SC${code})`, applicability: 'suggested', edits };
}

/** The instruction with the same index, inside of ONBUILD when the one asked for was. */
function sameInstruction(
  changed: DockerfileModel,
  instruction: Instruction,
  model: DockerfileModel,
): Instruction | undefined {
  const outer = changed.instructions[instruction.index];
  return model.instructions[instruction.index] === instruction ? outer : outer?.inner;
}
