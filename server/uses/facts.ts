/** Who builds a Dockerfile, and how: what compose, bake, dev container, task and workflow files say about it. */

export type UseKind = 'compose' | 'bake' | 'devcontainer' | 'task' | 'workflow';

/** One way in which a Dockerfile is built, and run where the file says that too. */
export interface DockerfileUse {
  readonly kind: UseKind;
  /** Location of the file that says so. */
  readonly file: string;
  /** The same file for the user, relative to the project's root: `deploy/compose.yaml`. */
  readonly path: string;
  /** Name of the service, bake target, task or workflow job; undefined where there is only one. */
  readonly name: string | undefined;
  /** Location of the folder. */
  readonly context: string;
  /** Location of the Dockerfile. */
  readonly dockerfile: string;
  /** The stage that is built; undefined: the last one. */
  readonly target: string | undefined;
  /** Build arguments; undefined: given by whoever starts the build. */
  readonly args: Values;
  /** Further contexts (`docker build --build-context`): what FROM and COPY --from may call by these names. */
  readonly contexts: ReadonlySet<string>;
  /** How the container runs; undefined where the file only builds. */
  readonly container: ContainerUse | undefined;
}

/** A use before it is known which file of the project says so. */
export type ToldUse = Omit<DockerfileUse, 'file' | 'path'>;

/** Values by name; undefined: the name is given, its value is not known. */
export type Values = ReadonlyMap<string, string | undefined>;

export interface ContainerUse {
  /** As written: `1000:1000`, `node`, `root`. */
  readonly user: string | undefined;
  readonly healthcheck: 'set' | 'disabled' | undefined;
  readonly environment: Values;
  /** An init process is put in front of the program. */
  readonly init: boolean;
  /** Words of the command that replaces CMD; a shell line is one word. Undefined: CMD as it is. */
  readonly command: readonly string[] | undefined;
  readonly entrypoint: readonly string[] | undefined;
  readonly mounts: readonly ContainerMount[];
}

export interface ContainerMount {
  /** A folder of the machine's (`bind`), or one that Docker keeps. */
  readonly kind: 'bind' | 'volume';
  /** Absolute path in the container. */
  readonly target: string;
}

export interface UsesFacts {
  /** Compose before bake, dev container, tasks and workflows; nearer files before those farther up. */
  readonly all: readonly DockerfileUse[];
  /** What the same files say about other Dockerfiles. */
  readonly others: readonly DockerfileUse[];
  /** Locations of the files that were read, missing ones among them: a change there can change `all`. */
  readonly read: readonly string[];
}

export const noUses: UsesFacts = { all: [], others: [], read: [] };

/** For messages: `compose.yaml (service web)`. */
export function describeUse({ kind, path, name }: DockerfileUse): string {
  return name === undefined ? path : `${path} (${nouns[kind]} ${name})`;
}

const nouns: Readonly<Record<UseKind, string>> = {
  compose: 'service',
  bake: 'target',
  devcontainer: 'configuration',
  task: 'task',
  workflow: 'job',
};
