/** What is left of a file when its front ends are built elsewhere: their results are copied in instead. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { keywordCase, lineStart } from '../../edit/insert.ts';
import { removeWord, withoutLooseEnds } from '../../edit/words.ts';
import type { Facts } from '../../rules/rule.ts';
import { dependencyInstalls } from '../../tools/dependencies/all.ts';
import { shorten } from '../../tools/install-inputs.ts';
import { pipInstalls } from '../../tools/installs.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { copyRole } from '../node/copy-roles.ts';
import { imageKeywords } from '../node/reading.ts';
import { sideOf } from '../node/run-parts.ts';
import { isIn } from './find.ts';
import { isNodePackage, isNodeSetup } from './node-setup.ts';
import { runWith, type RunLink, type SortedRun } from './run-texts.ts';
import { commentsOf, isFront, type FrontStage } from './stage.ts';

export interface RestOptions {
  readonly parts: readonly FrontStage[];
  readonly runs: ReadonlyMap<Instruction, SortedRun>;
  /** Nothing that stays uses Node. */
  readonly dropsNode: boolean;
  /** Copies that only the front ends read. */
  readonly dropped: ReadonlySet<Instruction>;
}

/** What stays of one instruction: as it is, another text, or nothing. */
export type Stay = { readonly text: string | undefined };

/** The RUN without the work for the front ends, and without Node where nothing else uses it; undefined: it can't be written. */
export function restOfRun(
  run: SortedRun,
  { parts, dropsNode }: RestOptions,
  model: DockerfileModel,
): Stay | undefined {
  const { instruction, links } = run;
  // `RUN cd client` changes nothing, and that folder may be gone.
  if (links.every(({ commands }) => commands.every(({ name }) => name === 'cd'))) return { text: undefined };
  const removed = links.filter(
    (link) => parts.some(({ frontEnd }) => isFront(frontEnd)(link)) || (dropsNode && isSetupOfNode(link)),
  );
  const isFetched = removed.some(({ commands }) => commands.some(({ name }) => /^(?:curl|wget)$/.test(name)));
  const goes = (name: string): boolean =>
    isNodePackage(name) || (isFetched && isFetcher(name) && !callsFetcher(name, run, removed, model));
  const edits = dropsNode
    ? links.filter((link) => !removed.includes(link)).flatMap((link) => packageEdits(link, goes, model))
    : [];
  if (removed.length === 0 && edits.length === 0)
    return { text: model.text.slice(instruction.span.start, instruction.span.end) };
  const stays = (link: RunLink): boolean => link.part === 'rest' && !removed.includes(link);
  if (!links.some((link) => stays(link) && !isAround(link))) return { text: undefined };
  if (!run.splittable) return undefined;
  const text = runWith(run, stays, instruction.state.workdir ?? '/', model, edits);
  return text === undefined ? undefined : { text };
}

/** Fetching lists and cleaning up: nothing without what stands between. */
function isAround({ commands }: RunLink): boolean {
  return commands.every((command) => {
    const action = systemCommand(command)?.action;
    return (
      action === 'update' ||
      action === 'clean' ||
      (command.name === 'rm' &&
        /\/(?:lists|cache|tmp)\b/.test(command.args.map(({ value }) => value).join(' ')))
    );
  });
}

function isSetupOfNode({ commands }: RunLink): boolean {
  return commands.some((command) => isNodeSetup(command) || isNodeAlone(command));
}

function isNodeAlone(command: ShellCommand): boolean {
  const system = systemCommand(command);
  return (
    system?.action === 'install' &&
    system.packages.length > 0 &&
    system.packages.every((word) => isNodePackage(packageName(word)))
  );
}

/** What fetches and trusts the lists that Node comes from. */
function isFetcher(name: string): boolean {
  return /^(?:curl|wget|gnupg2?|lsb-release|apt-transport-https)$/.test(name);
}

/** Something else than the setup of Node fetches with it, or installs from further lists. */
function callsFetcher(
  name: string,
  run: SortedRun,
  removed: readonly RunLink[],
  model: DockerfileModel,
): boolean {
  const gone = new Set(removed.flatMap(({ commands }) => commands));
  const instructions = model.stages[0]!.instructions;
  if (
    instructions.some((instruction) => /^(?:CMD|ENTRYPOINT)$/.test(instruction.keyword) && !instruction.json)
  )
    return true;
  return instructions.some((instruction) =>
    (shellOf(instruction, model)?.commands ?? []).some((command) => {
      if (gone.has(command) || (instruction === run.instruction && systemCommand(command))) return false;
      return command.words.some(
        ({ value }) => value.includes(/^(?:curl|wget)$/.test(name) ? name : 'gpg') || value.includes('http'),
      );
    }),
  );
}

function packageEdits(
  { commands }: RunLink,
  goes: (name: string) => boolean,
  model: DockerfileModel,
): TextEdit[] {
  return commands.flatMap((command) => {
    const system = systemCommand(command);
    if (system?.action !== 'install') return [];
    const gone = system.packages.filter((word) => goes(packageName(word)));
    // Without any package the command has no meaning.
    if (gone.length === system.packages.length) return [];
    return withoutLooseEnds(
      model,
      gone.map(({ span }) => removeWord(model, span)),
    );
  });
}

/** What stays of each instruction; undefined: nothing. Not a map when a RUN can't be taken apart. */
export function restTexts(
  stage: Stage,
  model: DockerfileModel,
  options: RestOptions,
): ReadonlyMap<Instruction, string | undefined> | undefined {
  const { runs, dropped } = options;
  const { text } = model;
  const texts = new Map<Instruction, string | undefined>();
  for (const instruction of stage.instructions) {
    const run = runs.get(instruction);
    const stay = run
      ? restOfRun(run, options, model)
      : { text: text.slice(instruction.span.start, instruction.span.end) };
    if (!stay) return undefined;
    texts.set(instruction, dropped.has(instruction) ? undefined : stay.text);
  }
  const unused = unusedFolders(stage, texts);
  for (const instruction of unused) texts.set(instruction, undefined);
  if (unused.length > 0)
    for (const instruction of repeatedFolders(stage, texts)) texts.set(instruction, undefined);
  return texts;
}

/** The file without the front ends, as one stage that copies their results from stages that stand before it. */
export function restText(
  texts: ReadonlyMap<Instruction, string | undefined>,
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
  options: RestOptions,
): string {
  const { text } = model;
  const places = new Map(
    options.parts.map((part) => [part, placeOf(part, stage, options, model, facts)] as const),
  );
  const lines: string[] = [];
  let workdir: string | undefined;
  const bring = (at: Instruction | undefined): void => {
    for (const [part, place] of places) if (place === at) lines.push(copyLine(part, workdir, model));
  };
  for (const instruction of stage.instructions) {
    const own = texts.get(instruction);
    const previous = model.instructions[instruction.index - 1]!;
    bring(instruction);
    if (own === undefined) continue;
    const gap = text.slice(previous.span.end, instruction.span.start).replace(/^[^\n]*\n/, '');
    const isWhole = own === text.slice(instruction.span.start, instruction.span.end);
    const inner = isWhole ? [] : commentsOf(instruction, model).filter((comment) => !gap.includes(comment));
    lines.push(`${gap}${[...inner, own].join('\n')}`);
    if (instruction.keyword === 'WORKDIR') workdir = stateAfter(instruction, model, stage);
  }
  bring(undefined);
  const end = stage.instructions.at(-1)!.span.end;
  const from = text.slice(lineStart(text, stage.from.span.start), stage.from.span.end);
  const head = text.slice(0, lineStart(text, stage.from.span.start));
  return `${head}${from}\n${lines.join('\n')}${text.slice(end)}`.replace(/\r?\n/g, model.eol);
}

function stateAfter(instruction: Instruction, model: DockerfileModel, stage: Stage): string | undefined {
  const next = model.instructions[instruction.index + 1];
  return (next?.stage === stage ? next.state : stage.endState).workdir;
}

export function copyLine(
  { frontEnd, name }: FrontStage,
  workdir: string | undefined,
  model: DockerfileModel,
): string {
  const target = shorten(frontEnd.output, workdir).replace(/\/$/, '');
  return `${keywordCase(model, 'COPY')} --from=${name} ${frontEnd.output} ${target}`;
}

/**
 * The instruction before which the result is brought: behind all installs and copies that it does not depend on, because
 * their layers then stay when the front end changes. Undefined: the end.
 */
function placeOf(
  part: FrontStage,
  stage: Stage,
  { runs }: RestOptions,
  model: DockerfileModel,
  facts: Facts,
): Instruction | undefined {
  const builds = [...runs.values()].filter(({ links }) =>
    links.some((link) => link.commands.some((command) => part.frontEnd.builds.has(command))),
  );
  const built = builds.at(-1)!;
  const at = built.links.findLastIndex((link) =>
    link.commands.some((command) => part.frontEnd.builds.has(command)),
  );
  // Those of compiled languages build as well, and what they build may have the result in it.
  const own = dependencyInstalls(model, facts).filter(({ manifestName }) =>
    /^(?:pyproject\.toml|Pipfile|Gemfile|composer\.json)$/.test(manifestName),
  );
  const installs = new Set([...pipInstalls(model, facts), ...own].map(({ command }) => command));
  const waits = (link: RunLink): boolean =>
    link.part !== 'rest' ||
    link.commands.every(
      (command) =>
        installs.has(command) ||
        ['install', 'setup', 'system', 'neutral', 'cleanup'].includes(sideOf(command)),
    );
  if (!built.links.slice(at + 1).every(waits)) return built.instruction;
  return stage.instructions.find((instruction) => {
    if (instruction.index <= built.instruction.index) return false;
    if (imageKeywords.has(instruction.keyword) || instruction.keyword === 'ONBUILD') return true;
    const copy = readCopy(instruction);
    if (copy && overlays(copy, part, facts)) return true;
    return (
      instruction.keyword === 'RUN' &&
      !(runs.get(instruction)?.links.every((link) => link.part === 'front' || waits(link)) ?? false)
    );
  });
}

/** What it brings would lie over the result: the order decides what is there. */
function overlays({ target, from, sources }: Copy, { frontEnd }: FrontStage, { context }: Facts): boolean {
  const { output, directory, project } = frontEnd;
  if (target === undefined || isIn(target, output)) return true;
  if (from !== undefined || sources.some(({ remote }) => remote)) return isIn(output, target);
  const path = `${project.directory === '' ? '' : `${project.directory}/`}${output.slice(directory === '/' ? 1 : directory.length + 1)}`;
  return isIn(output, target) && context.has(path) !== false && !context.isIgnored(path);
}

/** Working directories in which nothing is left to do. */
function unusedFolders(stage: Stage, texts: ReadonlyMap<Instruction, string | undefined>): Instruction[] {
  const all = stage.instructions.filter(({ keyword }) => keyword === 'WORKDIR');
  return all.filter((instruction, i) => {
    const next = all[i + 1];
    if (!next || !next.words[0]?.value.startsWith('/')) return false;
    const between = stage.instructions.filter(({ index }) => index > instruction.index && index < next.index);
    const isNeeded = between.some(
      (one) =>
        texts.get(one) !== undefined &&
        !/^(?:ARG|ENV|LABEL|EXPOSE)$/.test(one.keyword) &&
        !readCopy(one)?.destinationWord.raw.startsWith('/'),
    );
    return !isNeeded && between.some((one) => texts.get(one) === undefined);
  });
}

/** Working directories that are in force already. */
function repeatedFolders(stage: Stage, texts: ReadonlyMap<Instruction, string | undefined>): Instruction[] {
  let current: string | undefined;
  return stage.instructions.filter((instruction) => {
    if (instruction.keyword !== 'WORKDIR' || texts.get(instruction) === undefined) return false;
    const path = instruction.words[0]?.value;
    const isRepeated = path !== undefined && path.startsWith('/') && path === current;
    current = path;
    return isRepeated;
  });
}

/** Copies that bring files of the front ends alone, which nothing else is known to read. */
export function frontCopies(
  parts: readonly FrontStage[],
  stage: Stage,
  facts: Facts,
): ReadonlySet<Instruction> {
  const found = new Set<Instruction>();
  for (const { frontEnd } of parts) {
    const { project, directory, output } = frontEnd;
    const place = { contextRoot: project.directory, imageRoot: directory };
    const isOwn = (copy: Copy): boolean => {
      if (copy.from !== undefined || copy.inline || copy.target === undefined) return false;
      if (copyRole(copy, place, project) === 'manifest') return true;
      return (
        project.directory !== '' &&
        isIn(copy.target, directory) &&
        copy.sources.every(({ path }) => isIn(`/${path}`, `/${project.directory}`))
      );
    };
    const others = facts.project.projects.filter(
      (other) => other !== project && isReader(other.directory, project.directory),
    );
    const isRead = others.some(({ directory: folder }) => {
      const sources = facts.project.sources(folder);
      if (!sources) return false;
      const outputPath = `${project.directory}/${output.slice(directory.length + 1)}`;
      return (
        !sources.complete ||
        sources.runtimePaths.some(({ path }) => isIn(path, project.directory) && !isIn(path, outputPath))
      );
    });
    for (const instruction of stage.instructions) {
      const copy = readCopy(instruction);
      if (copy && isOwn(copy) && (!isRead || copyRole(copy, place, project) === 'manifest'))
        found.add(instruction);
    }
  }
  return found;
}

/** Projects beside or above the front end; what lies in it is its own. */
function isReader(directory: string, frontEnd: string): boolean {
  return frontEnd !== '' && !isIn(directory, frontEnd);
}
