import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { stageNamed } from '../../dockerfile/stages.ts';
import type { Span, TextEdit } from '../../dockerfile/span.ts';
import { placesOf, replaceImage } from '../../edit/image-places.ts';
import { digestPin, shortDigest } from '../../images/pin.ts';
import { parseReference } from '../../images/reference.ts';
import { defineRule, type Facts, type Fix } from '../rule.ts';
import { floats } from './base-tag.part.ts';

interface Pinnable {
  readonly reference: string;
  /** How many places name it. */
  readonly uses: number;
}

interface Use {
  readonly reference: string;
  readonly span: Span;
}

export default defineRule<Pinnable>({
  id: 'reproducible/pin-digest',
  severity: 'off',
  summary: 'An image has a tag but no digest',
  fix: 'suggested',
  why: `A tag is a name that its publisher gives to another image with every rebuild: \`node:22-alpine\` of today is not the one of last month.
A digest names one image for good. The tag stays in front of it, for people and for the bots that update both.

It is off by default: without such a bot a digest keeps the security updates of the base image out. Digests are not in the embedded
table: there is a fix when the image's registry was asked today, which the editor does. \`docker buildx imagetools inspect NAME\` prints
the one to write elsewhere. An image without a version is told by reproducible/unpinned-base.`,
  fixSafety: `Suggested, and never taken by Optimize: the builds after it get no updates of the image until somebody changes the digest. It is the one
that the registry gave for the tag today, of the index of all platforms where there is one, in every place that names the image.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM node:22-alpine\nUSER node\n',
      good: 'FROM node:22-alpine@sha256:5340cbfc2df14331ab021555fdd9f83f072ce811488e705b0e736b11adeec4bb\nUSER node\n',
    },
  ],
  *check({ model, facts }) {
    const byReference = new Map<string, Use[]>();
    for (const use of imagesOf(model)) {
      const uses = byReference.get(use.reference);
      if (uses) uses.push(use);
      else byReference.set(use.reference, [use]);
    }
    for (const [reference, [first, ...others]] of byReference) {
      if (!first || parseReference(reference)?.digest !== undefined || floats(reference, facts.images)) continue;
      yield {
        span: first.span,
        message: `${reference} is another image after its next rebuild. ${advice(reference, facts)}`,
        data: { reference, uses: others.length + 1 },
        related: others.map(({ span }) => ({ span, message: 'the same image' })),
      };
    }
  },
  fixes({ data }, { model, facts }) {
    const fix = data && pin(data, model, facts);
    return fix ? [fix] : [];
  },
}); // prettier-ignore

function advice(reference: string, { images, today }: Facts): string {
  const pinned = digestPin(reference, images, today);
  return pinned === undefined
    ? `Write ${reference}@sha256:…, which \`docker buildx imagetools inspect ${reference}\` prints.`
    : `Its digest today is ${shortDigest(pinned)}`;
}

function pin(
  { reference, uses }: Pinnable,
  model: DockerfileModel,
  { images, today }: Facts,
): Fix | undefined {
  const pinned = digestPin(reference, images, today);
  const places = placesOf(model, reference);
  // One that can't be changed would stay behind.
  if (pinned === undefined || places.length !== uses) return undefined;
  const edits: TextEdit[] = [];
  for (const place of places) {
    const own = replaceImage(model, place, pinned, { pins: true });
    if (!own) return undefined;
    // Stages may share the ARG that names the base.
    edits.push(...own.filter(({ span }) => !edits.some((edit) => edit.span.start === span.start)));
  }
  return {
    title: `Pin ${reference} to today's digest (${shortDigest(pinned)})`,
    applicability: 'suggested',
    edits,
  };
}

/** Images that FROM, COPY --from and RUN --mount name; references that only the build knows are left out. */
function* imagesOf(model: DockerfileModel): Iterable<Use> {
  for (const { base, imageWord } of model.stages)
    if (base.kind === 'image' && base.complete && imageWord)
      yield { reference: base.reference, span: imageWord.span };
  for (const instruction of model.instructions) {
    const from = readCopy(instruction)?.from;
    const flag = instruction.flags.find(({ name }) => name === 'from');
    const named = [
      ...(from !== undefined && flag ? [{ reference: from, span: flag.valueSpan ?? flag.span }] : []),
      ...mountsOf(instruction).flatMap((mount) =>
        mount.from === undefined ? [] : [{ reference: mount.from, span: mount.flag.span }],
      ),
    ];
    for (const use of named) {
      // `--from=tools` without a stage of that name is an image; a lone word is more likely a misspelt stage.
      const isImage = /[:/]/.test(use.reference) && parseReference(use.reference) !== undefined;
      if (isImage && !stageNamed(model, use.reference, instruction.stage)) yield use;
    }
  }
}
