/**
 * The contract between client and server beyond the Language Server Protocol: custom requests and their types.
 * Imports nothing, so both sides (and other editors' plug-ins) can use it as it is.
 */

/** Client → server: compute a rewrite plan. The file is not changed. */
export const optimizeRequest = 'dockerfileOptimizer/optimize';

export interface OptimizeParams {
  readonly uri: string;
  readonly kind: 'optimize' | 'multi-stage';
  /** Ids of steps the user unticked. */
  readonly skip: readonly string[];
  /** Name or number of the stage that is shipped; default: what compose and the like say, else the last one. */
  readonly target?: string;
}

export interface PlanStep {
  /** Stable for the same text and project. */
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly applicability: 'safe' | 'suggested';
  /** Expected saving of image size in bytes; null when unknown. */
  readonly savesBytes: number | null;
}

export interface OptimizeResult {
  readonly uri: string;
  /** Version of the document the plan was computed for. */
  readonly version: number | null;
  readonly before: { readonly text: string; readonly sizeBytes: number | null };
  readonly after: {
    readonly text: string;
    readonly sizeBytes: number | null;
    /** The .dockerignore to write, or null when it needs no change. */
    readonly dockerignore: {
      readonly uri: string;
      readonly before: string | null;
      readonly after: string;
    } | null;
  };
  /** Steps that are part of `after`. */
  readonly steps: readonly PlanStep[];
  /** Steps the user unticked, as they would have been. */
  readonly skipped: readonly PlanStep[];
  /** Names of stages of which the user should say which is shipped: the last one, at the end, is for development by its name. */
  readonly targets: readonly string[];
  /** Why a part of the work is not offered ("no lockfile: …"); for the user, complete sentences. */
  readonly obstacles: readonly string[];
}

/** Client → server: the .dockerignore for a Dockerfile's build context (or for a .dockerignore itself). */
export const dockerignoreRequest = 'dockerfileOptimizer/dockerignore';

export interface DockerignoreParams {
  readonly uri: string;
}

export interface DockerignoreResult {
  readonly uri: string;
  readonly before: string | null;
  readonly after: string;
  /** Entries that leave the context, with their measured bytes (null when not measured). */
  readonly entries: readonly { readonly pattern: string; readonly bytes: number | null }[];
}

/** Client → server: which folder is the build context of a Dockerfile, and which else it could be. */
export const contextRequest = 'dockerfileOptimizer/context';

export interface ContextParams {
  readonly uri: string;
}

export interface ContextResult {
  /** URI of the folder. */
  readonly uri: string;
  /** Relative to the workspace folder, `.` for itself; null outside of one. */
  readonly path: string | null;
  /** Why this one: `its own folder`, `compose.yaml (service web)`, `as given`. */
  readonly reason: string;
  /** The setting decides. */
  readonly configured: boolean;
  /** Other ways in which the file is built, each judged as well. */
  readonly variants: readonly string[];
  /** Folders to choose from, relative to the workspace folder, the likeliest first; empty outside of one. */
  readonly candidates: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Client → server: the user trusts the workspace now. Before, a client that has a notion of trust says
 * `initializationOptions: { trusted: false }`; then no program is started for the workspace's files.
 */
export const trustedNotification = 'dockerfileOptimizer/workspaceTrusted';

/** Server → client: the file system, where the server can't reach it itself (web worker). */
export const fsStatRequest = 'dockerfileOptimizer/fs/stat';
export const fsReadDirectoryRequest = 'dockerfileOptimizer/fs/readDirectory';
export const fsReadTextRequest = 'dockerfileOptimizer/fs/readText';

export interface FsParams {
  readonly uri: string;
}

export interface FsReadTextParams extends FsParams {
  /** Bytes. */
  readonly maxBytes: number;
}

/**
 * Server → client: one HTTP exchange, for a client that said `initializationOptions: { http: true }`. It knows the
 * editor's proxies and certificates. Redirects are not followed.
 */
export const httpRequest = 'dockerfileOptimizer/http';

export interface HttpParams {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** With POST only. */
  readonly body?: string;
  /** Of the answer's body. */
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export type HttpResult =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: readonly (readonly [name: string, value: string])[];
      /** Base64. */
      readonly body: string;
    }
  | {
      readonly ok: false;
      readonly reason: 'unreachable' | 'timeout' | 'too-large' | 'cancelled';
      readonly detail: string;
    };

/** Commands the server runs (workspace/executeCommand), for editors without a client of ours. */
export const serverCommands = {
  /** Argument: document URI. Applies Optimize as one edit. */
  optimize: 'dockerfileOptimizer.server.optimize',
  /** Argument: document URI. */
  convertToMultiStage: 'dockerfileOptimizer.server.convertToMultiStage',
  /** Argument: document URI. */
  updateDockerignore: 'dockerfileOptimizer.server.updateDockerignore',
} as const;
