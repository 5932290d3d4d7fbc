/** What can be done about an image where it stands, whether or not anything is wrong with it. */
import type { ImageReference } from '../dockerfile/image-references.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { TextEdit } from '../dockerfile/span.ts';
import { replaceImage } from '../edit/image-places.ts';
import { smallBases } from '../images/choose.ts';
import type { ImageFact, ImageFacts } from '../images/facts.ts';
import { formatBytes } from '../images/format.ts';
import { digestPin, shortDigest, versionPin } from '../images/pin.ts';
import type { PinEvidence } from '../images/pin.ts';
import { siblingName } from '../images/sibling-name.ts';
import { matches, parsePlatform } from '../registry/platform.ts';
import { needsOf, stagesOn } from '../rules/size/base-needs.part.ts';

export interface ImageChange {
  /** An imperative that names the result, with what it saves. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface ImageWorld {
  /** Of the platform that the image is for. */
  readonly images: ImageFacts;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly evidence: PinEvidence;
}

const maximumSiblings = 3;

/**
 * Smaller siblings that a stage can be switched to as far as its instructions tell, and tags and digests that say more
 * exactly which image is meant; only what the file says in one place that can be changed.
 */
export function imageChanges(
  model: DockerfileModel,
  image: ImageReference,
  world: ImageWorld,
): ImageChange[] {
  const { images, today, evidence } = world;
  const { reference } = image;
  const change = (title: string, name: string, pins = true): ImageChange[] => {
    const edits = replaceImage(model, image, name, { pins });
    return edits ? [{ title, edits }] : [];
  };
  const version = versionPin(reference, images, evidence);
  const digest = digestPin(reference, images, today);
  return [
    ...siblings(model, image, images).flatMap(({ name, title }) => change(title, name, false)),
    ...(version ? change(`Pin to ${version.reference}`, version.reference) : []),
    ...(digest === undefined
      ? []
      : change(`Pin ${reference} to today's digest (${shortDigest(digest)})`, digest)),
  ];
}

function siblings(
  model: DockerfileModel,
  image: ImageReference,
  images: ImageFacts,
): { name: string; title: string }[] {
  const { reference, platform } = image;
  const fact = images.lookup(reference);
  const root = model.stages.find(
    ({ base }) => base.kind === 'image' && base.complete && base.reference === reference,
  );
  // A digest is somebody's decision about an exact image, and what is copied from an image has its place there.
  if (!fact || !root || model.isWindows || reference.includes('@') || !isBase(model, image)) return [];
  const needs = needsOf(stagesOn(root, model), model, fact, 'any');
  if (needs.fullOnly !== undefined) return [];
  return smallBases(fact, images, needs)
    .filter(({ fact: small }) => startsAlike(small, fact) && runsOn(small, platform))
    .filter(({ fact: small }) => !(needs.gnuWget && small.tools.includes('busybox')))
    .slice(0, maximumSiblings)
    .map(({ fact: small, savedBytes }) => {
      const name = siblingName(reference, small);
      const saved =
        savedBytes === undefined ? [] : [`${formatBytes(-savedBytes, kindOf(fact, small))} on disk`];
      const notes = [...saved, ...losses(fact, small)];
      return { name, title: `Switch to ${name}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}` };
    });
}

/** In a FROM, or in the default of an ARG that one uses. */
function isBase(model: DockerfileModel, { span }: ImageReference): boolean {
  const holder = model.instructions.findLast((one) => one.span.start <= span.start);
  return holder?.keyword === 'FROM' || holder?.keyword === 'ARG';
}

/** Images without a shell of another repository (Distroless) start programs in their own way. */
function startsAlike(small: ImageFact, fact: ImageFact): boolean {
  return small.repository === fact.repository || small.shell === true;
}

/** A difference is as exact as what it is the difference of. */
function kindOf(...facts: readonly ImageFact[]): 'derived' | 'exact' {
  return facts.some(({ onDisk }) => onDisk?.kind === 'derived') ? 'derived' : 'exact';
}

function losses(fact: ImageFact, small: ImageFact): string[] {
  return [
    ...(small.libc === 'musl' && fact.libc !== 'musl' ? ['musl'] : []),
    ...(small.shell === false && fact.shell !== false ? ['no shell'] : []),
  ];
}

function runsOn({ architectures }: ImageFact, platform: string | undefined): boolean {
  const wanted = platform === undefined ? undefined : parsePlatform(platform);
  if (!wanted || architectures.length === 0) return true;
  return architectures.some((name) => {
    const offered = parsePlatform(name);
    return offered !== undefined && matches(offered, wanted);
  });
}
