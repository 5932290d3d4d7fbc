/** Finds the configuration file for a Dockerfile. */
import { baseName, isWithin, joinLocation, parentLocation } from '../location.ts';
import type { FileSystem, ReadFailure } from '../ports.ts';
import type { ConfigProblem, ReadConfig } from './config.ts';
import { readConfig } from './read.ts';

/** In one folder the first of these counts. */
export const configNames = [
  '.dockerfile-optimizer.yaml',
  '.dockerfile-optimizer.yml',
  '.dockerfile-optimizer.json',
] as const;

export interface FoundConfig extends ReadConfig {
  readonly location: string;
  /** '' when the file can't be read. */
  readonly text: string;
}

/** Bytes; a configuration is a screenful. */
const maxConfigBytes = 256 * 1024;

export function isConfigName(name: string): boolean {
  return configNames.some((one) => one === name);
}

/**
 * The nearest configuration file from the Dockerfile's folder up to `root`, or to the folder that holds `.git`,
 * whichever comes first. Without a root only the Dockerfile's own repository is searched, and without one of those the
 * Dockerfile's own folder.
 */
export async function findConfig(
  fileSystem: FileSystem,
  dockerfile: string,
  root: string | undefined,
): Promise<FoundConfig | undefined> {
  for (const folder of await foldersToSearch(fileSystem, dockerfile, root)) {
    for (const name of configNames) {
      const location = joinLocation(folder, name);
      const stat = await fileSystem.stat(location);
      // It could lead out of the workspace, and messages say what stands in the file.
      if (stat?.type === 'symlink')
        return { location, text: '', config: {}, problems: [unreadable('symlink')] };
      const read = await fileSystem.readText(location, maxConfigBytes);
      if (read.ok)
        return { location, text: read.text, ...(await checked(fileSystem, folder, name, read.text)) };
      if (read.reason !== 'missing')
        return { location, text: '', config: {}, problems: [unreadable(read.reason)] };
    }
  }
  return undefined;
}

async function foldersToSearch(
  fileSystem: FileSystem,
  dockerfile: string,
  root: string | undefined,
): Promise<string[]> {
  const folders: string[] = [];
  const own = parentLocation(dockerfile);
  for (let folder = own; folder !== undefined; folder = parentLocation(folder)) {
    if (root !== undefined && !isWithin(root, folder)) break;
    folders.push(folder);
    if (await fileSystem.stat(joinLocation(folder, '.git'))) return folders;
  }
  return root !== undefined || own === undefined ? folders : [own];
}

async function checked(
  fileSystem: FileSystem,
  folder: string,
  name: (typeof configNames)[number],
  text: string,
): Promise<ReadConfig> {
  const read = readConfig(text, name.endsWith('.json') ? 'json' : 'yaml');
  const others: string[] = [];
  for (const other of configNames.slice(configNames.indexOf(name) + 1))
    if (await fileSystem.stat(joinLocation(folder, other))) others.push(other);
  if (others.length === 0) return read;
  const message = `${others.join(' and ')} beside this file ${others.length > 1 ? 'are' : 'is'} not read.`;
  const unread: ConfigProblem = { severity: 'warning', message, span: { start: 0, end: 0 } };
  return { ...read, problems: [unread, ...read.problems] };
}

type Unreadable = Exclude<ReadFailure, 'missing'> | 'symlink';

function unreadable(reason: Unreadable): ConfigProblem {
  return { severity: 'error', message: `This file ${reasons[reason]}.`, span: { start: 0, end: 0 } };
}

const reasons: Readonly<Record<Unreadable, string>> = {
  symlink: 'is a symbolic link, which is not followed',
  unreadable: "can't be read",
  'too-large': `is larger than ${maxConfigBytes / 1024} KiB, which no configuration is`,
  'not-a-file': 'is no file',
  binary: 'holds a NUL byte',
};

/** Whether a change of this file can change which configuration counts. */
export function isConfigLocation(location: string): boolean {
  return isConfigName(baseName(location));
}
