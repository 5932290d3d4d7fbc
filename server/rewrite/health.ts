/** Health checks through curl or wget, for images that have neither. */
import { formatJsonForm } from '../dockerfile/json-form.ts';
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import { shellOf } from '../dockerfile/shell.ts';
import { keywordCase } from '../edit/insert.ts';

/** The URL that a plain curl or wget check asks; undefined when the check does more, or its URL is not written out. */
export function probedUrl(instruction: Instruction, model: DockerfileModel): string | undefined {
  const script = instruction.inner && shellOf(instruction, model);
  if (!script) return undefined;
  const commands = script.commands.filter(({ name }) => !/^(?:ba|da|a)?sh$/.test(name));
  const [probe, ...others] = commands;
  if (!probe || (probe.name !== 'curl' && probe.name !== 'wget')) return undefined;
  if (!others.every(({ name }) => name === 'exit' || name === 'false')) return undefined;
  const words = probe.args.filter(({ value }) => !value.startsWith('-') && value !== '/dev/null');
  const [url] = words.filter(({ value }) => /[/:.]|^localhost$/.test(value));
  // Options with a value (-m 5, -H header) ask more than whether it answers.
  if (words.length !== 1 || !url?.literal) return undefined;
  if (probe.args.some(({ value }) => /^-(?:X|H|d|k|-(?:request|header|data|insecure|post))/.test(value)))
    return undefined;
  return /^https?:\/\//.test(url.value) ? url.value : `http://${url.value}`;
}

/** The same check through node, which answers no if the status is not 2xx. */
export function nodeProbe(instruction: Instruction, model: DockerfileModel): string | undefined {
  const url = probedUrl(instruction, model);
  if (url === undefined || !url.startsWith('http://') || url.includes("'")) return undefined;
  const code = `fetch('${url}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  return withCommand(instruction, model, ['node', '-e', code]);
}

/** The HEALTHCHECK with its own options and another command. */
export function withCommand(
  instruction: Instruction,
  model: DockerfileModel,
  words: readonly string[],
): string {
  const options = instruction.flags
    .map((flag) => `${model.text.slice(flag.span.start, flag.span.end)} `)
    .join('');
  return `${keywordCase(model, 'HEALTHCHECK')} ${options}${keywordCase(model, 'CMD')} ${formatJsonForm(words)}`;
}
