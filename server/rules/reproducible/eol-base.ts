import { satisfies, coerce } from 'semver';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { neededStages } from '../../dockerfile/stages.ts';
import { replaceBase } from '../../edit/base-image.ts';
import { nameLike } from '../../images/choose.ts';
import { imageEndOfLife, nextSupported, type EndOfLife } from '../../images/eol.ts';
import type { ImageFact } from '../../images/facts.ts';
import { parseReference } from '../../images/reference.ts';
import { sameWords, splitTag } from '../../images/tag.ts';
import { distroTitle, runtimeTitle } from '../../images/titles.ts';
import { defineRule, type Facts, type Fix } from '../rule.ts';
import { withTag } from './base-tag.part.ts';

interface Base {
  readonly stage: Stage;
  readonly reference: string;
  readonly fact: ImageFact;
  readonly next: ImageFact | undefined;
}

interface Ended {
  readonly end: EndOfLife;
  /** Every stage with this end, in order. */
  readonly bases: readonly Base[];
}

export default defineRule<Ended>({
  id: 'reproducible/eol-base',
  severity: 'warning',
  summary: 'The base image is past its end of life',
  fix: 'suggested',
  why: `After its end of life a runtime or distribution gets no security fixes any more: known holes stay open in every image built on it, and package
archives move away, so that one day the build fails. It does not matter for images that only rebuild something old.

Releases with free long-term support (Debian, Ubuntu) count as supported until that ends. Dates come from the embedded table of images.`,
  fixSafety: `Suggested, and never taken by Optimize: another major version can change what the program does. The fix goes to the next supported release of
the same kind of image, in all stages that use the old one, so that what they copy from each other still fits.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM node:18-alpine\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ model, facts }) {
    for (const ended of endedBases(model, facts)) {
      const { end, bases } = ended;
      const [first, ...others] = bases;
      const word = first!.stage.imageWord;
      if (!word) continue;
      yield {
        span: word.span,
        message: `${end.what} ended on ${end.ended}: ${first!.reference.split('@')[0]!} gets no security fixes any more. ${advice(ended, facts)}`,
        data: ended,
        related: others.flatMap(({ stage, reference }) =>
          stage.imageWord
            ? [{ span: stage.imageWord.span, message: `${reference} has the same end of life.` }]
            : [],
        ),
      };
    }
  },
  fixes({ data }, { model, facts }) {
    const fix = data && nextFix(data, model, facts);
    return fix ? [fix] : [];
  },
});

/** One entry for one end of life, whatever the variants of the image. */
function endedBases(model: DockerfileModel, facts: Facts): Ended[] {
  const needed = neededStages(model);
  const found = new Map<string, { end: EndOfLife; bases: Base[] }>();
  for (const stage of model.stages) {
    const { base } = stage;
    if (base.kind !== 'image' || !base.complete || !needed.has(stage)) continue;
    const fact = facts.images.lookup(base.reference);
    const end = fact && imageEndOfLife(fact, facts.today);
    if (!fact || !end) continue;
    const next = nextSupported(fact, facts.images, facts.today);
    const key = `${fact.repository} ${end.what}`;
    const group = found.get(key) ?? { end, bases: [] };
    group.bases.push({ stage, reference: base.reference, fact, next });
    found.set(key, group);
  }
  return [...found.values()];
}

/** The version all stages can go to. */
function commonNext({ bases }: Ended): ImageFact | undefined {
  const [first] = bases;
  const version = (fact: ImageFact | undefined): string | undefined =>
    fact?.runtime?.version ?? fact?.distro?.version;
  return bases.every(({ next }) => next && version(next) === version(first?.next)) ? first?.next : undefined;
}

function advice(ended: Ended, facts: Facts): string {
  const next = commonNext(ended);
  if (!next) return 'Move to a release that is supported.';
  const name = nextName(ended.bases[0]!.reference, next);
  const manifest = refusedBy(next, facts);
  if (manifest)
    return `The next supported one is ${name}, which ${manifest} does not allow yet: raise it there first.`;
  return `The next supported one is ${name}.`;
}

/** The manifest whose engines.node the next version does not satisfy. */
function refusedBy({ runtime }: ImageFact, facts: Facts): string | undefined {
  const version = runtime?.name === 'node' ? coerce(runtime.version) : null;
  if (!version) return undefined;
  const newest = `${version.major}.999.0`;
  const refuses = facts.project.projects.find(
    (project) =>
      project.kind === 'node' &&
      project.engines['node'] !== undefined &&
      !satisfies(newest, project.engines['node']),
  );
  return refuses?.manifest;
}

/** `nginx:latest` by the version that it has today, where the reference named one: `nginx:1.31`. */
function withVersion(name: string, reference: string, next: ImageFact): string {
  const asked = splitTag(parseReference(reference)?.tag ?? '');
  if (asked.version === undefined || splitTag(next.tag).version !== undefined) return name;
  const alias = next.aliases.find((tag) => {
    const parts = splitTag(tag);
    const isPlain = parts.distro?.version === undefined && parts.distro?.codename === undefined;
    return parts.version === next.runtime?.version && sameWords(parts.words, asked.words) && isPlain;
  });
  return alias === undefined ? name : `${name.slice(0, name.lastIndexOf(':'))}:${alias}`;
}

/**
 * In the words of the reference, as far as the next image is known to have such a tag: `node:22.4.1-alpine3.20` goes to
 * `node:22-alpine`, because `node:22.4.1-alpine` is as old as itself.
 */
function nextName(reference: string, next: ImageFact): string {
  const name = wordedName(reference, next);
  const tag = name.slice(name.lastIndexOf(':') + 1);
  return [next.tag, ...next.aliases].includes(tag) || parseReference(reference)?.tag === undefined
    ? name
    : withTag(reference, next.tag);
}

/** One that names a distro release (`node:20-bookworm`) still does. */
function wordedName(reference: string, next: ImageFact): string {
  const name = withVersion(nameLike(reference, next), reference, next);
  const named = splitTag(parseReference(reference)?.tag ?? '').distro?.codename;
  const codename = next.distro?.codename;
  const own = splitTag(next.tag);
  if (named === undefined || codename === undefined || own.distro?.codename !== undefined) return name;
  const alias = next.aliases.find((tag) => {
    const parts = splitTag(tag);
    return (
      parts.version === own.version &&
      parts.distro?.codename === codename &&
      sameWords(parts.words, own.words)
    );
  });
  if (alias === undefined) return name;
  const tag = name.slice(name.lastIndexOf(':') + 1);
  // A version that is more exact than the table's stays.
  const version = splitTag(tag).version ?? '';
  return `${name.slice(0, -tag.length)}${version}${alias.slice((own.version ?? '').length)}`;
}

function nextFix(ended: Ended, model: DockerfileModel, facts: Facts): Fix | undefined {
  const next = commonNext(ended);
  // A digest is somebody's decision about an exact image.
  if (!next || refusedBy(next, facts) || ended.bases.some(({ reference }) => reference.includes('@')))
    return undefined;
  const edits: TextEdit[] = [];
  for (const { stage, reference, next: own } of ended.bases) {
    const changes = replaceBase(model, stage, nextName(reference, own!));
    if (!changes) return undefined;
    edits.push(...changes);
  }
  const isRuntime = ended.end.part === 'runtime';
  const until = isRuntime ? next.runtime?.eol : (next.distroLtsEol ?? next.distroEol);
  const what = isRuntime ? runtimeTitle(next.runtime) : distroTitle(next.distro);
  return {
    title: `Switch to ${nextName(ended.bases[0]!.reference, next)}${until && what ? ` (${what} is supported until ${until})` : ''}`,
    applicability: 'suggested',
    edits,
  };
}
