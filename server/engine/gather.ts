/** Gathers everything rules and rewrites may look at, before any of them runs. */
import { gatherContext } from '../context/gather.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { ImageFacts } from '../images/facts.ts';
import { embeddedImages } from '../images/table.ts';
import type { CancellationToken, Clock, FileSystem } from '../ports.ts';
import { gatherProject } from '../project/gather.ts';
import type { Facts, Preferences } from '../rules/rule.ts';

export interface GatherOptions {
  readonly model: DockerfileModel;
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  /** Location of the Dockerfile; undefined for text that is in no file. */
  readonly dockerfile: string | undefined;
  /** Location of the build context, when the user named it. */
  readonly context?: string;
  readonly workspaceRoot?: string;
  readonly preferences?: Preferences;
  /** What is known of images; default: the embedded table. */
  readonly images?: ImageFacts;
  readonly token?: CancellationToken;
}

/** @throws CancelledError when the token was cancelled. Missing and broken files are facts, not errors. */
export async function gatherFacts(options: GatherOptions): Promise<Facts> {
  const { model, fileSystem, dockerfile, token } = options;
  const context = await gatherContext({
    fileSystem,
    dockerfile,
    model,
    ...(options.context !== undefined && { context: options.context }),
    ...(options.workspaceRoot !== undefined && { workspaceRoot: options.workspaceRoot }),
    ...(token && { token }),
  });
  const project = await gatherProject(context, fileSystem, token);
  return {
    context,
    project,
    images: options.images ?? embeddedImages(),
    today: options.clock.today(),
    preferences: options.preferences ?? { nodeBase: 'auto' },
  };
}
