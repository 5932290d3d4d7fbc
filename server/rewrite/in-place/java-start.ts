/** Starting a Java program on an image that has no shell, and an ENTRYPOINT of its own. */
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { insertBefore, keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { plainWords } from '../../rules/runtime/exec-words.part.ts';
import { usesOfFinal } from '../../tools/development.ts';
import { startCommand } from '../../tools/start-command.ts';
import { describeUse } from '../../uses/facts.ts';
import { optionVariables } from '../java/variables.ts';

export interface BareStart {
  readonly edits: readonly TextEdit[];
  /** Complete sentences. */
  readonly notes: readonly string[];
}

/** Options that start a command by a shell, load native code, or fit one build of Java alone (docs.oracle.com: The java Command). */
const doubtful =
  /^-XX:(?:OnOutOfMemoryError|OnError|SharedArchiveFile|AOTCache|CRaC)|^-agentpath|^-agentlib:(?!jdwp)|^-Djava\.library\.path|^@|\/opt\/java/;

/** Undefined where the container does not start Java plainly, or counts on what Temurin's image sets. */
export function javaStart(last: Stage, model: DockerfileModel): BareStart | undefined {
  const { entrypoint, cmd } = startCommand(last);
  const first = entrypoint ?? cmd;
  if (!first || first.stage !== last || isSetOtherwise(last)) return undefined;
  const words = wordsOf(first, model);
  // In shell form ENTRYPOINT gets no words of CMD; in exec form it would.
  if (!words || (entrypoint && cmd && !(entrypoint.json && cmd.json))) return undefined;
  const all = [...words, ...(entrypoint && cmd ? cmd.words.map(({ value }) => value) : [])];
  if (!/^(?:\/usr\/bin\/)?java$/.test(words[0] ?? '') || all.some((word) => doubtful.test(word)))
    return undefined;
  const exec: TextEdit[] = first.json
    ? []
    : [{ span: first.span, newText: `${keywordCase(model, first.keyword)} ${formatJsonForm(words)}` }];
  const resets = entrypoint === undefined;
  return {
    edits: [
      ...(resets ? [insertBefore(model, first, [`${keywordCase(model, 'ENTRYPOINT')} []`])] : []),
      ...exec,
    ],
    notes: [
      ...(first.json ? [] : [`${first.keyword} is in exec form, as there is no shell to run it.`]),
      ...(resets
        ? ['`ENTRYPOINT []` takes back what the image starts, `java -jar`, so that CMD goes on being the whole command.']
        : []),
    ],
  }; // prettier-ignore
}

function wordsOf(instruction: Instruction, model: DockerfileModel): readonly string[] | undefined {
  if (instruction.json) return instruction.words.map(({ value }) => value);
  const script = shellOf(instruction, model);
  return script && plainWords(script);
}

/** Who starts the container with settings that count on Temurin's image: completes a sentence. */
export function setByContainers(model: DockerfileModel, facts: Facts): string | undefined {
  for (const use of usesOfFinal(model, facts))
    for (const [name, value] of use.container?.environment ?? [])
      if (isOtherwise(name, value)) return `${describeUse(use)} sets ${name} in the container`;
  return undefined;
}

function isSetOtherwise({ endState: { env } }: Stage): boolean {
  return [...env.names()].some((name) => {
    const value = env.get(name);
    return isOtherwise(name, value?.known === true ? value.value : undefined);
  });
}

/** Does it set where programs, libraries or Java's certificates are found, or a locale that the small image does not have? */
function isOtherwise(name: string, value: string | undefined): boolean {
  if (/^(?:JAVA_HOME|PATH|LD_\w+|USE_SYSTEM_CA_CERTS)$/.test(name)) return true;
  if (value === undefined) return false;
  if (/^(?:LANG|LANGUAGE|LC_\w+)$/.test(name)) return !/^(?:C|POSIX)(?:\.utf-?8)?$/i.test(value);
  const options = optionVariables.includes(name) ? value.split(/\s+/) : [value];
  return options.some((word) => doubtful.test(word));
}
