/** A final stage of a whole distribution → a base that has what one program needs, and no shell. */
import { readCopy, type Copy, type CopySource } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { lastOf, stageNamed } from '../../dockerfile/stages.ts';
import { insertAfter, keywordCase, removeInstruction } from '../../edit/insert.ts';
import type { ImageFact, ImageSize } from '../../images/facts.ts';
import { formatBytes } from '../../images/format.ts';
import { lookupRoot } from '../../images/root.ts';
import type { Facts } from '../../rules/rule.ts';
import { locate } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { GoStart } from '../go/runtime-stage.ts';
import type { Declined, Proposal } from '../steps/proposal.ts';
import { healthObstacle, overridden } from './container.ts';
import { needlessRuns } from './final-runs.ts';
import { ownerEdits, userOf } from './owner.ts';

/** A program by the copy that brings it. */
export interface CopiedFile {
  readonly copy: Copy;
  readonly source: CopySource;
  /** The stage it is copied from. */
  readonly from: Stage;
  /** Absolute path in the final image. */
  readonly binary: string;
  /** The destination names its folder, which the builder only takes for one where it is there already. */
  readonly needsSlash: boolean;
}

/** Where a file of a copy lands. */
export function placeOf(copy: Copy, source: CopySource, target: string): Omit<CopiedFile, 'from'> {
  const name = source.path.slice(source.path.lastIndexOf('/') + 1);
  const isFolder = copy.intoDirectory || folders.has(target);
  return {
    copy,
    source,
    binary: isFolder ? resolvePath(target, name) : target,
    needsSlash: isFolder && !copy.intoDirectory,
  };
}

/** Folders that the images of distributions have: what is copied there without a slash lands in them. */
const folders: ReadonlySet<string> = new Set([
  '/', '/bin', '/sbin', '/usr', '/usr/bin', '/usr/sbin', '/usr/local', '/usr/local/bin', '/usr/local/sbin', '/opt', '/srv', '/root', '/home', '/tmp', '/etc',
]); // prettier-ignore

export interface BareBase {
  readonly program: CopiedFile;
  readonly start: GoStart;
  /** An image of distroless, as its user nonroot. */
  readonly image: string;
  /** Packages that it has, or that the program leaves alone. */
  readonly packages: ReadonlySet<string>;
  /** The program writes to no folder of the image. */
  readonly readOnly: boolean;
  /** Of the build. */
  readonly edits: readonly TextEdit[];
  /** Why the program runs there: completes a sentence. */
  readonly because: string;
  /** Further sentences. */
  readonly notes: readonly string[];
}

/** Less is not worth a change of the whole base; bytes on disk. */
const worthwhile = 25_000_000;

/** Undefined where the file is better left as it is; declined where one thing alone keeps it from the small base. */
export function ontoBareBase(
  last: Stage,
  fact: ImageFact,
  bare: BareBase,
  model: DockerfileModel,
  facts: Facts,
): Proposal | Declined | undefined {
  const { program, start, image, because, notes } = bare;
  const stays = (text: string): Declined => ({
    obstacle: `The final image stays on ${last.imageWord!.raw}: ${text}.`,
  });
  const other = overridden(model, facts) ?? healthObstacle(last, program.binary, model);
  if (other !== undefined) return stays(other);
  const copied = unknownCopy(last, program, model, facts);
  if (copied !== undefined) return stays(`what ${copied} brings may need a shell or a C library`);
  const runs = needlessRuns(last, model, {
    packages: bare.packages,
    programs: new Set([program.binary]),
    readOnly: bare.readOnly,
  });
  if (typeof runs === 'string') return stays(`${runs} does what only a distribution can`);
  if (last.instructions.some(({ keyword }) => keyword === 'SHELL' || keyword === 'ONBUILD')) return undefined;
  const user = userOf(last, runs.accounts, { model, facts });
  const owners = user && ownerEdits(last, runs.accounts, user, model);
  if (!user || !owners) return undefined;
  // Who runs as root and can't be told not to, stays root.
  const base = user.kind === 'root' ? image.replace(/:nonroot$/, ':latest') : image;
  const small = facts.images.lookup(base);
  const saved = small && savedBytes(fact, small);
  if (!small || (saved !== undefined && saved < worthwhile)) return undefined;
  return {
    id: 'final-base',
    title: `Run the program on ${base}`,
    reason: [
      `${comparison(last.imageWord!.raw, fact, base, small)}: ${because}, and certificates and time zones are there.`,
      ...notes,
      ...(runs.packages.length > 0 ? [`${runs.packages.join(', ')}: not installed any more.`] : []),
      ...(user.kind === 'account'
        ? [`It runs as ${user.owner}, as the image has no account ${user.name}.`]
        : []),
      'Assumed: nobody needs a shell in the container.',
    ].join(' '),
    applicability: 'suggested',
    savesBytes: saved,
    text: applyEdits(model.text, [
      { span: last.imageWord!.span, newText: base },
      ...workdirEdits(last, model),
      ...bare.edits,
      ...owners,
      ...runs.runs.map((run) => removeInstruction(model, run)),
      ...startEdits(last, start.lines, model),
      ...(program.needsSlash ? [slash(program.copy)] : []),
    ]),
  };
}

/** Distributions start in `/`, distroless's :nonroot images in /home/nonroot. */
export function workdirEdits(last: Stage, model: DockerfileModel): TextEdit[] {
  const isRelative = last.instructions.some(
    (instruction) =>
      readCopy(instruction)?.target !== undefined && readCopy(instruction)?.destination === undefined,
  );
  return isRelative || last.endState.workdir === undefined
    ? [insertAfter(model, last.from, [`${keywordCase(model, 'WORKDIR')} /`])]
    : [];
}

/** A distribution or toolchain that FROM names itself, and that no digest fixes. */
export function replaceable(last: Stage, model: DockerfileModel, facts: Facts): ImageFact | undefined {
  const fact = lookupRoot(last, facts.images);
  const { base, imageWord } = last;
  if (!fact || base.kind !== 'image' || imageWord?.raw !== base.reference || base.reference.includes('@'))
    return undefined;
  if (
    last.platform !== undefined ||
    fact.shell !== true ||
    model.stages.some((stage) => stage.base.kind === 'stage' && stage.base.stage === last)
  )
    return undefined;
  const isDistribution = fact.runtime === undefined && ['debian', 'ubuntu'].includes(fact.repository);
  return isDistribution || ['go', 'rust'].includes(fact.runtime?.name ?? '') ? fact : undefined;
}

/** A COPY of the final stage that may bring more than files to read; as a user names it. */
function unknownCopy(
  last: Stage,
  program: CopiedFile,
  model: DockerfileModel,
  { context }: Facts,
): string | undefined {
  const copy = last.instructions
    .flatMap((instruction) => readCopy(instruction) ?? [])
    .find((each) =>
      each.sources.some((source) => {
        if (each === program.copy && source === program.source) return false;
        if (!source.complete || source.remote) return true;
        if (
          /^(?:etc\/ssl\/|etc\/passwd$|etc\/group$|usr\/share\/(?:zoneinfo|ca-certificates)|usr\/local\/go\/lib\/time\/zoneinfo)/.test(
            source.path,
          )
        )
          return false;
        if (/\.(?:sh|bash|py|pl|rb)$|entrypoint/.test(source.path)) return true;
        if (each.from === undefined) return false;
        const from = stageNamed(model, each.from, last);
        // A file or folder of the context that went through the build stage.
        const origin = from && locate(`/${source.path}`, { model, context, stage: from, before: undefined });
        return !origin || context.has(origin.path) !== true || /\.(?:sh|bash)$/.test(origin.path);
      }),
    );
  return (
    copy &&
    `\`${model.text.slice(copy.instruction.span.start, copy.instruction.span.end).split('\n')[0]!.trim()}\``
  );
}

function startEdits(
  last: Stage,
  lines: ReadonlyMap<Instruction, string>,
  model: DockerfileModel,
): TextEdit[] {
  return ['ENTRYPOINT', 'CMD'].flatMap((keyword) => {
    const instruction = lastOf(last, keyword);
    const line = instruction && lines.get(instruction);
    if (
      !instruction ||
      line === undefined ||
      line === model.text.slice(instruction.span.start, instruction.span.end)
    )
      return [];
    return [{ span: instruction.span, newText: line }];
  });
}

function slash({ destinationWord, instruction }: Copy): TextEdit {
  const { end } = destinationWord.span;
  const at = instruction.json ? end - 1 : end;
  return { span: { start: at, end: at }, newText: '/' };
}

function savedBytes(from: ImageFact, to: ImageFact): number | undefined {
  return from.onDisk && to.onDisk && from.onDisk.bytes - to.onDisk.bytes;
}

function comparison(
  from: string,
  { onDisk: before }: ImageFact,
  to: string,
  { onDisk: after }: ImageFact,
): string {
  const size = ({ bytes, kind }: ImageSize): string => formatBytes(bytes, kind);
  if (!after) return `${to} has no more than the program needs`;
  return before
    ? `${from} is ${size(before)} on disk, ${to} ${size(after)}`
    : `${to} is ${size(after)} on disk`;
}
