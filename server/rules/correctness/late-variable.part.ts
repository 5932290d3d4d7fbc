/** Variables that a RUN uses and that its own stage sets only further down: in the shell they are empty. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellScript, type ShellWord } from '../../dockerfile/shell.ts';
import { environmentOf, triggeredNames, type UndefinedUse } from './undefined-variable.part.ts';

/**
 * Uses in the order of the text. Nothing where the base image's environment is not known, or the script may set the
 * variable itself: by assignment, `read`, a loop, or a file that it sources.
 */
export function lateUses(
  stage: Stage,
  declarations: ReadonlyMap<string, Instruction>,
  model: DockerfileModel,
): UndefinedUse[] {
  if (declarations.size === 0) return [];
  const found = stage.instructions.flatMap((instruction) => {
    const script =
      instruction.keyword === 'RUN' && instruction.args.text.includes('$')
        ? shellOf(instruction, model)
        : undefined;
    return script && !script.exec && script.errors.length === 0
      ? usesIn(script, instruction, declarations, model)
      : [];
  });
  if (found.length === 0) return [];
  const config = environmentOf(stage);
  const triggers = triggeredNames(stage);
  return config
    ? found.filter(({ reference: { name } }) => !config.environment.test(name) && !triggers.has(name))
    : [];
}

function usesIn(
  script: ShellScript,
  instruction: Instruction,
  declarations: ReadonlyMap<string, Instruction>,
  model: DockerfileModel,
): UndefinedUse[] {
  const uses = wordsOf(script).flatMap((word) =>
    word.variables
      .filter((name) => !instruction.state.variables.has(name))
      .filter((name) => (declarations.get(name)?.index ?? -1) > instruction.index)
      .flatMap((name) => {
        const span = placeOf(name, word, model);
        return span ? [{ name, span }] : [];
      }),
  );
  if (uses.length === 0 || sources(script)) return [];
  const text = model.text.slice(instruction.span.start, instruction.span.end);
  const seen = new Set<string>();
  return uses.flatMap(({ name, span }): UndefinedUse[] => {
    if (seen.has(name) || setsItself(name, script, text)) return [];
    seen.add(name);
    const reference = { name, span, nameSpan: undefined, guarded: false, heredoc: undefined };
    return [{ reference, instruction, environmentKnown: true }];
  });
}

function wordsOf({ commands }: ShellScript): ShellWord[] {
  return commands.flatMap(({ words, assignments, redirects }) => [
    ...assignments.flatMap(({ value }) => value ?? []),
    ...words,
    ...redirects.flatMap(({ target }) => target ?? []),
  ]);
}

/** `$NAME` or `${NAME}` in the word, without a default. Undefined where it is written in another way. */
function placeOf(
  name: string,
  { span }: ShellWord,
  { text }: DockerfileModel,
): UndefinedUse['reference']['span'] | undefined {
  const found = new RegExp(`\\\\*\\$(?:${name}(?!\\w)|\\{${name}\\})`).exec(text.slice(span.start, span.end));
  if (!found || found[0].startsWith('\\')) return undefined;
  const start = span.start + found.index;
  return { start, end: start + found[0].length };
}

function sources({ commands }: ShellScript): boolean {
  return commands.some(({ name }) => name === '.' || name === 'source' || name === 'eval');
}

/** Assigned, read, or the variable of a loop anywhere in the RUN. */
function setsItself(name: string, { commands }: ShellScript, text: string): boolean {
  if (commands.some(({ assignments }) => assignments.some((each) => each.name === name))) return true;
  return new RegExp(
    `(?<![\\w$])${name}=|\\bfor\\s+${name}\\b|\\b(?:read|getopts|mapfile|declare|local|export|printf\\s+-v)\\b[^;|&\\n]*(?<![\\w$])${name}\\b`,
  ).test(text);
}
