/** The FileSystem port where the server has no files of its own: every question goes to the client. */
import type { Connection } from 'vscode-languageserver';
import { fsReadDirectoryRequest, fsReadTextRequest, fsStatRequest } from '../../../shared/protocol.ts';
import type { FsParams, FsReadTextParams } from '../../../shared/protocol.ts';
import type {
  DirectoryEntry,
  EntryType,
  FileStat,
  FileSystem,
  ReadFailure,
  ReadResult,
} from '../../ports.ts';

/** The client's answers are checked: an editor may know these requests only in part, or not at all. */
export function createClientFileSystem(connection: Connection): FileSystem {
  /** Undefined when the client can't answer. */
  async function ask(method: string, params: FsParams | FsReadTextParams): Promise<unknown> {
    try {
      return await connection.sendRequest<unknown>(method, params);
    } catch (error) {
      connection.console.warn(`${method}: ${String(error)}`);
      return undefined;
    }
  }
  return {
    async stat(location) {
      return readStat(await ask(fsStatRequest, { uri: location }));
    },
    async readDirectory(location) {
      const answer = await ask(fsReadDirectoryRequest, { uri: location });
      return Array.isArray(answer) ? answer.flatMap(readEntry) : undefined;
    },
    async readText(location, maxBytes) {
      return readResult(await ask(fsReadTextRequest, { uri: location, maxBytes }));
    },
  };
}

const entryTypes: readonly string[] = ['file', 'directory', 'symlink', 'other'] satisfies EntryType[];
const failures: readonly string[] = [
  'missing',
  'unreadable',
  'too-large',
  'not-a-file',
  'binary',
] satisfies ReadFailure[];

function readStat(answer: unknown): FileStat | undefined {
  if (!isRecord(answer) || !isEntryType(answer['type'])) return undefined;
  const size = answer['size'];
  return { type: answer['type'], size: typeof size === 'number' ? size : 0 };
}

function readEntry(answer: unknown): DirectoryEntry[] {
  if (!isRecord(answer) || !isEntryType(answer['type'])) return [];
  const name = answer['name'];
  return typeof name === 'string' ? [{ name, type: answer['type'] }] : [];
}

function readResult(answer: unknown): ReadResult {
  if (isRecord(answer) && answer['ok'] === true && typeof answer['text'] === 'string')
    return { ok: true, text: answer['text'] };
  const reason = isRecord(answer) ? answer['reason'] : undefined;
  return { ok: false, reason: isFailure(reason) ? reason : 'unreadable' };
}

function isEntryType(value: unknown): value is EntryType {
  return typeof value === 'string' && entryTypes.includes(value);
}

function isFailure(value: unknown): value is ReadFailure {
  return typeof value === 'string' && failures.includes(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
