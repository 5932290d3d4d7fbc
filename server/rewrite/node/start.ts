/** What starts the program: CMD and ENTRYPOINT followed through npm scripts. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import type { NodeProject } from '../../project/facts.ts';
import { calledScript, resolveScript } from '../../project/node/start-script.ts';
import { resolvePath } from '../../tools/working-directory.ts';

export type Start =
  /** `entry` is the absolute image path of the file that node (or bun) runs. */
  | {
      readonly kind: 'program';
      readonly runtime: 'node' | 'bun';
      readonly entry: string;
      readonly argv: readonly string[];
    }
  /** Another program, by name; it comes from node_modules/.bin or from the image. */
  | { readonly kind: 'binary'; readonly name: string; readonly argv: readonly string[] }
  /** Runs through a package manager, because the script needs a shell or hooks. */
  | { readonly kind: 'script'; readonly script: string; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Options of node whose value is the next word. */
const nodeValueOptions: ReadonlySet<string> = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '--env-file',
  '--title',
]);

export function findStart(stage: Stage, model: DockerfileModel, project: NodeProject): Start {
  const entrypoint = lastOf(stage, 'ENTRYPOINT');
  const cmd = lastOf(stage, 'CMD');
  if (!entrypoint && !cmd) return { kind: 'unknown', reason: 'the file has no CMD' };
  if (entrypoint && !entrypoint.json) return { kind: 'unknown', reason: 'ENTRYPOINT is in shell form' };
  const words: string[] = entrypoint ? entrypoint.words.map((word) => word.value) : [];
  if (cmd?.json) words.push(...cmd.words.map((word) => word.value));
  else if (cmd) {
    if (entrypoint) return { kind: 'unknown', reason: 'CMD in shell form is handed to ENTRYPOINT' };
    const script = shellOf(cmd, model);
    const command = script?.commands.length === 1 ? script.commands[0] : undefined;
    if (
      !command ||
      command.assignments.length > 0 ||
      command.redirects.length > 0 ||
      !command.words.every((word) => word.literal)
    )
      return { kind: 'unknown', reason: 'CMD needs a shell' };
    words.push(...command.words.map((word) => word.value));
  }
  const directory = stage.endState.workdir ?? '/';
  return followWords(words, directory, project);
}

function followWords(words: readonly string[], directory: string, project: NodeProject): Start {
  const argv =
    words[0] === 'dumb-init' || words[0] === 'tini' || words[0] === '/sbin/tini'
      ? words.slice(1).filter((word, i) => i > 0 || word !== '--')
      : words;
  const called = isFileOfBun(argv) ? undefined : calledScript(project, argv);
  if (called) {
    const { script } = called;
    const resolved = resolveScript(project, script);
    if (!resolved.plain) return { kind: 'script', script, reason: resolved.reason };
    if (resolved.hooks.length > 0)
      return { kind: 'script', script, reason: `the script \`${resolved.hooks[0]!}\` runs around it` };
    return programOf([...resolved.argv, ...called.args], directory);
  }
  if (/\.(?:sh|bash)$/.test(argv[0] ?? '') || ['sh', 'bash', '/bin/sh', '/bin/bash'].includes(argv[0] ?? ''))
    return {
      kind: 'unknown',
      reason: `the container starts through a shell script (${argv.slice(0, 2).join(' ')})`,
    };
  return programOf(argv, directory);
}

/** `bun run src/index.ts` runs a file, not a script. */
function isFileOfBun(argv: readonly string[]): boolean {
  return argv[0] === 'bun' && argv.some((word) => /\.[cm]?[jt]sx?$/.test(word));
}

function programOf(argv: readonly string[], directory: string): Start {
  const name = (argv[0] ?? '').replace(/^.*\//, '');
  if (name !== 'node' && name !== 'nodejs' && name !== 'bun') return { kind: 'binary', name, argv };
  let i = 1;
  while (i < argv.length && (argv[i]!.startsWith('-') || (name === 'bun' && argv[i] === 'run')))
    i += nodeValueOptions.has(argv[i]!) ? 2 : 1;
  const file = argv[i];
  if (file === undefined) return { kind: 'unknown', reason: `\`${argv.join(' ')}\` names no file` };
  return {
    kind: 'program',
    runtime: name === 'bun' ? 'bun' : 'node',
    entry: resolvePath(directory, file),
    argv,
  };
}
