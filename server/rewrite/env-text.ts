/** ENV and ARG instructions split between stages. */
import type { DockerfileModel, Instruction, KeyValue } from '../dockerfile/model.ts';
import { expandWord } from '../dockerfile/expand.ts';
import { keywordCase } from '../edit/insert.ts';
import type { Draft } from './draft.ts';

/** Writes the pairs for which `keeps` holds: the whole instruction, a shorter one, or nothing. */
export function writePairs(
  draft: Draft,
  instruction: Instruction,
  model: DockerfileModel,
  keeps: (pair: KeyValue) => boolean,
): void {
  const kept = instruction.pairs.filter(keeps);
  if (kept.length === 0) return;
  if (kept.length === instruction.pairs.length) {
    draft.keep(instruction);
    return;
  }
  const words = kept.map(({ key, rawValue }) => (rawValue === undefined ? key : `${key}=${rawValue}`));
  draft.replace(instruction, `${keywordCase(model, instruction.keyword)} ${words.join(' ')}`);
}

/** Names of the variables that an instruction's text uses, by the Dockerfile's rules and by a shell's. */
export function variablesUsed(instruction: Instruction): ReadonlySet<string> {
  const text = [instruction.args.text, ...instruction.heredocs.map(({ body }) => body)].join('\n');
  const { variables } = expandWord(text.replace(/['"\n]/g, ' '), () => undefined, instruction.escape);
  return new Set(variables.map(({ name }) => name));
}
