/** What a rewrite must not lose. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { readCopy } from '../dockerfile/copies.ts';
import { stageNamed } from '../dockerfile/stages.ts';
import { toolchainVariable } from './go/variables.ts';

/**
 * Texts of the user's that the rewritten file no longer has: comments, directives, variables, labels, ports, volumes.
 * Also COPY --from of a stage that does not exist. Empty when nothing is lost.
 */
export function lostInstructions(before: DockerfileModel, after: DockerfileModel): string[] {
  const lost: string[] = [];
  const comments = new Set(after.comments.map(({ text }) => text));
  for (const { text } of before.comments) if (!comments.has(text)) lost.push(`the comment "${text}"`);
  const directives = new Set(after.directives.map(({ name, value }) => `${name}=${value}`));
  for (const { name, value } of before.directives)
    if (!directives.has(`${name}=${value}`)) lost.push(`the directive ${name}`);
  const kept = factsOf(after);
  for (const fact of factsOf(before)) if (!kept.has(fact)) lost.push(fact);
  // A name that is no stage may be an image of the user's (`COPY --from=busybox`).
  const images = new Set(missingStages(before));
  for (const from of missingStages(after)) if (!images.has(from)) lost.push(`the stage ${from}`);
  return lost;
}

/** What COPY --from names that is no stage of the file. */
function missingStages(model: DockerfileModel): string[] {
  return model.instructions.flatMap((instruction) => {
    const from = readCopy(instruction)?.from;
    return from === undefined || /[/:.]/.test(from) || stageNamed(model, from, instruction.stage)
      ? []
      : [from];
  });
}

/** Toolchain variables of a build stage may go with it. */
const droppable = (name: string): boolean => name === 'PATH' || toolchainVariable.test(name);

function factsOf(model: DockerfileModel): Set<string> {
  const facts = new Set<string>();
  for (const { keyword, pairs, words } of model.instructions) {
    if (keyword === 'ENV' || keyword === 'LABEL' || keyword === 'ARG')
      for (const { key, value } of pairs) if (!droppable(key)) facts.add(`${keyword} ${key}=${value ?? ''}`);
    if (keyword === 'EXPOSE' || keyword === 'VOLUME')
      for (const { value } of words) facts.add(`${keyword} ${value}`);
    if (keyword === 'STOPSIGNAL') facts.add(`STOPSIGNAL ${words[0]?.value ?? ''}`);
  }
  return facts;
}

/**
 * The same by name, for steps that change texts by design: what is gone and is not named in the step's own words. A
 * comment may have become part of another one, and those that silence findings go with their findings.
 */
export function unnamedLosses(before: DockerfileModel, after: DockerfileModel, said: string): string[] {
  const comments = after.comments.map(({ text }) => text.trim());
  const kept = new Set(comments);
  const names = new Set(namesIn(after));
  const lost = before.comments
    .map(({ text }) => text.trim())
    .filter((text) => text !== '' && !/^dockerfile-optimizer\s/i.test(text) && !kept.has(text))
    .filter((text) => !comments.some((one) => one.includes(text)))
    .map((text) => `the comment "${text}"`);
  // Words behind a `#` in ENV were meant as a comment, and are one now.
  const old = new Set(before.comments.map(({ text }) => text.trim()));
  const told = [said, ...comments.filter((comment) => !old.has(comment))].join('\n');
  const gone = [...new Set(namesIn(before))].filter(
    (name) => !names.has(name) && !told.includes(name.slice(name.indexOf(' ') + 1)),
  );
  return [...lost, ...gone];
}

function namesIn(model: DockerfileModel): string[] {
  return [
    ...model.directives.map(({ name }) => `directive ${name}`),
    ...model.instructions.flatMap(({ keyword, pairs, words }) => {
      if (keyword === 'ENV' || keyword === 'LABEL' || keyword === 'ARG')
        return pairs.map(({ key }) => `${keyword} ${key}`);
      if (keyword === 'EXPOSE' || keyword === 'VOLUME' || keyword === 'STOPSIGNAL')
        return words.map(({ value }) => `${keyword} ${value}`);
      return /^(?:HEALTHCHECK|SHELL|ENTRYPOINT|CMD)$/.test(keyword) ? [keyword] : [];
    }),
  ];
}
