/** A Go program in a final stage of a whole distribution → the base that runs it and nothing else. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { finalStage, lastOf, rootBase, stageNamed } from '../../dockerfile/stages.ts';
import { insertAfter, keywordCase, removeInstruction } from '../../edit/insert.ts';
import type { ImageFact, ImageSize } from '../../images/facts.ts';
import { formatBytes } from '../../images/format.ts';
import { lookupRoot } from '../../images/root.ts';
import { staticBuild } from '../../rules/runtime/cgo-fix.part.ts';
import type { Facts } from '../../rules/rule.ts';
import { goOption } from '../../tools/go.ts';
import { locate } from '../../tools/locate.ts';
import { isForOthers } from '../../rules/size/toolchain.part.ts';
import { runtimeBase } from '../go/base.ts';
import { setsCgo, usesCgo } from '../go/build-command.ts';
import { startCommand } from '../go/runtime-stage.ts';
import type { Declined, Proposal } from '../steps/proposal.ts';
import { needlessRuns } from './final-runs.ts';
import { copiedPrograms, type CopiedProgram } from './go-program.ts';
import { hasOtherPurpose, healthObstacle, overridden } from './container.ts';
import { ownerEdits, userOf } from './owner.ts';

/** What distroless's static image has of Debian's (github.com/GoogleContainerTools/distroless, base/README.md), and C libraries that a static program leaves alone. */
const inStatic: ReadonlySet<string> = new Set([
  'ca-certificates', 'tzdata', 'openssl-dev', 'libc6-compat', 'gcompat', 'libc6', 'musl', 'netbase', 'base-files',
]); // prettier-ignore

/** Less is not worth a change of the whole base; bytes on disk. */
const worthwhile = 25_000_000;

export function goFinalBase(model: DockerfileModel, facts: Facts): Proposal | Declined | undefined {
  const last = finalStage(model);
  const fact = last && replaceable(last, model, facts);
  if (!last || !fact || isForOthers(last, model, facts) || hasOtherPurpose(model, facts)) return undefined;
  const programs = copiedPrograms(model, facts);
  const started = programs.flatMap((program) => {
    const start = startCommand({ stage: last, binary: program.binary }, model);
    return typeof start === 'string' ? [] : [{ program, start }];
  });
  const [found] = started;
  // What else starts, a script perhaps, needs what the base has.
  if (!found || started.length > 1 || programs.length > 1) return undefined;
  const { program, start } = found;
  if (start.folder !== folderOf(program.binary) || !isStatic(program)) return undefined;
  const sources = facts.project.sources(program.project.directory);
  if (!sources?.complete || program.project.work !== undefined) return undefined;
  const reason = (text: string): Declined => ({ obstacle: `The final image stays on ${last.imageWord!.raw}: ${text}.` });
  const [called] = sources.runsPrograms;
  if (called !== undefined) return reason(`the program runs other programs, by ${called}`);
  const other = overridden(model, facts);
  if (other !== undefined) return reason(other);
  const check = healthObstacle(last, program.binary, model);
  if (check !== undefined) return reason(check);
  const copied = unknownCopy(last, program, model, facts);
  if (copied !== undefined) return reason(`what ${copied} brings may need a shell or a C library`);
  const writes = sources.writes.length > 0 || sources.writesElsewhere.length > 0;
  const runs = needlessRuns(last, model, { packages: inStatic, programs: new Set([program.binary]), readOnly: !writes });
  if (typeof runs === 'string') return reason(`${runs} does what only a distribution can`);
  const unfit = last.instructions.find(({ keyword }) => keyword === 'SHELL' || keyword === 'ONBUILD');
  if (unfit) return undefined;
  const small = runtimeBase(rootBase(program.from), false, facts);
  const user = userOf(last, runs.accounts, { model, facts });
  if (small === undefined || user === undefined) return undefined;
  // Who runs as root and can't be told not to, stays root.
  const base = user.kind === 'root' ? small.replace(/:nonroot$/, ':latest') : small;
  const smallFact = facts.images.lookup(base);
  const saved = smallFact && savedBytes(fact, smallFact);
  if (!smallFact || (saved !== undefined && saved < worthwhile)) return undefined;
  const cgo = setsCgo(program.site) ? [] : staticBuild(program.site)?.edits;
  const owners = ownerEdits(last, runs.accounts, user, model);
  if (!cgo || !owners) return undefined;
  const edits: TextEdit[] = [
    { span: last.imageWord!.span, newText: base },
    ...workdirEdits(last, model),
    ...cgo,
    ...owners,
    ...runs.runs.map((run) => removeInstruction(model, run)),
    ...startEdits(last, start.lines, model),
    ...(program.needsSlash ? [slash(program.copy)] : []),
  ];
  return {
    id: 'final-base',
    title: `Run the program on ${base}`,
    reason: [
      `${comparison(last.imageWord!.raw, fact, base, smallFact)}: the program is one static file that starts no others, and certificates and time zones are there.`,
      ...(cgo.length > 0 ? ['CGO_ENABLED=0 makes it static; nothing in the module needs C.'] : []),
      ...(runs.packages.length > 0 ? [`${runs.packages.join(', ')}: not installed any more.`] : []),
      ...(user.kind === 'account' ? [`It runs as ${user.owner}, as the image has no account ${user.name}.`] : []),
      'Assumed: nobody needs a shell in the container.',
    ].join(' '),
    applicability: 'suggested',
    savesBytes: saved,
    text: applyEdits(model.text, edits),
  };
} // prettier-ignore

/** Distributions start in `/`, distroless's :nonroot images in /home/nonroot. */
function workdirEdits(last: Stage, model: DockerfileModel): TextEdit[] {
  const isRelative = last.instructions.some((instruction) => readCopy(instruction)?.target !== undefined && readCopy(instruction)?.destination === undefined);
  return isRelative || last.endState.workdir === undefined ? [insertAfter(model, last.from, [`${keywordCase(model, 'WORKDIR')} /`])] : [];
} // prettier-ignore

/** A distribution or toolchain that FROM names itself, and that no digest fixes. */
function replaceable(last: Stage, model: DockerfileModel, facts: Facts): ImageFact | undefined {
  const fact = lookupRoot(last, facts.images);
  const { base, imageWord } = last;
  if (!fact || base.kind !== 'image' || imageWord?.raw !== base.reference || base.reference.includes('@'))
    return undefined;
  if (last.platform !== undefined || fact.shell !== true || model.stages.some((stage) => stage.base.kind === 'stage' && stage.base.stage === last))
    return undefined;
  const isDistribution = fact.runtime === undefined && ['debian', 'ubuntu'].includes(fact.repository);
  return isDistribution || fact.runtime?.name === 'go' ? fact : undefined;
} // prettier-ignore

function isStatic({ site, project }: CopiedProgram): boolean {
  const { command, instruction, script, go } = site;
  // What is built for a debugger is debugged in the container.
  if (/-N/.test(goOption(go, '-gcflags') ?? '')) return false;
  if (command.conditional || !command.exact || command.wrappers.length > 0 || usesCgo(site, project)) return false;
  const variable = instruction.state.variables.get('CGO_ENABLED');
  if (variable && !variable.known) return false;
  const assigned = [...script.commands.filter(({ name }) => name === 'export'), command].flatMap(({ assignments }) => assignments);
  return assigned.every(({ name, value }) => name !== 'CGO_ENABLED' || value?.literal === true);
} // prettier-ignore

/** A COPY of the final stage that may bring more than files to read; as a user names it. */
function unknownCopy(
  last: Stage,
  program: CopiedProgram,
  model: DockerfileModel,
  { context }: Facts,
): string | undefined {
  const copy = last.instructions.flatMap((instruction) => readCopy(instruction) ?? []).find((each) =>
    each.sources.some((source) => {
      if (each === program.copy && source === program.source) return false;
      if (!source.complete || source.remote) return true;
      if (/^(?:etc\/ssl\/|etc\/passwd$|etc\/group$|usr\/share\/(?:zoneinfo|ca-certificates)|usr\/local\/go\/lib\/time\/zoneinfo)/.test(source.path)) return false;
      if (/\.(?:sh|bash|py|pl|rb)$|entrypoint/.test(source.path)) return true;
      if (each.from === undefined) return false;
      const from = stageNamed(model, each.from, last);
      // A file or folder of the context that went through the build stage.
      const origin = from && locate(`/${source.path}`, { model, context, stage: from, before: undefined });
      return !origin || context.has(origin.path) !== true || /\.(?:sh|bash)$/.test(origin.path);
    }),
  );
  return copy && `\`${model.text.slice(copy.instruction.span.start, copy.instruction.span.end).split('\n')[0]!.trim()}\``;
} // prettier-ignore

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

function comparison(from: string, { onDisk: before }: ImageFact, to: string, { onDisk: after }: ImageFact): string {
  const size = ({ bytes, kind }: ImageSize): string => formatBytes(bytes, kind);
  if (!after) return `${to} has no more than the program needs`;
  return before ? `${from} is ${size(before)} on disk, ${to} ${size(after)}` : `${to} is ${size(after)} on disk`;
} // prettier-ignore

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
