/** What starts the program: CMD and ENTRYPOINT followed through npm scripts. */
import type { DockerfileModel, Instruction, Stage, VariableScope } from '../../dockerfile/model.ts';
import { shellOf, type ShellScript } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import type { NodeProject } from '../../project/facts.ts';
import { calledScript, resolveScript } from '../../project/node/start-script.ts';
import { isDevTool, withoutRunner } from '../../tools/node-start.ts';
import { resolvePath } from '../../tools/working-directory.ts';

export type Start =
  /** `entry` is the absolute image path of the file that node (or bun) runs. */
  | {
      readonly kind: 'program';
      readonly runtime: 'node' | 'bun';
      readonly entry: string;
      readonly argv: readonly string[];
      /** Set when the file starts it through a package manager: what to write instead. */
      readonly resolved: ResolvedStart | undefined;
    }
  /** Another program, by name; it comes from node_modules/.bin or from the image. */
  | {
      readonly kind: 'binary';
      readonly name: string;
      readonly argv: readonly string[];
      readonly managed: boolean;
      readonly dev: boolean;
      /** The CMD (or ENTRYPOINT) that starts nothing else; undefined when it can't be replaced alone. */
      readonly instruction: Instruction | undefined;
      /** Variables that the script sets. */
      readonly env: Readonly<Record<string, string>>;
    }
  /** Several commands, hooks, or words that need a shell. */
  | {
      readonly kind: 'script';
      readonly reason: string;
      /** A package manager runs it. */
      readonly managed: boolean;
      /** It calls a program of a development package. */
      readonly dev: boolean;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface ResolvedStart {
  /** The CMD (or ENTRYPOINT) that `argv` takes the place of; undefined when it can't be replaced alone. */
  readonly instruction: Instruction | undefined;
  readonly argv: readonly string[];
  /** Variables that the script sets. */
  readonly env: Readonly<Record<string, string>>;
}

/** Options of node whose value is the next word. */
const nodeValueOptions: ReadonlySet<string> = new Set([
  '-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--title',
]); // prettier-ignore

export function findStart(stage: Stage, model: DockerfileModel, project: NodeProject): Start {
  const entrypoint = lastOf(stage, 'ENTRYPOINT');
  const cmd = lastOf(stage, 'CMD');
  if (!entrypoint && !cmd) return { kind: 'unknown', reason: 'the file has no CMD' };
  if (entrypoint && !entrypoint.json) return { kind: 'unknown', reason: 'ENTRYPOINT is in shell form' };
  const outer = withoutInit(entrypoint?.words.map(({ value }) => value) ?? []);
  const directory = stage.endState.workdir ?? '/';
  const environment = stage.endState.env;
  if (!cmd)
    return startOfWords(
      outer,
      directory,
      project,
      outer.length === entrypoint!.words.length ? entrypoint : undefined,
      environment,
    );
  const script = commandScript(cmd, model);
  if (script && outer.length === 0 && !isOneLiteralCommand(script))
    return startOfScript(script, directory, project);
  if (!cmd.json && outer.length > 0)
    return { kind: 'unknown', reason: 'CMD in shell form is handed to ENTRYPOINT' };
  const words = cmd.json
    ? cmd.words.map(({ value }) => value)
    : (script?.commands[0]?.words.map(({ value }) => value) ?? []);
  return startOfWords(
    [...outer, ...words],
    directory,
    project,
    outer.length === 0 ? cmd : undefined,
    environment,
  );
}

/** The script of a CMD in shell form, or of `["sh", "-c", "…"]`. */
function commandScript(cmd: Instruction, model: DockerfileModel): ShellScript | undefined {
  const script = shellOf(cmd, model);
  if (!script || !cmd.json) return script;
  const [outer, ...inner] = script.commands;
  return outer && inner.length > 0 && /^(?:ba|da|a)?sh$/.test(outer.name)
    ? { ...script, commands: inner }
    : undefined;
}

function isOneLiteralCommand({ commands, exec }: ShellScript): boolean {
  const [command] = commands;
  return (
    !exec &&
    commands.length === 1 &&
    command!.assignments.length === 0 &&
    command!.redirects.length === 0 &&
    command!.words.every(({ literal }) => literal)
  );
}

/** Several commands, or words that only the shell knows. One program whose file is written out still says where it is. */
function startOfScript(script: ShellScript, directory: string, project: NodeProject): Start {
  const argvs = script.commands.map((command) => command.words.map(({ value }) => value));
  const [only] = script.commands;
  if (
    only &&
    argvs.length === 1 &&
    only.words.slice(0, 2).every(({ literal }) => literal) &&
    !isManaged(argvs[0]!)
  ) {
    const start = programOf(argvs[0]!, directory, project, undefined);
    if (start.kind === 'program' && !start.entry.includes('$')) return start;
  }
  const shellFile = argvs.find((argv) => isShellFile(argv));
  if (shellFile) return unknownScript(shellFile);
  const chosen = script.commands.find(
    ({ words }, i) => isManaged(argvs[i]!) && !words.slice(0, 3).every(({ literal }) => literal),
  );
  if (chosen)
    return {
      kind: 'unknown',
      reason: `which script \`${chosen.words.map(({ raw }) => raw).join(' ')}\` calls is decided by a variable`,
    };
  return {
    kind: 'script',
    reason: 'its command needs a shell',
    managed: argvs.some((argv) => isManaged(argv)),
    dev: argvs.some((argv) => isDevTool(argv, project)),
  };
}

const inits: ReadonlySet<string> = new Set(['dumb-init', 'tini', 'catatonit']);

/** `["tini", "--", "node", "x"]` without the init and its options. */
function withoutInit(words: readonly string[]): readonly string[] {
  if (!inits.has((words[0] ?? '').replace(/^.*\//, ''))) return words;
  const start = words.findIndex((word, i) => i > 0 && !word.startsWith('-'));
  return start < 0 ? [] : words.slice(start);
}

/** What these words start. `instruction`: the one that they stand in, where it can be replaced by itself. */
export function startOfWords(
  words: readonly string[],
  directory: string,
  project: NodeProject,
  instruction: Instruction | undefined,
  environment: VariableScope,
): Start {
  const argv = withoutInit(words);
  // An init in front of the words stays, so the words can't be replaced alone.
  const own = argv.length === words.length ? instruction : undefined;
  const called = isFileOfBun(argv) ? undefined : calledScript(project, argv);
  if (called) {
    const { script } = called;
    const resolved = resolveScript(project, script);
    const asScript = (reason: string): Start => ({
      kind: 'script',
      reason,
      managed: true,
      dev: isDevTool(argv, project),
    });
    if (!resolved.plain) return asScript(resolved.reason);
    if (resolved.hooks.length > 0) return asScript(`the script \`${resolved.hooks[0]!}\` runs around it`);
    const plain = [...resolved.argv, ...called.args];
    return programOf(plain, directory, project, {
      instruction: own && canDeclare(resolved.env, environment) ? own : undefined,
      argv: plain,
      env: resolved.env,
    });
  }
  if (isShellFile(argv)) return unknownScript(argv);
  // `yarn node` is node, with what the linker needs (yarnpkg.com/cli/node).
  if (argv[0] === 'yarn' && argv[1] === 'node' && project.packageManager === 'yarn-berry')
    return programOf(argv.slice(1), directory, project, { instruction: own, argv: argv.slice(1), env: {} });
  return programOf(argv, directory, project, undefined, own);
}

/** Can the script's variables be written as ENV, without being in conflict with the user's own? */
export function canDeclare(env: Readonly<Record<string, string>>, environment: VariableScope): boolean {
  return Object.entries(env).every(([name, value]) => {
    const own = environment.get(name);
    return /^[\w.:/@,+=-]*$/.test(value) && (!own || (own.known && own.value === value));
  });
}

function isShellFile(argv: readonly string[]): boolean {
  const program = argv[0] ?? '';
  return /\.(?:sh|bash)$/.test(program) || /^(?:\/bin\/)?(?:ba|da|a)?sh$/.test(program);
}

function unknownScript(argv: readonly string[]): Start {
  return {
    kind: 'unknown',
    reason: `the container starts through a shell script (${argv.slice(0, 2).join(' ')})`,
  };
}

function isManaged(argv: readonly string[]): boolean {
  return ['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'yarnpkg', 'bunx'].includes(argv[0] ?? '');
}

/** `bun run src/index.ts` runs a file, not a script. */
function isFileOfBun(argv: readonly string[]): boolean {
  return argv[0] === 'bun' && argv.some((word) => /\.[cm]?[jt]sx?$/.test(word));
}

function programOf(
  argv: readonly string[],
  directory: string,
  project: NodeProject,
  resolved: ResolvedStart | undefined,
  instruction = resolved?.instruction,
): Start {
  const name = (argv[0] ?? '').replace(/^.*\//, '');
  if (isDevTool(argv, project) || (name !== 'node' && name !== 'nodejs' && name !== 'bun')) {
    const inner = withoutRunner(argv);
    return {
      kind: 'binary',
      name: (inner[0] ?? name).replace(/^.*\//, ''),
      argv,
      managed: resolved !== undefined || isManaged(argv),
      dev: isDevTool(argv, project),
      instruction,
      env: resolved?.env ?? {},
    };
  }
  let i = 1;
  while (i < argv.length && (argv[i]!.startsWith('-') || (name === 'bun' && argv[i] === 'run')))
    i += nodeValueOptions.has(argv[i]!) ? 2 : 1;
  const file = argv[i];
  if (file === undefined) return { kind: 'unknown', reason: `\`${argv.join(' ')}\` names no file` };
  const path = resolvePath(directory, file);
  // `node .` runs what package.json names as main.
  const entry =
    path === directory && project.main !== undefined ? resolvePath(directory, project.main) : path;
  return { kind: 'program', runtime: name === 'bun' ? 'bun' : 'node', entry, argv, resolved };
}
