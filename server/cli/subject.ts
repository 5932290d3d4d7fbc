/** One Dockerfile with its project, ready to be looked at. */
import type { Settings } from '../../shared/settings.ts';
import type { Facts } from '../rules/rule.ts';
import { configuredContext } from '../context/configured.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { mainDockerfile, maxDockerfileBytes } from '../dockerfile-name.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { gatherFacts } from '../engine/gather.ts';
import { preferencesOf } from '../engine/preferences.ts';
import type { SharedProjects } from '../engine/shared-projects.ts';
import { hasStage } from '../uses/target.ts';
import { isWithin, joinLocation, parentLocation } from '../location.ts';
import type { FileSystem, ReadFailure } from '../ports.ts';
import type { AnalysisOptions } from './arguments.ts';
import { projectSettings } from './config.ts';
import { imagesFor } from './images.ts';
import { UsageError } from './io.ts';
import type { CliIo } from './io.ts';
import { displayPath, toLocation } from './paths.ts';

/** The name of standard input on the command line. */
export const stdinName = '-';

export interface Subject {
  /** For the user: relative to the working folder, `-` for standard input without a name. */
  readonly path: string;
  /** Undefined for text that is in no file. */
  readonly location: string | undefined;
  readonly text: string;
  readonly model: DockerfileModel;
  readonly facts: Facts;
  /** What the project's configuration file makes of the defaults; --rule is not part of it. */
  readonly settings: Settings;
}

/** What a run over several files shares, besides what was asked for. */
export interface LoadOptions extends AnalysisOptions {
  readonly projects?: SharedProjects;
}

export type Loaded =
  /** `warnings` are lines for standard error. */
  | { readonly ok: true; readonly subject: Subject; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly path: string; readonly message: string };

/** Reads the Dockerfile at `location`, in a folder its main one, and gathers its facts. */
export async function loadFile(io: CliIo, location: string, options: LoadOptions): Promise<Loaded> {
  const path = displayPath(location, io.cwd);
  const read = await io.fileSystem.readText(location, maxDockerfileBytes);
  if (!read.ok && read.reason === 'not-a-file') {
    const entries = await io.fileSystem.readDirectory(location);
    const name = mainDockerfile(
      (entries ?? []).flatMap((entry) => (entry.type === 'file' ? [entry.name] : [])),
    );
    if (name !== undefined) return loadFile(io, joinLocation(location, name), options);
    if (entries) return { ok: false, path, message: 'is a folder without a Dockerfile' };
  }
  if (!read.ok) return { ok: false, path, message: reasons[read.reason] };
  return prepare(io, path, location, read.text, options);
}

/** The same for standard input, which belongs to --stdin-filename when that is given. */
export async function loadStdin(io: CliIo, options: AnalysisOptions): Promise<Loaded> {
  const { stdinFilename } = options;
  const location = stdinFilename === undefined ? undefined : toLocation(stdinFilename, io.cwd);
  const path = location === undefined ? stdinName : displayPath(location, io.cwd);
  return prepare(io, path, location, await io.readStdin(), options);
}

/** @throws UsageError when --context is no folder. */
export async function checkContext(io: CliIo, { context }: AnalysisOptions): Promise<void> {
  if (context === undefined) return;
  if ((await io.fileSystem.readDirectory(toLocation(context, io.cwd))) === undefined)
    throw new UsageError(`--context ${context}: there is no such folder, or it can't be read.`);
}

async function prepare(
  io: CliIo,
  path: string,
  location: string | undefined,
  text: string,
  options: LoadOptions,
): Promise<Loaded> {
  const model = parseDockerfile(text);
  const { target } = options;
  if (target !== undefined && !hasStage(model, target))
    return { ok: false, path, message: noStage(target, model) };
  const root = location === undefined ? undefined : await projectRoot(io.fileSystem, location, io.cwd);
  const project = await projectSettings(io, location, root ?? (location && parentLocation(location)));
  if (!project.ok) return project;
  const { settings, warnings } = project;
  const given =
    options.context === undefined
      ? configuredContext(settings.contexts, location, root)
      : toLocation(options.context, io.cwd);
  const facts = await gatherFacts({
    fileSystem: io.fileSystem,
    clock: io.clock,
    dockerfile: location,
    ...(given === undefined ? {} : { context: given }),
    ...(root === undefined ? {} : { workspaceRoot: root }),
    ...(target === undefined ? {} : { target }),
    model,
    images: await imagesFor(io, model, options),
    preferences: preferencesOf(settings),
    ...(options.projects && { projects: options.projects }),
  });
  return { ok: true, subject: { path, location, text, model, facts, settings }, warnings };
}

function noStage(target: string, model: DockerfileModel): string {
  const names = model.stages.flatMap(({ name }) => name ?? []);
  return `has no stage ${target}${names.length > 0 ? `; it has ${names.join(', ')}` : ''}`;
}

/**
 * How far up compose files and the like may decide about the context: to the repository's root, else to the
 * working folder when the file is below it. Undefined when there is neither: an unpacked archive, say.
 */
async function projectRoot(
  fileSystem: FileSystem,
  location: string,
  cwd: string,
): Promise<string | undefined> {
  let folder = parentLocation(location);
  while (folder !== undefined) {
    if (await fileSystem.stat(joinLocation(folder, '.git'))) return folder;
    folder = parentLocation(folder);
  }
  const working = toLocation('.', cwd);
  return isWithin(working, location) ? working : undefined;
}

const reasons: Readonly<Record<ReadFailure, string>> = {
  missing: 'there is no such file',
  unreadable: "can't be read",
  'too-large': `is larger than ${maxDockerfileBytes / 1024 / 1024} MiB, which no Dockerfile is`,
  'not-a-file': 'is not a file',
  binary: 'holds a NUL byte, so it is not a Dockerfile',
};
