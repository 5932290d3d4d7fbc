/**
 * The ports: the only way in which the pure core sees the outside world. Adapters live in platform/,
 * tests use in-memory ones.
 *
 * Places are named by *location*: a URI string (`file:///srv/app/package.json`, `vscode-vfs://…`). The core
 * never takes a location apart except through the helpers in `location.ts`.
 */

export type EntryType = 'file' | 'directory' | 'symlink' | 'other';

export interface DirectoryEntry {
  readonly name: string;
  readonly type: EntryType;
}

export interface FileStat {
  readonly type: EntryType;
  /** Size of a file in bytes; 0 for anything else. */
  readonly size: number;
  /** May a file be run as a program? Undefined where the file system does not tell (Windows, an editor's own). */
  readonly executable?: boolean | undefined;
}

/** Why a file has no text for us. `missing` is an ordinary answer, the others are worth a message. */
export type ReadFailure = 'missing' | 'unreadable' | 'too-large' | 'not-a-file' | 'binary';

export type ReadResult =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: ReadFailure };

/** Read-only access to files. No method rejects: what can't be read is an answer, not an exception. */
export interface FileSystem {
  /** Undefined when nothing is there or it can't be looked at. Does not follow a symbolic link's type. */
  stat(location: string): Promise<FileStat | undefined>;
  /** Undefined when the folder is missing or unreadable. Entries come in no particular order. */
  readDirectory(location: string): Promise<readonly DirectoryEntry[] | undefined>;
  /**
   * The text of a UTF-8 file, without a byte order mark. Reads at most `maxBytes` bytes; a larger file is
   * `too-large`, one with a NUL byte is `binary`.
   */
  readText(location: string, maxBytes: number): Promise<ReadResult>;
}

export interface Clock {
  /** Today's date as `YYYY-MM-DD` (UTC). */
  today(): string;
  /** Milliseconds since an arbitrary start, never going back. */
  now(): number;
}

export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Asked between units of work; compatible with the LSP library's CancellationToken. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
}

export const neverCancelled: CancellationToken = { isCancellationRequested: false };

/** Thrown by functions that were given a token which was cancelled meanwhile. */
export class CancelledError extends Error {
  constructor() {
    super('cancelled');
    this.name = 'CancelledError';
  }
}

/** @throws CancelledError when the token was cancelled. */
export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new CancelledError();
}

/** What ShellCheck calls a shell. */
export type ShellDialect = 'sh' | 'bash' | 'dash' | 'ksh' | 'busybox';

/** Somebody who wants to hear of a cancellation; the LSP library's tokens are such. */
export interface CancellationSignal extends CancellationToken {
  onCancellationRequested(listener: () => void): { dispose(): void };
}

export type ShellCheckAnswer =
  /** What ShellCheck printed in its format `json1`. */
  | { readonly ok: true; readonly output: string }
  /** `detail` is for the log. */
  | {
      readonly ok: false;
      readonly reason: 'missing' | 'timeout' | 'too-large' | 'failed' | 'cancelled';
      readonly detail?: string;
    };

/** ShellCheck, an executable of the user's machine. No method rejects. */
export interface ShellChecker {
  /** `0.10.0`; undefined when there is no ShellCheck, or none that answers. */
  version(): Promise<string | undefined>;
  /** Looks at one script. Bounded in time and size; a cancelled run is ended. */
  check(script: string, dialect: ShellDialect, signal?: CancellationSignal): Promise<ShellCheckAnswer>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Absolute `http:` or `https:` URL. */
  readonly url: string;
  /** Lower-case names. Sent to this URL only. */
  readonly headers: Readonly<Record<string, string>>;
  /** With POST only. */
  readonly body?: string;
  /** A body with more bytes is `too-large`; nothing beyond is kept in memory. */
  readonly maxBytes: number;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** False: a host whose address turns out to be loopback, link-local or private is `refused`, before it is sent anything. */
  readonly allowPrivate: boolean;
}

export type HttpAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      /** By lower-case name; several of one name are joined with `, `. */
      readonly headers: ReadonlyMap<string, string>;
      readonly body: Uint8Array;
      /** The address that answered is loopback, link-local or private; undefined when it can't be seen (a proxy, the web). */
      readonly privateAddress: boolean | undefined;
    }
  | {
      readonly ok: false;
      readonly reason: 'unreachable' | 'timeout' | 'too-large' | 'refused' | 'cancelled';
      /** For the log. */
      readonly detail: string;
    };

/** One HTTP exchange. No method rejects. Redirects are answers like others: the caller decides whether to follow. */
export interface HttpClient {
  request(request: HttpRequest, signal?: CancellationSignal): Promise<HttpAnswer>;
}

/** Small texts kept between runs. No method rejects: what can't be kept is lost, what can't be read is not there. */
export interface TextStore {
  /** `key`: letters, digits and `-`, at most 100 characters. */
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
}

/** Docker Engine on this machine. No method rejects. */
export interface ContainerEngine {
  /**
   * What the engine has recorded of an image that it holds (`GET /images/{name}/json?manifests=1`), as it was sent;
   * undefined when it has none of that name, or when no engine answers soon. `name`: `docker.io/library/node:22`.
   */
  inspect(name: string, signal?: CancellationSignal): Promise<string | undefined>;
}

export type Credentials =
  | { readonly username: string; readonly password: string }
  /** A refresh token (OAuth 2): for the token server of its registry only, which gives tokens for it. */
  | { readonly identityToken: string };

/** What the user's Docker configuration holds for a registry. No method rejects. */
export interface CredentialSource {
  /** `host` with its port: `ghcr.io`, `docker.io`, `registry.example.com:5000`. */
  forRegistry(host: string): Promise<Credentials | undefined>;
}
