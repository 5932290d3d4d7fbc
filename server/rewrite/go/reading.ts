/** Reads a single-stage Dockerfile of a Go program. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import type { GoProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { binaryOf, caches } from '../../tools/go-output.ts';
import { goCommands, type GoSite } from '../../tools/installs.ts';
import { locate } from '../../tools/locate.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { buildPackageKind } from '../../tools/build-packages.ts';
import { accountCommands } from '../artifact/sides.ts';
import { isBuildPackage } from '../node/system-packages.ts';
import { usesCgo } from './build-command.ts';
import { cgoLinking, withoutCgo, type GoLinking } from './linking.ts';

export interface GoReading {
  readonly stage: Stage;
  readonly project: GoProject;
  readonly build: GoSite;
  /** Absolute image path of the binary. */
  readonly binary: string;
  /** The module's folder in the context, and in the image. */
  readonly contextRoot: string;
  readonly imageRoot: string;
  readonly cgo: boolean;
  readonly linking: GoLinking;
  readonly copies: ReadonlyMap<Instruction, Copy>;
  /** Absolute image paths of the module and the build cache; undefined when they can't be known. */
  readonly moduleCache: string | undefined;
  readonly buildCache: string | undefined;
}

/** The reading, or why there is none: a complete sentence for the user. */
export function readGoStage(model: DockerfileModel, facts: Facts): GoReading | string {
  const [stage] = model.stages;
  if (!stage || model.stages.length !== 1) return 'The file already has several stages.';
  if (model.isWindows) return 'Windows images are not rewritten.';
  const builds = goCommands(model, facts).filter(isBuild);
  const [build] = builds;
  if (!build) return 'No `go build` was found.';
  if (builds.length > 1)
    return `The file builds ${builds.length} programs; which of them run is not certain.`;
  const { project, manifest, directory } = build;
  if (!facts.context.known) return 'The build context is not known, so neither is the module.';
  if (!project || !manifest || directory === undefined)
    return 'The go.mod that the build reads was not found in the build context.';
  if (project.work !== undefined) return `${project.work} makes the module part of a workspace.`;
  if (build.command.conditional || !build.command.exact) return 'Whether `go build` runs is not certain.';
  // The base image's own folder (/go for golang) would differ from the small base's.
  if (build.instruction.state.workdir === undefined)
    return 'The file sets no WORKDIR, so where the binary lies is not certain.';
  const paths = caches(build, rootBase(stage));
  const binary = binaryOf(build, project, paths.bin, facts);
  if (binary === undefined) return 'The name of the binary that `go build` makes is not certain.';
  const imageRoot = moduleRoot(build, model, facts);
  if (imageRoot === undefined) return 'Where the sources are copied to was not found.';
  const cgo = usesCgo(build, project);
  const copies = new Map<Instruction, Copy>();
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (keyword === 'ONBUILD' || keyword === 'SHELL') return `${keyword} is not moved between stages.`;
    const copy = readCopy(instruction);
    if (copy) {
      if (copy.target === undefined || copy.sources.some((source) => !source.complete))
        return `\`${firstLine(instruction, model)}\` copies to a place that only the build knows.`;
      copies.set(instruction, copy);
    }
    if (keyword !== 'RUN') continue;
    const commands = shellOf(instruction, model)?.commands;
    const fits =
      instruction === build.instruction ? isPartOfBuild : (one: ShellCommand) => isForBuild(one, cgo, binary);
    if (!commands?.every(fits))
      return instruction === build.instruction
        ? `\`${firstLine(instruction, model)}\` does more than building; that is not taken apart.`
        : `\`${firstLine(instruction, model)}\` could serve the build or the running program; that is not certain.`;
  }
  return {
    stage,
    project,
    build,
    binary,
    contextRoot: project.directory,
    imageRoot,
    cgo,
    linking: cgo ? cgoLinking(build, project, lookupRoot(stage, facts.images)) : withoutCgo,
    copies,
    moduleCache: paths.modules,
    buildCache: paths.build,
  };
}

/** `go install tool@version` brings a tool, not the program. */
function isBuild({ go }: GoSite): boolean {
  return (
    go.subcommand === 'build' ||
    (go.subcommand === 'install' && !go.operands.some(({ value }) => value.includes('@')))
  );
}

function isPartOfBuild({ name }: ShellCommand): boolean {
  return ['go', 'set', 'cd', 'echo', 'export'].includes(name);
}

/** Packages whose data a program may read without calling anything. */
const dataPackage =
  /^(?:fonts?-|ttf-|mime-support$|media-types$|mailcap$|shared-mime-info$|geoip|iso-codes$|.*-data$)/;
/** What the small bases have themselves. */
const everywhere: ReadonlySet<string> = new Set(['ca-certificates', 'tzdata']);

/** Behind headers stands a library that the program goes on using. */
function isCompiler(name: string): boolean {
  return isBuildPackage(name) && buildPackageKind(name) !== 'headers';
}

/** Nothing of it is needed at run time: tools for the build, accounts that the small base has another of. */
function isForBuild(command: ShellCommand, cgo: boolean, binary: string): boolean {
  const system = systemCommand(command);
  if (system) {
    // The program calls no others, so only data and, with cgo, libraries matter to it.
    return system.packages
      .map(packageName)
      .every((name) => everywhere.has(name) || (cgo ? isCompiler(name) : !dataPackage.test(name)));
  }
  const { name, args, redirects } = command;
  if (redirects.some(({ operator, target }) => operator.includes('>') && !target?.value.startsWith('/dev/')))
    return false;
  if (name === 'rm')
    return args.every(({ value }) =>
      /^(?:-|\/var\/(?:lib\/apt|cache)|\/tmp|\/root\/\.cache|\/go\/pkg)/.test(value),
    );
  if (name === 'chmod')
    return (
      args.some(({ value }) => value.includes('x')) &&
      args.at(-1)?.value.split('/').pop() === binary.split('/').pop()
    );
  return (
    accountCommands.has(name) || ['go', 'set', 'echo', 'git', 'true', 'update-ca-certificates'].includes(name)
  );
}

/** The image folder at or above the build's that the module's go.mod is copied to. */
export function moduleRoot(build: GoSite, model: DockerfileModel, facts: Facts): string | undefined {
  for (let folder = build.directory!; ; folder = resolvePath(folder, '..')) {
    const origin = locate(resolvePath(folder, 'go.mod'), {
      model,
      context: facts.context,
      stage: build.stage,
      before: build.instruction,
    });
    if (origin) return origin.path === build.manifest?.path ? folder : undefined;
    if (folder === '/') return undefined;
  }
}

export function firstLine(instruction: Instruction, model: DockerfileModel): string {
  return model.text
    .slice(instruction.span.start, instruction.span.end)
    .split('\n')[0]!
    .replace(/\s*\\?\s*$/, '');
}
