/** Which folder is the build context, for the status bar and the choice behind it. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';
import type { ContextResult } from '../../shared/protocol.ts';
import { configuredContext } from '../context/configured.ts';
import { baseName, parentLocation, relativeLocation } from '../location.ts';
import type { FileSystem } from '../ports.ts';
import { describeUse } from '../uses/facts.ts';
import type { Analysis, Analyzer } from './analyzer.ts';
import type { Documents } from './documents.ts';

export class Contexts {
  constructor(
    private readonly documents: Documents,
    private readonly analyzer: Analyzer,
    private readonly fileSystem: FileSystem,
    private readonly rootOf: (uri: string) => string | undefined,
  ) {}

  /** @throws ResponseError RequestFailed when there is no such document, CancelledError. */
  async describe(uri: string, token: CancellationToken): Promise<ContextResult> {
    const read = await this.documents.read(uri, this.fileSystem);
    if (!read) throw new ResponseError(LSPErrorCodes.RequestFailed, `${baseName(uri)} can't be read.`);
    const { facts, settings } = await this.analyzer.analyze(read.document, token);
    const root = this.rootOf(uri);
    const { location, reason } = facts.context;
    return {
      uri: location,
      path: pathFrom(root, location) ?? null,
      reason,
      configured: configuredContext(settings.contexts, uri, root) !== undefined,
      variants: facts.variants.map(({ use }) => describeUse(use)),
      candidates: root === undefined ? [] : candidates(uri, root, facts),
    };
  }
}

/** What is in use, what the project's files say, and the folders from the file's own up to the workspace's. */
function candidates(
  uri: string,
  root: string,
  { context, uses }: Analysis['facts'],
): ContextResult['candidates'] {
  const found = new Map<string, string>();
  const add = (location: string, reason: string): void => {
    const path = pathFrom(root, location);
    if (path !== undefined && !found.has(path)) found.set(path, reason);
  };
  add(context.location, context.reason);
  for (const use of uses.all) add(use.context, describeUse(use));
  for (let folder = parentLocation(uri); folder !== undefined; folder = parentLocation(folder)) {
    if (relativeLocation(root, folder) === undefined) break;
    add(folder, folder === parentLocation(uri) ? 'its own folder' : 'a folder above');
  }
  return [...found].map(([path, reason]) => ({ path, reason }));
}

function pathFrom(root: string | undefined, location: string): string | undefined {
  const path = root === undefined ? undefined : relativeLocation(root, location);
  return path === '' ? '.' : path;
}
