/** Replacing the image a stage starts from, wherever the Dockerfile says it. */
import { expandWord } from '../dockerfile/expand.ts';
import type { DockerfileModel, KeyValue, Stage } from '../dockerfile/model.ts';
import type { TextEdit } from '../dockerfile/span.ts';

/**
 * Edits that make `reference` the stage's base: of FROM's own word, by a suffix behind its variables, or of the
 * default of the one global ARG that only this FROM uses. Undefined when none of these says exactly that.
 * `pins`: no suffix, which would stay behind when a build sets the variable to something else: a digest then names
 * another image than the tag beside it.
 */
export function replaceBase(
  model: DockerfileModel,
  stage: Stage,
  reference: string,
  { pins = false }: { readonly pins?: boolean } = {},
): readonly TextEdit[] | undefined {
  const word = stage.imageWord;
  if (!word || stage.base.kind !== 'image' || !stage.base.complete) return undefined;
  if (word.raw === stage.base.reference) return [{ span: word.span, newText: reference }];
  if (!word.raw.includes('$')) return [{ span: word.span, newText: reference }];
  if (model.text.slice(word.span.start, word.span.end) !== word.raw) return undefined;
  const current = stage.base.reference;
  if (!pins && reference.startsWith(current) && /[}\w.-]$/.test(word.raw)) {
    const suffix = reference.slice(current.length);
    // `$TAG-alpine` reads the variable TAG; `$TAGalpine` would read another one.
    if (/[}]$/.test(word.raw) || /^[^A-Za-z0-9_]/.test(suffix) || !/\$\w+$/.test(word.raw))
      return [{ span: { start: word.span.end, end: word.span.end }, newText: suffix }];
  }
  return replaceDefault(model, stage, reference);
}

/** The ARG's default is edited when the new reference differs from the old one in that variable only. */
function replaceDefault(
  model: DockerfileModel,
  stage: Stage,
  reference: string,
): readonly TextEdit[] | undefined {
  const raw = stage.imageWord!.raw;
  const uses = expandWord(raw, (name) => model.globalArgs.get(name), model.escape).variables;
  for (const { name, start, end } of uses) {
    const declared = declaration(model, name);
    if (!declared?.valueSpan || declared.rawValue === undefined || /["'$\\`]/.test(declared.rawValue))
      continue;
    if (usesOf(model, name) !== 1) continue;
    const known = (part: string): string =>
      expandWord(part, (other) => model.globalArgs.get(other), model.escape).value;
    const before = known(raw.slice(0, start));
    const after = known(raw.slice(end));
    if (!reference.startsWith(before) || !reference.endsWith(after)) continue;
    const value = reference.slice(before.length, reference.length - after.length);
    if (value !== '' && before.length + after.length < reference.length)
      return [{ span: declared.valueSpan, newText: value }];
  }
  return undefined;
}

function declaration(model: DockerfileModel, name: string): KeyValue | undefined {
  return model.instructions
    .filter((instruction) => instruction.keyword === 'ARG' && instruction.stage === undefined)
    .flatMap(({ pairs }) => pairs)
    .findLast(({ key }) => key === name);
}

/** How often the variable is named in the file beyond its declaration; also where a stage declares it again. */
function usesOf(model: DockerfileModel, name: string): number {
  return model.instructions.filter(({ keyword, stage, pairs, args }) =>
    keyword === 'ARG' && stage === undefined
      ? pairs.some((pair) => pair.rawValue !== undefined && namesVariable(pair.rawValue, name))
      : pairs.some(({ key }) => keyword === 'ARG' && key === name) || namesVariable(args.text, name),
  ).length;
}

function namesVariable(text: string, name: string): boolean {
  return new RegExp(`\\$\\{?${name}\\b`).test(text);
}
