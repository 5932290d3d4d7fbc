/** Variables that the builder expands and that nothing sets, as far as the file and its base images show. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { platformArgs } from '../../dockerfile/platform-args.ts';
import { variableReferences, type VariableReference } from '../../dockerfile/references.ts';
import { lineage, rootBase } from '../../dockerfile/stages.ts';
import { imageConfig, type ImageConfig } from '../../images/config.ts';

export interface UndefinedUse {
  readonly reference: VariableReference;
  readonly instruction: Instruction;
  /** False: the base image is not known, and may set the variable. */
  readonly environmentKnown: boolean;
}

/** ARGs that need no declaration, docs.docker.com/reference/dockerfile/#predefined-args. */
const predefined =
  /^(?:(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY|(?:http|https|ftp|no|all)_proxy|BUILDKIT_\w+|SOURCE_DATE_EPOCH)$/;

/** A name that an image's environment can have by custom; `$uri` and `$1` in a heredoc are no such names. */
const environmentName = /^[A-Z][A-Z0-9_]*$/;

/** In the order of the text. FROM is not looked at: correctness/undefined-arg-in-from does. */
export function undefinedUses(stage: Stage): UndefinedUse[] {
  const found = stage.instructions.flatMap((instruction) =>
    variableReferences(instruction)
      .filter((reference) => !isSet(reference, instruction))
      .map((reference) => ({ reference, instruction })),
  );
  // Most stages have none, and a chain of stages is long to walk.
  if (found.length === 0) return [];
  const config = environmentOf(stage);
  const triggers = triggeredNames(stage);
  return found
    .filter(({ reference: { name } }) => !triggers.has(name) && !config?.environment.test(name))
    .map((use) => ({
      ...use,
      environmentKnown: config !== undefined || !environmentName.test(use.reference.name),
    }));
}

/** Undefined for an image that is not known. */
export function environmentOf(stage: Stage): ImageConfig | undefined {
  const base = rootBase(stage);
  if (base.kind === 'scratch') return { environment: /^PATH$/, workdir: '/' };
  return base.kind === 'image' && base.complete ? imageConfig(base.reference) : undefined;
}

/** Set by the file, or by the builder itself. */
function isSet({ name, heredoc, span }: VariableReference, { keyword, pairs, state }: Instruction): boolean {
  // PATH is set by the builder where the image does not.
  if (state.variables.has(name) || predefined.test(name) || name === 'PATH') return true;
  // `$1` or `$?` in an argument is no slip in a name.
  if (!heredoc && !/^[\p{L}_]/u.test(name)) return true;
  // Each ARG sees those before it.
  if (keyword === 'ARG') return pairs.some((pair) => pair.key === name && pair.span.start < span.start);
  // Set by another pair of the same ENV: correctness/env-self-reference tells it.
  return (
    keyword === 'ENV' &&
    pairs.some((pair) => pair.key === name && (span.end <= pair.span.start || pair.span.end <= span.start))
  );
}

/** What ONBUILD triggers of the stages below set, when they run at the start of this stage. */
export function triggeredNames(stage: Stage): ReadonlySet<string> {
  const names = new Set<string>();
  for (const ancestor of lineage(stage).slice(1))
    for (const { inner } of ancestor.instructions)
      if (inner?.keyword === 'ARG' || inner?.keyword === 'ENV')
        for (const { key } of inner.pairs) names.add(key);
  return names;
}

/** In the defaults of global ARGs, which see those before them and the platform ARGs. */
export function undefinedGlobals(model: DockerfileModel): UndefinedUse[] {
  const declared = new Set<string>(platformArgs);
  const found: UndefinedUse[] = [];
  for (const instruction of model.instructions) {
    if (instruction.keyword !== 'ARG' || instruction.stage) continue;
    for (const { key } of instruction.pairs) declared.add(key);
    for (const reference of variableReferences(instruction))
      if (!declared.has(reference.name) && !predefined.test(reference.name) && !reference.guarded)
        found.push({ reference, instruction, environmentKnown: true });
  }
  return found;
}
