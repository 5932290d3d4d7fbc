/** Fixes of cache/copy-before-install: manifests and install go in front of the sources. */
import { keepHostModulesOut } from '../../context/host-modules.ts';
import { readCopy } from '../../dockerfile/copies.ts';
import type { Instruction } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { Span, TextEdit } from '../../dockerfile/span.ts';
import {
  insertAfter,
  insertBefore,
  insertDirectlyBefore,
  keywordCase,
  lineStart,
  nextLine,
  startWithComments,
} from '../../edit/insert.ts';
import { copyLines } from '../../tools/install-inputs.ts';
import { nodeCommand } from '../../tools/node.ts';
import type { Fix, RuleContext } from '../rule.ts';
import type { LateInstall } from './copy-before-install.part.ts';
import { copyText, describe, listPaths, shortened } from './late-install-text.part.ts';
import { isSetup } from './setup-command.part.ts';
import { splitRun } from './split-run.part.ts';

/** More COPY instructions for manifests hide what a file does, and the next package is forgotten. */
const maximumCopies = 20;

/** Undefined where that can't be done with certainty. */
export function makeFix(late: LateInstall, context: RuleContext): Fix | undefined {
  const { inputs, copy, site } = late;
  const { model, facts } = context;
  if (late.copied) return runFirst(late, context);
  if (
    !late.possible ||
    !inputs ||
    inputs.needsSources ||
    inputs.instead ||
    copy.target === undefined ||
    copy.sources.length !== 1
  )
    return undefined;
  // Words behind a # have to become a comment first.
  if (copy.instruction.words.some((word) => word.raw.startsWith('#'))) return undefined;
  const contextRoot = copy.sources[0]!.path === '.' ? '' : copy.sources[0]!.path;
  if (!inputs.paths.every((path) => contextRoot === '' || path.startsWith(`${contextRoot}/`)))
    return undefined;
  if (inputs.paths.some((path) => facts.context.isIgnored(path))) return undefined;
  const flags = copy.instruction.flags
    .map((flag) => model.text.slice(flag.span.start, flag.span.end))
    .join(' ');
  const missing = late.missing ?? inputs.paths;
  const lines = copyLines(missing, {
    contextRoot,
    imageRoot: copy.target,
    // A relative copy into the base image's own, unknown folder shares that folder with the manifests.
    workdir: copy.instruction.state.workdir ?? (copy.destination === undefined ? '/' : undefined),
    keyword: keywordCase(model, 'COPY'),
    flags,
    context: facts.context,
  });
  if (lines.length > maximumCopies) return undefined;
  const command =
    late.downloadName ?? (late.download === undefined ? changed(late) : shortened(late.download));
  const title =
    missing.length === 0
      ? `Put ${copyText(copy)} behind ${command}`
      : `Copy ${listPaths(missing)} before ${command}`;
  const edits =
    late.download === undefined
      ? moveCopyDown(late, lines, context)
      : addDownload(late, late.download, lines, context);
  const isSure = site.command.exact && inputs.doubt === undefined && !late.risky;
  const files = nodeCommand(site.command) ? keepHostModulesOut(facts, model) : [];
  return (
    edits && {
      title,
      applicability: isSure ? 'safe' : 'suggested',
      preferred: inputs.doubt === undefined,
      edits,
      ...(files.length > 0 && { files }),
    }
  );
}

/** The manifests are there already: only what works with them is missing in front of the sources. */
function runFirst(late: LateInstall, context: RuleContext): Fix | undefined {
  const { inputs, download, downloadName, copy, site, possible } = late;
  const { model } = context;
  if (!possible || download === undefined || !inputs || inputs.needsSources || inputs.instead)
    return undefined;
  const between = instructionsBetween(copy.instruction, site);
  if (
    copy.instruction.state.workdir !== site.directory ||
    between.some((instruction) => preparing.has(instruction.keyword) && !isIdle(instruction, model))
  )
    return undefined;
  const run = [keywordCase(model, 'RUN'), ...keptFlags(site, model), download].join(' ');
  const isSure = site.command.exact && inputs.doubt === undefined && !late.risky;
  return {
    title: `Run ${downloadName ?? shortened(download)} before ${copyText(copy)}`,
    applicability: isSure ? 'safe' : 'suggested',
    preferred: inputs.doubt === undefined,
    edits: [insertBefore(model, copy.instruction, [run])],
  };
}

/** Nothing that a download would miss: permissions are no matter for it. */
function isIdle(instruction: Instruction, model: RuleContext['model']): boolean {
  const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
  return (
    script !== undefined &&
    script.errors.length === 0 &&
    script.commands.every(({ name }) => /^(?:chmod|ls|echo|pwd)$/.test(name))
  );
}

function instructionsBetween(first: Instruction, site: LateInstall['site']): readonly Instruction[] {
  return site.stage.instructions.filter(({ index }) => first.index < index && index < site.instruction.index);
}

/** The command that is then behind the manifests. */
function changed(late: LateInstall): string {
  const option = late.early?.option;
  return option === undefined ? describe(late) : `${describe(late)} ${option}`;
}

/** Manifests and download go in front of the copy, or the copy moves behind a WORKDIR that the download needs. */
function addDownload(
  late: LateInstall,
  download: string,
  lines: readonly string[],
  context: RuleContext,
): TextEdit[] | undefined {
  const { model } = context;
  const { copy, site } = late;
  const run = [keywordCase(model, 'RUN'), ...keptFlags(site, model), download].join(' ');
  const between = instructionsBetween(copy.instruction, site);
  // What prepares the stage for the install prepares it for the download.
  const prepares = between.some(
    (instruction) => preparing.has(instruction.keyword) && needsNoSource(instruction, context),
  );
  if (copy.instruction.state.workdir === site.directory && !prepares)
    return [insertDirectlyBefore(model, copy.instruction, [...lines, run])];
  const block = movableCopy(late, context);
  if (!block || site.instruction.state.workdir !== site.directory) return undefined;
  return [
    { span: block.span, newText: lines.map((line) => block.indentation + line + model.eol).join('') },
    insertBefore(model, site.instruction, [run, block.text]),
  ];
}

const preparing: ReadonlySet<string> = new Set(['RUN', 'ENV', 'ARG', 'USER']);

/** Mounts and the network of the install's RUN: secrets, keys and caches are needed for the download too. */
function keptFlags(site: LateInstall['site'], model: RuleContext['model']): string[] {
  return site.instruction.flags.map(({ span }) => model.text.slice(span.start, span.end));
}

/** The manifests take the copy's place, and the copy comes behind the install. */
function moveCopyDown(
  late: LateInstall,
  lines: readonly string[],
  context: RuleContext,
): TextEdit[] | undefined {
  const { model } = context;
  const block = movableCopy(late, context);
  const split = block && splitRun(late.site, model);
  if (!block || !split) return undefined;
  const { edits = [], afterwards } = late.early ?? {};
  const behind = [
    block.text,
    ...(afterwards === undefined ? [] : [split.again(afterwards)]),
    ...(split.rest === undefined ? [] : [split.rest]),
  ];
  // Whoever keeps instructions apart with an empty line finds them apart again.
  const isApart = block.indentation === '' && /^[ \t]*\r?\n/.test(model.text.slice(block.span.end));
  return [
    { span: block.span, newText: lines.map((line) => block.indentation + line + model.eol).join('') },
    ...edits,
    ...split.edits,
    insertAfter(model, late.site.instruction, isApart ? ['', ...behind] : behind),
  ];
}

/** The copy with its comments, when nothing between it and the install needs the sources. */
function movableCopy(
  { copy, site }: LateInstall,
  context: RuleContext,
): { span: Span; text: string; indentation: string } | undefined {
  const { model } = context;
  const { text } = model;
  const absolute = copy.destinationWord.value.startsWith('/');
  const between = instructionsBetween(copy.instruction, site);
  const isFree = (instruction: Instruction): boolean =>
    (absolute && instruction.keyword === 'WORKDIR') ||
    needsNoSource(instruction, context) ||
    copiesElsewhere(instruction, copy.target);
  if (!between.every(isFree)) return undefined;
  const start = startWithComments(model, copy.instruction);
  const end = nextLine(text, copy.instruction.span.end);
  return {
    span: { start, end },
    text: text.slice(start, end).trim(),
    indentation: text.slice(lineStart(text, copy.instruction.span.start), copy.instruction.span.start),
  };
}

/** A copy of a tool (`/usr/bin/composer`) to a place that the sources do not reach. */
function copiesElsewhere(instruction: Instruction, target: string | undefined): boolean {
  const other = readCopy(instruction)?.target;
  if (other === undefined || target === undefined || target === '/') return false;
  return !`${other}/`.startsWith(`${target}/`) && !`${target}/`.startsWith(`${other}/`);
}

/** May the instruction run before the sources are there? */
function needsNoSource(instruction: Instruction, { model }: RuleContext): boolean {
  switch (instruction.keyword) {
    case 'ARG':
    case 'ENV':
    case 'LABEL':
    case 'EXPOSE':
    case 'STOPSIGNAL':
    case 'USER':
      return true;
    case 'RUN': {
      const script = shellOf(instruction, model);
      return script !== undefined && script.errors.length === 0 && script.commands.every(isSetup);
    }
    // Another WORKDIR would change where a relative copy goes; another COPY may lie over it.
    default:
      return false;
  }
}
