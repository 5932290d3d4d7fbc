/** Final stages that take sources along, beside the artifact that was built from them. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { finalStage, lineage, lineageInstructions, lastOf, stageNamed } from '../../dockerfile/stages.ts';
import { nodeInstalls } from '../../tools/installs.ts';
import { nodeCommand } from '../../tools/node.ts';
import { systemCommand } from '../../tools/system.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { Facts } from '../rule.ts';
import { isForOthers } from './toolchain.part.ts';

export interface ShippedSources {
  readonly copy: Copy;
  /** The stage whose folder is copied with its sources; undefined when they come from the context. */
  readonly from: Stage | undefined;
  /** What the image starts, as written. */
  readonly started: string;
  /** How many files of the context are sources that nothing runs. */
  readonly files: number;
  /** One of them. */
  readonly example: string;
}

/** Languages whose sources no program reads at run time. What Node, Python, Ruby or PHP run is not among them. */
const compiled =
  /\.(?:go|rs|java|kt|kts|scala|cs|fs|vb|c|cc|cpp|cxx|h|hpp|tsx?|mts|cts|vue|svelte|swift|zig|hs|ml|d)$/;

export function shippedSources(model: DockerfileModel, facts: Facts): ShippedSources[] {
  const last = finalStage(model);
  const { context } = facts;
  if (!last || model.isWindows || isForOthers(last, model, facts) || !context.known || !context.complete)
    return [];
  const instructions = lineageInstructions(last);
  const copies = instructions.flatMap((instruction) => readCopy(instruction) ?? []);
  const artifacts = copies.filter(
    ({ from, instruction }) => from !== undefined && stageNamed(model, from, instruction.stage),
  );
  if (artifacts.length === 0) return [];
  const started = startedArtifact(last, artifacts, model, facts);
  if (!started) return [];
  const sources = sourceFiles(facts);
  if (sources.length === 0) return [];
  // What a RUN of the final stage may build or read from them is not known.
  const runs = instructions.filter((each) => each.keyword === 'RUN' && readsSources(each, model));
  return copies.flatMap((copy): ShippedSources[] => {
    if (runs.some(({ index }) => index > copy.instruction.index)) return [];
    const found = { copy, started: started.word, files: sources.length, example: sources[0]! };
    // Sources in a folder of their own are what the program works on.
    if (!isUnder(started.path, copy)) return [];
    if (copy.from === undefined) return takesAll(copy) ? [{ ...found, from: undefined }] : [];
    const from = stageNamed(model, copy.from, copy.instruction.stage);
    return from && takesSourcesOf(from, copy, model, facts) ? [{ ...found, from }] : [];
  });
}

/** More than accounts, owners and packages: it may read what was copied. */
function readsSources(instruction: Instruction, model: DockerfileModel): boolean {
  const script = shellOf(instruction, model);
  if (!script || script.errors.length > 0) return true;
  return !script.commands.every(
    (command) =>
      systemCommand(command) ||
      /^(?:install|cache-clean|prune)$/.test(nodeCommand(command)?.kind ?? '') ||
      /^(?:addgroup|adduser|groupadd|useradd|usermod|chown|chmod|mkdir|rm|ln|true|set|setcap)$/.test(
        command.name,
      ),
  );
}

function takesAll({ sources }: Copy): boolean {
  return sources.some(({ path }) => path === '.');
}

/** `COPY --from=build /src /app` where `COPY . /src` filled that folder. With node_modules it is size/dev-dependencies'. */
function takesSourcesOf(from: Stage, copy: Copy, model: DockerfileModel, facts: Facts): boolean {
  const folders = new Set(
    lineageInstructions(from).flatMap((instruction) => {
      const inner = readCopy(instruction);
      return inner && inner.from === undefined && takesAll(inner) ? (inner.target ?? []) : [];
    }),
  );
  const stages = new Set(lineage(from).map(({ index }) => index));
  if (nodeInstalls(model, facts).some(({ stage }) => stages.has(stage.index))) return false;
  return copy.sources.some(({ path, complete }) => complete && folders.has(resolvePath('/', path)));
}

function sourceFiles({ context }: Facts): string[] {
  return context.entries
    .filter(({ path, type }) => type === 'file' && compiled.test(path) && !context.isIgnored(path))
    .map(({ path }) => path);
}

interface Started {
  /** As written. */
  readonly word: string;
  /** Absolute. */
  readonly path: string;
}

/** A word of the start command that names a file from another stage, and one that the context does not have. */
function startedArtifact(
  stage: Stage,
  artifacts: readonly Copy[],
  model: DockerfileModel,
  { context }: Facts,
): Started | undefined {
  const starts = [lastOf(stage, 'ENTRYPOINT'), lastOf(stage, 'CMD')];
  const workdir = stage.endState.workdir ?? '/';
  for (const word of starts.flatMap((start) => (start ? wordsOf(start, model) : []))) {
    if (word.startsWith('-') || /[$*]/.test(word)) continue;
    const path = resolvePath(workdir, word);
    const relative = path.slice(workdir === '/' ? 1 : workdir.length + 1);
    if (word.includes('/') || /\.\w+$/.test(word)) {
      if (path.startsWith(workdir) && context.has(relative) === true) continue;
      if (artifacts.some((copy) => isUnder(path, copy))) return { word, path };
    }
  }
  return undefined;
}

function wordsOf(start: Instruction, model: DockerfileModel): string[] {
  return shellOf(start, model)?.commands.flatMap(({ words }) => words.map(({ value }) => value)) ?? [];
}

function isUnder(path: string, { target }: Copy): boolean {
  return target !== undefined && (path === target || path.startsWith(target === '/' ? '/' : `${target}/`));
}
