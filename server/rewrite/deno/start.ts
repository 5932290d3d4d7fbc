/** ENTRYPOINT, CMD and HEALTHCHECK for the image that is nothing but Deno. */
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import { plainWords } from '../../rules/runtime/exec-words.part.ts';
import { denoProbe } from '../../tools/deno-probe.ts';
import { denoSubcommands } from '../../tools/deno-run.ts';
import { startCommand } from '../../tools/start-command.ts';
import { probedUrl, withCommand } from '../health.ts';
import { short } from '../run-reading.ts';

/** Their new texts, or why one can't do without a shell: a complete sentence. */
export function distrolessStart(
  stage: Stage,
  model: DockerfileModel,
): ReadonlyMap<Instruction, string> | string {
  const texts = new Map<Instruction, string>();
  const { entrypoint, cmd } = startCommand(stage);
  if (!entrypoint && !cmd) return 'The file has no CMD or ENTRYPOINT.';
  const needsShell = (instruction: Instruction): string =>
    `\`${short(instruction, model)}\` needs a shell or another program, which Deno's small image does not have.`;
  if (entrypoint) {
    const words = wordsOf(entrypoint, model);
    const program = words && afterInit(words);
    if (!words || !program || !isDeno(program[0]) || (cmd && !cmd.json)) return needsShell(entrypoint);
    const own = isPlace(program[0]!)
      ? [...words.slice(0, words.length - program.length), 'deno', ...program.slice(1)]
      : words;
    if (!entrypoint.json || own !== words) texts.set(entrypoint, jsonLine(entrypoint, model, own));
  } else if (cmd) {
    const words = wordsOf(cmd, model);
    const [program = ''] = words ?? [];
    if (!words) return needsShell(cmd);
    // The image's entrypoint is Deno itself, and CMD holds its arguments (denoland/deno_docker, distroless.dockerfile).
    if (isDeno(program)) texts.set(cmd, jsonLine(cmd, model, words.slice(1)));
    else if (!cmd.json || !(program.startsWith('-') || denoSubcommands.has(program))) return needsShell(cmd);
  }
  const check = lastOf(stage, 'HEALTHCHECK');
  if (!check?.inner) return texts;
  const text = healthText(check, check.inner, model);
  if (text === undefined) return needsShell(check);
  texts.set(check, text);
  return texts;
}

/** The words of the exec form, or those of a shell form that a shell does nothing for. */
function wordsOf(instruction: Instruction, model: DockerfileModel): readonly string[] | undefined {
  if (instruction.json) return instruction.words.map(({ value }) => value);
  const script = shellOf(instruction, model);
  return script && plainWords(script);
}

/** `/tini --`, which the image has as well. */
function afterInit(words: readonly string[]): readonly string[] {
  if (words[0] !== '/tini') return words;
  const rest = words.slice(1);
  return rest[0] === '--' ? rest.slice(1) : rest;
}

function isDeno(program: string | undefined): boolean {
  return program !== undefined && /^(?:(?:\/usr)?\/bin\/)?deno$/.test(program);
}

/** A path that only Debian's image has. */
function isPlace(program: string): boolean {
  return program === '/usr/bin/deno';
}

function jsonLine(instruction: Instruction, model: DockerfileModel, words: readonly string[]): string {
  return `${keywordCase(model, instruction.keyword)} ${formatJsonForm(words)}`;
}

function healthText(check: Instruction, inner: Instruction, model: DockerfileModel): string | undefined {
  const { start, end } = check.span;
  const words = wordsOf(inner, model);
  if (words && isDeno(words[0]))
    return inner.json && !isPlace(words[0]!)
      ? model.text.slice(start, end)
      : withCommand(check, model, ['deno', ...words.slice(1)]);
  const url = probedUrl(check, model);
  return url?.startsWith('http://') === true ? withCommand(check, model, denoProbe(url)) : undefined;
}
