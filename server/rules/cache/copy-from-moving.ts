import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import type { Span } from '../../dockerfile/span.ts';
import { stageNamed } from '../../dockerfile/stages.ts';
import type { ImageFacts } from '../../images/facts.ts';
import { isOfficialImage } from '../../images/official.ts';
import { parseReference } from '../../images/reference.ts';
import { floats } from '../reproducible/base-tag.part.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'cache/copy-from-moving',
  severity: 'info',
  summary: 'A step takes files from a source that moves',
  fix: 'none',
  why: `A branch of a git repository and an image without a version are something else tomorrow. The builder asks for them in every build: when they
have moved, the step and all steps below it run again, with other files, though nobody has changed the project. A tag, a commit or a digest stays
what it was.

It does not matter for images that you build yourself from the same repository. Files that ADD downloads are security/unverified-add's, the images of
FROM reproducible/unpinned-base's.`,
  equivalents: [],
  examples: [
    {
      title: 'A tool from another image',
      bad: 'FROM php:8.4-cli\nCOPY --from=composer /usr/bin/composer /usr/local/bin/composer\nUSER 10001\n',
      good: 'FROM php:8.4-cli\nCOPY --from=composer:2.8 /usr/bin/composer /usr/local/bin/composer\nUSER 10001\n',
    },
    {
      title: 'Sources of another repository',
      bad: 'FROM debian:trixie-slim\nADD https://example.org/team/themes.git#main /srv/themes\nUSER 10001\n',
      good: 'FROM debian:trixie-slim\nADD https://example.org/team/themes.git#v2.4.0 /srv/themes\nUSER 10001\n',
    },
  ],
  *check({ model, facts }) {
    const instructions = model.stages.flatMap((stage) => stage.instructions).map(triggered);
    const images = new Map<string, Span[]>();
    for (const { name, span } of instructions.flatMap((each) => movingImages(each, model, facts.images))) {
      const spans = images.get(name);
      if (spans) spans.push(span);
      else images.set(name, [span]);
    }
    for (const [name, [first, ...more]] of images)
      yield {
        span: first!,
        message: `\`${name}\` is another image whenever its publisher moves on, and the steps below run again with it. Name a version.`,
        related: more.slice(0, mostRelated).map((span) => ({ span, message: 'here too' })),
      };
    for (const { branch, repository, span } of instructions.flatMap(movingBranches))
      yield {
        span,
        message: `ADD follows ${branch} of ${repository}: each commit there makes the steps below run again with other files. Name a tag or a commit behind \`#\`.`,
      };
  },
});

const mostRelated = 20;

/** What ONBUILD does in the images that build on this one. */
function triggered(instruction: Instruction): Instruction {
  return instruction.keyword === 'ONBUILD' && instruction.inner ? instruction.inner : instruction;
}

/** Images of COPY --from and RUN --mount=from. */
function movingImages(
  instruction: Instruction,
  model: DockerfileModel,
  images: ImageFacts,
): { name: string; span: Span }[] {
  const from = instruction.flags.find(({ name }) => name === 'from');
  const copied =
    instruction.keyword === 'COPY' && from?.valueSpan ? [{ name: from.value, span: from.valueSpan }] : [];
  const mounted = mountsOf(instruction).map(({ from: name, flag }) => ({
    name,
    span: flag.valueSpan ?? flag.span,
  }));
  return [...copied, ...mounted].flatMap(({ name, span }) => {
    // The builder knows no variables here.
    if (name === undefined || /[$]|^\d+$/.test(name) || name === '') return [];
    if (stageNamed(model, name, undefined) || model.contexts.has(name) || !parseReference(name)) return [];
    // A single word that is no image is a stage that does not exist: correctness/unknown-stage.
    if (/^[^/:@]+$/.test(name) && !isOfficialImage(name)) return [];
    return floats(name, images) ? [{ name, span }] : [];
  });
}

/** Names of branches; others may be tags. */
const branches =
  /^(?:refs\/heads\/.+|HEAD|main|master|develop|development|trunk|next|nightly|edge|latest|stable|release)$/;

/** Git repositories of ADD without a tag or commit. */
function movingBranches(instruction: Instruction): { branch: string; repository: string; span: Span }[] {
  const copy = instruction.keyword === 'ADD' ? readCopy(instruction) : undefined;
  if (!copy || instruction.flags.some(({ name }) => name === 'checksum')) return [];
  return copy.sources.flatMap(({ path, remote, complete, word }) => {
    const match = /^(.*?([^/:]+)\.git|git@.*?([^/:#?]+)|(?:git|ssh):\/\/.*?([^/:#?]+))(?:\?([^#]*))?(?:#(.*))?$/s.exec(path); // prettier-ignore
    if (!remote || !complete || !match) return [];
    const [, , a, b, c, query, fragment] = match;
    if (query !== undefined && /(?:^|&)(?:ref|tag|commit|checksum)=/.test(query)) return [];
    const named = /(?:^|&)branch=([^&]+)/.exec(query ?? '')?.[1];
    const reference = named ?? fragment?.replace(/:.*$/s, '') ?? '';
    if (reference !== '' && named === undefined && !branches.test(reference)) return [];
    const branch = reference === '' ? 'the default branch' : reference.replace('refs/heads/', '');
    return [{ branch, repository: a ?? b ?? c ?? 'a repository', span: word.span }];
  });
}
