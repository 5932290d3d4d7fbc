/** Writes the stage that runs a Go program. */
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { copyLines, shorten } from '../../tools/install-inputs.ts';
import { programFolders } from '../../tools/program-folders.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { Draft } from '../draft.ts';
import { variablesUsed, writePairs } from '../env-text.ts';
import { fromLine, newStageName } from '../keywords.ts';
import { imageKeywords } from '../node/reading.ts';
import { coversFolder } from './cover.ts';
import type { GoReading } from './reading.ts';
import { toolchainVariable } from './variables.ts';

export interface RuntimeParts {
  readonly base: string;
  /** Paths relative to the context. */
  readonly assets: readonly string[];
  /** Folders that the program writes to; undefined owner: they stay as they are. */
  readonly writable: readonly string[];
  readonly start: GoStart;
}

export interface GoStart {
  /** CMD and ENTRYPOINT as they must be for a base without a shell. */
  readonly lines: ReadonlyMap<Instruction, string>;
  /** The folder the binary has to be in. */
  readonly folder: string;
}

/** The account `nonroot` of distroless images, by number. */
const nonroot = '65532:65532';

/** Undefined with a reason (a complete sentence) when the container's command is not the binary, plainly called. */
export function startCommand(
  reading: Pick<GoReading, 'stage' | 'binary'>,
  model: DockerfileModel,
): GoStart | string {
  const { stage, binary } = reading;
  const lines = new Map<Instruction, string>();
  const workdir = stage.endState.workdir ?? '/';
  const instructions = ['ENTRYPOINT', 'CMD'].flatMap((keyword) => lastOf(stage, keyword) ?? []);
  if (instructions.length === 0) return 'The file has no CMD or ENTRYPOINT.';
  let folder = folderOfPath(binary);
  for (const [i, instruction] of instructions.entries()) {
    let words = instruction.words.map((word) => word.value);
    if (!instruction.json) {
      const script = shellOf(instruction, model);
      const command = script?.commands.length === 1 ? script.commands[0] : undefined;
      if (
        !command ||
        command.assignments.length > 0 ||
        command.redirects.length > 0 ||
        !command.words.every(({ literal }) => literal)
      )
        return `${instruction.keyword} needs a shell, which the small base does not have.`;
      // With ENTRYPOINT the builder would hand it `/bin/sh -c …`.
      if (i > 0) return 'CMD in shell form is handed to ENTRYPOINT.';
      words = command.words.map(({ value }) => value);
    }
    const [program] = words;
    if (i === 0) {
      if (program === undefined || !runsBinary(program, reading, workdir))
        return `The container starts ${program ?? 'nothing'}, which is not the binary that the build makes (${binary}).`;
      // Found by its name only where the small base looks for programs.
      if (!program.includes('/') && !programFolders.includes(folder)) folder = '/usr/local/bin';
    }
    const isSame = instruction.json;
    lines.set(
      instruction,
      isSame
        ? model.text.slice(instruction.span.start, instruction.span.end)
        : `${keywordCase(model, instruction.keyword)} ${formatJsonForm(words)}`,
    );
  }
  return { lines, folder };
}

function runsBinary(
  program: string,
  { binary, stage }: Pick<GoReading, 'stage' | 'binary'>,
  workdir: string,
): boolean {
  if (program.includes('/')) return resolvePath(workdir, program) === binary;
  if (program !== binary.split('/').pop()) return false;
  const path = stage.endState.env.get('PATH');
  const added = path?.known ? path.value.split(':') : [];
  const folder = folderOfPath(binary);
  return programFolders.includes(folder) || /\/go\/bin$/.test(folder) || added.includes(folder);
}

/** Returns an obstacle (a complete sentence) or undefined. */
export function writeRuntime(
  draft: Draft,
  reading: GoReading,
  model: DockerfileModel,
  facts: Facts,
  parts: RuntimeParts,
): string | undefined {
  const { stage, binary } = reading;
  const copy = keywordCase(model, 'COPY');
  draft.stage(fromLine(model, stage.name, parts.base));
  let placed = false;
  const place = (before: Instruction | undefined): void => {
    if (placed) return;
    placed = true;
    const workdir = (before?.state ?? stage.endState).workdir ?? '/';
    draft.line(
      `${copy} --from=${newStageName(model, 'build')} ${binary} ${shorten(parts.start.folder, workdir)}`,
    );
    draft.lines(
      copyLines(parts.assets, {
        contextRoot: reading.contextRoot,
        imageRoot: reading.imageRoot,
        workdir,
        keyword: copy,
        context: facts.context,
      }),
    );
    for (const folder of parts.writable)
      draft.line(
        `${copy} --from=${newStageName(model, 'build')} --chown=${nonroot} ${folder} ${shorten(folder, workdir)}`,
      );
  };
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    const copied = reading.copies.get(instruction);
    if (keyword === 'RUN') {
      if (instruction === reading.build.instruction) place(instruction);
    } else if (keyword === 'ARG') writePairs(draft, instruction, model, ({ key }) => isUsed(key, reading));
    else if (copied) {
      // What lies elsewhere than the sources was put there for the running program, or is a setting of the build.
      const isOutside = copied.inline || !coversFolder(copied, reading.imageRoot);
      if (
        isOutside &&
        !/\/(?:\.netrc|\.gitconfig|\.ssh\b[^ ]*)$/.test(copied.target ?? '') &&
        copied.target !== '/root'
      ) {
        if (copied.from === undefined) place(instruction);
        draft.keep(instruction);
      }
    } else if (keyword === 'ENV')
      writePairs(draft, instruction, model, ({ key }) => !toolchainVariable.test(key) && key !== 'PATH');
    else if (keyword === 'CMD' || keyword === 'ENTRYPOINT') {
      place(instruction);
      const text = parts.start.lines.get(instruction);
      if (text !== undefined) draft.replace(instruction, text);
      else draft.comments(instruction);
    } else if (keyword === 'USER') {
      // A user that the build image had need not exist here; a number always works.
      if (/^[1-9]\d*(?::\d+)?$/.test(instruction.words[0]?.value ?? '')) draft.keep(instruction);
      else draft.comments(instruction);
    } else {
      if (keyword === 'HEALTHCHECK' && instruction.inner && !callsBinary(instruction.inner, reading))
        return 'HEALTHCHECK runs a command that the small base does not have.';
      if (keyword !== 'LABEL' && keyword !== 'MAINTAINER' && keyword !== 'WORKDIR') place(instruction);
      draft.keep(instruction);
    }
  }
  place(undefined);
  return undefined;
}

/** `HEALTHCHECK CMD ["/app/server", "-check"]`. */
function callsBinary(command: Instruction, reading: GoReading): boolean {
  const program = command.json ? command.words[0]?.value : undefined;
  return program !== undefined && runsBinary(program, reading, reading.stage.endState.workdir ?? '/');
}

function isUsed(name: string, { stage, copies }: GoReading): boolean {
  return stage.instructions.some(
    (instruction) =>
      (imageKeywords.has(instruction.keyword) ||
        copies.has(instruction) ||
        ['ENV', 'WORKDIR'].includes(instruction.keyword)) &&
      variablesUsed(instruction).has(name),
  );
}

function folderOfPath(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
