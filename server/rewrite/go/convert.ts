/** A single-stage Go image → build stage and the smallest base that runs the binary. */
import { copiesWholeContext, readCopy } from '../../dockerfile/copies.ts';
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { lastOf, rootBase } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { GoProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { goOption, type GoCommand } from '../../tools/go.ts';
import { copyLines, goInstallInputs, shorten } from '../../tools/install-inputs.ts';
import { goCommands, type GoSite } from '../../tools/installs.ts';
import { folderOf } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { Draft } from '../draft.ts';
import { fromLine } from '../keywords.ts';
import type { Conversion } from '../multi-stage.ts';
import { runtimeBase } from './base.ts';

const imageKeywords: ReadonlySet<string> = new Set([
  'LABEL', 'EXPOSE', 'VOLUME', 'STOPSIGNAL', 'HEALTHCHECK', 'CMD', 'ENTRYPOINT', 'USER', 'MAINTAINER',
]); // prettier-ignore

/** Variables that steer the Go toolchain and nothing else. */
const toolchainVariable = /^(?:GO[A-Z0-9]*|CGO_[A-Z]+)$/;

interface GoReading {
  readonly stage: Stage;
  readonly project: GoProject;
  readonly build: GoSite;
  /** Absolute image path of the binary. */
  readonly binary: string;
  readonly contextRoot: string;
  readonly imageRoot: string;
  readonly cgo: boolean;
}

export function convertGo(model: DockerfileModel, facts: Facts): Conversion {
  const reading = readGoStage(model, facts);
  if (typeof reading === 'string') return { obstacle: reading };
  const { stage, project } = reading;
  const sources = facts.project.sources(project.directory);
  if (!sources)
    return { obstacle: 'The sources could not be read, so which files the program opens is not known.' };
  if (!sources.complete)
    return { obstacle: 'There are too many sources to see which files the program opens.' };
  if (sources.runsPrograms.length > 0)
    return {
      obstacle: `The program runs other programs (${sources.runsPrograms[0]!}), which a base without a shell does not have.`,
    };
  const command = startCommand(stage, model, reading);
  if (typeof command === 'string') return { obstacle: command };
  const base = runtimeBase(rootBase(stage), reading.cgo, facts);
  if (!base) return { obstacle: 'No small base is known that has the C library of the build stage.' };
  const embedded = new Set(sources.embedded);
  const assets = sources.runtimePaths
    .map(({ path }) => path)
    .filter(
      (path) => facts.context.has(path) === true && !facts.context.isIgnored(path) && !embedded.has(path),
    );
  const outside = sources.runtimePaths.find(({ path }) => facts.context.isIgnored(path));
  if (outside)
    return {
      obstacle: `The program opens ${outside.path}, which ${facts.context.dockerignore.path} excludes.`,
    };
  const draft = new Draft(model);
  writeBuild(draft, reading, model, facts);
  const obstacle = writeRuntime(draft, reading, model, facts, {
    base,
    assets: [...new Set(assets)].sort(),
    command,
  });
  if (obstacle) return { obstacle };
  const kept =
    assets.length > 0
      ? ` ${[...new Set(assets)].join(', ')}: kept, the program opens ${assets.length === 1 ? 'it' : 'them'} at run time.`
      : '';
  return {
    text: draft.render(),
    reason: `The final image holds the binary alone, without the Go toolchain and the sources.${kept}`,
  };
}

function readGoStage(model: DockerfileModel, facts: Facts): GoReading | string {
  const [stage] = model.stages;
  if (!stage || model.stages.length !== 1) return 'The file already has several stages.';
  if (model.isWindows) return 'Windows images are not rewritten.';
  const builds = goCommands(model, facts).filter(
    ({ go }) => go.subcommand === 'build' || go.subcommand === 'install',
  );
  const [build] = builds;
  if (!build) return 'No `go build` was found.';
  if (builds.length > 1)
    return `The file builds ${builds.length} programs; which of them run is not certain.`;
  const { project, manifest } = build;
  if (!facts.context.known) return 'The build context is not known, so neither is the module.';
  if (!project || !manifest || build.directory === undefined)
    return 'The go.mod that the build reads was not found in the build context.';
  if (project.work !== undefined) return `${project.work} makes the module part of a workspace.`;
  if (build.command.conditional || !build.command.exact) return 'Whether `go build` runs is not certain.';
  // The base image's own folder (/go for golang) would differ from the small base's.
  if (build.instruction.state.workdir === undefined)
    return 'The file sets no WORKDIR, so where the binary lies is not certain.';
  const binary = binaryOf(build, project, stage);
  if (binary === undefined) return 'The name of the binary that `go build` makes is not certain.';
  const copy = readCopy(manifest.instruction);
  if (!copy || copy.target === undefined) return 'Where the sources are copied to was not found.';
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'ONBUILD' || instruction.keyword === 'SHELL')
      return `${instruction.keyword} is not moved between stages.`;
    if (instruction.keyword !== 'RUN' || instruction === build.instruction) continue;
    const script = shellOf(instruction, model);
    if (!script?.commands.every(({ name }) => name === 'go' || name === 'set' || name === 'echo'))
      return `\`${firstLine(instruction, model)}\` could serve the build or the running program; that is not certain.`;
  }
  const script = build.script;
  if (!script.commands.every(({ name }) => ['go', 'set', 'cd', 'echo', 'export'].includes(name)))
    return `\`${firstLine(build.instruction, model)}\` does more than building; that is not taken apart.`;
  return {
    stage,
    project,
    build,
    binary,
    contextRoot: project.directory,
    imageRoot: moduleRoot(manifest.path, copy.target, copy.sources[0]?.path),
    cgo: usesCgo(build, project),
  };
}

/** Image folder of the module: where the copy puts its go.mod. */
function moduleRoot(manifest: string, target: string, source: string | undefined): string {
  const folder = folderOf(manifest);
  const root = source === undefined || source === '.' || !folder.startsWith(source) ? '' : source;
  const relative = root === '' ? folder : folder.slice(root.length + 1);
  return relative === '' || source === manifest ? target : `${target === '/' ? '' : target}/${relative}`;
}

function firstLine(instruction: Instruction, model: DockerfileModel): string {
  return model.text
    .slice(instruction.span.start, instruction.span.end)
    .split('\n')[0]!
    .replace(/\s*\\?\s*$/, '');
}

function binaryOf({ go, directory }: GoSite, project: GoProject, stage: Stage): string | undefined {
  const output = goOption(go, '-o');
  if (output !== undefined) {
    if (/[$`*]/.test(output) || directory === undefined) return undefined;
    return /\/$/.test(output) ? undefined : resolvePath(directory, output);
  }
  const [target] = go.operands;
  if (go.operands.length > 1 || (target && /\.\.\.|[$*]|\.go$/.test(target.value))) return undefined;
  const path = target && target.value !== '.' ? target.value : undefined;
  const name = path
    ? path.replace(/\/$/, '').split('/').pop()
    : project.module
        ?.replace(/\/v\d+$/, '')
        .split('/')
        .pop();
  if (!name) return undefined;
  if (go.subcommand === 'build') return directory === undefined ? undefined : resolvePath(directory, name);
  const bin = stage.endState.env.get('GOBIN');
  if (bin) return bin.known ? resolvePath(bin.value, name) : undefined;
  return `/go/bin/${name}`;
}

/** cgo is on when the module needs it and nothing turns it off. Without C code, turning it off changes nothing. */
function usesCgo({ command, instruction }: GoSite, project: GoProject): boolean {
  const assigned = command.assignments.find(({ name }) => name === 'CGO_ENABLED')?.value?.value;
  const declared = instruction.state.variables.get('CGO_ENABLED');
  const value = assigned ?? (declared?.known ? declared.value : undefined);
  return value === '0' ? false : value === '1' || project.usesCgo;
}

/** CMD and ENTRYPOINT as they must be for a base without a shell, or why they can't be: a complete sentence. */
function startCommand(
  stage: Stage,
  model: DockerfileModel,
  { binary }: GoReading,
): ReadonlyMap<Instruction, string> | string {
  const result = new Map<Instruction, string>();
  const workdir = stage.endState.workdir ?? '/';
  const instructions = ['ENTRYPOINT', 'CMD'].flatMap((keyword) => lastOf(stage, keyword) ?? []);
  if (instructions.length === 0) return 'The file has no CMD or ENTRYPOINT.';
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
      words = command.words.map(({ value }) => value);
    }
    const [program] = words;
    if (i === 0 && !runsBinary(program, binary, workdir))
      return `The container starts ${program ?? 'nothing'}, which is not the binary that the build makes (${binary}).`;
    result.set(instruction, `${keywordCase(model, instruction.keyword)} ${formatJsonForm(words)}`);
  }
  return result;
}

function runsBinary(program: string | undefined, binary: string, workdir: string): boolean {
  if (program === undefined) return false;
  if (program.includes('/')) return resolvePath(workdir, program) === binary;
  return [
    `/go/bin/${program}`,
    `/usr/local/bin/${program}`,
    `/usr/bin/${program}`,
    `/bin/${program}`,
  ].includes(binary);
}

function writeBuild(draft: Draft, reading: GoReading, model: DockerfileModel, facts: Facts): void {
  const { stage, project, build } = reading;
  const inputs = goInstallInputs(project, facts.context);
  const workdir = build.instruction.state.workdir ?? '/';
  const run = keywordCase(model, 'RUN');
  draft.stage(fromLine(model, 'build'), stage.from);
  const deferred: Instruction[] = [];
  let downloaded = false;
  const download = (): void => {
    if (downloaded) return;
    downloaded = true;
    if (project.vendored || inputs.needsSources) return;
    draft.lines(
      copyLines(inputs.paths, {
        contextRoot: reading.contextRoot,
        imageRoot: reading.imageRoot,
        workdir,
        keyword: keywordCase(model, 'COPY'),
        context: facts.context,
      }),
    );
    draft.line(`${run} ${moduleMount} go mod download`);
  };
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (imageKeywords.has(keyword)) continue;
    if (
      keyword === 'ENV' &&
      !instruction.pairs.some(({ key }) => toolchainVariable.test(key) || key === 'PATH')
    )
      continue;
    const copy = readCopy(instruction);
    if (copy && copy.from === undefined && !downloaded) {
      if (copy.sources.every(({ path }) => inputs.paths.includes(path))) draft.comments(instruction);
      else deferred.push(instruction);
      continue;
    }
    const downloads =
      keyword === 'RUN' && instruction !== build.instruction && isDownload(instruction, model);
    if (instruction === build.instruction || downloads || (keyword === 'RUN' && deferred.length > 0)) {
      download();
      for (const copied of deferred.splice(0)) draft.keep(copied);
    }
    if (downloads) draft.comments(instruction);
    else if (instruction === build.instruction) draft.replace(instruction, buildLine(reading, model));
    else draft.keep(instruction);
  }
}

const moduleMount = '--mount=type=cache,target=/go/pkg/mod';
const buildMount = '--mount=type=cache,target=/root/.cache/go-build';

function isDownload(instruction: Instruction, model: DockerfileModel): boolean {
  const script = shellOf(instruction, model);
  return (
    script !== undefined &&
    script.commands.every(
      ({ name, args }) => name === 'go' && args[0]?.value === 'mod' && args[1]?.value === 'download',
    )
  );
}

/** The user's build with static linking, smaller output and cache mounts. */
function buildLine(reading: GoReading, model: DockerfileModel): string {
  const { build, cgo } = reading;
  const { instruction, go } = build;
  const { text } = model;
  const edits: TextEdit[] = [];
  const program = go.command.words[0]!.span.start;
  const setsCgo =
    go.command.assignments.some(({ name }) => name === 'CGO_ENABLED') ||
    instruction.state.variables.has('CGO_ENABLED') ||
    build.script.commands.some(
      ({ name, assignments }) => name === 'export' && assignments.some((one) => one.name === 'CGO_ENABLED'),
    );
  if (!cgo && !setsCgo) edits.push({ span: { start: program, end: program }, newText: 'CGO_ENABLED=0 ' });
  const flags = smallerFlags(go);
  const verb = go.options.operands[0]!.span.end;
  if (flags) edits.push({ span: { start: verb, end: verb }, newText: flags });
  const body = instruction.bodySpan!;
  const command = applyEdits(
    text.slice(body.start, instruction.span.end),
    edits.map((edit) => ({
      ...edit,
      span: { start: edit.span.start - body.start, end: edit.span.end - body.start },
    })),
  );
  const own = instruction.flags.map((flag) => text.slice(flag.span.start, flag.span.end));
  const mounts =
    mountsOf(instruction).some((mount) => mount.type === 'cache') || instruction.state.user !== undefined
      ? []
      : [moduleMount, buildMount];
  const all = [...own, ...mounts];
  const keyword = keywordCase(model, 'RUN');
  return mounts.length > 0
    ? `${keyword} ${all.join(' ')} ${model.escape}\n    ${command}`
    : `${keyword} ${[...all, command].join(' ')}`;
}

function smallerFlags(go: GoCommand): string {
  const trim = goOption(go, '-trimpath') === undefined ? ' -trimpath' : '';
  const strip = goOption(go, '-ldflags') === undefined ? ' -ldflags="-s -w"' : '';
  return trim + strip;
}

function writeRuntime(
  draft: Draft,
  reading: GoReading,
  model: DockerfileModel,
  facts: Facts,
  options: { base: string; assets: readonly string[]; command: ReadonlyMap<Instruction, string> },
): string | undefined {
  const { stage, binary } = reading;
  const copy = keywordCase(model, 'COPY');
  const workdir = stage.endState.workdir ?? '/';
  draft.stage(fromLine(model, undefined, options.base));
  let placed = false;
  const place = (): void => {
    if (placed) return;
    placed = true;
    draft.line(`${copy} --from=build ${binary} ${shorten(folderOfPath(binary), workdir)}`);
    draft.lines(
      copyLines(options.assets, {
        contextRoot: reading.contextRoot,
        imageRoot: reading.imageRoot,
        workdir,
        keyword: copy,
        context: facts.context,
      }).map(slashed),
    );
  };
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (keyword === 'RUN' || keyword === 'ARG') continue;
    const copied = readCopy(instruction);
    if (copied) {
      if (copied.from !== undefined) draft.keep(instruction);
      else if (
        !copiesWholeContext(copied) &&
        copied.target !== undefined &&
        !copied.target.startsWith(reading.imageRoot)
      ) {
        place();
        draft.keep(instruction);
      } else place();
    } else if (keyword === 'ENV') {
      if (!instruction.pairs.every(({ key }) => toolchainVariable.test(key) || key === 'PATH'))
        draft.keep(instruction);
    } else if (keyword === 'CMD' || keyword === 'ENTRYPOINT') {
      place();
      const text = options.command.get(instruction);
      if (text !== undefined) draft.replace(instruction, text);
    } else if (keyword === 'USER') {
      // A user that the build image had need not exist here; a number always works.
      if (/^\d+(?::\d+)?$/.test(instruction.words[0]?.value ?? '')) draft.keep(instruction);
      else draft.comments(instruction);
    } else {
      if (keyword !== 'LABEL' && keyword !== 'MAINTAINER' && keyword !== 'WORKDIR') place();
      if (keyword === 'HEALTHCHECK' && instruction.inner)
        return 'HEALTHCHECK runs a command that the small base does not have.';
      draft.keep(instruction);
    }
  }
  place();
  return undefined;
}

function folderOfPath(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** `COPY templates ./templates/` with a slash that shows a folder on both sides. */
function slashed(line: string): string {
  return line.replace(
    /^(\S+ )([^\s"]+) (\S+\/)$/,
    (whole, keyword: string, source: string, target: string) =>
      target.endsWith(`${source}/`) ? `${keyword}${source}/ ${target}` : whole,
  );
}
